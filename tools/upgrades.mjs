// `npm run upgrades -- 0.2.0`: keeps the states that the package makes, packed as that version, in tests/upgrades/.
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { prepareWithPulumi } from "./prepare.mjs";
import { run } from "./processes.mjs";
import { requestedVersion } from "./release/version.mjs";
import { root } from "./sources.mjs";

await runCommand(async () => {
  const version = requestedVersion(process.argv.slice(2));
  const pulumi = await prepareWithPulumi();
  const folder = join(root, "tests", "upgrades", version);
  // What a version before wrote is replaced as a whole.
  rmSync(folder, { recursive: true, force: true });
  const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
  const config = join(root, "tools", "jest.upgrades.config.cjs");
  const env = {
    ...process.env,
    VPCEP_TEST_PULUMI_ROOT: pulumi.root,
    VPCEP_UPGRADES_VERSION: version,
  };
  const options = { cwd: root, env, show: true, stopSignal: /** @type {const} */ ("SIGINT") };
  const { exitCode } = await run(process.execPath, [jest, "-c", config], options);
  if (exitCode !== 0) rmSync(folder, { recursive: true, force: true });
  return exitCode;
});
