// What every command needs before it can start, done only when it has not been done: packages, dist/, the Pulumi CLI.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./command.mjs";
import { npmCommand, npmEnvironment } from "./npm.mjs";
import { run } from "./processes.mjs";
import { ensurePulumi } from "./pulumi-cli/ensure.mjs";
import { isAtLeast } from "./pulumi-cli/pieces.mjs";
import { isBuilt, root } from "./sources.mjs";

/** @typedef {{ version?: string, optional?: boolean }} LockedPackage */

/** Installs and builds, where that is needed. */
export async function prepare() {
  refuseOldNode();
  if (!isInstalled()) await npm("Installing the packages", ["ci", "--no-audit", "--no-fund"]);
  if (!isBuilt()) await npm("Building", ["run", "--silent", "build"]);
}

/** The same, and the Pulumi CLI. */
export async function prepareWithPulumi() {
  await prepare();
  return ensurePulumi({ log: (line) => console.log(line) });
}

/** Node 20.19 and 22.12 are the first of their lines that load ECMAScript modules with `require()`. */
function refuseOldNode() {
  const { version } = process;
  const have = version.slice(1);
  const isLine20 = have.startsWith("20.");
  if (!isAtLeast(have, isLine20 ? "20.19.0" : "22.12.0"))
    throw new Failure(`This needs Node 20.19 or newer, or 22.12 or newer, but it runs on ${version}.`);
}

/** Whether node_modules holds what the lock file says: npm writes down there what it has installed. */
function isInstalled() {
  const wanted = lockedPackages(join(root, "package-lock.json"));
  const installed = lockedPackages(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const there = installed[path];
    return there ? there.version === version : (optional ?? false);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} what
 * @param {string[]} args
 */
async function npm(what, args) {
  console.log(`${what} (npm ${args.join(" ")}) …`);
  const [command, allArgs] = npmCommand(args);
  const { exitCode } = await run(command, allArgs, { cwd: root, env: npmEnvironment(), show: true });
  if (exitCode !== 0) throw new Failure(`npm ${args.join(" ")} failed; see its output above.`);
}
