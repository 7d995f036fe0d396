// Programs that a release runs one after the other: the first that fails ends it.
import { Failure } from "../command.mjs";
import { npmCommand, npmEnvironment } from "../npm.mjs";
import { run } from "../processes.mjs";

/** @typedef {{ cwd: string, env?: NodeJS.ProcessEnv }} Where */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Where} where
 * @returns {Promise<string>} what it wrote to its standard output
 */
export async function outputOf(command, args, where) {
  let written = "";
  const { exitCode, output } = await run(command, args, {
    ...where,
    onOutput: (text, stream) => {
      if (stream === "stdout") written += text;
    },
  });
  if (exitCode !== 0) throw new Failure(`${[command, ...args].join(" ")} failed:\n${output.trim()}`);
  return written;
}

/**
 * @param {readonly string[]} args
 * @param {Where} where
 * @returns {Promise<string>} as `outputOf`
 */
export function npmOutput(args, { cwd, env = {} }) {
  const [command, allArgs] = npmCommand(args);
  return outputOf(command, allArgs, { cwd, env: { ...npmEnvironment(), ...env } });
}

/**
 * @param {string} what
 * @param {readonly string[]} problems
 */
export function failOn(what, problems) {
  if (problems.length > 0) throw new Failure(`${what}: ${problems.join("; ")}.`);
}
