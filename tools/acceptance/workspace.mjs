// Where the CLI works in a run: a folder of its own with a file backend and a private PULUMI_HOME, and the recorder in
// every Node process that the CLI starts.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { atEnd, Failure, isInterrupted } from "../command.mjs";
import { nodeFolder } from "../npm.mjs";
import { run } from "../processes.mjs";
import { root } from "../sources.mjs";

/** @typedef {import("./shape.cjs").Exchange} Exchange */
/** @typedef {{ exitCode: number, output: string, timedOut: boolean, seconds: number, exchanges: Exchange[] }} CliRun */
/** @typedef {{ front: "" | "/plugin", resources: import("./wanted.mjs").Resources, lookUps?: [string, object][] }} Wanted */

/**
 * @typedef {object} Workspace
 * @property {(stack: string, args: readonly string[], wanted?: Wanted) => Promise<CliRun>} pulumi runs the CLI on a stack,
 *   with this program where one is given
 * @property {(stack: string) => Promise<void>} addStack
 * @property {(stack: string) => Promise<Map<string, string>>} idsIn the resources of a stack: name to id
 * @property {(name: string, text: string) => string} write a file of the project; gives its path
 */

const PROJECT = `name: vpcep-acceptance
runtime: nodejs
main: index.js
plugins:
  providers:
    - name: huaweicloud-vpcep
      path: node_modules/.bin
`;

/** A run of the CLI ends by itself long before: each of its waits has a limit of ten minutes. */
const CLI_LIMIT_MS = 30 * 60_000;

/**
 * @param {import("../pulumi-cli/ensure.mjs").PulumiCli} cli
 * @param {NodeJS.ProcessEnv} env with the login and the region
 * @returns {Workspace}
 */
export function openWorkspace(cli, env) {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-acceptance-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  for (const name of ["home", "backend", "project", "tmp"]) mkdirSync(join(folder, name));
  const project = join(folder, "project");
  writeProject(project);
  const recorded = join(folder, "exchanges.jsonl");
  const cliEnv = environment(cli, env, folder, recorded);
  /** @param {string} name @param {string} text */
  const write = (name, text) => {
    writeFileSync(join(project, name), text);
    return join(project, name);
  };
  /** @type {Workspace["pulumi"]} */
  const pulumi = async (stack, args, wanted) => {
    if (wanted !== undefined) write("wanted.json", JSON.stringify(wanted, null, 2));
    stopIfInterrupted();
    const startedAt = Date.now();
    const before = linesOf(recorded).length;
    const always = ["--stack", stack, "--non-interactive", "--color", "never"];
    const options = /** @type {const} */ ({
      cwd: project,
      env: cliEnv,
      timeoutMs: CLI_LIMIT_MS,
      stopSignal: "SIGINT",
    });
    let result = await run(cli.executable, [...args, ...always], options);
    // A CLI that was killed or has crashed leaves the lock of the stack, which is this run's own.
    if (result.output.includes("the stack is currently locked") && !isInterrupted()) {
      await run(cli.executable, ["cancel", stack, "--yes", "--non-interactive"], options);
      result = await run(cli.executable, [...args, ...always], options);
    }
    stopIfInterrupted();
    const exchanges = linesOf(recorded)
      .slice(before)
      .map((line) => JSON.parse(line));
    return { ...result, seconds: (Date.now() - startedAt) / 1000, exchanges };
  };
  return {
    pulumi,
    write,
    async addStack(stack) {
      const { exitCode, output } = await run(cli.executable, ["stack", "init", stack, "--no-select"], {
        cwd: project,
        env: cliEnv,
      });
      if (exitCode !== 0) throw new Failure(`pulumi stack init failed: ${output.trim()}`);
    },
    async idsIn(stack) {
      const { exitCode, output } = await pulumi(stack, ["stack", "export"]);
      if (exitCode !== 0) throw new Failure(`pulumi stack export failed: ${output.trim()}`);
      const resources = JSON.parse(output).deployment.resources ?? [];
      return new Map(
        resources
          .filter((/** @type {any} */ { id, type }) => id && !type.startsWith("pulumi:"))
          .map((/** @type {any} */ { urn, id }) => [urn.split("::").at(-1), id]),
      );
    },
  };
}

/** From then on everything is being removed, and nothing may be made any more. */
function stopIfInterrupted() {
  if (isInterrupted()) throw new Failure("interrupted");
}

/** @param {string} project */
function writeProject(project) {
  writeFileSync(join(project, "Pulumi.yaml"), PROJECT);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "vpcep-acceptance", private: true }));
  copyFileSync(join(root, "tools", "acceptance", "program", "index.js"), join(project, "index.js"));
  const modules = join(project, "node_modules");
  for (const name of ["@pulumi", ".bin"]) mkdirSync(join(modules, name), { recursive: true });
  symlinkSync(
    join(root, "node_modules", "@pulumi", "pulumi"),
    join(modules, "@pulumi", "pulumi"),
    "junction",
  );
  symlinkSync(root, join(modules, "pulumi-huaweicloud-vpcep"), "junction");
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const plugin = "pulumi-resource-huaweicloud-vpcep";
  symlinkSync(join(root, bin[plugin]), join(modules, ".bin", plugin));
}

/** @param {string} file */
function linesOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

/**
 * @param {import("../pulumi-cli/ensure.mjs").PulumiCli} cli
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @param {string} recorded
 * @returns {NodeJS.ProcessEnv}
 */
function environment(cli, env, folder, recorded) {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("PULUMI_"));
  const recorder = `--require ${JSON.stringify(join(root, "tools", "acceptance", "recorder.cjs"))}`;
  return {
    ...Object.fromEntries(kept),
    PATH: [cli.bin, nodeFolder, env["PATH"] ?? ""].join(delimiter),
    ...Object.fromEntries(["TMPDIR", "TMP", "TEMP"].map((name) => [name, join(folder, "tmp")])),
    NODE_OPTIONS: [env["NODE_OPTIONS"], recorder].filter(Boolean).join(" "),
    VPCEP_ACCEPTANCE_RECORD: recorded,
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "backend")).href,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "acceptance",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
