import { randomUUID } from "node:crypto";
import { call, newService, portId, serviceBody, useEmulator, vpcId } from "./client";

const emulator = useEmulator();

const services = "vpc-endpoint-services";

test("create returns the whole object as creating, the next read shows it available", async () => {
  const created = await call(
    emulator,
    "POST",
    services,
    serviceBody({ service_name: "orders", tags: [{ key: "a", value: "b" }] }),
  );
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
    tags: [{ key: "a", value: "b" }],
  });
  expect(created.body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(created.body).not.toHaveProperty("error");
  const read = await call(emulator, "GET", `${services}/${created.body.id}`);
  expect(read.body).toEqual({ ...created.body, status: "available" });
});

test("without a name the long name has two parts", async () => {
  const id = await newService(emulator);
  const read = await call(emulator, "GET", `${services}/${id}`);
  expect(read.body.service_name).toBe(`cn-north-4.${id}`);
});

describe("modify", () => {
  const ports = [
    { client_port: 1, server_port: 65535, protocol: "TCP" },
    { client_port: 65535, server_port: 1, protocol: "TCP" },
  ];
  const otherPort = randomUUID();
  test.each([
    [{ approval_enabled: false }, { approval_enabled: false }],
    [{ ports }, { ports }],
    [{ port_id: otherPort }, { port_id: otherPort }],
    [{ tcp_proxy: "proxy_vni" }, { tcp_proxy: "proxy_vni" }],
    [{ description: "démo ✓" }, { description: "démo ✓" }],
    [{ description: "" }, { description: "" }],
    [{}, {}],
    [{ vpc_id: randomUUID(), server_type: "VM", unknown: 1 }, {}],
    [{ description: null }, {}],
  ])("%j changes exactly that", async (body, change) => {
    const id = await newService(emulator, { description: "before", service_name: "name" });
    const before = (await call(emulator, "GET", `${services}/${id}`)).body;
    const modified = await call(emulator, "PUT", `${services}/${id}`, body);
    expect(modified.status).toBe(200);
    expect({ ...modified.body, updated_at: "" }).toEqual({ ...before, ...change, updated_at: "" });
    expect((await call(emulator, "GET", `${services}/${id}`)).body).toEqual(modified.body);
  });

  test("a new name changes the long name, the empty one takes it out", async () => {
    const id = await newService(emulator, { service_name: "old" });
    const renamed = await call(emulator, "PUT", `${services}/${id}`, { service_name: "new_-A9" });
    expect(renamed.body.service_name).toBe(`cn-north-4.new_-A9.${id}`);
    const cleared = await call(emulator, "PUT", `${services}/${id}`, { service_name: "" });
    expect(cleared.body.service_name).toBe(`cn-north-4.${id}`);
  });

  test("the operation for the name alone", async () => {
    const id = await newService(emulator);
    const renamed = await call(emulator, "PUT", `${services}/${id}/name`, {
      endpoint_service_name: "obs_test",
    });
    expect(renamed).toMatchObject({
      status: 200,
      body: { endpoint_service_name: `cn-north-4.obs_test.${id}` },
    });
  });
});

test("delete returns 204 without a body, then the service is gone", async () => {
  const id = await newService(emulator);
  const deleted = await call(emulator, "DELETE", `${services}/${id}`);
  expect(deleted).toMatchObject({ status: 204, text: "" });
  expect(deleted.headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
  const read = await call(emulator, "GET", `${services}/${id}`);
  expect(read).toMatchObject({ status: 404, body: { error_code: "EndPoint.0005" } });
});

describe("two services on one port_id", () => {
  const mapping = (server_port: number) => [{ client_port: 9000, server_port }];

  test("different server ports are fine", async () => {
    await newService(emulator, { ports: mapping(80) });
    await newService(emulator, { ports: mapping(81) });
    expect((await call(emulator, "GET", services)).body.total_count).toBe(2);
  });

  test("of twenty parallel creates exactly one wins", async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => call(emulator, "POST", services, serviceBody())),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(replies.filter((reply) => reply.body.error_code === "EndPoint.3044")).toHaveLength(19);
    expect(emulator.state().services).toHaveLength(1);
  });

  test.each([{ ports: mapping(80) }, { port_id: portId }])(
    "a modify by %j cannot clash either",
    async (change) => {
      await newService(emulator, { ports: mapping(80) });
      const other = "port_id" in change ? { port_id: randomUUID() } : { ports: mapping(81) };
      const id = await newService(emulator, { ports: mapping(80), ...other });
      const before = emulator.state();
      const refused = await call(emulator, "PUT", `${services}/${id}`, change);
      expect(refused).toMatchObject({ status: 400, body: { error_code: "EndPoint.3044" } });
      expect(emulator.state()).toEqual(before);
    },
  );

  test("its own mappings do not count", async () => {
    const id = await newService(emulator, { ports: mapping(80) });
    const kept = await call(emulator, "PUT", `${services}/${id}`, {
      ports: [...mapping(80), ...mapping(90)],
    });
    expect(kept.status).toBe(200);
  });
});
