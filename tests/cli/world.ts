// What the tests of the real CLI share: one stack and one emulator a file, empty again for each test, programs as
// text, and what a run sent to the cloud.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { ownersCall } from "../helpers/owner";
import { type CliResult, createWorkspace, type Workspace } from "../helpers/pulumi-cli";

/** What a test begins with; the ids are those of the examples. */
export const ordersArgs = {
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
};
export const otherVpcId = "84758cf5-9c62-43ae-a778-3dbd8370c0a4";
export const otherPortId = "9b7f5a0c-6f0b-4b4a-8a83-3a5c8fd7c0b2";

/** The head of a program in plain JavaScript, which starts seconds sooner than one in TypeScript. */
const head = `const pulumi = require("@pulumi/pulumi");
const { Provider, VpcEndpoint, VpcEndpointConnection, VpcEndpointService } = require("pulumi-huaweicloud-vpcep");
`;

/** A project with a program of these statements. */
export function program(...statements: string[]): Record<string, string> {
  return { "index.js": head + statements.join("\n") };
}

/** A statement that declares a service; `options` is source text. */
export function service(name: string, args: object, options = "{}"): string {
  return `new VpcEndpointService("${name}", ${JSON.stringify(args)}, ${options});`;
}

export interface Observed extends CliResult {
  /** What the cloud received: `PUT vpc-endpoint-services/{id} {"description":""}`. */
  sent: string[];
  /** The same without the calls that only read. */
  writes: string[];
}

export interface CliWorld {
  readonly emulator: Emulator;
  readonly workspace: Workspace;
  /** Runs `pulumi up` with a program of these statements. */
  up(statements: string[], args?: readonly string[]): Promise<Observed>;
  /** As `up`, but a preview. */
  preview(...statements: string[]): Promise<Observed>;
  /** A service "orders" with `ordersArgs`, in the cloud and in the stack; gives its id. */
  created(): Promise<string>;
  /** Takes everything out of the stack, and leaves it in the cloud. */
  emptyStack(): Promise<void>;
  /** The services in the cloud, in the API's words. */
  services(): Record<string, unknown>[];
}

/** Call it at the top of a file: every test begins with an empty cloud and an empty stack, configured for it. */
export function useCli(): CliWorld {
  let emulator: Emulator;
  let workspace: Workspace;
  let empty: { state: string; config: string };
  let existing: { state: string; id: string; body: object } | undefined;
  const configFile = () => join(workspace.folder, "Pulumi.test.yaml");
  beforeAll(async () => {
    emulator = await start();
    workspace = await createWorkspace({ program: program(), main: "index.js", emulator });
    const { text } = await workspace.exportState();
    empty = { state: text, config: readFileSync(configFile(), "utf8") };
  }, 60_000);
  let isUsed = false;
  beforeEach(async () => {
    if (isUsed) {
      emulator.reset();
      workspace.write({ "Pulumi.test.yaml": empty.config });
      await workspace.importState(empty.state);
    }
    isUsed = true;
  }, 60_000);
  afterAll(async () => {
    await workspace?.close();
    await emulator?.close();
  });

  const services = () => emulator.state().services;
  async function up(statements: string[], args: readonly string[] = []): Promise<Observed> {
    workspace.write(program(...statements));
    return observe(emulator, () => workspace.up(args));
  }
  return {
    get emulator() {
      return emulator;
    },
    get workspace() {
      return workspace;
    },
    up,
    preview(...statements) {
      workspace.write(program(...statements));
      return observe(emulator, () => workspace.preview());
    },
    async created() {
      if (existing) {
        // As the first test had it made by the CLI, without another run.
        await ownersCall(emulator, existing.body);
        const id = String(services()[0]?.["id"]);
        await workspace.importState(existing.state.replaceAll(existing.id, id));
        return id;
      }
      expectSuccess(await up([service("orders", ordersArgs)]));
      const id = String(services()[0]?.["id"]);
      const body = emulator.requests().find(({ method }) => method === "POST")?.body as object;
      existing = { state: (await workspace.exportState()).text, id, body };
      return id;
    },
    emptyStack: () => workspace.importState(empty.state),
    services,
  };
}

/** Runs something, and tells what it sent. */
export async function observe(emulator: Emulator, run: () => Promise<CliResult>): Promise<Observed> {
  const before = emulator.requests().at(-1)?.seq ?? 0;
  const result = await run();
  const sent = emulator.requests(before).map(({ method, path, body }) => {
    const shown = path
      .replace(/^\/v1\/[^/]+\//, "")
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{id}");
    return `${method} ${shown}${body === null ? "" : ` ${JSON.stringify(body)}`}`;
  });
  return { ...result, sent, writes: sent.filter((call) => !call.startsWith("GET ")) };
}

/** Everything that a user sees of a run. */
export function seen({ stdout, stderr }: CliResult): string {
  return stdout + stderr;
}

/** Gives the result, and fails with what the CLI said when that says that it failed. */
export function expectSuccess<Result extends CliResult>(result: Result): Result {
  if (result.exitCode !== 0) throw new Error(`exit code ${result.exitCode}:\n${seen(result)}`);
  return result;
}

/** What a user can mend fails with this sentence: no stack, and no second copy of the sentence beside it. */
export function expectRefusal(result: CliResult, sentence: string | RegExp): void {
  expect(result.exitCode).not.toBe(0);
  expect(seen(result)).toMatch(sentence);
  const noise = /^\s+at .*:\d+:\d+|node_modules|Error: VpcEndpointService|Error: cannot load/m;
  expect(seen(result)).not.toMatch(noise);
}
