// The package as its users get it: packed, and installed into a project from the tarball.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { npmCommand, npmEnvironment } from "../../tools/npm.mjs";
import { root } from "../helpers/readme";

/** Runs npm, and gives what it wrote; packages come from npm's cache where that has them. */
export function npm(folder: string, ...args: string[]): string {
  const [command, allArgs] = npmCommand(args);
  const env = { ...npmEnvironment(), npm_config_prefer_offline: "true", npm_config_update_notifier: "false" };
  const { status, stdout, stderr } = spawnSync(command, allArgs, { cwd: folder, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed: ${stdout}${stderr}`);
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

export function install(folder: string, ...packages: string[]): void {
  npm(folder, "install", "--ignore-scripts", "--no-audit", "--no-fund", ...packages);
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
