// What the owner of a service does by other means than Pulumi.
import type { Emulator } from "../../emulator/index";
import { createConnections } from "../../provider/api/client";
import { systemRuntime } from "../../provider/api/runtime";
import { readProviderConfig } from "../../provider/configuration/config";
import { createVpcepClient } from "../../provider/environment";
import { cloudConfig } from "./pulumi-project";

export interface OwnersSettings {
  /** Stack configuration beside what points at the emulator. */
  config?: Record<string, string>;
  clock?: () => number;
}

/** A POST to the services, or below one of them. */
export async function ownersCall(
  emulator: Emulator,
  below: readonly string[],
  body: object,
  { config, clock = Date.now }: OwnersSettings = {},
): Promise<void> {
  const settings = { ...cloudConfig(emulator), ...config };
  const client = createVpcepClient({
    config: readProviderConfig((key) => settings[key], {}),
    region: emulator.region,
    projectId: emulator.projectId,
    connections: createConnections(),
    runtime: { ...systemRuntime, now: clock },
  });
  const segments = ["vpc-endpoint-services", ...below];
  const log = { info: console.log, warn: console.warn };
  const context = { deadlineMs: clock() + 10_000, log, subject: "owner" };
  await client.call({ method: "POST", segments, body, safety: "idempotent", response: "none" }, context);
}
