// Pulumi's official launcher, the npm package `pulumi`: the CLIs that it has downloaded for the user already, and
// a download of our own through it.
import { mkdirSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { npmCommand, npmEnvironment } from "../npm.mjs";
import { lastLine, run } from "../processes.mjs";
import { fillCache } from "./cache.mjs";
import { isAtLeast, MINIMUM_VERSION, missingPieces } from "./pieces.mjs";
import { sayHowLong } from "./progress.mjs";

/** @typedef {import("./ensure.mjs").Found} Found */

/** How long the download site may take to begin to respond, and the whole download. */
const FIRST_OUTPUT_MS = 15_000;
const DOWNLOAD_MS = 600_000;

/**
 * @param {string} pinned preferred, when it is among the copies
 * @returns {Found | undefined}
 */
export function findLauncherCopy(pinned) {
  const versions = join(process.env["PULUMI_HOME"] || join(homedir(), ".pulumi"), "versions");
  return listFolder(versions)
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version) && isAtLeast(version, MINIMUM_VERSION))
    .sort((a, b) => preference(b, pinned) - preference(a, pinned) || (isAtLeast(a, b) ? -1 : 1))
    .map((version) => ({ version, bin: join(versions, version, "bin") }))
    .find(({ bin }) => missingPieces(bin).length === 0);
}

/**
 * Lets the launcher download the CLI, into our cache instead of the user's `~/.pulumi`.
 * @param {string} version
 * @param {(line: string) => void} log
 * @returns {Promise<string>} the root in the cache
 */
export function downloadWithLauncher(version, log) {
  return fillCache(version, async (folder) => {
    const home = join(folder, "home");
    mkdirSync(home);
    log(`Asking Pulumi's download site for the CLI ${version} …`);
    const stopSaying = sayHowLong(log, () => `downloading Pulumi ${version}`);
    try {
      await download(version, folder, home);
    } finally {
      stopSaying();
    }
    return join(home, "versions", version);
  });
}

/**
 * @param {string} version
 * @param {string} folder
 * @param {string} home
 */
async function download(version, folder, home) {
  const launch = ["exec", "--yes", `--cache=${join(folder, "npm")}`, `--package=pulumi@${version}`];
  const [command, args] = npmCommand([...launch, "--", "pulumi", "version"]);
  const { PULUMI_VERSION: _, ...env } = npmEnvironment();
  // The launcher is silent on standard output until it has the official install script, which talks there.
  const noResponse = new AbortController();
  const timer = setTimeout(() => noResponse.abort(), FIRST_OUTPUT_MS);
  const { exitCode, output, timedOut } = await run(command, args, {
    cwd: folder,
    env: { ...env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: DOWNLOAD_MS,
    stopWhen: noResponse.signal,
    onOutput: (_text, stream) => {
      if (stream === "stdout") clearTimeout(timer);
    },
  });
  clearTimeout(timer);
  if (timedOut) throw new Error("the download site does not respond");
  if (exitCode !== 0) throw new Error(lastLine(output) || `npm exec ended with ${exitCode}`);
}

/**
 * @param {string} version
 * @param {string} pinned
 */
function preference(version, pinned) {
  return version === pinned ? 1 : 0;
}

/** @param {string} folder */
function listFolder(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
