import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { anchors, codeBlocks, linkTargets } from "./markdown";

export const root = join(__dirname, "..", "..");

/** The program of README.md's first screen, word for word, or as CommonJS. It is a TypeScript and an ES module alike. */
export function readmeProgram(form: "module" | "commonjs" = "module"): string {
  const program = snippetWith("new VpcEndpointService(");
  return form === "module" ? program : compiled(program, ts.ModuleKind.CommonJS);
}

/** README.md's unit test with mocks, compiled to an ES module. */
export function readmeUnitTest(): string {
  return compiled(snippetWith("setMocks("), ts.ModuleKind.ES2022);
}

/** The first TypeScript of README.md that holds this. */
function snippetWith(part: string): string {
  const blocks = codeBlocks(readDocument("README.md"));
  const found = blocks.find(({ language, text }) => language === "typescript" && text.includes(part));
  if (found === undefined) throw new Error(`README.md shows no TypeScript with ${part}`);
  return found.text;
}

function compiled(text: string, module: ts.ModuleKind): string {
  return ts.transpileModule(text, { compilerOptions: { module, target: ts.ScriptTarget.ES2022 } }).outputText;
}

/** The documents of the root folder, of the emulator and everything in docs/, by path. */
export function documents(): string[] {
  const inDocs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "emulator/README.md", "examples/README.md"];
  return [...others, ...inDocs.map((name) => `docs/${name}`)];
}

/** The plots that docs/benchmarks.md shows. */
export function plots(): string[] {
  return readdirSync(join(root, "docs", "benchmarks")).map((name) => `docs/benchmarks/${name}`);
}

/** The files of an example, by the language of its program. */
const exampleFiles = {
  nodejs: ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"],
  yaml: ["Pulumi.yaml", "package.json"],
  go: ["Pulumi.yaml", "go.mod", "main.go", "package.json"],
  python: ["Pulumi.yaml", "__main__.py", "package.json", "requirements.txt"],
};

/** Names of the examples' folders, and what belongs to each. */
export function examples(): { name: string; language: string; files: string[] }[] {
  const entries = readdirSync(join(root, "examples"), { withFileTypes: true });
  const folders = entries.filter((one) => one.isDirectory() && one.name !== "node_modules");
  return folders.map(({ name }) => {
    const [, language = ""] =
      /^runtime:(?:\n {2}name:)? (\w+)$/m.exec(readDocument(`examples/${name}/Pulumi.yaml`)) ?? [];
    const found = Object.entries(exampleFiles).find(([runtime]) => runtime === language);
    return { name, language, files: found?.[1] ?? [] };
  });
}

/** Names of those whose program runs in Node. */
export function nodeExamples(): string[] {
  return examples().flatMap(({ name, language }) => (language === "nodejs" ? [name] : []));
}

/** The links of a document to files that are not there, or to headings that these do not have. */
export function brokenLinks(path: string, isThere: (file: string) => boolean): string[] {
  return linkTargets(readDocument(path)).filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [file = "", anchor] = target.split("#");
    const linked = file === "" ? path : normalize(join(dirname(path), file));
    if (!isThere(linked)) return true;
    return anchor !== undefined && !anchors(readDocument(linked)).includes(anchor);
  });
}

export function readDocument(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
