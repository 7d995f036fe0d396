// The examples as a newcomer runs them: copied to an empty folder, installed, run by the real CLI against an emulator
// in the cloud's place. The package comes from its tarball. Each package manager lays out node_modules in its own way,
// in which the provider has to be found, also by Pulumi's process for dynamic providers: two examples show it.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { readCommandLine } from "../../emulator/cli";
import { ownersCall } from "../helpers/owner";
import type { Workspace } from "../helpers/pulumi-cli";
import { cloudConfig, pluginLines } from "../helpers/pulumi-project";
import { readDocument } from "../helpers/readme";
import { copyExample, installExample, type PackageManager, pack } from "./packed";
import { expectSuccess, observe, ordersArgs, otherPortId, seen } from "./world";

/** Between two examples node_modules lies here: each npm checks it against its own package.json, and unpacks little. */
const shelf = mkdtempSync(join(tmpdir(), "vpcep-examples-"));
const { tarball } = pack(shelf);
afterAll(() => rmSync(shelf, { recursive: true }));

const emulators: Emulator[] = [];
let workspace: Workspace | undefined;
let byNpm: boolean;
afterEach(async () => {
  if (workspace && byNpm) moveModules(workspace.folder, shelf);
  await workspace?.close();
  workspace = undefined;
  await Promise.all(emulators.splice(0).map((emulator) => emulator.close()));
});

function moveModules(from: string, to: string): void {
  if (existsSync(join(from, "node_modules")))
    renameSync(join(from, "node_modules"), join(to, "node_modules"));
}

async function startEmulator(options: Parameters<typeof start>[0] = {}): Promise<Emulator> {
  const emulator = await start(options);
  emulators.push(emulator);
  return emulator;
}

async function open(
  example: string,
  emulator?: Emulator,
  config?: Record<string, string>,
  manager: PackageManager = "npm",
  versions: Record<string, string> = {},
): Promise<Workspace> {
  byNpm = manager === "npm";
  // tests/tools/readme.test.ts checks their types; here only another TypeScript shows something new.
  const env = { PULUMI_NODEJS_TRANSPILE_ONLY: versions["typescript"] === undefined ? "true" : undefined };
  workspace = await copyExample(example, {
    ...(emulator && { emulator }),
    ...(config && { config }),
    env,
  });
  if (byNpm) moveModules(shelf, workspace.folder);
  installExample(workspace.folder, tarball, manager, versions);
  return workspace;
}

async function outputs(of: Workspace): Promise<Record<string, unknown>> {
  return JSON.parse((await of.run(["stack", "output", "--json"])).stdout);
}

/** A service that somebody made by hand. */
async function makeByHand(emulator: Emulator): Promise<string> {
  await ownersCall(emulator, {
    server_type: "LB",
    vpc_id: ordersArgs.vpcId,
    port_id: otherPortId,
    ports: [{ client_port: 443, server_port: 8443 }],
    approval_enabled: false,
  });
  return String(emulator.state().services[0]?.["id"]);
}

test("quickstart, as pnpm installs it, each package in a folder of its own: `up` creates the service, the plugin takes it over, and destroy leaves nothing", async () => {
  const emulator = await startEmulator();
  const stack = await open("quickstart", emulator, undefined, "pnpm");
  const created = expectSuccess(await observe(emulator, () => stack.up()));
  expect(created.writes).toHaveLength(1);
  expect(created.stdout).toMatch(/endpointServiceName: "cn-north-4\.orders\./);

  const program = readDocument("examples/quickstart/index.ts");
  stack.write({
    "index.ts": program.replace('"pulumi-huaweicloud-vpcep"', '"pulumi-huaweicloud-vpcep/plugin"'),
    "Pulumi.yaml": `${readDocument("examples/quickstart/Pulumi.yaml")}${pluginLines}`,
  });
  await stack.setConfig(cloudConfig(emulator, "huaweicloud-vpcep"));
  const moved = expectSuccess(await observe(emulator, () => stack.up()));
  expect(moved.sent).toEqual([]);
  const { resources } = await stack.exportState();
  expect(resources.map(({ type }) => type)).toContain("huaweicloud-vpcep:index:VpcEndpointService");
  expectSuccess(await stack.destroy());
  expect(emulator.state().services).toEqual([]);
}, 180_000);

test("adopt-existing: preview says so, `up` sends only what differs, the next one nothing (scenario 41)", async () => {
  const emulator = await startEmulator();
  const id = await makeByHand(emulator);
  const stack = await open("adopt-existing", emulator, { serviceId: id });

  const preview = expectSuccess(await observe(emulator, () => stack.preview()));
  expect(preview.writes).toEqual([]);
  expect(preview.stdout).toContain(`VpcEndpointService "orders": adopts the existing service ${id}`);
  expect(preview.stdout).toContain("to be sent: portId, description.");

  const adopted = expectSuccess(await observe(emulator, () => stack.up()));
  expect(adopted.writes).toEqual([
    'PUT vpc-endpoint-services/{id} {"port_id":"5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11","description":"Orders. Managed by Pulumi."}',
  ]);
  expect(await outputs(stack)).toEqual({
    endpointServiceName: `${emulator.region}.${id}`,
    approvalEnabled: false,
  });
  expectSuccess(await stack.destroy());
  expect(emulator.state().services).toEqual([]);
}, 90_000);

test("consumers-allowed, as yarn installs it, with TypeScript 5.4: the list is the whole truth", async () => {
  const emulator = await startEmulator();
  const accounts = ["5fc973eea581490997e82ea11a1d0101", "5fc973eea581490997e82ea11a1d0102"];
  const config = { consumers: JSON.stringify(accounts) };
  const stack = await open("consumers-allowed", emulator, config, "yarn", { typescript: "5.4.5" });
  const installed = join(stack.folder, "node_modules", "typescript", "package.json");
  expect(JSON.parse(readFileSync(installed, "utf8")).version).toBe("5.4.5");
  expectSuccess(await stack.up());
  expect((await outputs(stack))["permissions"]).toEqual(accounts.map((account) => `iam:domain::${account}`));

  await stack.setConfig({ consumers: JSON.stringify(accounts.slice(1)) });
  const changed = expectSuccess(await observe(emulator, () => stack.up()));
  expect(changed.writes).toEqual([
    'POST vpc-endpoint-services/{id}/permissions/action {"permissions":["iam:domain::5fc973eea581490997e82ea11a1d0101"],"action":"remove"}',
  ]);
  expectSuccess(await stack.destroy());
  expect(emulator.state().services).toEqual([]);
}, 180_000);

test("private-link: both sides in one `up`, nothing in the next one, and back in one destroy", async () => {
  const emulator = await startEmulator();
  const stack = await open("private-link", emulator);
  const created = await observe(emulator, () => stack.up());
  expectSuccess(created);
  expect(created.writes.map((line) => line.split(" ", 2).join(" ")).sort()).toEqual([
    "POST vpc-endpoint-services",
    "POST vpc-endpoint-services/{id}/connections/action",
    "POST vpc-endpoint-services/{id}/permissions/batch-create",
    "POST vpc-endpoints",
  ]);
  expect(await outputs(stack)).toMatchObject({
    status: "accepted",
    address: expect.stringMatching(/^192\.168\./),
  });
  const again = await observe(emulator, () => stack.up());
  expectSuccess(again);
  expect(again.writes).toEqual([]);
  expectSuccess(await stack.destroy());
  expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
}, 120_000);

/** What the head of two-regions says to type, in order: the part for the emulator. */
function emulatorCommands(): string[][] {
  const [, part = ""] = readDocument("examples/two-regions/index.ts").split("// On the emulator");
  return [...part.matchAll(/^\/\/ {3}(\S.*)$/gm)].map(([, command = ""]) => command.split(" "));
}

test("two-regions, with the commands in its head: each provider works in its own region, for destroy too (scenario 49)", async () => {
  const [[, name, ...args] = [], ...settings] = emulatorCommands();
  const request = readCommandLine(args);
  if (name !== "vpcep-emulator" || !("start" in request))
    throw new Error(`not an emulator: ${args.join(" ")}`);
  const emulator = await startEmulator({ ...request.start, port: 0, settleSeconds: 0 });
  expect(emulator.regions.map(({ region }) => region)).toEqual(["cn-north-4", "ap-southeast-1"]);
  const stack = await open("two-regions");
  const printed = `http://127.0.0.1:${request.start.port}`;
  for (const [, ...words] of settings)
    expectSuccess(await stack.run(words.map((word) => (word === printed ? emulator.url : word))));

  const up = expectSuccess(await stack.up());
  const created = emulator.requests().filter(({ method, status }) => method === "POST" && status === 200);
  expect(created.map(({ path }) => path).sort()).toEqual(
    emulator.regions.map(({ projectId }) => `/v1/${projectId}/vpc-endpoint-services`).sort(),
  );
  expect(await outputs(stack)).toEqual({
    northName: expect.stringMatching(/^cn-north-4\.orders\./),
    southName: expect.stringMatching(/^ap-southeast-1\.orders\./),
  });
  const { text } = await stack.exportState();
  for (const key of [emulator.accessKey, emulator.secretKey]) expect(seen(up) + text).not.toContain(key);

  expectSuccess(await stack.destroy());
  expect(emulator.state().services).toEqual([]);
}, 120_000);
