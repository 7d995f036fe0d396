// What mutation testing runs: the tests that load the sources inside jest. Spawned processes and the CLI run the built
// package, where no mutant is, and sockets would make every mutant wait for their time limits.
const { rootDir, testEnvironment, transform, transformIgnorePatterns } =
  require("./jest.config.cjs").projects[0];

/** @type {import("jest").Config} */
module.exports = {
  rootDir,
  testEnvironment,
  transform,
  transformIgnorePatterns,
  testMatch: ["<rootDir>/tests/{provider,faults}/**/*.test.ts"],
};
