// `npm run quickstart`, interrupted: its whole run is a step of the gate itself.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pulumiExecutable } from "../helpers/pulumi-process";

const script = join(__dirname, "..", "..", "tools", "quickstart.mjs");

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vpcep-interrupted-"));
  for (const name of ["home", "tmp"]) mkdirSync(join(folder, name));
});
afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Starts the quickstart with a home and a temporary folder of its own. */
function startQuickstart(): { ended: Promise<number | null>; output(): string } {
  const quickstart = spawn(process.execPath, [script], {
    env: {
      ...process.env,
      HOME: join(folder, "home"),
      TMPDIR: join(folder, "tmp"),
      PATH: `${dirname(pulumiExecutable())}:${process.env["PATH"]}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child = quickstart;
  for (const stream of [quickstart.stdout, quickstart.stderr]) {
    stream.on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => quickstart.on("close", resolve));
  return { ended, output: () => output };
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
      const { ended, output } = startQuickstart();
      await until(() => reached.test(output()));
      expect(processesOfRun().length).toBeGreaterThanOrEqual(2);
      // The terminal's own, and the one that npm passes on.
      child?.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 30));
      child?.kill("SIGINT");
      expect(await ended).toBe(130);
      await until(() => processesOfRun().length === 0);
      expect(readdirSync(join(folder, "tmp"))).toEqual([]);
      expect(readdirSync(join(folder, "home"))).toEqual([]);
    },
    120_000,
  );
});
