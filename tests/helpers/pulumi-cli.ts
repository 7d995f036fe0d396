// The real Pulumi CLI for tests: a project folder of its own as a user would have it, with a private PULUMI_HOME and
// a file backend, all removed by close().
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type CliResult, pulumiExecutable, type RunningCli, startCli } from "./pulumi-process";
import {
  cloudConfig,
  configJson,
  type ProjectOptions,
  type TestCloud,
  writeFiles,
  writeProject,
} from "./pulumi-project";

export type { CliResult, RunningCli, TestCloud };

export interface WorkspaceOptions extends ProjectOptions {
  /** Stack configuration; a key without a namespace belongs to the program. */
  config?: Record<string, string>;
  /** Added to the environment of every CLI run; undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  /** Folders that come before all others on PATH, such as another Node's. */
  path?: readonly string[];
  /** How long a run may take. Default: two minutes. */
  limitMs?: number;
  /** Gives the stack region, project, keys and endpoint; `config` wins over them. */
  emulator?: TestCloud;
  /** Of these keys. Default `huaweicloud`; the plugin's is `huaweicloud-vpcep`. */
  namespace?: string;
}

export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

export interface Workspace {
  /** The project's folder, where Pulumi.yaml lies. */
  folder: string;
  up(args?: readonly string[]): Promise<CliResult>;
  preview(args?: readonly string[]): Promise<CliResult>;
  refresh(args?: readonly string[]): Promise<CliResult>;
  destroy(args?: readonly string[]): Promise<CliResult>;
  /** Any other command, such as `["stack", "output", "--json"]`. */
  run(args: readonly string[]): Promise<CliResult>;
  /** Starts a command without waiting for its end. */
  start(args: readonly string[]): RunningCli;
  /** Replaces or adds files of the program. */
  write(files: Record<string, string>): void;
  setConfig(config: Record<string, string>): Promise<void>;
  /** The stack's whole state as the backend has it; as text too, to look for what must not be in it. */
  exportState(): Promise<{ text: string; resources: ExportedResource[] }>;
  /** Puts a state in place of the stack's own, as `exportState` gave it as text. */
  importState(text: string): Promise<void>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

const unattended = ["--non-interactive", "--color", "never"];
const applied = ["--yes", "--skip-preview", "--suppress-progress"];

export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-cli-test-"));
  const project = join(folder, "project");
  for (const name of ["project", "home", "backend", "tmp"]) mkdirSync(join(folder, name));
  writeProject(project, options);
  const workspace = openWorkspace(folder, project, options);
  try {
    await mustSucceed(workspace.run(["stack", "init", "test"]));
    const { emulator, namespace } = options;
    const config = { ...(emulator && cloudConfig(emulator, namespace)), ...options.config };
    if (Object.keys(config).length > 0) await workspace.setConfig(config);
    return workspace;
  } catch (error) {
    await workspace.close();
    throw error;
  }
}

function openWorkspace(folder: string, project: string, options: WorkspaceOptions): Workspace {
  const executable = pulumiExecutable();
  const env = environment(folder, executable, options);
  const running = new Set<RunningCli>();
  const start = (args: readonly string[]): RunningCli => {
    const cli = startCli(executable, [...args, ...unattended], {
      cwd: project,
      env,
      limitMs: options.limitMs,
    });
    running.add(cli);
    cli.done.finally(() => running.delete(cli)).catch(() => undefined);
    return cli;
  };
  const run = (args: readonly string[]) => start(args).done;
  return {
    folder: project,
    up: (args = []) => run(["up", ...applied, ...args]),
    preview: (args = []) => run(["preview", "--suppress-progress", ...args]),
    refresh: (args = []) => run(["refresh", ...applied, ...args]),
    destroy: (args = []) => run(["destroy", ...applied, ...args]),
    run,
    start,
    write: (files) => writeFiles(project, files),
    async setConfig(config) {
      await mustSucceed(run(["config", "set-all", "--json", configJson(config)]));
    },
    async exportState() {
      const { stdout } = await mustSucceed(run(["stack", "export"]));
      return { text: stdout, resources: JSON.parse(stdout).deployment.resources ?? [] };
    },
    async importState(text) {
      writeFiles(project, { "state.json": text });
      await mustSucceed(run(["stack", "import", "--file", "state.json"]));
    },
    async close() {
      await Promise.all([...running].map(end));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function mustSucceed(run: Promise<CliResult>): Promise<CliResult> {
  const result = await run;
  if (result.exitCode !== 0) throw new Error(`pulumi failed: ${result.stdout}${result.stderr}`);
  return result;
}

/** SIGINT lets the CLI end its plugins; a second one stops the wait for the operation under way. */
async function end(cli: RunningCli): Promise<void> {
  cli.kill("SIGINT");
  const again = setTimeout(() => cli.kill("SIGINT"), 3_000);
  const forced = setTimeout(() => cli.kill("SIGKILL"), 6_000);
  await cli.done.catch(() => undefined);
  for (const timer of [again, forced]) clearTimeout(timer);
}

/** The machine's environment without what would lead the CLI or the provider elsewhere. */
function environment(folder: string, executable: string, options: WorkspaceOptions): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PULUMI|HW|JEST)_|^NODE_ENV$/.test(name));
  const path = [...(options.path ?? []), dirname(executable), dirname(process.execPath), process.env["PATH"]];
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    // Pulumi's Node programs keep pipes and compiled files there.
    TMPDIR: join(folder, "tmp"),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "backend")).href,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...options.env,
  };
}
