import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { codeBlocks } from "./markdown";

export const root = join(__dirname, "..", "..");

/** The program of README.md's first screen, word for word, or as CommonJS. It is a TypeScript and an ES module alike. */
export function readmeProgram(form: "module" | "commonjs" = "module"): string {
  const program = codeBlocks(readDocument("README.md")).find(({ language }) => language === "typescript");
  if (program === undefined) throw new Error("README.md holds no program");
  if (form === "module") return program.text;
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(program.text, { compilerOptions }).outputText;
}

/** The documents of the root folder, of the emulator and everything in docs/, by path. */
export function documents(): string[] {
  const inDocs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "emulator/README.md"];
  return [...others, ...inDocs.map((name) => `docs/${name}`)];
}

export function readDocument(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
