// One run of the real Pulumi CLI.
import { spawn, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";

export interface CliResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** A run under way, for tests that interrupt it. */
export interface RunningCli {
  pid: number;
  /** What it has written so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  done: Promise<CliResult>;
}

/** Longer than any sane run; a hanging CLI fails its test instead of stopping the suite. */
const runLimitMs = 120_000;

/** The CLI that `npm test` has found; jest started by hand asks the setup step itself. */
export function pulumiExecutable(): string {
  const prepared = process.env["VPCEP_TEST_PULUMI_ROOT"];
  if (prepared) return join(prepared, "bin", "pulumi");
  const ensure = join(__dirname, "..", "..", "tools", "pulumi-cli", "ensure.mjs");
  const asked = spawnSync(process.execPath, [ensure], { encoding: "utf8" });
  if (asked.status !== 0) throw new Error(asked.stderr);
  const executable = asked.stdout.trim();
  process.env["VPCEP_TEST_PULUMI_ROOT"] = dirname(dirname(executable));
  return executable;
}

export function startCli(
  executable: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): RunningCli {
  const startedAt = Date.now();
  const child = spawn(executable, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const written = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text) => {
      written[stream] += text;
    });
  }
  const limit = setTimeout(() => child.kill("SIGKILL"), runLimitMs);
  const done = new Promise<CliResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(limit);
      resolve({ exitCode: code ?? 1, ...written, seconds: (Date.now() - startedAt) / 1000 });
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => written.stdout + written.stderr,
    kill: (signal) => void child.kill(signal),
    done,
  };
}
