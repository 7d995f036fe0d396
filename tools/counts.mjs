// The closing line of .ci/run, "N passed, N failed": `node tools/counts.mjs <jest's JSON> <exit code of the run>`.
import { readFileSync } from "node:fs";
import { isMain } from "./command.mjs";

/**
 * A suite that could not run at all has no tests to count, so it counts as one failure itself; so does a run that
 * ended badly while jest saw nothing wrong, or never came to jest.
 * @param {string} json what `jest --json --outputFile` wrote, "" when it wrote nothing
 * @param {number} exitCode
 */
export function countTests(json, exitCode) {
  const { numPassedTests = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0 } = parse(json);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed: exitCode !== 0 ? Math.max(failed, 1) : failed };
}

/**
 * @param {string} json
 * @returns {Record<string, number | undefined>}
 */
function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

if (isMain(import.meta.url)) {
  const [file = "", exitCode = "1"] = process.argv.slice(2);
  const { passed, failed } = countTests(readFileSync(file, "utf8"), Number(exitCode));
  console.log(`${passed} passed, ${failed} failed`);
}
