// `npm run soak -- --seconds 600 --seed 1`: thousands of operations on one provider process of each front, while the cloud
// behind it breaks at random.
import { parseArgs } from "node:util";
import { Failure, runCommand } from "./command.mjs";
import { runJest } from "./jest.mjs";
import { prepare } from "./prepare.mjs";

await runCommand(async () => {
  const { seconds, seed } = options();
  await prepare();
  const args = ["--selectProjects", "process", "--", "tests/process/soak"];
  return runJest("jest.config.cjs", args, {
    SOAK_SECONDS: seconds,
    ...(seed !== undefined && { FC_SEED: seed }),
  });
});

function options() {
  const number = /** @type {const} */ ({ type: "string" });
  const { values } = parseArgs({ options: { seconds: { ...number, default: "600" }, seed: number } });
  for (const [name, value] of Object.entries(values))
    if (!/^\d+$/.test(value)) throw new Failure(`--${name} takes a whole number, not "${value}".`);
  return values;
}
