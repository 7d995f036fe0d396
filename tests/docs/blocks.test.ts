// Every block of code in the documents has a test that reads it. TypeScript is compiled by tests/tools/readme.test.ts.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { helpText as emulatorHelp } from "../../emulator/cli";
import packageJson from "../../package.json";
import { ENDPOINTS, SETTINGS } from "../../provider/configuration/settings";
import { helpText as importHelp } from "../../provider/import/cli";
import { documentedCommands } from "../helpers/commands";
import { codeBlocks } from "../helpers/markdown";
import { pluginLines } from "../helpers/pulumi-project";
import { blocksOf, documents, readDocument, root } from "../helpers/readme";

/** Where a language may stand besides docs/reference/, whose blocks tests/cli/reference.test.ts runs. */
const places: Record<string, (path: string) => boolean> = {
  typescript: () => true,
  bash: () => true,
  // Output and messages.
  text: () => true,
  json: () => true,
  yaml: (path) => ["docs/ci.md", "docs/first-link.md", "docs/languages.md", "docs/plugin.md"].includes(path),
  python: (path) => path === "docs/languages.md",
  // For another tool.
  hcl: (path) => path === "emulator/README.md",
};

test.each(documents())("%s shows code only in languages for which there is a test", (path) => {
  const isReference = path.startsWith("docs/reference/");
  const others = codeBlocks(readDocument(path)).filter(
    ({ language }) => !isReference && !places[language]?.(path),
  );
  expect(others).toEqual([]);
});

test("JSON can be read", () => {
  const blocks = documents().flatMap((path) => blocksOf(path, "json"));
  expect(blocks.length).toBeGreaterThan(0);
  for (const block of blocks) expect(() => JSON.parse(block)).not.toThrow();
});

test("what Pulumi.yaml says of the plugin is what the tests of the plugin have", () => {
  expect(blocksOf("docs/plugin.md", "yaml")).toEqual([pluginLines]);
  expect(blocksOf("docs/languages.md", "yaml")[0]).toBe(pluginLines);
});

test("docs/reference/ shows the examples of docs/examples/", () => {
  const pages = documents().filter((path) => path.startsWith("docs/reference/"));
  expect(pages).toHaveLength(13);
  for (const page of pages)
    for (const [language, ending] of Object.entries({ typescript: "ts", python: "py", yaml: "yaml" })) {
      const example = page.replace("reference", "examples").replace(/md$/, ending);
      expect(blocksOf(page, language)).toEqual([readDocument(example)]);
    }
});

describe("commands", () => {
  const packages = Object.keys({
    ...packageJson.peerDependencies,
    ...packageJson.devDependencies,
    [packageJson.name]: "",
  });
  const acceptance = readDocument("tools/acceptance/variables.mjs").match(/VPCEP_ACCEPTANCE_\w+/g) ?? [];
  const variables = [
    ...acceptance,
    ...Object.values(SETTINGS).map(({ variable }) => variable as string),
    ...Object.values(ENDPOINTS).flat(),
  ];
  const help: Record<string, string> = { "vpcep-emulator": emulatorHelp, "vpcep-import": importHelp };

  /** What is wrong with a command, by its first word. `pulumi` is asked itself in tests/cli/documents.test.ts. */
  const checks: Record<string, (words: string[]) => boolean> = {
    pulumi: () => true,
    cd: () => true,
    mkdir: () => true,
    cp: ([, from = ""]) => existsSync(join(root, from.replace("node_modules/pulumi-huaweicloud-vpcep/", ""))),
    // tests/emulator/readme.test.ts sends what it sends.
    curl: () => true,
    export: ([assignment = ""]) => variables.includes(assignment.split("=")[0] ?? ""),
    npm: ([command, ...rest]) =>
      (command === "install" && rest.every((name) => packages.includes(name))) ||
      (command === "run" && rest.every((name) => name in packageJson.scripts)) ||
      ["init --yes", "ci", "test"].includes([command, ...rest].join(" ")),
    npx: ([name = "", ...rest]) =>
      name in packageJson.bin &&
      rest.filter((word) => word.startsWith("--")).every((option) => help[name]?.includes(`${option} `)),
    python3: (words) => words.join(" ") === "-m venv venv",
    "venv/bin/pip": (words) => words.join(" ") === "install -r requirements.txt",
    go: (words) => words.join(" ") === "mod tidy",
    terraform: ([object, verb = ""]) => object === "state" && ["pull", "rm"].includes(verb),
  };

  test.each(documentedCommands().map(({ path, line }) => [path, line]))("%s: %s", (_path, line) => {
    const [program = "", ...words] = line.split(/\s+/);
    expect(checks[program]?.(words)).toBe(true);
  });
});
