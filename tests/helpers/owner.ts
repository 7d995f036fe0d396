// What the owner of a service or endpoint does by other means than Pulumi.
import type { Emulator } from "../../emulator/index";
import { createConnections } from "../../provider/api/client";
import { readProviderConfig } from "../../provider/configuration/config";
import { createEnvironment } from "../../provider/environment";
import { cloudConfig } from "./pulumi-project";

/** A POST to the services, or to the endpoints. */
export async function ownersCall(
  emulator: Emulator,
  body: object,
  path: "vpc-endpoint-services" | "vpc-endpoints" = "vpc-endpoint-services",
): Promise<void> {
  const settings = cloudConfig(emulator);
  const config = readProviderConfig((key) => settings[key], {});
  const { clientFor } = createEnvironment({ config, connections: createConnections() });
  const client = clientFor(emulator.region, emulator.projectId);
  const log = { info: console.log, warn: console.warn };
  const context = { deadlineMs: Date.now() + 10_000, log, subject: "owner" };
  await client.call(
    { method: "POST", segments: [path], body, safety: "idempotent", response: "none" },
    context,
  );
}
