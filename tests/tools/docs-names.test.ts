// Whatever the documents name has to exist: files, links, npm scripts, settings, variables, options of the emulator.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { helpText as emulatorHelp } from "../../emulator/cli";
import packageJson from "../../package.json";
import { ENDPOINTS, SETTINGS } from "../../provider/configuration/settings";
import { helpText as importHelp } from "../../provider/import/cli";
import { codeSpans, tableRows } from "../helpers/markdown";
import { brokenLinks, documents, examples, readDocument, root } from "../helpers/readme";

const all = documents().map((path) => [path] as const);
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

describe.each(all)("%s", (path) => {
  const text = readDocument(path);

  test("links to what exists", () => {
    expect(brokenLinks(path, (file) => existsSync(join(root, file)))).toEqual([]);
  });

  test("names files and folders that exist", () => {
    const named = codeSpans(text).filter((span) =>
      /^(provider|emulator|examples|tests|tools|docs|\.ci)\/[\w./-]*$/.test(span),
    );
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  test("names npm scripts that exist", () => {
    const scripts = Object.keys(packageJson.scripts);
    expect(found(text, /npm run ([\w:-]+)/g).filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test("names settings and variables that exist", () => {
    const known = [
      ...Object.values(SETTINGS).flatMap(({ key, variable, sdkVariable }) => [key, variable, sdkVariable]),
      ...Object.values(ENDPOINTS).flat(),
    ];
    const named = found(text, /(?<![\w-])(huaweicloud:[A-Za-z]+|(?:HW|HUAWEICLOUD_SDK)_[A-Z_]+)/g);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

test.each([
  ["docs/testing.md", "the emulator", "Try your own program on the emulator", emulatorHelp],
  ["docs/existing.md", "vpcep-import", "Import everything", importHelp],
])("%s names options that %s has", (path, _, title, help) => {
  const section = readDocument(path).split(`\n## ${title}\n`)[1] ?? "";
  const options = found(section.split("\n## ")[0] ?? "", /`(--[a-z-]+)[ `]/g);
  expect(options.length).toBeGreaterThan(2);
  expect(options.filter((option) => !help.includes(option))).toEqual([]);
});

test("README.md lists every example", () => {
  const listed = tableRows(readDocument("README.md"), "example").map(([cell = ""]) => codeSpans(cell)[0]);
  expect(listed.sort()).toEqual(
    examples()
      .map(({ name }) => `examples/${name}`)
      .sort(),
  );
});

test("README.md says of versions and dependencies what package.json says", () => {
  const rows = Object.fromEntries(tableRows(readDocument("README.md"), "", ""));
  expect(rows["Node"]).toBe(`\`${packageJson.engines.node.replace("||", "\\|\\|")}\``);
  expect(rows["`@pulumi/pulumi`"]).toContain(`\`${packageJson.peerDependencies["@pulumi/pulumi"]}\``);
  expect(codeSpans(rows["Dependencies"] ?? "").sort()).toEqual(Object.keys(packageJson.dependencies).sort());
});

test("docs/design.md shows folders that exist", () => {
  const tree = readDocument("docs/design.md").split("## Tree")[1] ?? "";
  let parents: string[] = [];
  const missing: string[] = [];
  for (const [, indent = "", name = ""] of tree.matchAll(/^( *)([\w.-]+\/?)(?: {2,}.*)?$/gm)) {
    parents = [...parents.slice(0, indent.length / 2), name];
    if (!existsSync(join(root, ...parents))) missing.push(parents.join(""));
  }
  expect(parents).not.toEqual([]);
  expect(missing).toEqual([]);
});
