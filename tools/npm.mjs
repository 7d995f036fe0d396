// The machine's npm: the one that runs this script, or the one on PATH.
import { dirname } from "node:path";
import { thisMachine } from "./machine.mjs";

/**
 * @param {readonly string[]} args
 * @param {Pick<import("./machine.mjs").Machine, "platform" | "env">} [machine]
 * @returns {[command: string, args: string[]]}
 */
export function npmCommand(args, { platform, env } = thisMachine) {
  const npmScript = env["npm_execpath"];
  if (npmScript && /npm-cli\.c?js$/.test(npmScript)) return [process.execPath, [npmScript, ...args]];
  // A .cmd file can only be started through the command interpreter.
  return platform === "win32" ? ["cmd.exe", ["/d", "/s", "/c", "npm.cmd", ...args]] : ["npm", [...args]];
}

/**
 * This process's environment without what an outer `npm run` put there for its own script, so that an inner npm
 * starts as from a plain shell, with the user's settings.
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment() {
  const own = /^(npm_package_|npm_lifecycle_|npm_command$|npm_config_local_prefix$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

/** The folder of the node that runs this script: what is started from here must find the same one first. */
export const nodeFolder = dirname(process.execPath);
