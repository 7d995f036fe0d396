// `npm test`: everything that the tests need, then jest; further arguments go to jest (`npm test -- sign`).
import { createRequire } from "node:module";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { Failure, runCommand } from "./command.mjs";
import { prepareWithPulumi } from "./prepare.mjs";
import { run } from "./processes.mjs";
import { ensureLanguages } from "./pulumi-cli/languages.mjs";
import { root } from "./sources.mjs";

await runCommand(async () => {
  const pulumi = await prepareWithPulumi();
  const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
  const args = [jest, "-c", join(root, "tools", "jest.config.cjs"), ...process.argv.slice(2)];
  const languages = await otherLanguages();
  const chromium = await browser();
  const env = {
    ...process.env,
    VPCEP_TEST_PULUMI_ROOT: pulumi.root,
    ...(languages && { VPCEP_TEST_LANGUAGES_ROOT: languages.root }),
    ...(chromium && { VPCEP_TEST_CHROMIUM: chromium }),
  };
  const { exitCode } = await run(process.execPath, args, {
    cwd: root,
    env,
    show: true,
    stopSignal: "SIGINT",
  });
  return exitCode;
});

/** Without them only the tests of programs in those languages fail, and say why. */
function otherLanguages() {
  return orSayWhy(() => ensureLanguages({ log: (line) => console.log(line) }));
}

/** Without one only the tests of the emulator's page fail, and say why. */
function browser() {
  return orSayWhy(() => ensureChromium({ log: (line) => console.log(line) }));
}

/**
 * @template T
 * @param {() => Promise<T>} ensure
 * @returns {Promise<T | undefined>}
 */
async function orSayWhy(ensure) {
  try {
    return await ensure();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(error.message);
    return undefined;
  }
}
