// One run of the real Pulumi CLI.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { launch } from "./launch";

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
  options: { cwd: string; env: NodeJS.ProcessEnv; limitMs?: number | undefined },
): RunningCli {
  const startedAt = Date.now();
  const { limitMs = runLimitMs, ...launching } = options;
  const { child, output, closed } = launch(executable, args, launching);
  const limit = setTimeout(() => child.kill("SIGKILL"), limitMs);
  const done = closed
    .then(([code]) => ({ exitCode: code ?? 1, ...output, seconds: (Date.now() - startedAt) / 1000 }))
    .finally(() => clearTimeout(limit));
  return {
    pid: child.pid ?? 0,
    output: () => output.stdout + output.stderr,
    kill: (signal) => void child.kill(signal),
    done,
  };
}
