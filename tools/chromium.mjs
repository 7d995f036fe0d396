// Makes sure that the tests of the emulator's page have a browser. By itself it prints where that is:
// `node tools/chromium.mjs`.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure, isMain, runCommand } from "./command.mjs";
import { lastLine, run } from "./processes.mjs";
import { sayHowLong } from "./pulumi-cli/progress.mjs";

/** @typedef {(command: string, args: readonly string[]) => Promise<{ exitCode: number, output: string }>} Run */

const VARIABLE = "VPCEP_TEST_CHROMIUM";
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ADVICE = `install Chromium or Chrome, or set ${VARIABLE} to its program`;

/**
 * The path of a Chromium: that of the variable, one on PATH, or Debian's package, which is installed if it is missing.
 * @param {{ log: (line: string) => void, env?: NodeJS.ProcessEnv, isRoot?: boolean, isDebian?: boolean, runProgram?: Run }} options
 * @returns {Promise<string>}
 */
export async function ensureChromium({
  log,
  env = process.env,
  isRoot = process.getuid?.() === 0,
  isDebian = existsSync("/etc/debian_version"),
  runProgram = run,
}) {
  const given = env[VARIABLE];
  if (given) {
    if (isProgram(given)) return given;
    throw new Failure(`${VARIABLE} is ${given}, which is not a program: correct it, or leave it out.`);
  }
  const found = onPath(env);
  if (found) return found;
  if (!isDebian) throw new Failure(`The page's tests need a browser: ${ADVICE}.`);
  if (!isRoot)
    throw new Failure(
      `The page's tests need a browser: run \`sudo apt-get install chromium\`, or ${ADVICE}.`,
    );
  await install(log, runProgram);
  const installed = onPath(env);
  if (!installed) throw new Failure(`apt-get has installed chromium, but there is none on PATH: ${ADVICE}.`);
  return installed;
}

/**
 * @param {(line: string) => void} log
 * @param {Run} runProgram
 */
async function install(log, runProgram) {
  log("Installing Chromium for the tests of the emulator's page (apt-get install chromium); once.");
  const stopSaying = sayHowLong(log, () => "Installing Chromium");
  try {
    for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
      const { exitCode, output } = await runProgram("apt-get", ["-q", ...args]);
      if (exitCode !== 0)
        throw new Failure(`apt-get ${args.join(" ")} failed (${lastLine(output)}): ${ADVICE}.`);
    }
  } finally {
    stopSaying();
  }
}

/** @param {NodeJS.ProcessEnv} env */
function onPath(env) {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram);
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (isMain(import.meta.url))
  await runCommand(async () => console.log(await ensureChromium({ log: (line) => console.log(line) })));
