// Runs jest with the configuration of this folder.
import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "./processes.mjs";
import { root } from "./sources.mjs";

/**
 * @param {string} config the name of the file in tools/
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} variables beside those of this process
 * @returns {Promise<number>} jest's exit code
 */
export async function runJest(config, args, variables) {
  const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
  const { exitCode } = await run(process.execPath, [jest, "-c", join(root, "tools", config), ...args], {
    cwd: root,
    env: { ...process.env, ...variables },
    show: true,
    stopSignal: "SIGINT",
  });
  return exitCode;
}
