import { join } from "node:path";
import ts from "typescript";
import { root } from "./readme";

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node20,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
  // The sources, for dist/ may be older than they are.
  paths: {
    "pulumi-huaweicloud-vpcep": [join(root, "provider", "index.ts")],
    "pulumi-huaweicloud-vpcep/plugin": [join(root, "provider", "plugin-sdk", "index.ts")],
    "pulumi-huaweicloud-vpcep/emulator": [join(root, "emulator", "index.ts")],
  },
};

/** Compiles texts as files of the repository's root, by name, beside the package's own sources. */
export function programOf(texts: Record<string, string>): ts.Program {
  const host = ts.createCompilerHost(compilerOptions, true);
  const files = new Map(Object.entries(texts).map(([name, text]) => [join(root, name), text]));
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, options, ...rest) => {
    const text = files.get(file);
    return text === undefined
      ? getSourceFile(file, options, ...rest)
      : ts.createSourceFile(file, text, options, true);
  };
  return ts.createProgram([...files.keys()], compilerOptions, host);
}

/** What the compiler says about each of the texts, as `name:line message`. */
export function typeErrors(texts: Record<string, string>): string[] {
  const program = programOf(texts);
  return Object.keys(texts).flatMap((name) => {
    const source = program.getSourceFile(join(root, name));
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => {
      const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${name}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}

/** The names of the own members of a type that the package exports; inherited ones are left out. */
export function membersOf(typeName: string): string[] {
  const text = `export type Asked = import("pulumi-huaweicloud-vpcep").${typeName};\n`;
  const program = programOf({ "members.ts": text });
  const alias = program.getSourceFile(join(root, "members.ts"))?.statements.find(ts.isTypeAliasDeclaration);
  if (alias === undefined) throw new Error(`no type ${typeName}`);
  const properties = program.getTypeChecker().getTypeAtLocation(alias).getProperties();
  return properties.filter((one) => isDeclaredIn(typeName, one)).map(({ name }) => name);
}

function isDeclaredIn(typeName: string, { declarations = [] }: ts.Symbol): boolean {
  return declarations.some(
    ({ parent }) =>
      (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)) && parent.name?.text === typeName,
  );
}
