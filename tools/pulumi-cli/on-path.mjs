// The user's own Pulumi CLI, as the shell would find it.
import { realpathSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { isAtLeast, isExecutableFile, MINIMUM_VERSION, missingPieces, PULUMI, versionOf } from "./pieces.mjs";

/** @typedef {import("./ensure.mjs").Found} Found */

/**
 * @param {(line: string) => void} log
 * @returns {Promise<Found | undefined>}
 */
export async function findOnPath(log) {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const executable = join(folder, PULUMI);
    if (!folder || !isExecutableFile(executable) || isNpmLauncher(executable)) continue;
    const version = await versionOf(executable);
    const bin = folderWithPieces(executable);
    if (version === undefined) log(`${executable} does not tell its version: not used.`);
    else if (!isAtLeast(version, MINIMUM_VERSION))
      log(`${executable} is ${version}, older than ${MINIMUM_VERSION}: not used.`);
    else if (bin === undefined)
      log(`${executable} comes without ${missingPieces(folder).join(" and ")}: not used.`);
    else return { bin, version };
  }
  return undefined;
}

/**
 * The npm package `pulumi` is no CLI, only a launcher that would download one; npm scripts have
 * `node_modules/.bin` first on PATH, where it would hide the user's own CLI.
 * @param {string} executable
 */
function isNpmLauncher(executable) {
  return [executable, realpathSync(executable)].some((path) => path.split(sep).includes("node_modules"));
}

/**
 * A package manager may link just the CLI itself into the folder on PATH.
 * @param {string} executable
 */
function folderWithPieces(executable) {
  return [dirname(executable), dirname(realpathSync(executable))].find(
    (bin) => missingPieces(bin).length === 0,
  );
}
