// Starting programs, and ending them with everything that they started.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { atEnd } from "./command.mjs";
import { descendants, inheritors } from "./process-tree.mjs";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; default: this process's own
 * @property {number} [timeoutMs] the program is ended after this time; default: never
 * @property {AbortSignal} [stopWhen] the program is ended when this signal comes
 * @property {boolean} [show] the program writes to this terminal instead of into `output`
 * @property {(text: string, stream: "stdout" | "stderr") => void} [onOutput] called with each piece as it comes
 * @property {NodeJS.Signals} [stopSignal] what asks the program to end; default SIGTERM
 */

/** @typedef {{ exitCode: number, output: string, timedOut: boolean }} RunResult */

/** How long a program may take to end by itself before it is killed. */
const STOP_GRACE_MS = 10_000;

/** Marks what a run has started, and what that has started in turn. */
const MARK = "VPCEP_RUN";

/**
 * Runs a program to its end, without standard input. One that cannot be started has exit code 127.
 * It gets a process group of its own: Ctrl-C reaches this process alone, which then ends the program in good order.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  const {
    cwd,
    env = process.env,
    timeoutMs,
    stopWhen,
    show = false,
    onOutput,
    stopSignal = "SIGTERM",
  } = options;
  const mark = randomUUID();
  const child = spawn(command, args, {
    cwd,
    env: { ...env, [MARK]: mark },
    detached: hasGroups(process.platform),
    stdio: show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  const end = async () => {
    await stop(child, stopSignal);
    for (const pid of inheritors(`${MARK}=${mark}`)) signalOne(pid, "SIGKILL");
  };
  const forget = atEnd(end);
  let output = "";
  let timedOut = false;
  for (const stream of /** @type {const} */ (["stdout", "stderr"])) {
    child[stream]?.setEncoding("utf8").on("data", (text) => {
      output += text;
      onOutput?.(text, stream);
    });
  }
  const giveUp = () => {
    timedOut = true;
    void end();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
  stopWhen?.addEventListener("abort", giveUp);
  return new Promise((resolve) => {
    /** @param {number} exitCode */
    const finish = (exitCode) => {
      clearTimeout(timer);
      stopWhen?.removeEventListener("abort", giveUp);
      forget();
      resolve({ exitCode, output, timedOut });
    };
    child.on("error", (error) => {
      output += error.message;
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 1));
  });
}

/**
 * Asks a program to end and, when it does not within the grace time, kills it and all that it started.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 * @param {number} [graceMs]
 */
export async function stop(child, signal = "SIGTERM", graceMs = STOP_GRACE_MS) {
  if (child.pid === undefined || hasEnded(child)) return;
  // Taken now: whoever outlives its parent is no longer found through it.
  const family = new Set(descendants(child.pid));
  signalGroup(child.pid, signal);
  if (!(await endsWithin(child, graceMs))) {
    for (const pid of descendants(child.pid)) family.add(pid);
    signalGroup(child.pid, "SIGKILL");
    await endsWithin(child, graceMs);
  }
  for (const pid of family) signalOne(pid, "SIGKILL");
}

/** @param {ChildProcess} child */
function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * @param {ChildProcess} child
 * @param {number} limitMs
 * @returns {Promise<boolean>}
 */
function endsWithin(child, limitMs) {
  if (hasEnded(child)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/**
 * Whether a process can lead a group that is signalled as one; a console of its own is all that Windows would give it.
 * @param {NodeJS.Platform} platform
 */
export const hasGroups = (platform) => platform !== "win32";

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  signalOne(hasGroups(process.platform) ? -pid : pid, signal);
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalOne(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

/**
 * @param {string} output
 * @returns {string} the last line that says something, "" when there is none
 */
export function lastLine(output) {
  return output.trim().split("\n").at(-1)?.trim() ?? "";
}
