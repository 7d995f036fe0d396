// `npm run quickstart`, interrupted: its whole run is a step of the gate itself.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { descendants, inheritors } from "../../tools/process-tree.mjs";
import { type Launched, launch } from "../helpers/launch";
import { pulumiExecutable } from "../helpers/pulumi-process";

const script = join(__dirname, "..", "..", "tools", "quickstart.mjs");

let folder: string;
let quickstart: Launched | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vpcep-interrupted-"));
  seen.clear();
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
    VPCEP_TEST_RUN: folder,
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

/** All that this run was seen to start, where processes do not show their environment. */
const seen = new Set<number>();

/** The processes of this run that are there: the CLI, its language host, the program, the provider. */
function processesOfRun({ pid = 0 }: { pid?: number | undefined }): number[] {
  if (process.platform === "linux") return inheritors(`VPCEP_TEST_RUN=${folder}`);
  for (const found of [pid, ...descendants(pid)]) seen.add(found);
  return [...seen].filter(isAlive);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("Ctrl-C ends everything that was started and leaves nothing behind", () => {
  test.each([
    ["while the program is being loaded", /Updating \(quickstart\)/],
    ["while the service is being created", /orders creating/],
  ])(
    "%s",
    async (_when, reached) => {
      const { child, output, closed } = startQuickstart();
      await until(() => reached.test(output.stdout + output.stderr));
      expect(processesOfRun(child).length).toBeGreaterThanOrEqual(2);
      // The terminal's own, and the one that npm passes on.
      child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 30));
      child.kill("SIGINT");
      expect((await closed)[0]).toBe(130);
      await until(() => processesOfRun(child).length === 0);
      expect(readdirSync(join(folder, "tmp"))).toEqual([]);
      expect(readdirSync(join(folder, "home"))).toEqual([]);
    },
    120_000,
  );
});
