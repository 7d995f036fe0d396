// What mutation testing runs: the tests that load the sources inside jest. Spawned processes and the CLI run the built
// package, where no mutant is. Two are left out: one reads the sources as text and would read Stryker's, and one takes as
// long as all others together.
const [unit] = require("./jest.config.cjs").projects;

/** @type {import("jest").Config} */
module.exports = {
  rootDir: unit?.rootDir,
  testEnvironment: unit?.testEnvironment,
  transform: unit?.transform,
  transformIgnorePatterns: unit?.transformIgnorePatterns,
  testMatch: ["<rootDir>/tests/{provider,docs}/**/*.test.ts", "<rootDir>/tests/faults/*.test.ts"],
  testPathIgnorePatterns: [
    "<rootDir>/tests/provider/index.test.ts",
    "<rootDir>/tests/provider/api/interleavings.test.ts",
  ],
};
