// What only the plugin can do: the rest of Pulumi's provider protocol, through the real process.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { GetSchemaRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type Struct as Structure } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../helpers/engine";
import { failure } from "../helpers/in-process";
import { type PluginProcess, startPluginProcess } from "../helpers/plugin-process";
import { propertiesOf, structOf, unary } from "../helpers/provider-process";
import { cloudConfig } from "../helpers/pulumi-project";
import { root } from "../helpers/readme";
import { service, smallest, UNKNOWN } from "../helpers/samples";
import { useWorld } from "./world";

const world = useWorld("plugin");
const client = () => (world.process as PluginProcess).client;
const urn = "urn:pulumi:test::project::huaweicloud-vpcep:index:VpcEndpointService::orders";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const isSecret = (value: unknown) => typeof value === "object" && value !== null && "value" in value;

async function check(news: Properties): Promise<{ inputs: Properties; failures: string[] }> {
  const request = new messages.CheckRequest().setUrn(urn).setNews(structOf(news));
  const response = await unary<messages.CheckResponse>((done) => client().check(request, done));
  const failures = response.getFailuresList().map((one) => `${one.getProperty()} ${one.getReason()}`);
  return { inputs: propertiesOf(response.getInputs()), failures };
}

async function create(inputs: Properties, isPreview = false): Promise<{ id: string; outputs: Properties }> {
  const request = new messages.CreateRequest()
    .setUrn(urn)
    .setProperties(structOf(inputs))
    .setPreview(isPreview);
  const response = await unary<messages.CreateResponse>((done) => client().create(request, done));
  return { id: response.getId(), outputs: propertiesOf(response.getProperties()) };
}

test("plugin 1: a preview of a create: what the program says, the rest unknown, and no call", async () => {
  const { inputs } = await check(service({ description: UNKNOWN }));
  const { id, outputs } = await create(inputs, true);
  expect(id).toBe("");
  expect(outputs).toMatchObject({
    serviceName: "orders",
    description: UNKNOWN,
    status: UNKNOWN,
    endpointServiceName: UNKNOWN,
  });
  expect(outputs).not.toHaveProperty("__vpcep");
  expect(world.emulator.requests()).toEqual([]);
});

test("plugin 2: a preview of an update: only what can change is unknown", async () => {
  const { inputs } = await check(service());
  const { id, outputs } = await create(inputs);
  world.emulator.clearRequests();
  const foresee = async (news: Properties) => {
    const request = new messages.UpdateRequest().setUrn(urn).setId(id).setPreview(true);
    request.setOlds(structOf(outputs)).setNews(structOf(news));
    const response = await unary<messages.UpdateResponse>((done) => client().update(request, done));
    return propertiesOf(response.getProperties());
  };
  const { endpointServiceName, createdAt } = outputs;
  expect(await foresee(service({ description: "new" }))).toMatchObject({
    description: "new",
    updatedAt: UNKNOWN,
    endpointServiceName,
    createdAt,
  });
  expect(await foresee(service({ serviceName: "other" }))).toMatchObject({ endpointServiceName: UNKNOWN });
  const { serviceName: _takenOut, ...others } = service();
  expect(await foresee(others)).toMatchObject({ serviceName: "", endpointServiceName: UNKNOWN });
  expect(world.emulator.requests()).toEqual([]);
});

test("plugin 3: what differs is named field by field, with what becomes of it", async () => {
  const { inputs } = await check(service({ tags: { a: "b" } }));
  const { id, outputs } = await create(inputs);
  const request = new messages.DiffRequest().setUrn(urn).setId(id).setOlds(structOf(outputs));
  request.setNews(structOf({ ...inputs, serverType: "VM", description: "new", tcpProxy: "open" }));
  const response = await unary<messages.DiffResponse>((done) => client().diff(request, done));
  const kinds = new Map<string, number>();
  response.getDetaileddiffMap().forEach((one, field) => void kinds.set(field, one.getKind()));
  const { UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
  expect(Object.fromEntries(kinds)).toEqual({
    serverType: UPDATE_REPLACE,
    description: UPDATE,
    tcpProxy: UPDATE,
  });
  expect(response.getReplacesList()).toEqual(["serverType"]);
});

test("plugin 4: secret inputs stay secret in inputs, outputs, what a failure leaves, and no reason quotes them", async () => {
  const said = { ...service(), description: secret("canary-text"), portId: smallest.portId };
  const { inputs } = await check(said);
  expect(isSecret(inputs.description)).toBe(true);
  const { outputs } = await create(inputs);
  expect(outputs.description).toEqual(secret("canary-text"));
  expect(JSON.stringify({ ...outputs, description: "" })).not.toContain("canary");
  const { failures } = await check({ ...service(), vpcId: secret("canary-vpc") });
  expect(failures.join()).toContain("vpcId must be a UUID");
  expect(failures.join()).not.toContain("canary");
});

test("plugin 4: a secret that the program takes out stays one, where it is left behind", async () => {
  const { inputs } = await check({ ...service(), tags: secret({ team: "canary-team" }) });
  const { id, outputs } = await create(inputs);
  const match = { path: "**/tags/action" };
  world.emulator.setFaults([{ kind: "status", status: 403, errorCode: "EndPoint.0004", match }]);
  const request = new messages.UpdateRequest().setUrn(urn).setId(id).setOlds(structOf(outputs));
  request.setNews(structOf(service({ description: "new" })));
  const left = await failure(unary<messages.UpdateResponse>((done) => client().update(request, done)));
  expect(left.properties).toMatchObject({ description: "new", tags: secret({ team: "canary-team" }) });
});

test("plugin 5: an import: the inputs that differ from the API's defaults, and then nothing differs", async () => {
  const { inputs } = await check(service({ approvalEnabled: false, tags: { a: "b" } }));
  const { id } = await create(inputs);
  const request = new messages.ReadRequest()
    .setUrn(urn)
    .setId(id)
    .setProperties(new Struct())
    .setInputs(new Struct());
  const response = await unary<messages.ReadResponse>((done) => client().read(request, done));
  const imported = propertiesOf(response.getInputs());
  const { region, projectId } = world.emulator;
  expect(imported).toEqual({
    ...service({ approvalEnabled: false, tags: { a: "b" } }),
    ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
    region,
    projectId,
  });
  const diff = new messages.DiffRequest()
    .setUrn(urn)
    .setId(id)
    .setOlds(response.getProperties() as Structure);
  diff.setNews(structOf(imported));
  const verdict = await unary<messages.DiffResponse>((done) => client().diff(diff, done));
  expect(verdict.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_NONE);
});

test("plugin 6: a look-up, and one that is not there", async () => {
  await create((await check(service())).inputs);
  const invoke = async (tok: string, args: Properties) => {
    const request = new messages.InvokeRequest().setTok(tok).setArgs(structOf(args));
    const response = await unary<messages.InvokeResponse>((done) => client().invoke(request, done));
    return propertiesOf(response.getReturn());
  };
  const found = await invoke("huaweicloud-vpcep:index:getVpcEndpointServices", {});
  expect(found).toMatchObject({ endpointServices: [{ serviceName: "orders", status: "available" }] });
  const none = await failure(invoke("huaweicloud-vpcep:index:getNothing", {}));
  expect(none.message).toBe("There is no function huaweicloud-vpcep:index:getNothing.");
});

test("plugin 7: settings that are wrong are said before anything is configured", async () => {
  const request = new messages.CheckRequest().setNews(structOf({ region: "not a region" }));
  const response = await unary<messages.CheckResponse>((done) => client().checkConfig(request, done));
  expect(
    response
      .getFailuresList()
      .map((one) => one.getReason())
      .join(),
  ).toContain("huaweicloud-vpcep:region (or HW_REGION_NAME) is not a region");
});

test("plugin 8: the schema is the package's own", async () => {
  const response = await unary<messages.GetSchemaResponse>((done) =>
    client().getSchema(new GetSchemaRequest(), done),
  );
  expect(JSON.parse(response.getSchema())).toMatchObject({ name: "huaweicloud-vpcep" });
});

test("plugin 11: as one bundle, in a folder of its own where nothing is installed, it works the same", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vpcep-bundle-"));
  const file = join(folder, "pulumi-resource-huaweicloud-vpcep");
  const built = spawnSync(process.execPath, [join(root, "tools", "plugin.mjs"), file], { encoding: "utf8" });
  expect(built.stderr).toBe("");
  expect(statSync(file).size).toBeLessThan(1.5 * 1024 * 1024);
  const bundle = await startPluginProcess({ config: cloudConfig(world.emulator) }, file);
  try {
    const stack = world.stack({}, bundle);
    await stack.up(service());
    expect(stack.outputs).toMatchObject({ status: "available" });
    await stack.destroy();
  } finally {
    await bundle.close();
    rmSync(folder, { recursive: true });
  }
});

test("plugin 18: a create whose response was lost, cancelled before anybody could look: what may be there is said", async () => {
  world.emulator.setFaults([{ kind: "reset", at: "after-processing", match: { method: "POST" } }]);
  const cancelled = (await world.another()) as PluginProcess;
  const { inputs } = await check(service());
  const request = new messages.CreateRequest().setUrn(urn).setProperties(structOf(inputs));
  const running = failure(unary<messages.CreateResponse>((done) => cancelled.client.create(request, done)));
  for (let tries = 0; tries < 100 && world.ids().length === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await unary((done) => cancelled.client.cancel(new Empty(), done));
  expect((await running).message).toMatch(/may have been created.* adopt it with existingId/);
});

// The last one: a plugin that was cancelled is at its end.
test("plugin 9: a cancelled create ends at once, and keeps the id", async () => {
  world.emulator.configure({ settleSeconds: null });
  const { inputs } = await check(service());
  const running = failure(create(inputs));
  for (let tries = 0; tries < 100 && world.ids().length === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const begunMs = Date.now();
  await unary((done) => client().cancel(new Empty(), done));
  const { id, message } = await running;
  expect(Date.now() - begunMs).toBeLessThan(2000);
  expect(id).toBe(world.ids()[0]);
  expect(message).toContain("The run was cancelled");
});
