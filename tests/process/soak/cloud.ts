// The emulator as a process of its own, and what breaks between it and the provider.
import { join } from "node:path";
import fc from "fast-check";
import type { FaultRule } from "../../../emulator";
import { greeted } from "../../emulator/built";
import type { Properties } from "../../helpers/engine";
import { launch } from "../../helpers/launch";
import type { TestCloud } from "../../helpers/pulumi-project";

const executable = join(__dirname, "..", "..", "..", "dist", "emulator", "main.js");

export interface Cloud extends TestCloud {
  state(): Promise<{ services: Properties[]; endpoints: Properties[] }>;
  setFaults(rules: readonly FaultRule[]): Promise<void>;
  addFault(rule: FaultRule): Promise<void>;
  close(): Promise<void>;
}

export async function startCloud(): Promise<Cloud> {
  const limits = ["--quota", "100000", "--endpoint-quota", "100000"];
  const command = launch(process.execPath, [executable, "--port", "0", "--settle-seconds", "0", ...limits]);
  const emulator = await greeted(command);
  const control = async (method: string, path: string, body?: unknown) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await fetch(`${emulator.url}/__emulator/${path}`, { method, body: text ?? null });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  return {
    ...emulator,
    region: "cn-north-4",
    state: () => control("GET", "state") as ReturnType<Cloud["state"]>,
    setFaults: async (rules) => void (await control("PUT", "faults", { faults: rules })),
    addFault: async (rule) => void (await control("POST", "faults", rule)),
    async close() {
      command.child.kill("SIGTERM");
      await command.closed;
      if (command.output.stderr !== "") throw new Error(`the emulator printed:\n${command.output.stderr}`);
    },
  };
}

/** Broken in every way, but never false: what a response says of the work is so. */
export const FAULTS: readonly FaultRule[] = [
  ...(["before", "mid-request", "after-processing", "mid-body"] as const).map(
    (at): FaultRule => ({ kind: "reset", at }),
  ),
  { kind: "stall", forSeconds: 0.5 },
  { kind: "slow", delayMs: 200 },
  { kind: "slow", at: "mid-body", bytesPerSecond: 2000 },
  { kind: "refuse" },
  { kind: "truncate" },
  { kind: "truncate", complete: true },
  { kind: "status", status: 500, at: "after-processing" },
  { kind: "status", status: 503 },
  { kind: "status", status: 429, headers: { "Retry-After": "1" } },
  { kind: "status", status: 403, errorCode: "EndPoint.0004" },
  { kind: "status", status: 409, errorCode: "EndPoint.3045" },
  { kind: "html" },
  { kind: "html", at: "after-processing" },
  { kind: "redirect", location: "http://127.0.0.1:1/" },
  { kind: "oversize", bytes: 9 * 1024 * 1024 },
  { kind: "gzip-bomb", bytes: 20 * 1024 * 1024 },
  { kind: "drop-fields", fields: ["id", "status"] },
  { kind: "replace-body", body: [] },
];

/** Any of them, or none. */
export const anyFaults: fc.Arbitrary<FaultRule[]> = fc
  .record({
    rule: fc.option(fc.constantFrom(...FAULTS), { freq: 2 }),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ rule, times }) => (rule === null ? [] : [{ ...rule, times }]));
