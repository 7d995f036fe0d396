// got and what it loads ship as ECMAScript modules only: they are transformed with the sources, everything else
// under node_modules is loaded as it is (google-protobuf breaks when transformed).
const esmOnly = [
  "got",
  "@sindresorhus/is",
  "byte-counter",
  "cacheable-lookup",
  "cacheable-request",
  "decompress-response",
  "form-data-encoder",
  "get-stream",
  "is-stream",
  "@sec-ant/readable-stream",
  "keyv",
  "@keyv/.*",
  "lowercase-keys",
  "mimic-response",
  "normalize-url",
  "p-cancelable",
  "responselike",
];

/** @type {import("jest").Config} */
const shared = {
  // Absolute, because jest resolves a project's own relative rootDir a second time.
  rootDir: require("node:path").resolve(__dirname, ".."),
  testEnvironment: "node",
  // Libraries look at globals of an earlier file when they are loaded again; jest only warns of it, in every run.
  testEnvironmentOptions: { globalsCleanup: "off" },
  transform: {
    "^.+\\.[cm]?[tj]s$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join("|")})/)`],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.quickstart/"],
};

/** @type {import("jest").Config} */
module.exports = {
  // More than the two cores of a small machine: the tests of the process and of the CLI wait more than they work.
  maxWorkers: 3,
  testSequencer: require.resolve("./slowest-first.cjs"),
  projects: [
    // Functions and the emulator, inside jest.
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/{provider,emulator,tools,faults,docs}/**/*.test.ts"],
    },
    // The spawned dynamic-provider process, spoken to over gRPC, on the built package.
    { ...shared, displayName: "process", testMatch: ["<rootDir>/tests/process/**/*.test.ts"] },
    // The emulator's page in a real browser, on the built package.
    { ...shared, displayName: "page", testMatch: ["<rootDir>/tests/page/**/*.test.ts"] },
    // The real Pulumi CLI.
    { ...shared, displayName: "cli", testMatch: ["<rootDir>/tests/cli/**/*.test.ts"] },
  ],
};
