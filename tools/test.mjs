// `npm test`: everything that the tests need, then jest; further arguments go to jest (`npm test -- sign`).
import { ensureActionlint } from "./actionlint/ensure.mjs";
import { ensureChromium } from "./chromium.mjs";
import { Failure, runCommand } from "./command.mjs";
import { runJest } from "./jest.mjs";
import { prepareWithPulumi } from "./prepare.mjs";
import { ensureLanguages } from "./pulumi-cli/languages.mjs";

await runCommand(async () => {
  const pulumi = await prepareWithPulumi();
  const log = (/** @type {string} */ line) => console.log(line);
  const languages = await orNothing(() => ensureLanguages({ log }));
  const actionlint = await orNothing(() => ensureActionlint({ log }));
  const chromium = await orNothing(() => ensureChromium({ log }));
  return runJest("jest.config.cjs", process.argv.slice(2), {
    VPCEP_TEST_PULUMI_ROOT: pulumi.root,
    ...(languages && { VPCEP_TEST_LANGUAGES_ROOT: languages.root }),
    ...(actionlint && { VPCEP_TEST_ACTIONLINT: actionlint }),
    ...(chromium && { VPCEP_TEST_CHROMIUM: chromium }),
  });
});

/**
 * Without what could not be had only the tests that need it fail, and say why.
 * @template Found
 * @param {() => Promise<Found>} ensure
 */
async function orNothing(ensure) {
  try {
    return await ensure();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(error.message);
    return undefined;
  }
}
