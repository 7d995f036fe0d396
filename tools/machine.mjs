// What the commands ask of the machine that they run on. A test passes another.
import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {string} home the user's folder
 */

/** @type {Machine} */
export const thisMachine = { platform: process.platform, env: process.env, home: homedir() };

/**
 * How paths are written there.
 * @param {Pick<Machine, "platform">} machine
 */
export const pathsOf = ({ platform }) => (platform === "win32" ? win32 : posix);

/**
 * The folder for what can be made again.
 * @param {Machine} machine
 */
export function userCacheFolder({ platform, env, home }) {
  const { join } = pathsOf({ platform });
  if (platform === "win32") return env["LOCALAPPDATA"] || join(home, "AppData", "Local");
  if (env["XDG_CACHE_HOME"]) return env["XDG_CACHE_HOME"];
  return platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
}

/**
 * An environment in which programs of these folders are found first. Windows takes names of variables in any case, and
 * has the variable as `Path`.
 * @param {Pick<Machine, "platform" | "env">} machine
 * @param {readonly string[]} folders
 * @returns {NodeJS.ProcessEnv}
 */
export function withPathFirst({ platform, env }, folders) {
  const isPath = (/** @type {string} */ name) =>
    (platform === "win32" ? name.toUpperCase() : name) === "PATH";
  const entries = Object.entries(env);
  const [, path = ""] = entries.find(([name]) => isPath(name)) ?? [];
  const others = entries.filter(([name]) => !isPath(name));
  return { ...Object.fromEntries(others), PATH: [...folders, path].join(pathsOf({ platform }).delimiter) };
}

/**
 * The URL of a file backend. On Windows Pulumi takes what follows the second slash for the path, so that the usual third
 * one would lead to `C:\\C:\\…` (pulumi/pulumi, issue 24627).
 * @param {string} folder
 * @param {Pick<Machine, "platform">} [machine]
 */
export function backendUrl(folder, { platform } = thisMachine) {
  const { href } = pathToFileURL(folder, { windows: platform === "win32" });
  return href.replace(/^file:\/\/\/(?=[A-Za-z]:)/, "file://");
}
