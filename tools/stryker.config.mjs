// Mutation testing: `npm run mutation`, or `npm run mutation -- --mutate provider/api/retry.ts` for a part of it.
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: ["provider/**/*.ts"],
  testRunner: "jest",
  jest: { configFile: "tools/jest.mutation.config.cjs", enableFindRelatedTests: true },
  coverageAnalysis: "perTest",
  concurrency: 2,
  timeoutMS: 10_000,
  // Outside the checkout, where neither jest nor the linter would find a second copy of everything.
  tempDirName: join(tmpdir(), `pulumi-huaweicloud-vpcep-mutation-${process.pid}`),
  ignorePatterns: ["dist", "reports", ".quickstart", ".plugin", ".git", "examples"],
  reporters: ["progress-append-only", "clear-text", "json", "html"],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  thresholds: { high: 97, low: 92, break: 85 },
};
