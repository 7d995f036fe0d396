// Programs in other languages than Node's, which use the plugin: the hosts that the CLI runs them with, and Python's SDK.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createWorkspace, type Workspace, type WorkspaceOptions } from "./pulumi-cli";
import { root } from "./readme";

/** The setting of `createWorkspace` that a program of such a language needs, beside the program. */
export function createPluginWorkspace(
  options: Pick<WorkspaceOptions, "program" | "emulator" | "config" | "env"> & { main: string },
): Promise<Workspace> {
  const path = [join(languagesRoot(), "bin"), join(languagesRoot(), "venv", "bin")];
  return createWorkspace({ namespace: "huaweicloud-vpcep", path, ...options });
}

/**
 * Writes Python's SDK from the schema, as `pulumi package add` does, and installs it.
 * @returns the folder for PYTHONPATH
 */
export function installPythonSdk(folder: string): string {
  const [sdk, installed] = [join(folder, "sdk"), join(folder, "installed")];
  const schema = join(root, "dist", "provider", "plugin", "schema.json");
  run(join(languagesRoot(), "bin", "generate-sdk"), ["python", schema, sdk]);
  const offline = ["--no-index", "--no-deps", "--no-build-isolation"];
  const pip = ["-m", "pip", "install", "--quiet", ...offline, "--target", installed, sdk];
  run(join(languagesRoot(), "venv", "bin", "python"), pip);
  return installed;
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
