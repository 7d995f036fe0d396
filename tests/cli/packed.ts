// The package as its users get it: packed, and installed into a project from the tarball.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npmCommand, npmEnvironment } from "../../tools/npm.mjs";
import { createWorkspace, type Workspace, type WorkspaceOptions } from "../helpers/pulumi-cli";
import { root } from "../helpers/readme";

/** Runs npm, and gives what it wrote; packages come from npm's cache where that has them. */
export function npm(folder: string, ...args: string[]): string {
  const [command, allArgs] = npmCommand(args);
  return run(command, allArgs, folder);
}

function run(command: string, args: string[], folder: string): string {
  const env = { ...npmEnvironment(), npm_config_prefer_offline: "true", npm_config_update_notifier: "false" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stdout}${stderr}`);
  return stdout;
}

export interface Packed {
  tarball: string;
  /** Paths inside the package. */
  files: string[];
}

/** Packs what is built; `npm test` has built it. */
export function pack(folder: string): Packed {
  const [packed] = JSON.parse(npm(root, "pack", "--json", "--ignore-scripts", "--pack-destination", folder));
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }: { path: string }) => path),
  };
}

/** The same as a release of `version` would have it; gives the tarball. */
export function packAs(version: string, folder: string): string {
  const { tarball } = pack(folder);
  run("tar", ["-xzf", tarball, "-C", folder], folder);
  rmSync(tarball);
  const [packed, source] = [join(folder, "package"), join(folder, "package", "package.json")];
  writeFileSync(source, JSON.stringify({ ...JSON.parse(readFileSync(source, "utf8")), version }));
  npm(packed, "pack", "--ignore-scripts", "--pack-destination", folder);
  rmSync(packed, { recursive: true });
  return join(folder, `pulumi-huaweicloud-vpcep-${version}.tgz`);
}

export function install(folder: string, ...packages: string[]): void {
  npm(folder, "install", "--ignore-scripts", "--no-audit", "--no-fund", ...packages);
}

/** One folder of examples/ copied to where nothing else is. */
export function copyExample(
  name: string,
  options: Pick<WorkspaceOptions, "emulator" | "config" | "env">,
): Promise<Workspace> {
  return createWorkspace({ program: join(root, "examples", name), packages: "none", ...options });
}

/** With npm, pnpm or yarn, installs what an example's package.json names, with the tarball in place of the release. */
export function installExample(
  folder: string,
  tarball: string,
  manager: PackageManager,
  otherVersions: Record<string, string> = {},
): void {
  const file = join(folder, "package.json");
  const project = JSON.parse(readFileSync(file, "utf8"));
  project.dependencies["pulumi-huaweicloud-vpcep"] = `file:${tarball}`;
  Object.assign(project.devDependencies, otherVersions);
  writeFileSync(file, JSON.stringify(project));
  if (manager === "npm") install(folder);
  else runManager(manager, folder);
}

export type PackageManager = "npm" | keyof typeof otherManagers;

const otherManagers = {
  pnpm: ["pnpm/bin/pnpm.cjs", "install"],
  yarn: ["yarn/bin/yarn.js", "install", "--non-interactive"],
} as const;

function runManager(manager: keyof typeof otherManagers, folder: string): void {
  const [script, ...args] = otherManagers[manager];
  run(
    process.execPath,
    [join(root, "node_modules", script), ...args, "--ignore-scripts", "--prefer-offline"],
    folder,
  );
}

/** Names of what is installed, at any depth. */
export function installedPackages(folder: string): string[] {
  const lock = JSON.parse(readFileSync(join(folder, "node_modules", ".package-lock.json"), "utf8"));
  return Object.keys(lock.packages);
}

/** As `pulumi new typescript` writes it. */
export const usualTsconfig = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts"],
};

export function projectFile(main: string): string {
  return `name: vpcep-packed\nruntime: nodejs\nmain: ${main}\n`;
}
