// `npm run soak -- --seconds 600 --seed 1`: thousands of operations on one provider process of each front, while the cloud
// behind it breaks at random.
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure, runCommand } from "./command.mjs";
import { prepare } from "./prepare.mjs";
import { run } from "./processes.mjs";
import { root } from "./sources.mjs";

await runCommand(async () => {
  const { seconds, seed } = options();
  await prepare();
  const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
  const config = join(root, "tools", "jest.config.cjs");
  const args = [jest, "-c", config, "--selectProjects", "process", "--", "tests/process/soak"];
  const env = { ...process.env, SOAK_SECONDS: seconds, ...(seed !== undefined && { FC_SEED: seed }) };
  const { exitCode } = await run(process.execPath, args, {
    cwd: root,
    env,
    show: true,
    stopSignal: "SIGINT",
  });
  return exitCode;
});

function options() {
  const number = /** @type {const} */ ({ type: "string" });
  const { values } = parseArgs({ options: { seconds: { ...number, default: "600" }, seed: number } });
  for (const [name, value] of Object.entries(values))
    if (!/^\d+$/.test(value)) throw new Failure(`--${name} takes a whole number, not "${value}".`);
  return values;
}
