import { randomUUID } from "node:crypto";
import { call, newService, startForTest, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs, settleSeconds: 10 });

const send = (method: string, path: string, body?: unknown) =>
  call(emulator, method, path, body, { atMs: nowMs });
const pass = (seconds: number) => {
  nowMs += seconds * 1000;
};

async function serviceWith(approval_enabled: boolean): Promise<string> {
  const body = { vpc_id: randomUUID(), port_id: randomUUID(), server_type: "LB", approval_enabled };
  const reply = await send("POST", "vpc-endpoint-services", {
    ...body,
    ports: [{ client_port: 1, server_port: 1 }],
  });
  pass(10);
  return reply.body.id;
}

const endpointBody = (endpoint_service_id: string, changes: object = {}) => ({
  endpoint_service_id,
  vpc_id: "vpc",
  subnet_id: "subnet",
  ...changes,
});

test.each([
  [false, "accepted"],
  [true, "pendingAcceptance"],
])("with approval %s an endpoint is creating, then %s", async (approval, status) => {
  const serviceId = await serviceWith(approval);
  const body = endpointBody(serviceId, { port_ip: "10.1.2.3", enable_dns: true, description: "mine" });
  const created = await send("POST", "vpc-endpoints", body);
  expect(created).toMatchObject({ status: 200, body: { status: "creating", enable_dns: false } });
  expect(created.body).not.toHaveProperty("ip");
  pass(9);
  const path = `vpc-endpoints/${created.body.id}`;
  expect((await send("GET", path)).body.status).toBe("creating");
  pass(1);
  const settled = (await send("GET", path)).body;
  expect(settled).toMatchObject({
    status,
    service_type: "interface",
    endpoint_service_id: serviceId,
    endpoint_service_name: `cn-north-4.${serviceId}`,
    active_status: ["active"],
    description: "mine",
    whitelist: [],
  });
  const seen = approval
    ? { enable_dns: false }
    : { ip: "10.1.2.3", enable_dns: true, dns_names: [expect.any(String)] };
  expect(settled).toMatchObject(seen);
  expect("ip" in settled).toBe(!approval);
});

test("accepting and rejecting move the endpoint and its connection together", async () => {
  const serviceId = await serviceWith(true);
  const { id } = (await send("POST", "vpc-endpoints", endpointBody(serviceId))).body;
  pass(10);
  const act = (action: string) =>
    send("POST", `vpc-endpoint-services/${serviceId}/connections/action`, { action, endpoints: [id] });
  const statuses = async () => {
    const listed = (await send("GET", `vpc-endpoint-services/${serviceId}/connections?id=${id}`)).body;
    return [(await send("GET", `vpc-endpoints/${id}`)).body.status, listed.connections[0].status];
  };
  expect((await act("receive")).body.connections).toMatchObject([
    { id, status: "creating", domain_id: emulator.domainId },
  ]);
  pass(10);
  expect(await statuses()).toEqual(["accepted", "accepted"]);
  expect((await act("receive")).body.connections).toMatchObject([{ status: "accepted" }]);
  expect((await act("reject")).body.connections).toMatchObject([{ status: "rejected" }]);
  expect(await statuses()).toEqual(["rejected", "rejected"]);
  expect((await send("GET", `vpc-endpoints/${id}`)).body.ip).toMatch(/^192\.168\./);
  await act("receive");
  pass(10);
  expect(await statuses()).toEqual(["accepted", "accepted"]);
});

test("deleting one: deleting, then gone from both sides", async () => {
  const serviceId = await serviceWith(false);
  const { id } = (await send("POST", "vpc-endpoints", endpointBody(serviceId))).body;
  expect(await send("DELETE", `vpc-endpoints/${id}`)).toMatchObject({ status: 204, text: "" });
  expect((await send("GET", `vpc-endpoints/${id}`)).body.status).toBe("deleting");
  pass(9);
  expect((await send("DELETE", `vpc-endpoints/${id}`)).status).toBe(204);
  pass(1);
  expect((await send("GET", `vpc-endpoints/${id}`)).status).toBe(404);
  expect((await send("GET", `vpc-endpoint-services/${serviceId}/connections`)).body).toEqual({
    connections: [],
    total_count: 0,
  });
});

test("the whitelist is replaced when it is sent, and kept when it is null", async () => {
  const serviceId = await serviceWith(false);
  const { id } = (await send("POST", "vpc-endpoints", endpointBody(serviceId, { whitelist: ["10.0.0.1"] })))
    .body;
  const put = (body: object) => send("PUT", `vpc-endpoints/${id}`, body);
  expect((await put({ whitelist: ["10.0.0.0/8", "10.0.0.2"] })).body).toMatchObject({
    whitelist: ["10.0.0.0/8", "10.0.0.2"],
    enable_whitelist: false,
  });
  expect((await put({ whitelist: null, enable_whitelist: true })).body).toMatchObject({
    whitelist: ["10.0.0.0/8", "10.0.0.2"],
    enable_whitelist: true,
  });
  expect((await put({ whitelist: [] })).body.whitelist).toEqual([]);
});

test("to a gateway service of the operator: route tables instead of a subnet", async () => {
  const [gateway] = (await send("GET", "vpc-endpoint-services/public?endpoint_service_name=obs")).body
    .endpoint_services;
  const created = await send("POST", "vpc-endpoints", { endpoint_service_id: gateway.id, vpc_id: "vpc" });
  expect(created.body).toMatchObject({
    service_type: "gateway",
    endpoint_service_name: gateway.service_name,
  });
  expect(created.body.routetables).toHaveLength(1);
  expect(created.body).not.toHaveProperty("subnet_id");
});

test("lists show one's own and filter by service name, VPC and id", async () => {
  const serviceId = await serviceWith(false);
  const { id } = (await send("POST", "vpc-endpoints", endpointBody(serviceId))).body;
  emulator.connect(serviceId);
  const total = async (query: string) => (await send("GET", `vpc-endpoints${query}`)).body.total_count;
  expect(await total("")).toBe(1);
  expect(await total(`?endpoint_service_name=${serviceId}`)).toBe(1);
  expect(await total("?endpoint_service_name=zzz")).toBe(0);
  expect(await total("?vpc_id=vpc")).toBe(1);
  expect(await total("?vpc_id=other")).toBe(0);
  expect(await total(`?id=${id}`)).toBe(1);
});

describe("connections", () => {
  test("of other accounts: listed, filtered, described, counted", async () => {
    const serviceId = await serviceWith(true);
    const path = `vpc-endpoint-services/${serviceId}/connections`;
    const one = emulator.connect(serviceId, { domain_id: "a1", status: "accepted" });
    const two = emulator.connect(serviceId, { domain_id: "b2" });
    expect(two).toMatchObject({ domain_id: "b2", status: "pendingAcceptance" });
    expect(one.marker_id).toBeGreaterThan(2 ** 24);
    const listed = async (query: string) =>
      (await send("GET", `${path}${query}`)).body.connections.map((item: { id: string }) => item.id);
    expect((await listed("")).sort()).toEqual([one.id, two.id].sort());
    expect(await listed("?status=accepted")).toEqual([one.id]);
    expect(await listed(`?marker_id=${two.marker_id}`)).toEqual([two.id]);
    expect(await listed(`?id=${one.id}`)).toEqual([one.id]);
    const note = { connections: [{ id: one.id, description: "é".repeat(512) }] };
    const noted = await send("PUT", `${path}/description`, note);
    expect(noted.body.connections).toMatchObject([
      { id: one.id, description: "é".repeat(512), domain_id: "a1" },
    ]);
    const [item] = (await send("GET", `vpc-endpoint-services?id=${serviceId}`)).body.endpoint_services;
    expect(item.connection_count).toBe(1);
  });

  test("a failed one says why", async () => {
    const serviceId = await serviceWith(true);
    emulator.connect(serviceId, { status: "failed" });
    const [connection] = (await send("GET", `vpc-endpoint-services/${serviceId}/connections`)).body
      .connections;
    expect(connection).toMatchObject({ status: "failed", error: [{ error_code: "EndPoint.2022" }] });
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
    const reply = await send("DELETE", `vpc-endpoint-services/${serviceId}`);
    expect(reply.status).toBe(expected);
    pass(10);
    expect(emulator.state()).toMatchObject(
      expected === 204 ? { services: [], endpoints: [] } : { services: [{}] },
    );
  });

  test("an endpoint shows the new name of its service", async () => {
    const serviceId = await serviceWith(false);
    const { id } = (await send("POST", "vpc-endpoints", endpointBody(serviceId))).body;
    await send("PUT", `vpc-endpoint-services/${serviceId}`, { service_name: "fresh" });
    const seen = (await send("GET", `vpc-endpoints/${id}`)).body.endpoint_service_name;
    expect(seen).toBe(`cn-north-4.fresh.${serviceId}`);
  });
});

test("the professional edition", async () => {
  const real = await startForTest();
  const id = await newService(real);
  const path = `/v2/${real.projectId}/vpc-endpoint-services/${id}`;
  expect((await call(real, "POST", `${path}/upgrade`)).status).toBe(204);
  const resources = { server_resources: [{ resource_id: randomUUID() }] };
  expect((await call(real, "POST", `${path}/add-server-resources`, resources)).status).toBe(204);
  const read = await call(real, "GET", `vpc-endpoint-services/${id}`);
  expect(read.body.supported_editions).toEqual(["basic", "profession"]);
});
