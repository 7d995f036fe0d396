// An emulator in a process of its own, so that what it costs is not counted with what is measured.
import { join } from "node:path";
import type { LoggedRequest, SettingsPatch } from "../../emulator";
import { launch } from "../../tests/helpers/launch";
import type { TestCloud } from "../../tests/helpers/pulumi-project";
import { atEnd } from "../command.mjs";
import { dist } from "../sources.mjs";

export interface EmulatorProcess extends TestCloud {
  requests(): Promise<LoggedRequest[]>;
  forget(): Promise<void>;
  configure(patch: SettingsPatch): Promise<void>;
  /** Every response comes so much later; by a timer, so that it costs nothing. */
  delayBy(ms: number): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

const KEYS = { accessKey: "BENCHACCESSKEY000001", secretKey: "bench-secret-key-0000000000000000000001" };
const QUOTA = "5000";

export async function startEmulator(settleSeconds: number): Promise<EmulatorProcess> {
  const { accessKey, secretKey } = KEYS;
  const quotas = ["--quota", QUOTA, "--endpoint-quota", QUOTA];
  const keys = ["--access-key", accessKey, "--secret-key", secretKey];
  const args = ["--port", "0", "--settle-seconds", `${settleSeconds}`, ...quotas, ...keys];
  const project = "0e5a1e5f4b7c4d0f9a3c2b1d00000001";
  const main = join(dist, "emulator", "main.js");
  const { child, output, closed } = launch(process.execPath, [main, ...args, "--project", project]);
  const end = async () => {
    child.kill("SIGKILL");
    await closed;
  };
  const forgetEnd = atEnd(end);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout) ?? [];
      if (found !== undefined) resolve(found);
    });
    closed.then(() => reject(new Error(`the emulator did not start: ${output.stderr}`)), reject);
  });
  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/__emulator/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  return {
    url,
    ...KEYS,
    region: "cn-north-4",
    projectId: project,
    requests: async () => ((await control("GET", "requests")) as { requests: LoggedRequest[] }).requests,
    forget: () => control("DELETE", "requests") as Promise<void>,
    configure: (patch) => control("PATCH", "settings", patch) as Promise<void>,
    delayBy: (ms) => control("PUT", "faults", [{ kind: "slow", delayMs: ms, at: "before" }]) as Promise<void>,
    reset: () => control("POST", "reset") as Promise<void>,
    async close() {
      forgetEnd();
      await end();
    },
  };
}
