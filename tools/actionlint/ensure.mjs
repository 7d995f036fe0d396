// Makes sure that actionlint can run, which checks the workflows in .github/: built once from its Go module, as the
// hosts of other languages are. By itself it prints the executable: `node tools/actionlint/ensure.mjs`.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, isInterrupted, isMain, runCommand } from "../command.mjs";
import { buildProgram, neededGo, usableGo } from "../pulumi-cli/build.mjs";
import { cachedRoot, fillCache } from "../pulumi-cli/cache.mjs";
import { missingPieces, pinnedVersion } from "../pulumi-cli/pieces.mjs";

const MODULE = "github.com/rhysd/actionlint";
const PROGRAM = {
  file: process.platform === "win32" ? "actionlint.exe" : "actionlint",
  folder: dirname(fileURLToPath(import.meta.url)),
  module: MODULE,
  main: `${MODULE}/cmd/actionlint`,
};

/**
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<string>} the executable
 */
export async function ensureActionlint({ log }) {
  const name = `actionlint-${pinnedVersion(PROGRAM)}`;
  const executable = join(cachedRoot(name), "bin", PROGRAM.file);
  if (missingPieces(dirname(executable), [PROGRAM.file]).length === 0) {
    log(`actionlint: built earlier by this project (${executable}).`);
    return executable;
  }
  try {
    log(`Building actionlint from its Go modules with Go ${await usableGo()}.`);
    await fillCache(name, (folder) => build(folder, log), [PROGRAM.file]);
    return executable;
  } catch (error) {
    if (isInterrupted()) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      `The workflows cannot be checked here (${reason}): have Go ${neededGo()} or newer on PATH.`,
    );
  }
}

/**
 * @param {string} folder
 * @param {(line: string) => void} log
 */
async function build(folder, log) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  await buildProgram(PROGRAM, bin, log);
  return folder;
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    console.log(await ensureActionlint({ log: (line) => console.error(line) }));
  });
