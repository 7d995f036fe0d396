// `npm run quickstart`, interrupted: its whole run is a step of the gate itself.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Launched, launch } from "../helpers/launch";
import { pulumiExecutable } from "../helpers/pulumi-process";

const script = join(__dirname, "..", "..", "tools", "quickstart.mjs");

let folder: string;
let quickstart: Launched | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vpcep-interrupted-"));
  for (const name of ["home", "tmp"]) mkdirSync(join(folder, name));
});
afterEach(() => {
  quickstart?.child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Starts the quickstart with a home and a temporary folder of its own. */
function startQuickstart(): Launched {
  const env = {
    ...process.env,
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    PATH: `${dirname(pulumiExecutable())}:${process.env["PATH"]}`,
  };
  quickstart = launch(process.execPath, [script], { env });
  return quickstart;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("it did not come to pass within 50 s");
}

/** The processes that work in this run's folder: the CLI, its language host, the program, the provider. */
function processesOfRun(): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(`TMPDIR=${folder}`);
    } catch {
      return false;
    }
  });
}

const onLinux = process.platform === "linux" ? describe : describe.skip;
onLinux("Ctrl-C ends everything that was started and leaves nothing behind", () => {
  test.each([
    ["while the program is being loaded", /Updating \(quickstart\)/],
    ["while the service is being created", /orders creating/],
  ])(
    "%s",
    async (_when, reached) => {
      const { child, output, closed } = startQuickstart();
      await until(() => reached.test(output.stdout + output.stderr));
      expect(processesOfRun().length).toBeGreaterThanOrEqual(2);
      // The terminal's own, and the one that npm passes on.
      child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 30));
      child.kill("SIGINT");
      expect((await closed)[0]).toBe(130);
      await until(() => processesOfRun().length === 0);
      expect(readdirSync(join(folder, "tmp"))).toEqual([]);
      expect(readdirSync(join(folder, "home"))).toEqual([]);
    },
    120_000,
  );
});
