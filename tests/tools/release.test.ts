// The parts of `npm run release` that decide. `.ci/run` runs the whole, as a dry run.
import { spawnSync } from "node:child_process";
import { auditVerdict } from "../../tools/release/audit.mjs";
import { releasedChangelog } from "../../tools/release/changelog.mjs";
import { contentProblems } from "../../tools/release/contents.mjs";
import { ALLOWED, licenceProblems, runtimePackages } from "../../tools/release/packages.mjs";
import { sbomOf } from "../../tools/release/sbom.mjs";
import {
  distTag,
  needingVersion,
  requestFrom,
  VERSION_FILES,
  withVersion,
} from "../../tools/release/version.mjs";
import { examples, readDocument, root } from "../helpers/readme";

const manifest = JSON.parse(readDocument("package.json"));
const lock = JSON.parse(readDocument("package-lock.json"));

describe("what it is asked for", () => {
  test.each([
    [["0.2.0"], { version: "0.2.0", isDryRun: false }],
    [["0.2.0-rc.1", "--dry-run"], { version: "0.2.0-rc.1", isDryRun: true }],
    [["--dry-run"], { isDryRun: true }],
  ])("%j", (args, request) => {
    expect(requestFrom(args)).toEqual(request);
  });

  test.each([
    [[], "Say which version, as in `-- 0.2.0`."],
    [["0.2.0", "0.3.0"], "Say which version, as in `-- 0.2.0`."],
    [["v0.2.0"], "v0.2.0 is not a version such as 0.2.0 or 0.2.0-rc.1."],
    [["0.2"], "0.2 is not a version such as 0.2.0 or 0.2.0-rc.1."],
    [["0.02.0"], "0.02.0 is not a version such as 0.2.0 or 0.2.0-rc.1."],
    [["--dry", "0.2.0"], "Say which version, as in `-- 0.2.0`."],
  ])("%j is refused", (args, sentence) => {
    expect(() => requestFrom(args)).toThrow(sentence);
  });

  test("a pre-release is not what an install without a version gets", () => {
    expect([distTag("0.2.0"), distTag("0.2.0-rc.1")]).toEqual(["latest", "next"]);
  });
});

test.each(VERSION_FILES)("the version in %s is set, and nothing else changes", (file) => {
  const text = readDocument(file);
  const released = withVersion(text, "9.8.7");
  expect(JSON.parse(released).version).toBe("9.8.7");
  expect(withVersion(released, manifest.version)).toBe(text);
});

test.each(examples().map(({ name }) => name))(
  "examples/%s comes along, and nothing else of it changes",
  (name) => {
    const text = readDocument(`examples/${name}/package.json`);
    const released = needingVersion(text, "9.8.7");
    expect(JSON.parse(released).dependencies[manifest.name]).toBe("9.8.7");
    expect(needingVersion(released, manifest.version)).toBe(text);
  },
);

describe("the changelog", () => {
  const text =
    "# Changelog\n\nWords.\n\n## 0.2.0 (unreleased)\n\nFEATURES\n\n* New.\n\n## 0.1.0 (2026-01-01)\n\n* Old.\n";

  test("gets the version and the day, and gives what is new", () => {
    const { changelog, notes } = releasedChangelog(text, "0.3.0", "2026-11-28");
    expect(changelog).toBe(text.replace("## 0.2.0 (unreleased)", "## 0.3.0 (2026-11-28)"));
    expect(notes).toBe("FEATURES\n\n* New.");
  });

  test("of this repository has headings of this form alone, and a day for what is out", () => {
    const [newest, ...older] = readDocument("CHANGELOG.md").match(/^## .*/gm) ?? [];
    expect(newest).toMatch(/^## \d+\.\d+\.\d+ \((unreleased|\d{4}-\d{2}-\d{2})\)$/);
    for (const heading of older) expect(heading).toMatch(/^## \S+ \(\d{4}-\d{2}-\d{2}\)$/);
  });

  test.each([
    [
      "has nothing unreleased",
      text.replace(" (unreleased)", " (2026-02-02)"),
      /begins with "## 0\.2\.0 \(2026/,
    ],
    ["says nothing", text.replace("* New.", ""), 'says nothing under "## 0.2.0 (unreleased)"'],
    ["is empty", "", 'begins with ""'],
  ])("is refused when it %s", (_case, changelog, sentence) => {
    expect(() => releasedChangelog(changelog, "0.3.0", "2026-11-28")).toThrow(sentence);
  });
});

describe("the tarball", () => {
  const own = { main: "dist/provider/index.js", types: "dist/provider/index.d.ts", bin: {}, exports: {} };
  const files = [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "package.json",
    "dist/provider/plugin/schema.json",
    "dist/emulator/page/app/index.html",
    "dist/provider/index.js",
    "dist/provider/index.d.ts",
  ];

  test("is fine with what it needs", () => {
    expect(contentProblems(files, own)).toEqual([]);
  });

  test.each([
    "tests/helpers/samples.ts",
    "dist/tests/x.js",
    "dist/provider/index.js.map",
    ".npmrc",
    "docs/key.pem",
    "examples/go/Pulumi.dev.yaml",
    "pulumi-huaweicloud-vpcep-0.1.0.tgz",
  ])("may not hold %s", (file) => {
    expect(contentProblems([...files, file], own)).toEqual([`${file} should not be in it`]);
  });

  test("must hold whatever package.json names", () => {
    const problems = contentProblems(files, { ...manifest, bin: { tool: "dist/tool.js" } });
    expect(problems).toContain("dist/tool.js is missing");
    expect(problems).toContain("dist/provider/plugin-sdk/index.d.ts is missing");
  });
});

describe("licences", () => {
  const packages = runtimePackages(lock);

  test("of all 26 packages that it brings along are allowed", () => {
    expect(packages).toHaveLength(26);
    expect(
      Object.keys(manifest.dependencies).every((name) => packages.some((one) => one.name === name)),
    ).toBe(true);
    expect(licenceProblems(packages)).toEqual([]);
  });

  test.each(["GPL-3.0-only", "none", "UNLICENSED", "MIT OR GPL-2.0"])("%s is not", (licence) => {
    const one = { path: "node_modules/x", name: "x", version: "1.0.0", licence };
    expect(licenceProblems([...packages, one])).toEqual([
      `x 1.0.0 is under ${licence}, which is not allowed`,
    ]);
    expect(ALLOWED).not.toContain(licence);
  });
});

describe("npm audit", () => {
  const packages = [{ path: "node_modules/got" }];
  const found = (...nodes: string[]) =>
    JSON.stringify({ vulnerabilities: { got: { name: "got", severity: "high", range: "<14.7.0", nodes } } });

  test.each([
    ["nothing", '{"vulnerabilities":{}}', { isReached: true, findings: [] }],
    ["one of ours", found("node_modules/got"), { isReached: true, findings: ["got <14.7.0: high"] }],
    ["one for development", found("node_modules/x/node_modules/got"), { isReached: true, findings: [] }],
    [
      "no service",
      '{"message":"405 Method Not Allowed"}',
      { isReached: false, reason: "405 Method Not Allowed" },
    ],
    ["no network", '{"error":{"summary":"ENOTFOUND"}}', { isReached: false, reason: "ENOTFOUND" }],
    ["no JSON", "npm error\nnpm error it broke\n", { isReached: false, reason: "npm error it broke" }],
    ["no word", "", { isReached: false, reason: "npm audit gave no report" }],
  ])("that has %s", (_case, json, verdict) => {
    expect(auditVerdict(json, packages)).toEqual(verdict);
  });
});

describe("the bill of materials", () => {
  const subject = { name: manifest.name, version: "9.8.7" };
  const packages = runtimePackages(lock);
  const time = "2026-11-28T12:00:00Z";
  let all: unknown;
  beforeAll(() => {
    // Through the shell npm is found on every system.
    const npm = spawnSync("npm sbom --sbom-format cyclonedx --package-lock-only", {
      cwd: root,
      shell: true,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    all = JSON.parse(npm.stdout);
  }, 60_000);

  test("lists exactly what the lock file brings along, with versions, licences and checksums", () => {
    const bill = sbomOf(all, subject, packages, time);
    const refs = packages.map(({ name, version }) => `${name}@${version}`).sort();
    expect(bill.components.map((one: { "bom-ref": string }) => one["bom-ref"])).toEqual(refs);
    for (const one of bill.components)
      expect(one).toMatchObject({ licenses: [{}], hashes: [{ alg: "SHA-512" }] });
    const [own] = bill.dependencies;
    expect(own.dependsOn.map((ref: string) => ref.replace(/@[^@]+$/, ""))).toEqual(
      Object.keys(manifest.dependencies).sort(),
    );
    expect(bill.metadata).toMatchObject({ timestamp: time, component: subject });
  });

  test("is the same when it is made twice, and another one when anything differs", () => {
    const other = structuredClone(all) as { serialNumber: string; metadata: { timestamp: string } };
    other.serialNumber = "urn:uuid:00000000-0000-4000-8000-000000000000";
    other.metadata.timestamp = "2030-01-01T00:00:00Z";
    const bill = sbomOf(all, subject, packages, time);
    expect(sbomOf(other, subject, packages, time)).toEqual(bill);
    expect(bill.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(sbomOf(all, subject, packages.slice(1), time).serialNumber).not.toBe(bill.serialNumber);
  });

  test("says so when npm does not know a package", () => {
    expect(() => sbomOf(all, subject, [{ name: "x", version: "1.0.0" }], time)).toThrow(
      "npm sbom does not list x@1.0.0",
    );
  });
});
