import { type ChildProcessByStdio, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

export interface Launched {
  child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it has printed so far. */
  output: { stdout: string; stderr: string };
  /** Exit code and signal, once all output is there; rejects when it cannot be started. */
  closed: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

/** Starts a program without standard input. */
export function launch(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env"> = {},
): Launched {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text) => {
      output[stream] += text;
    });
  return { child, output, closed: once(child, "close") as Launched["closed"] };
}
