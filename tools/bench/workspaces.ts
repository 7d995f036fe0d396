// Projects for the real CLI: services by either front, and E, which has their inputs and outputs and does nothing.
import type { Properties } from "../../tests/helpers/engine";
import { createWorkspace, type Workspace, type WorkspaceOptions } from "../../tests/helpers/pulumi-cli";
import { pluginProject } from "../../tests/helpers/pulumi-project";
import { atEnd } from "../command.mjs";
import type { EmulatorProcess } from "./emulator-process";
import { taggedArgs } from "./resources";

/** A fleet on a machine that is busy with something else. */
const RUN_LIMIT_MS = 600_000;

export type Front = "dynamic" | "plugin";

const PACKAGES: Record<Front, string> = {
  dynamic: "pulumi-huaweicloud-vpcep",
  plugin: "pulumi-huaweicloud-vpcep/plugin",
};

const program = (head: string, className: string) => `${head}
for (const [index, args] of require("./args.json").entries()) new ${className}(\`orders-\${index}\`, args);
`;

const argsFile = (count: number) => ({
  "args.json": JSON.stringify(Array.from({ length: count }, (_, index) => taggedArgs(index))),
});

/** Removed also when the command is interrupted. */
async function create(options: WorkspaceOptions): Promise<Workspace> {
  const workspace = await createWorkspace({ ...options, main: "index.js", limitMs: RUN_LIMIT_MS });
  const forget = atEnd(() => workspace.close());
  const close = () => {
    forget();
    return workspace.close();
  };
  return { ...workspace, close };
}

/** A stack of so many services. */
export function servicesProject(emulator: EmulatorProcess, front: Front, count: number): Promise<Workspace> {
  const head = `const { VpcEndpointService } = require("${PACKAGES[front]}");`;
  const files = { ...argsFile(count), "index.js": program(head, "VpcEndpointService") };
  const isPlugin = front === "plugin";
  return create({
    program: { ...files, ...(isPlugin && { "Pulumi.yaml": pluginProject }) },
    emulator,
    ...(isPlugin && { namespace: "huaweicloud-vpcep" }),
  });
}

/** A stack of so many Es, whose creates give these outputs. */
export async function eProject(
  count: number,
  outputs: Properties,
  settleSeconds: number,
): Promise<Workspace> {
  const head = `const { CustomResource } = require("@pulumi/pulumi");
const declared = Object.fromEntries(${JSON.stringify(Object.keys(outputs))}.map((name) => [name, undefined]));
class E extends CustomResource {
  constructor(name, args) {
    const __provider = 'exports.handler=()=>require(process.cwd()+"/e.js")';
    super("pulumi-nodejs:dynamic/e:E", name, { ...declared, ...args, __provider });
  }
}`;
  const provider = `const { randomUUID } = require("node:crypto");
const outputs = ${JSON.stringify(outputs)};
const settled = () => new Promise((resolve) => setTimeout(resolve, ${settleSeconds * 1000}));
module.exports = {
  check: async (_, inputs) => ({ inputs }),
  diff: async () => ({ changes: false }),
  async create(inputs) {
    await settled();
    return { id: randomUUID(), outs: { ...inputs, ...outputs } };
  },
  delete: settled,
};
`;
  const files = { ...argsFile(count), "index.js": program(head, "E"), "e.js": provider };
  return create({ program: files });
}

/** A program that declares nothing. */
export function emptyProject(): Promise<Workspace> {
  return create({ program: { "index.js": "" } });
}

/** The outputs of a stack's first service without what is not the program's. */
export async function sampleOutputs(workspace: Workspace): Promise<Properties> {
  const { resources } = await workspace.exportState();
  const found = resources.find(({ urn }) => urn.endsWith("::orders-0"));
  const entries = Object.entries(found?.outputs ?? {}).filter(([name]) => !name.startsWith("__"));
  return Object.fromEntries(entries);
}
