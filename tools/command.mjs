// What every command of this folder shares: one sentence when something fails, and everything undone at the end,
// also on Ctrl-C. Node's built-ins only: these commands run before anything is installed.

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A terminal sends Ctrl-C to npm and to us, and npm passes its own on: one press may arrive twice. */
const SAME_PRESS_MS = 1_000;

/** Something the user can act on: shown as one sentence, without a stack. */
export class Failure extends Error {}

/** @typedef {() => void | Promise<void>} Undo */

/** @type {Undo[]} */
const undos = [];
let ending = false;
let endingSinceMs = 0;

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Keeps `undo` for the end of the command, newest first; gives a function that takes it back.
 * @param {Undo} undo
 * @returns {() => void}
 */
export function atEnd(undo) {
  undos.push(undo);
  return () => {
    const index = undos.indexOf(undo);
    if (index >= 0) undos.splice(index, 1);
  };
}

/** Whether a signal has arrived: from then on the command only cleans up, and what fails is not news. */
export function isInterrupted() {
  return ending;
}

/**
 * Runs a command's main function, which gives the exit code (0 when it gives nothing).
 * @param {() => Promise<number | void>} main
 */
export async function runCommand(main) {
  for (const [signal, exitCode] of Object.entries(EXIT_CODES)) process.on(signal, () => interrupt(exitCode));
  // The reader of a pipe has gone (`npm run quickstart | head`).
  process.stdout.on("error", () => interrupt(EXIT_CODES.SIGHUP));
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!ending) console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
  if (!ending) await undoAll();
}

/**
 * Whether a module is the one that node was started with, not one that another imports.
 * @param {string} url its `import.meta.url`
 */
export function isMain(url) {
  return realpathSync(process.argv[1] ?? ".") === fileURLToPath(url);
}

/** @param {number} exitCode */
async function interrupt(exitCode) {
  if (ending) {
    // A second press is a user who will not wait.
    if (Date.now() - endingSinceMs > SAME_PRESS_MS) process.exit(exitCode);
    return;
  }
  ending = true;
  endingSinceMs = Date.now();
  await undoAll();
  process.exit(exitCode);
}

async function undoAll() {
  for (let undo = undos.pop(); undo; undo = undos.pop()) {
    try {
      await undo();
    } catch (error) {
      console.error(`While cleaning up: ${error instanceof Error ? error.message : error}`);
    }
  }
}
