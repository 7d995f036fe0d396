// The life of one service under the real CLI: each test goes on where the one before it stopped.
import { type Emulator, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import {
  expectNoStack,
  expectSuccess,
  type Observed,
  observe,
  ordersArgs,
  otherPortId,
  otherVpcId,
  program,
  seen,
  service,
} from "./world";

const canaries = {
  accessKey: "CANARY7QX2LM9ZP4KD8V",
  secretKey: "canary-secret-key-0123456789012345678901",
  securityToken: "canary-security-token-0123456789",
};
const everyField = {
  ...ordersArgs,
  portId: otherPortId,
  ports: [
    { clientPort: 80, serverPort: 8080 },
    { clientPort: 443, serverPort: 8443 },
  ],
  serviceName: "orders",
  approvalEnabled: false,
  tcpProxy: "proxy_open",
  description: "Orders.",
  tags: { team: "sales", stage: "test" },
};

let emulator: Emulator;
let workspace: Workspace;
beforeAll(async () => {
  emulator = await start(canaries);
  workspace = await createWorkspace({
    program: program(service("orders", ordersArgs)),
    main: "index.js",
    emulator,
    config: { "huaweicloud:securityToken": canaries.securityToken },
  });
}, 60_000);
afterAll(async () => {
  await workspace?.close();
  await emulator?.close();
});

async function up(statements: string[], args: string[] = []): Promise<Observed> {
  workspace.write(program(...statements));
  const result = await observe(emulator, () => workspace.up(args));
  expectSuccess(result);
  return result;
}

async function stateOf(name: string): Promise<Record<string, unknown>> {
  const { resources } = await workspace.exportState();
  const found = resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (!found) throw new Error(`no ${name} in the state`);
  return { id: found.id, ...found.outputs };
}

test("scenario 17: a preview takes what is not known yet, and calls nobody", async () => {
  const args = JSON.stringify(ordersArgs);
  workspace.write(
    program(
      `const orders = ${service("orders", ordersArgs)}`,
      `new VpcEndpointService("second", { ...${args}, portId: orders.createdAt, ports: orders.error, tags: { of: orders.id } });`,
    ),
  );
  const preview = await observe(emulator, () => workspace.preview());
  expectSuccess(preview);
  expect(preview.stdout).toMatch(/\+ 3 to create/);
  expect(preview.sent).toEqual([]);
}, 60_000);

/** At this level the engine itself writes down what it hands to `Configure` of any provider; the rest is ours to answer for. */
function linesAfterConfigure(result: Observed): string[] {
  const lines = seen(result).split("\n");
  return lines.filter(
    (line) => !/Marshaling property for RPC\[Provider\[\w+\]\.Configure\(\)\.inputs\]/.test(line),
  );
}

test("scenario 44: keys and token reach the cloud, and neither the state nor the most talkative log", async () => {
  const created = await up([service("orders", ordersArgs)], ["-v=9", "--logtostderr"]);
  expect(created.writes).toEqual([
    'POST vpc-endpoint-services {"server_type":"LB","vpc_id":"4189d3c2-8882-4871-a3c2-d380272eed83",' +
      '"port_id":"5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11","ports":[{"client_port":443,"server_port":8443}]}',
  ]);
  expect(created.stderr.length).toBeGreaterThan(50_000);
  const { text } = await workspace.exportState();
  expect(text).toContain(emulator.projectId);
  for (const secret of Object.values(canaries)) {
    expect(linesAfterConfigure(created).filter((line) => line.includes(secret))).toEqual([]);
    expect(text).not.toContain(secret);
  }
  expect(await stateOf("orders")).toMatchObject({ status: "available", approvalEnabled: true, error: [] });
}, 60_000);

test("scenario 2: an `up` without a change makes no call at all, in less than 8 s", async () => {
  // The best of three, for other tests keep the machine busy.
  let seconds = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && seconds >= 8; tries++) {
    const again = await up([service("orders", ordersArgs)], ["--expect-no-changes"]);
    expect(again.sent).toEqual([]);
    seconds = again.seconds;
  }
  expect(seconds).toBeLessThan(8);
}, 60_000);

test("scenario 4: only approvalEnabled changes: one PUT with one key, and one line that says so", async () => {
  const changed = await up([service("orders", { ...ordersArgs, approvalEnabled: false })]);
  expect(changed.sent).toEqual(['PUT vpc-endpoint-services/{id} {"approval_enabled":false}']);
  expect(changed.stdout).toContain('VpcEndpointService "orders": sent approvalEnabled');
}, 60_000);

test("scenario 9: a mapping is added: one PUT with the whole list and nothing else", async () => {
  const { ports } = everyField;
  const changed = await up([service("orders", { ...ordersArgs, approvalEnabled: false, ports })]);
  expect(changed.sent).toEqual([
    'PUT vpc-endpoint-services/{id} {"ports":[{"client_port":80,"server_port":8080},{"client_port":443,"server_port":8443}]}',
  ]);
}, 60_000);

test("scenario 6: only tags change: no PUT, and the CLI shows nothing else", async () => {
  const { ports, tags } = everyField;
  // A refresh in between gives the inputs back as the program has them.
  expectSuccess(await workspace.refresh());
  const args = { ...ordersArgs, approvalEnabled: false, ports, tags };
  const changed = await up([service("orders", args)], ["--diff"]);
  expect(changed.stdout).toMatch(/\+ tags: \{/);
  expect(changed.stdout).not.toMatch(/__vpcep|protocol/);
  expect(changed.writes).toEqual([
    'POST endpoint_service/{id}/tags/action {"action":"create","tags":[{"key":"stage","value":"test"},{"key":"team","value":"sales"}]}',
  ]);
}, 60_000);

const soFar = {
  ...everyField,
  portId: ordersArgs.portId,
  serviceName: undefined,
  tcpProxy: undefined,
  description: undefined,
};
test.each([
  ["portId", { port_id: otherPortId }],
  ["serviceName", { service_name: "orders" }],
  ["tcpProxy", { tcp_proxy: "proxy_open" }],
  ["description", { description: "Orders." }],
] as const)(
  "only %s changes: one PUT with one key",
  async (field, body) => {
    Object.assign(soFar, { [field]: everyField[field] });
    const changed = await up([service("orders", soFar)]);
    expect(changed.sent).toEqual([`PUT vpc-endpoint-services/{id} ${JSON.stringify(body)}`]);
  },
  60_000,
);

test("scenario 11: everything is taken out again: one PUT with the defaults, the tags go, then no change", async () => {
  const { id } = await stateOf("orders");
  const reverted = await up([service("orders", ordersArgs)]);
  expect(reverted.writes).toHaveLength(2);
  const [put, tags] = reverted.writes;
  expect(JSON.parse(put?.replace("PUT vpc-endpoint-services/{id} ", "") ?? "")).toEqual({
    port_id: ordersArgs.portId,
    ports: [{ client_port: 443, server_port: 8443 }],
    service_name: "",
    approval_enabled: true,
    tcp_proxy: "close",
    description: "",
  });
  expect(tags).toMatch(/tags\/action \{"action":"delete","tags":\[\{"key":"\w+"\},\{"key":"\w+"\}\]\}$/);
  expect(await stateOf("orders")).toMatchObject({ id, tcpProxy: "close", description: "", tags: {} });
  // Nothing differs, and a refresh sees it so too.
  const refreshed = await observe(emulator, () => workspace.refresh(["--expect-no-changes"]));
  expectSuccess(refreshed);
  expect(refreshed.writes).toEqual([]);
  expect(refreshed.sent.length).toBeLessThanOrEqual(2);
}, 60_000);

test("fault 75: a refresh shows what was changed behind Pulumi's back, and the next `up` repairs it", async () => {
  await up([service("orders", { ...ordersArgs, approvalEnabled: true })]);
  const { id } = await stateOf("orders");
  emulator.patchService(String(id), { approval_enabled: false });
  const refreshed = await workspace.refresh(["--diff"]);
  expectSuccess(refreshed);
  expect(refreshed.stdout).toMatch(/~ approvalEnabled: true => false/);
  const repaired = await up([service("orders", { ...ordersArgs, approvalEnabled: true })]);
  expect(repaired.sent).toEqual(['PUT vpc-endpoint-services/{id} {"approval_enabled":true}']);
}, 60_000);

test("scenario 43: another version of the provider's text in the state makes no call", async () => {
  const { text } = await workspace.exportState();
  const older = JSON.parse(text, (key, value) =>
    key === "__provider" && typeof value === "string" ? `${value}// of an older version\n` : value,
  );
  workspace.write({ "state.json": JSON.stringify(older) });
  expectSuccess(await workspace.run(["stack", "import", "--file", "state.json"]));
  const { sent } = await up([service("orders", { ...ordersArgs, approvalEnabled: true })]);
  expect(sent).toEqual([]);
}, 60_000);

test("ignoreChanges keeps a field as it is, an alias keeps the service, protect refuses to delete it", async () => {
  const options = '{ protect: true, ignoreChanges: ["approvalEnabled"], aliases: [{ name: "orders" }] }';
  const args = { ...ordersArgs, approvalEnabled: false };
  const { sent } = await up([service("renamed", args, options)]);
  expect(sent).toEqual([]);
  expect(await stateOf("renamed")).toMatchObject({ approvalEnabled: true });

  const refused = await observe(emulator, () => workspace.destroy());
  expect(refused.exitCode).not.toBe(0);
  expect(seen(refused)).toMatch(/renamed.* cannot be deleted|protected/s);
  expect(refused.sent).toEqual([]);
}, 60_000);

test("scenario 15: a replacement that would clash with its predecessor deletes it first", async () => {
  const args = { ...ordersArgs, vpcId: otherVpcId };
  const replaced = await up([service("renamed", args, '{ aliases: [{ name: "orders" }] }')]);
  expect(replaced.writes.map((call) => call.split(" ")[0])).toEqual(["DELETE", "POST"]);
  expect(emulator.state().services).toHaveLength(1);
}, 60_000);

test("replaceOnChanges replaces for a field of its own, and without a clash creates first", async () => {
  const args = { ...ordersArgs, vpcId: otherVpcId, portId: otherPortId, description: "Other orders." };
  const options = '{ replaceOnChanges: ["description"], retainOnDelete: true }';
  const replaced = await up([service("renamed", args, options)]);
  expect(replaced.writes.map((call) => call.split(" ")[0])).toEqual(["POST", "DELETE"]);
}, 60_000);

test("retainOnDelete leaves the service in the cloud", async () => {
  const destroyed = await observe(emulator, () => workspace.destroy());
  expectSuccess(destroyed);
  expect(destroyed.sent).toEqual([]);
  expect((await workspace.exportState()).resources).toEqual([]);
  expect(emulator.state().services).toMatchObject([{ description: "Other orders.", status: "available" }]);
}, 60_000);

test("`.get()` reads a service without owning it", async () => {
  const id = String(emulator.state().services[0]?.["id"]);
  const read = await up([
    `const found = VpcEndpointService.get("found", "${id}");`,
    "exports.port = found.portId;",
    "exports.fullName = found.endpointServiceName;",
  ]);
  expect(read.writes).toEqual([]);
  expect(read.stdout).toContain(`${emulator.region}.${id}`);
  expect(read.stdout).toContain(otherPortId);
  const destroyed = await observe(emulator, () => workspace.destroy());
  expectSuccess(destroyed);
  expect(destroyed.writes).toEqual([]);
}, 60_000);

test("scenario 41: `.get()` of a service that is not there fails, and names it", async () => {
  const missing = "11111111-2222-4333-8444-555555555555";
  workspace.write(program(`VpcEndpointService.get("missing", "${missing}");`));
  const result = await workspace.up();
  expect(result.exitCode).not.toBe(0);
  expect(seen(result)).toContain(`read failed: there is no service ${missing} in region ${emulator.region}`);
  expectNoStack(result);
}, 60_000);
