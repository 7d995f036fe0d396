// `npm run upgrades`: what writes the states of one more version.
const [unit] = require("./jest.config.cjs").projects;

/** @type {import("jest").Config} */
module.exports = {
  rootDir: unit?.rootDir,
  testEnvironment: unit?.testEnvironment,
  transform: unit?.transform,
  transformIgnorePatterns: unit?.transformIgnorePatterns,
  testMatch: ["<rootDir>/tests/upgrades/record.ts"],
};
