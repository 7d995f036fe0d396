// The project folder of a CLI test, as a user of the package would have it.
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import packageJson from "../../package.json";

const root = join(__dirname, "..", "..");
const projectName = "vpcep-test";

/** What a stack needs to know to work against an emulator; an `Emulator` fits. */
export interface TestCloud {
  url: string;
  region: string;
  projectId: string;
  accessKey: string;
  secretKey: string;
}

export interface ProjectOptions {
  /** A folder to copy, or file names with their contents. */
  program: string | Record<string, string>;
  /** The file that Pulumi runs, relative to the project. Default index.ts. */
  main?: string;
  /** What node_modules holds: links to this repository's packages (default), or nothing, for tests that install. */
  packages?: "linked" | "none";
}

/** What a project's Pulumi.yaml needs to find the plugin where package managers link it. */
export const pluginLines = `plugins:
  providers:
    - name: huaweicloud-vpcep
      path: node_modules/.bin
`;
export const pluginProject = `name: ${projectName}\nruntime: nodejs\nmain: index.js\n${pluginLines}`;

/** As `pulumi new typescript` has it, with the module system that finds packages through their `exports`. */
const compilerOptions = {
  strict: true,
  target: "es2022",
  module: "node16",
  moduleResolution: "node16",
  skipLibCheck: true,
};

/** Writes what the program does not bring: Pulumi.yaml, package.json, tsconfig.json, node_modules. */
export function writeProject(project: string, options: ProjectOptions): void {
  const { program, main = "index.ts", packages = "linked" } = options;
  if (typeof program === "string") cpSync(program, project, { recursive: true, filter: isOfTheProgram });
  else writeFiles(project, program);
  writeMissing(project, "Pulumi.yaml", `name: ${projectName}\nruntime: nodejs\nmain: ${main}\n`);
  writeMissing(project, "package.json", JSON.stringify({ name: projectName, private: true }));
  if (main.endsWith(".ts")) writeMissing(project, "tsconfig.json", JSON.stringify({ compilerOptions }));
  if (packages === "linked") linkPackages(join(project, "node_modules"));
}

/** Not what running it in its place has left there. */
function isOfTheProgram(path: string): boolean {
  return !/[\\/](node_modules|sdks|venv|__pycache__|package-lock\.json|Pulumi\.[^\\/]+\.yaml)$/.test(path);
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function writeMissing(folder: string, name: string, text: string): void {
  if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), text);
}

/** What `npm install` of the package, its peer and a program's usual tools would put there. */
function linkPackages(modules: string): void {
  for (const folder of ["@pulumi", "@types"]) mkdirSync(join(modules, folder), { recursive: true });
  for (const name of ["@pulumi/pulumi", "@types/node", "typescript"])
    symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
  symlinkSync(root, join(modules, "pulumi-huaweicloud-vpcep"), "junction");
  mkdirSync(join(modules, ".bin"));
  for (const [name, file] of Object.entries(packageJson.bin))
    symlinkSync(join(root, file), join(modules, ".bin", name));
}

/** The configuration that points a stack at an emulator; the plugin has a namespace of its own. */
export function cloudConfig(
  { url, region, projectId, accessKey, secretKey }: TestCloud,
  namespace = "huaweicloud",
): Record<string, string> {
  const settings = { region, projectId, accessKey, secretKey, endpoints: JSON.stringify({ vpcep: url }) };
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${namespace}:${key}`, value]));
}

const secretKeys = /^huaweicloud(-vpcep)?:(accessKey|secretKey|securityToken)$/;

/** In the form of `pulumi config set-all --json`; what belongs under `--secret` is marked so. */
export function configJson(config: Record<string, string>): string {
  const entries = Object.entries(config).map(([key, value]) => [
    key,
    { value, secret: secretKeys.test(key) },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}
