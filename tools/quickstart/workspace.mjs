// Everything that a run of the quickstart keeps: a folder of its own with a file backend, a private PULUMI_HOME
// and the stack's configuration. The repository and the user's own Pulumi are not touched.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd, Failure } from "../command.mjs";
import { backendUrl, withPathFirst } from "../machine.mjs";
import { nodeFolder } from "../npm.mjs";
import { linkOwnPackage } from "../own-package.mjs";
import { run } from "../processes.mjs";
import { root } from "../sources.mjs";

/** @typedef {import("../pulumi-cli/ensure.mjs").PulumiCli} PulumiCli */
/** @typedef {{ url: string, region: string, projectId: string, accessKey: string, secretKey: string }} Cloud */

export const STACK = "quickstart";

/**
 * @typedef {object} Workspace
 * @property {string} folder
 * @property {(args: string[]) => Promise<number>} pulumi runs the CLI on the root project and shows what it says;
 *   gives its exit code
 */

/**
 * @param {PulumiCli} cli
 * @param {Cloud} cloud
 * @returns {Promise<Workspace>}
 */
export async function openWorkspace(cli, cloud) {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-quickstart-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  for (const name of ["home", "backend", "stack", "tmp"]) mkdirSync(join(folder, name));
  const env = environment(cli, folder);
  linkOwnPackage();
  // The CLI writes the stack's configuration beside the Pulumi.yaml it finds: here a copy.
  const stackFolder = join(folder, "stack");
  copyFileSync(join(root, "Pulumi.yaml"), join(stackFolder, "Pulumi.yaml"));
  for (const args of [
    ["stack", "init", STACK],
    ["config", "set-all", "--stack", STACK, "--json", JSON.stringify(configuration(cloud))],
  ]) {
    const { exitCode, output } = await run(cli.executable, args, { cwd: stackFolder, env });
    if (exitCode !== 0) throw new Failure(`pulumi ${args.slice(0, 2).join(" ")} failed: ${output.trim()}`);
  }
  const color = process.stdout.isTTY && !process.env["NO_COLOR"] ? "always" : "never";
  const always = ["--stack", STACK, "--config-file", join(stackFolder, `Pulumi.${STACK}.yaml`)];
  const calm = ["--non-interactive", "--suppress-progress", "--color", color];
  return {
    folder,
    async pulumi(args) {
      // SIGINT lets the CLI finish the call that is under way and end its plugins.
      const options = { cwd: root, env, show: true, stopSignal: /** @type {const} */ ("SIGINT") };
      return (await run(cli.executable, [...args, ...always, ...calm], options)).exitCode;
    },
  };
}

/**
 * The user's environment without what would lead the CLI or the provider elsewhere.
 * @param {PulumiCli} cli
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
function environment(cli, folder) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PULUMI|HW)_/.test(name));
  const env = Object.fromEntries(kept);
  return {
    ...withPathFirst({ platform: process.platform, env }, [cli.bin, nodeFolder]),
    NO_PROXY: [env["NO_PROXY"] ?? env["no_proxy"], "127.0.0.1"].filter(Boolean).join(","),
    // Pulumi's Node programs keep pipes and compiled files there.
    ...Object.fromEntries(["TMPDIR", "TMP", "TEMP"].map((name) => [name, join(folder, "tmp")])),
    PULUMI_BACKEND_URL: backendUrl(join(folder, "backend")),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "quickstart",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** @param {Cloud} cloud */
function configuration({ url, region, projectId, accessKey, secretKey }) {
  return {
    "huaweicloud:region": { value: region },
    "huaweicloud:projectId": { value: projectId },
    "huaweicloud:accessKey": { value: accessKey },
    "huaweicloud:secretKey": { value: secretKey, secret: true },
    "huaweicloud:endpoints": { value: JSON.stringify({ vpcep: url }) },
  };
}
