import type { RuleSetName } from "../../emulator/index";
import { callsOf, newService, services, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs, settleSeconds: 10 });
const { get, post, put, remove } = callsOf(emulator);
const pass = (seconds: number) => {
  nowMs += seconds * 1000;
};

async function serviceWith(approval_enabled: boolean): Promise<string> {
  const id = await newService(emulator, { approval_enabled });
  pass(10);
  return id;
}

const connect = (endpoint_service_id: string, changes: object = {}) =>
  post("vpc-endpoints", { endpoint_service_id, vpc_id: "vpc", subnet_id: "subnet", ...changes });

test.each([
  [false, "accepted"],
  [true, "pendingAcceptance"],
])("with approval %s an endpoint is creating, then %s", async (approval, status) => {
  const serviceId = await serviceWith(approval);
  const created = await connect(serviceId, { port_ip: "10.1.2.3", enable_dns: true, description: "mine" });
  expect(created).toMatchObject({ status: 200, body: { status: "creating", enable_dns: false } });
  expect(created.body).not.toHaveProperty("ip");
  pass(9);
  const path = `vpc-endpoints/${created.body.id}`;
  expect((await get(path)).body.status).toBe("creating");
  pass(1);
  const settled = (await get(path)).body;
  const seen = approval
    ? { enable_dns: false }
    : { ip: "10.1.2.3", enable_dns: true, dns_names: [expect.any(String)] };
  expect(settled).toMatchObject({
    status,
    service_type: "interface",
    endpoint_service_id: serviceId,
    endpoint_service_name: `cn-north-4.${serviceId}`,
    active_status: ["active"],
    description: "mine",
    whitelist: [],
    ...seen,
  });
  expect("ip" in settled).toBe(!approval);
});

test("accepting and rejecting move the endpoint and its connection together", async () => {
  const serviceId = await serviceWith(true);
  const { id } = (await connect(serviceId)).body;
  pass(10);
  const act = async (action: string) =>
    (await post(`${services}/${serviceId}/connections/action`, { action, endpoints: [id] })).body.connections;
  const statuses = async () => {
    const { connections } = (await get(`${services}/${serviceId}/connections?id=${id}`)).body;
    return [(await get(`vpc-endpoints/${id}`)).body.status, connections[0].status];
  };
  expect(await act("receive")).toMatchObject([{ id, status: "creating", domain_id: emulator.domainId }]);
  pass(10);
  expect(await statuses()).toEqual(["accepted", "accepted"]);
  expect(await act("receive")).toMatchObject([{ status: "accepted" }]);
  expect(await act("reject")).toMatchObject([{ status: "rejected" }]);
  expect(await statuses()).toEqual(["rejected", "rejected"]);
  expect((await get(`vpc-endpoints/${id}`)).body.ip).toMatch(/^192\.168\./);
  await act("receive");
  pass(10);
  expect(await statuses()).toEqual(["accepted", "accepted"]);
});

test("deleting one: deleting, when it cannot be changed, then gone from both sides", async () => {
  const serviceId = await serviceWith(false);
  const { id } = (await connect(serviceId)).body;
  pass(10);
  expect(await remove(`vpc-endpoints/${id}`)).toMatchObject({ status: 204, text: "" });
  expect((await get(`vpc-endpoints/${id}`)).body.status).toBe("deleting");
  const changed = await put(`vpc-endpoints/${id}`, { enable_whitelist: true });
  expect(changed.body.error_code).toBe("EndPoint.2018");
  pass(9);
  expect((await remove(`vpc-endpoints/${id}`)).status).toBe(204);
  pass(1);
  expect((await get(`vpc-endpoints/${id}`)).status).toBe(404);
  const none = { connections: [], total_count: 0 };
  expect((await get(`${services}/${serviceId}/connections`)).body).toEqual(none);
});

test("the whitelist is replaced when it is sent, and kept when it is null", async () => {
  const { id } = (await connect(await serviceWith(false), { whitelist: ["10.0.0.1"] })).body;
  const modify = async (body: object) => (await put(`vpc-endpoints/${id}`, body)).body;
  const whitelist = ["10.0.0.0/8", "10.0.0.2"];
  expect(await modify({ whitelist })).toMatchObject({ whitelist, enable_whitelist: false });
  const kept = await modify({ whitelist: null, enable_whitelist: true });
  expect(kept).toMatchObject({ whitelist, enable_whitelist: true });
  expect((await modify({ whitelist: [] })).whitelist).toEqual([]);
});

test.each(["dns", "api", "swr"])("to the operator's %s: accepted without approval", async (name) => {
  const [service] = (await get(`${services}/public?endpoint_service_name=.${name}`)).body.endpoint_services;
  expect(service.service_type).toBe("interface");
  const { id } = (await connect(service.id)).body;
  pass(10);
  const { body } = await get(`vpc-endpoints/${id}`);
  expect(body).toMatchObject({ status: "accepted", endpoint_service_name: service.service_name });
  expect((await connect(service.id)).body.error_code).toBe("EndPoint.2014");
  expect((await connect(service.id, { subnet_id: "another" })).status).toBe(200);
});

test("to a gateway service of the operator: route tables instead of a subnet", async () => {
  const [gateway] = (await get(`${services}/public?endpoint_service_name=obs`)).body.endpoint_services;
  const { body } = await connect(gateway.id, { subnet_id: undefined });
  expect(body).toMatchObject({ service_type: "gateway", endpoint_service_name: gateway.service_name });
  expect(body.routetables).toHaveLength(1);
  expect(body).not.toHaveProperty("subnet_id");
});

test("lists show one's own and filter by service name, VPC and id", async () => {
  const serviceId = await serviceWith(false);
  const { id } = (await connect(serviceId)).body;
  emulator.connect(serviceId);
  for (const [query, total_count] of [
    ["", 1],
    [`?endpoint_service_name=${serviceId}`, 1],
    ["?endpoint_service_name=zzz", 0],
    ["?vpc_id=vpc", 1],
    ["?vpc_id=other", 0],
    [`?id=${id}`, 1],
  ])
    expect((await get(`vpc-endpoints${query}`)).body).toMatchObject({ total_count });
});

test("a VPC has one private domain name for a service, until its endpoint is gone", async () => {
  const serviceId = await serviceWith(false);
  const named = (changes: object) => connect(serviceId, { enable_dns: true, ...changes });
  const { id } = (await named({})).body;
  expect((await named({ subnet_id: "b" })).body.error_code).toBe("EndPoint.2034");
  expect((await named({ subnet_id: "b", enable_dns: false })).status).toBe(200);
  expect((await named({ subnet_id: "c", vpc_id: "other" })).status).toBe(200);
  await remove(`vpc-endpoints/${id}`);
  expect((await named({ subnet_id: "d" })).status).toBe(400);
  pass(10);
  expect((await named({ subnet_id: "d" })).status).toBe(200);
});

test.each<[RuleSetName, number, number]>([
  ["page", 20, 200],
  ["page", 21, 400],
  ["lenient", 60, 200],
  ["lenient", 61, 400],
])("rules %s: an address filter of %i gets %i", async (rules, length, status) => {
  emulator.configure({ rules });
  const whitelist = Array.from({ length }, (_, at) => `10.0.0.${at + 1}`);
  const { body, status: created } = await connect(await serviceWith(false), { whitelist });
  expect(created).toBe(status);
  expect(body.error_code).toBe(status === 200 ? undefined : "EndPoint.2045");
});

test("an endpoint shows the new name of its service", async () => {
  const serviceId = await serviceWith(false);
  const { id } = (await connect(serviceId)).body;
  await put(`${services}/${serviceId}`, { service_name: "fresh" });
  const seen = (await get(`vpc-endpoints/${id}`)).body.endpoint_service_name;
  expect(seen).toBe(`cn-north-4.fresh.${serviceId}`);
});

describe("connections of other accounts", () => {
  test("are listed, filtered, described, counted", async () => {
    const serviceId = await serviceWith(true);
    const path = `${services}/${serviceId}/connections`;
    const one = emulator.connect(serviceId, { domain_id: "a1", status: "accepted" });
    const two = emulator.connect(serviceId, { domain_id: "b2" });
    expect(two).toMatchObject({ domain_id: "b2", status: "pendingAcceptance" });
    expect(one.marker_id).toBeGreaterThan(2 ** 24);
    const listed = async (query: string) =>
      (await get(`${path}${query}`)).body.connections.map((item: { id: string }) => item.id);
    expect((await listed("")).sort()).toEqual([one.id, two.id].sort());
    expect(await listed("?status=accepted")).toEqual([one.id]);
    expect(await listed(`?marker_id=${two.marker_id}`)).toEqual([two.id]);
    expect(await listed(`?id=${one.id}`)).toEqual([one.id]);
    const note = { id: one.id, description: "é".repeat(512) };
    const noted = await put(`${path}/description`, { connections: [note] });
    expect(noted.body.connections).toMatchObject([{ ...note, domain_id: "a1" }]);
    const [item] = (await get(`${services}?id=${serviceId}`)).body.endpoint_services;
    expect(item.connection_count).toBe(1);
  });

  test("say why they failed", async () => {
    const serviceId = await serviceWith(true);
    emulator.connect(serviceId, { status: "failed" });
    const { connections } = (await get(`${services}/${serviceId}/connections`)).body;
    expect(connections).toMatchObject([{ status: "failed", error: [{ error_code: "EndPoint.2022" }] }]);
  });

  test.each([
    ["pendingAcceptance", 204],
    ["rejected", 204],
    ["failed", 204],
    ["accepted", 400],
    ["creating", 400],
  ])("while one is %s a delete of the service gets %i", async (status, expected) => {
    const serviceId = await serviceWith(true);
    emulator.connect(serviceId, { status });
    expect((await remove(`${services}/${serviceId}`)).status).toBe(expected);
    pass(10);
    const left = expected === 204 ? { services: [], endpoints: [] } : { services: [{}] };
    expect(emulator.state()).toMatchObject(left);
  });
});
