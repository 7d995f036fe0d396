// Programs in other languages than Node's, which use the plugin: the hosts that the CLI runs them with, and Python's SDK.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createWorkspace, type Workspace, type WorkspaceOptions } from "./pulumi-cli";
import { root } from "./readme";

/** The setting of `createWorkspace` that a program of such a language needs, beside the program. */
export function createPluginWorkspace(
  options: Pick<WorkspaceOptions, "program" | "emulator" | "config" | "env" | "path"> & { main: string },
): Promise<Workspace> {
  const hosts = [join(languagesRoot(), "bin"), join(languagesRoot(), "venv", "bin")];
  const path = [...(options.path ?? []), ...hosts];
  return createWorkspace({ namespace: "huaweicloud-vpcep", ...options, path });
}

/** A folder for `path` with a host that writes programs for `pulumi import`, which that of the language here cannot. */
export function writingHost(folder: string, language: "nodejs" | "python"): { path: string; remove(): void } {
  const path = join(folder, `writing-${language}`);
  mkdirSync(path);
  symlinkSync(join(languagesRoot(), "bin", "pulumi-language-go"), join(path, `pulumi-language-${language}`));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

/** Installs Python's SDK, and gives the folder for PYTHONPATH. */
export function installPythonSdk(folder: string): string {
  const [sdk, installed] = [join(folder, "sdk"), join(folder, "installed")];
  writeSdk("python", sdk);
  const offline = ["--no-index", "--no-deps", "--no-build-isolation"];
  const pip = ["-m", "pip", "install", "--quiet", ...offline, "--target", installed, sdk];
  run(join(languagesRoot(), "venv", "bin", "python"), pip);
  return installed;
}

/** Puts Go's SDK into a project; its program needs GOFLAGS=-mod=mod, for its go.mod names no indirect modules. */
export function addGoSdk(project: string): void {
  const sdk = "./sdks/huaweicloud-vpcep";
  writeSdk("go", join(project, sdk));
  const module = "pulumi-huaweicloud-vpcep/sdk/go";
  const edit = [`-require=${module}@v0.0.0`, `-replace=${module}=${sdk}`];
  run("go", ["-C", project, "mod", "edit", ...edit]);
  // The checksums that are known here, so that no server is asked for them.
  copyFileSync(join(root, "tools", "pulumi-cli", "programs", "go.sum"), join(project, "go.sum"));
}

/** From the plugin's schema, as `pulumi package add` does. */
function writeSdk(language: "python" | "go", folder: string): void {
  const schema = join(root, "dist", "provider", "plugin", "schema.json");
  run(join(languagesRoot(), "bin", "generate-sdk"), [language, schema, folder]);
}

/** What `npm test` has made ready; jest started by hand asks the setup step itself. */
function languagesRoot(): string {
  const prepared = process.env["VPCEP_TEST_LANGUAGES_ROOT"];
  if (prepared) return prepared;
  const found = run(process.execPath, [join(root, "tools", "pulumi-cli", "languages.mjs")]).trim();
  process.env["VPCEP_TEST_LANGUAGES_ROOT"] = found;
  return found;
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stdout}${stderr}`);
  return stdout;
}
