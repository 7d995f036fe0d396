import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(__dirname, "..", "..", "tools", "counts.mjs");
const folder = mkdtempSync(join(tmpdir(), "vpcep-counts-"));
const file = join(folder, "results.json");
afterAll(() => rmSync(folder, { recursive: true }));

const green = { numPassedTests: 41, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

test.each([
  ["all passed", JSON.stringify(green), 0, "41 passed, 0 failed"],
  ["some failed", JSON.stringify({ ...green, numFailedTests: 3 }), 1, "41 passed, 3 failed"],
  [
    "a suite could not run",
    JSON.stringify({ ...green, numRuntimeErrorTestSuites: 1 }),
    1,
    "41 passed, 1 failed",
  ],
  ["a later step failed", JSON.stringify(green), 1, "41 passed, 1 failed"],
  ["jest was never reached", "", 1, "0 passed, 1 failed"],
  ["jest died while writing", '{"numPassedTests":4', 134, "0 passed, 1 failed"],
])("when %s", (_case, json, exitCode, line) => {
  writeFileSync(file, json);
  const counted = spawnSync(process.execPath, [script, file, String(exitCode)], { encoding: "utf8" });
  expect(counted.stdout).toBe(`${line}\n`);
});
