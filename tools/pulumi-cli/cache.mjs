// Where a downloaded or built CLI is kept, and the hosts of other languages: the project's own folder under the user's
// cache directory, keyed by version, so that the next checkout finds it. A version's folder appears by one rename: it
// is whole or not there.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { atEnd } from "../command.mjs";
import { thisMachine, userCacheFolder } from "../machine.mjs";
import { missingPieces, PIECES } from "./pieces.mjs";

const UNFINISHED = ".unfinished";

/** @returns {string} */
export function cacheFolder() {
  return join(userCacheFolder(thisMachine), "pulumi-huaweicloud-vpcep", "pulumi");
}

/** @param {string} version */
export function cachedRoot(version) {
  return join(cacheFolder(), version);
}

/**
 * Makes a folder to work in, lets `fill` put the pieces into it, and moves the root that `fill` gives into its place.
 * Nothing of it stays behind when `fill` fails or the process is interrupted.
 * @param {string} version
 * @param {(folder: string) => Promise<string>} fill gives the folder that holds `bin`, inside the one it was given
 * @param {readonly string[]} [pieces] what has to be in `bin` then
 * @returns {Promise<string>} the version's root
 */
export async function fillCache(version, fill, pieces = PIECES) {
  mkdirSync(cacheFolder(), { recursive: true });
  sweep();
  const folder = mkdtempSync(join(cacheFolder(), `${UNFINISHED}-${hostname()}-${process.pid}-`));
  const remove = () => removeFolder(folder);
  const forget = atEnd(remove);
  try {
    const root = await fill(folder);
    const missing = missingPieces(join(root, "bin"), pieces);
    if (missing.length > 0) throw new Error(`${missing.join(", ")} did not come out of it`);
    publish(root, cachedRoot(version), join(folder, "replaced"), pieces);
    return cachedRoot(version);
  } finally {
    remove();
    forget();
  }
}

/**
 * @param {string} root
 * @param {string} place
 * @param {string} aside where a damaged folder that is in the way goes
 * @param {readonly string[]} pieces
 */
function publish(root, place, aside, pieces) {
  // Another process may have been quicker: its result is as good as this one.
  const isWhole = () => missingPieces(join(place, "bin"), pieces).length === 0;
  if (isWhole()) return;
  if (existsSync(place)) renameSync(place, aside);
  try {
    renameSync(root, place);
  } catch (error) {
    if (!isWhole()) throw error;
  }
}

/** Removes what processes that were killed on this machine have left behind. */
function sweep() {
  for (const name of readdirSync(cacheFolder())) {
    const left = name.startsWith(`${UNFINISHED}-${hostname()}-`) ? name.split("-").at(-2) : undefined;
    if (left !== undefined && !isAlive(Number(left))) removeFolder(join(cacheFolder(), name));
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** @param {string} folder */
function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
