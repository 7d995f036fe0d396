// `npm run upgrades -- 0.2.0`: keeps the states that the package makes, packed as that version, in tests/upgrades/.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { runJest } from "./jest.mjs";
import { prepareWithPulumi } from "./prepare.mjs";
import { requestedVersion } from "./release/version.mjs";
import { root } from "./sources.mjs";

await runCommand(async () => {
  const version = requestedVersion(process.argv.slice(2));
  const pulumi = await prepareWithPulumi();
  const folder = join(root, "tests", "upgrades", version);
  // What a version before wrote is replaced as a whole.
  rmSync(folder, { recursive: true, force: true });
  const exitCode = await runJest("jest.upgrades.config.cjs", [], {
    VPCEP_TEST_PULUMI_ROOT: pulumi.root,
    VPCEP_UPGRADES_VERSION: version,
  });
  if (exitCode !== 0) rmSync(folder, { recursive: true, force: true });
  return exitCode;
});
