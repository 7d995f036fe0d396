import { randomUUID } from "node:crypto";
import { callsOf, newService, portId, serviceBody, services, useEmulator, vpcId } from "./client";

const emulator = useEmulator();
const { get, post, put, remove } = callsOf(emulator);
/** What a get shows of such a service, and a create or modify does not. */
const onlyRead = { supported_editions: ["basic"] };
const read = (id: string) => get(`${services}/${id}`);

test("create returns the whole object as creating, the next read shows it available", async () => {
  const tags = [{ key: "a", value: "b" }];
  const created = await post(services, serviceBody({ service_name: "orders", tags }));
  expect(created.status).toBe(200);
  expect(created.body).toMatchObject({
    status: "creating",
    service_name: `cn-north-4.orders.${created.body.id}`,
    port_id: portId,
    vpc_id: vpcId,
    server_type: "LB",
    service_type: "interface",
    approval_enabled: true,
    tcp_proxy: "close",
    description: "",
    project_id: emulator.projectId,
    ports: [{ client_port: 8080, server_port: 80, protocol: "TCP" }],
    tags,
  });
  expect(created.body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(created.body).not.toHaveProperty("error");
  expect((await read(created.body.id)).body).toEqual({ ...created.body, ...onlyRead, status: "available" });
});

describe("modify", () => {
  const ports = [
    { client_port: 1, server_port: 65535, protocol: "TCP" },
    { client_port: 65535, server_port: 1, protocol: "TCP" },
  ];
  test.each<[object, object?]>([
    [{ approval_enabled: false }],
    [{ ports }],
    [{ port_id: randomUUID() }],
    [{ tcp_proxy: "proxy_vni" }],
    [{ description: "démo ✓" }],
    [{ description: "" }],
    [{}],
    [{ vpc_id: randomUUID(), server_type: "VM", unknown: 1 }, {}],
    [{ description: null }, {}],
  ])("%j changes exactly that", async (body, change = body) => {
    const id = await newService(emulator, { description: "before", service_name: "name" });
    const before = (await read(id)).body;
    const modified = await put(`${services}/${id}`, body);
    expect(modified.status).toBe(200);
    const shown = { ...modified.body, ...onlyRead };
    expect({ ...shown, updated_at: "" }).toEqual({ ...before, ...change, updated_at: "" });
    expect((await read(id)).body).toEqual(shown);
  });

  test("a new name changes the long name, the empty one takes it out", async () => {
    const id = await newService(emulator, { service_name: "old" });
    const rename = (service_name: string) => put(`${services}/${id}`, { service_name });
    expect((await rename("new_-A9")).body.service_name).toBe(`cn-north-4.new_-A9.${id}`);
    expect((await rename("")).body.service_name).toBe(`cn-north-4.${id}`);
  });

  test("the operation for the name alone", async () => {
    const id = await newService(emulator);
    expect((await read(id)).body.service_name).toBe(`cn-north-4.${id}`);
    const renamed = await put(`${services}/${id}/name`, { endpoint_service_name: "obs_test" });
    const body = { endpoint_service_name: `cn-north-4.obs_test.${id}` };
    expect(renamed).toMatchObject({ status: 200, body });
  });
});

test("delete returns 204 without a body, then the service is gone", async () => {
  const id = await newService(emulator);
  const deleted = await remove(`${services}/${id}`);
  expect(deleted).toMatchObject({ status: 204, text: "" });
  expect(deleted.headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
  expect(await read(id)).toMatchObject({ status: 404, body: { error_code: "EndPoint.0005" } });
});

describe("two services on one port_id", () => {
  const mapping = (server_port: number) => [{ client_port: 9000, server_port }];

  test("different server ports are fine, and a service's own mappings do not count", async () => {
    await newService(emulator, { ports: mapping(80) });
    const id = await newService(emulator, { ports: mapping(81) });
    const ports = [...mapping(81), ...mapping(90)];
    expect((await put(`${services}/${id}`, { ports })).status).toBe(200);
  });

  test("of twenty parallel creates exactly one wins", async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(services, serviceBody())));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(replies.filter((reply) => reply.body.error_code === "EndPoint.3044")).toHaveLength(19);
    expect(emulator.state().services).toHaveLength(1);
  });

  test.each([
    [{ ports: mapping(80) }, { ports: mapping(81) }],
    [{ port_id: portId }, { port_id: randomUUID() }],
  ])("a modify by %j cannot clash either", async (change, other) => {
    await newService(emulator, { ports: mapping(80) });
    const id = await newService(emulator, { ports: mapping(80), ...other });
    const before = emulator.state();
    const refused = await put(`${services}/${id}`, change);
    expect(refused).toMatchObject({ status: 400, body: { error_code: "EndPoint.3044" } });
    expect(emulator.state()).toEqual(before);
  });
});
