import type { Properties } from "../../../provider/resource/properties";
import { vpcEndpoint } from "../../../provider/vpc-endpoint/lifecycle";
import { startMs } from "../api/fakes";
import { apiError, fakeWorld, lost, notFound, type Reply, rejection } from "../resource/fake-client";
import { ID, PROJECT, REGION, PORT as SERVICE, OTHER_PORT as SUBNET, VPC } from "../resource/samples";

const inputs = (more: object = {}) => ({
  region: REGION,
  projectId: PROJECT,
  endpointServiceId: SERVICE,
  vpcId: VPC,
  subnetId: SUBNET,
  __vpcep: { name: "shop" },
  ...more,
});
const shown = (more: object = {}) => ({
  id: ID,
  status: "accepted",
  endpoint_service_id: SERVICE,
  vpc_id: VPC,
  subnet_id: SUBNET,
  created_at: new Date(startMs + 1000).toISOString(),
  ...more,
});
const state = (more: object = {}) =>
  inputs({ status: "accepted", __vpcep: { name: "shop", set: [] }, ...more });

function create(replies: Reply[], more: object = {}) {
  const world = fakeWorld(replies);
  return { ...world, created: vpcEndpoint.create(world.env, inputs(more)) };
}

test.each<[string, object, object, boolean]>([
  ["all as sent", {}, {}, true],
  ["a description that the program leaves out", { description: "x" }, {}, true],
  ["another description", { description: "x" }, { description: "y" }, false],
  ["another service", { endpoint_service_id: VPC }, {}, false],
  ["another VPC", { vpc_id: SUBNET }, {}, false],
  ["another subnet", { subnet_id: VPC }, {}, false],
])("after a POST without a response, what the list shows with %s: ours %#", async (_, more, said, isOurs) => {
  const none = { endpoints: [] };
  const list = { endpoints: [shown(more)] };
  const { created, client } = create([lost(), list, none, none, shown({ id: "second" })], said);
  expect((await created).id).toBe(isOurs ? ID : "second");
  expect(client.lines[1]).toBe(`GET vpc-endpoints?vpc_id=${VPC}&limit=50 x1 repair`);
});

test("after a POST without a response, an endpoint of another resource of the program is not ours", async () => {
  const none = { endpoints: [] };
  const world = fakeWorld([lost(), { endpoints: [shown()] }, none, none, shown({ id: "second" })]);
  world.env.holders.hold(ID, { name: "other" });
  expect((await vpcEndpoint.create(world.env, inputs())).id).toBe("second");
});

test.each([
  [{}, `an endpoint of service ${SERVICE} in VPC ${VPC}, subnet ${SUBNET}, made since`],
  [{ subnetId: undefined }, `an endpoint of service ${SERVICE} in VPC ${VPC} made since`],
])("in doubt it says what to look for", async (more, description) => {
  const { created } = create([lost(), apiError("unavailable")], more);
  expect((await rejection(created)).message).toContain(`Look for ${description} `);
});

test("an import names the service by its id alone, for a program may not give both", async () => {
  const { env } = fakeWorld([shown({ endpoint_service_name: "eu-west-101.orders" })]);
  const { inputs: found, props } = await vpcEndpoint.read(env, ID, { region: REGION, projectId: PROJECT });
  expect(found).toMatchObject({ endpointServiceId: SERVICE });
  expect(found).not.toHaveProperty("endpointServiceName");
  expect(props).toMatchObject({ endpointServiceName: "eu-west-101.orders" });
});

describe("a service that is named by its full name", () => {
  const named = { endpointServiceId: undefined, endpointServiceName: "eu-west-101.orders" };

  test("is looked for first", async () => {
    const { created, client } = create([{ id: SERVICE }, shown()], named);
    await created;
    expect(client.lines[0]).toBe(
      "GET vpc-endpoint-services/describe?endpoint_service_name=eu-west-101.orders",
    );
    expect(client.lines[1]).toContain(`"endpoint_service_id":"${SERVICE}"`);
  });

  test.each<[string, Reply]>([
    ["is not there", notFound()],
    ["has no id", {}],
  ])("%s: nothing is sent", async (_, reply) => {
    const { created, client } = create([reply], named);
    expect((await rejection(created)).message).toMatch(/^there is no service eu-west-101\.orders in region /);
    expect(client.lines).toHaveLength(1);
  });

  test("cannot be looked for: why", async () => {
    const refusal = apiError("forbidden");
    expect(await rejection(create([refusal], named).created)).toBe(refusal);
  });
});

describe("an update", () => {
  const news = inputs({
    whitelist: ["192.0.2.1"],
    routeTables: ["r-1"],
    policyStatement: [{ Effect: "Allow" }],
    tags: { a: "b" },
  });

  test("is one call for each group that differs", async () => {
    const { env, client } = fakeWorld([shown()]);
    await vpcEndpoint.update(env, ID, state(), news);
    expect(client.lines).toEqual([
      `PUT vpc-endpoints/${ID} {"whitelist":["192.0.2.1"],"enable_whitelist":false}`,
      `PUT vpc-endpoints/${ID}/routetables {"routetables":["r-1"]}`,
      `GET vpc-endpoints/${ID}`,
      `PUT vpc-endpoints/${ID}/policy {"policy_statement":[{"Effect":"Allow"}]}`,
      `POST endpoint/${ID}/tags/action {"action":"create","tags":[{"key":"a","value":"b"}]}`,
    ]);
    const wishes = { predecessors: [], inputs: news, wouldClash: true };
    expect(env.holders.wishesFor(ID)).toEqual(wishes);
    const other = fakeWorld([]);
    await vpcEndpoint.diff(other.env, ID, state(), news);
    expect(other.env.holders.wishesFor(ID)).toEqual(wishes);
  });

  test("fails with the route tables that the API could not change", async () => {
    const { env } = fakeWorld([
      shown(),
      { error: [{ bind_failed: [{ id: "r-1", error_message: "x".repeat(600) }] }] },
      shown(),
    ]);
    const { message } = await rejection(vpcEndpoint.update(env, ID, state(), news));
    expect(message).toMatch(/routeTables failed: route tables could not be changed: r-1: x+…\. /);
    expect(message.length).toBeLessThan(700);
  });

  test("is not failed by an empty list of such tables", async () => {
    const { env } = fakeWorld([
      ({ segments }) => (segments.includes("routetables") ? { error: [] } : shown()),
    ]);
    expect((await vpcEndpoint.update(env, ID, state(), news)).outs).toMatchObject({ routeTables: ["r-1"] });
  });
});

test.each<[object, string[]]>([
  [{}, []],
  [
    { status: "rejected" },
    [
      "the connection was rejected: ask the owner of the service. When it is accepted, the endpoint works as it is",
    ],
  ],
  [{ endpoint_service_name: "orders", active_status: ["active"] }, []],
  [
    { active_status: ["active", "frozen_by_police"] },
    ["the endpoint is frozen_by_police: ask whoever pays for this account, or the cloud's support"],
  ],
])("what a refresh that finds %j says", async (more, texts) => {
  const { env, said } = fakeWorld([shown(more)]);
  await vpcEndpoint.read(env, ID, state());
  expect(said).toEqual(texts.map((text) => `warn VpcEndpoint "shop": ${text}`));
});

test("a delete has a time of its own, and leaves what another resource has", async () => {
  const props = state({ __vpcep: { name: "shop", set: [], customTimeouts: { delete: 60 } } });
  const { env, client } = fakeWorld([{}, notFound()]);
  await vpcEndpoint.delete(env, ID, props);
  expect(client.lines).toEqual([`DELETE vpc-endpoints/${ID}`, `GET vpc-endpoints/${ID} x1`]);
  expect(client.deadlines[0]).toBe(startMs + 60_000);
  env.holders.hold(ID, { name: "heir" });
  await vpcEndpoint.delete(env, ID, props);
  expect(client.lines).toHaveLength(2);
});

test("one that was imported, and has no name yet, is deleted where its replacement comes first", async () => {
  const { env, client } = fakeWorld([{}, notFound()]);
  const imported = state({ __vpcep: { set: [] } });
  await vpcEndpoint.diff(env, ID, imported, inputs({ description: "other" }));
  await vpcEndpoint.delete(env, ID, state());
  expect(client.lines[0]).toBe(`DELETE vpc-endpoints/${ID}`);
});

test("what nobody can compare is said, once, where it is set for the first time", async () => {
  const { env, said } = fakeWorld([]);
  const wanted = inputs({ ipVersion: "dualstack" });
  const diff = (olds: Properties) => vpcEndpoint.diff(env, ID, olds, wanted);
  expect((await diff(state())).replaces).toEqual([]);
  await diff(state());
  await diff(state({ __vpcep: { name: "shop", set: ["ipVersion"] } }));
  expect(said).toEqual([
    expect.stringContaining('"shop": ipVersion is set for the first time, but the cloud does'),
  ]);
});
