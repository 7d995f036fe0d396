import type { FaultRule } from "../../emulator/index";
import { PORT, SMALLEST, useWorld, VPC } from "./world";

const world = useWorld({ hurry: 5 });

test("scenario 1: a service is created with one POST, waited for, and shown whole", async () => {
  const stack = world.stack();
  await stack.up({ ...SMALLEST, serviceName: "orders", tags: { owner: "dev" } });
  expect(world.calls()).toEqual(["POST vpc-endpoint-services", "GET vpc-endpoint-services/{id}"]);
  expect(world.bodies("POST")).toEqual([
    {
      server_type: "LB",
      vpc_id: VPC,
      port_id: PORT,
      ports: [{ client_port: 8080, server_port: 80 }],
      service_name: "orders",
      tags: [{ key: "owner", value: "dev" }],
    },
  ]);
  const { id } = world.service();
  expect(stack.id).toBe(id);
  const { __provider, __vpcep, poolId, createdAt, updatedAt, ...outputs } = stack.outputs;
  expect(outputs).toEqual({
    status: "available",
    endpointServiceName: `cn-north-4.orders.${id}`,
    serviceName: "orders",
    serverType: "LB",
    serviceType: "interface",
    vpcId: VPC,
    portId: PORT,
    ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
    approvalEnabled: true,
    tcpProxy: "close",
    description: "",
    tags: { owner: "dev" },
    enablePolicy: false,
    ipVersion: "ipv4",
    supportedEditions: ["basic"],
    error: [],
    region: world.emulator.region,
    projectId: world.emulator.projectId,
  });
  expect([createdAt, updatedAt]).toEqual([world.service()["created_at"], world.service()["updated_at"]]);
  expect(poolId).toBe(world.service()["pool_id"]);
  expect(__vpcep).toEqual({
    name: stack.options.name,
    set: ["serviceName", "tags"],
    // The program leaves the protocol out, the cloud says it.
    written: { ports: { order: [0], bare: [0] } },
  });
});

test("a service without a name is called by region and id", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  expect(stack.outputs).toMatchObject({ serviceName: "", endpointServiceName: `cn-north-4.${stack.id}` });
});

test("scenario 2: an unchanged service is no change and no call", async () => {
  const stack = world.stack();
  const program = {
    ...SMALLEST,
    serviceName: "orders",
    description: "a",
    tags: { a: "1" },
    permissions: ["*"],
  };
  await stack.up(program);
  world.forgetCalls();
  expect((await stack.preview(program)).step).toBe("same");
  expect(await stack.up(program)).toBe("same");
  expect(world.calls()).toEqual([]);
});

test("a preview of a new service makes no call", async () => {
  const plan = await world.stack().preview({ ...SMALLEST, serviceName: "orders" });
  expect(plan.step).toBe("create");
  expect(world.calls()).toEqual([]);
});

describe("scenario 8: the order of mappings makes no difference", () => {
  const mappings = [
    { clientPort: 8080, serverPort: 80 },
    { clientPort: 8443, serverPort: 443 },
  ];
  const wired = [
    { client_port: 8443, server_port: 443, protocol: "TCP" },
    { client_port: 8080, server_port: 80, protocol: "TCP" },
  ];

  test("scenario 8: when the API reorders them", async () => {
    const stack = world.stack();
    await stack.up({ ...SMALLEST, ports: mappings });
    world.emulator.patchService(stack.id, { ports: wired });
    expect(await stack.refresh()).toMatchObject({ changes: false });
    expect(stack.outputs["ports"]).toMatchObject([{ clientPort: 8443 }, { clientPort: 8080 }]);
    world.forgetCalls();
    expect(await stack.up({ ...SMALLEST, ports: mappings })).toBe("same");
    expect(world.calls()).toEqual([]);
  });

  test("scenario 8: when the user reorders them", async () => {
    const stack = world.stack();
    await stack.up({ ...SMALLEST, ports: mappings });
    world.forgetCalls();
    expect(await stack.up({ ...SMALLEST, ports: [...mappings].reverse() })).toBe("same");
    expect(world.calls()).toEqual([]);
  });
});

test("scenario 10: a protocol left out is TCP, and stays quiet", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  expect(world.service()["ports"]).toEqual([{ client_port: 8080, server_port: 80, protocol: "TCP" }]);
  expect(await stack.refresh()).toMatchObject({ changes: false });
  expect(await stack.up(SMALLEST)).toBe("same");
  const spelled = [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }];
  expect(await stack.up({ ...SMALLEST, ports: spelled })).toBe("same");
});

test("scenario 29: a service deleted by hand leaves the state at a refresh, and is made anew", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  const { id } = stack;
  world.emulator.deleteService(id);
  expect(await stack.refresh()).toBe("gone");
  expect(stack.state).toBeUndefined();
  expect(await stack.up(SMALLEST)).toBe("create");
  expect(world.service()["id"]).not.toBe(id);
});

test.each<[string, FaultRule]>([
  ["HTTP 403", { kind: "status", errorCode: "EndPoint.0004" }],
  ["HTTP 500", { kind: "status", status: 500 }],
  ["a wrong route", { kind: "status", status: 404, errorCode: "APIGW.0101" }],
])("a refresh never takes %s for a deletion", async (_what, fault) => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  const before = structuredClone(stack.state);
  world.emulator.setFaults([fault]);
  await expect(stack.refresh()).rejects.toThrow(/^VpcEndpointService "orders\d+": read failed: GET /);
  expect(stack.state).toEqual(before);
});

test("a refresh costs two calls, with a managed whitelist three", async () => {
  const [plain, managed] = [world.stack(), world.stack({ name: "managed" })];
  await plain.up(SMALLEST);
  world.forgetCalls();
  await plain.refresh();
  expect(world.calls()).toEqual(["GET vpc-endpoint-services/{id}", "GET vpc-endpoint-services?id={id}"]);
  await managed.up({ ...SMALLEST, ports: [{ clientPort: 1, serverPort: 1 }], permissions: ["*"] });
  world.forgetCalls();
  await managed.refresh();
  expect(world.calls().sort()).toEqual([
    "GET vpc-endpoint-services/{id}",
    "GET vpc-endpoint-services/{id}/permissions?limit=500&offset=0",
    "GET vpc-endpoint-services?id={id}",
  ]);
});

test("a refresh counts the consumers", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  for (const status of ["accepted", "accepted", "rejected"]) world.emulator.connect(stack.id, { status });
  await stack.refresh();
  expect(stack.outputs["connectionCount"]).toBe(2);
  expect(await stack.up(SMALLEST)).toBe("same");
});

describe("a refresh shows every drift of what the program sets, and the next up repairs it", () => {
  const program = {
    ...SMALLEST,
    serviceName: "orders",
    approvalEnabled: true,
    tcpProxy: "close",
    description: "mine",
    tags: { owner: "dev" },
    permissions: ["iam:domain::aaa"],
  };

  test.each<[string, Record<string, unknown>, Record<string, unknown>, number]>([
    ["serviceName", { service_name: "cn-north-4.theirs.{id}" }, { serviceName: "theirs" }, 1],
    ["approvalEnabled", { approval_enabled: false }, { approvalEnabled: false }, 1],
    ["tcpProxy", { tcp_proxy: "open" }, { tcpProxy: "open" }, 1],
    ["description", { description: "theirs" }, { description: "theirs" }, 1],
    [
      "portId",
      { port_id: "7f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11" },
      { portId: "7f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11" },
      1,
    ],
    [
      "ports",
      { ports: [{ client_port: 9, server_port: 9, protocol: "TCP" }] },
      { ports: [{ clientPort: 9, serverPort: 9, protocol: "TCP" }] },
      1,
    ],
    ["tags", { tags: [{ key: "theirs", value: "1" }] }, { tags: { theirs: "1" } }, 2],
    ["permissions", { permissions: ["iam:domain::bbb"] }, { permissions: ["iam:domain::bbb"] }, 2],
  ])("%s", async (field, patch, drifted, writes) => {
    const stack = world.stack();
    await stack.up(program);
    const before = world.service();
    const name =
      typeof patch["service_name"] === "string" ? patch["service_name"].replace("{id}", stack.id) : undefined;
    world.emulator.patchService(stack.id, {
      ...patch,
      ...(name === undefined ? {} : { service_name: name }),
    });
    const shown = await stack.refresh();
    expect(shown).not.toMatchObject({ changes: false });
    expect(stack.state?.outputs).toMatchObject(drifted);
    // As inputs too: with `ignoreChanges` they are what the program is taken to say.
    expect(stack.state?.inputs[field]).toEqual(drifted[field]);
    world.forgetCalls();
    expect(await stack.up(program)).toBe("update");
    expect(world.writes()).toHaveLength(writes);
    const { updated_at: _now, permissions, ...after } = world.service();
    const { updated_at: _then, permissions: listed, ...expected } = before;
    expect(after).toEqual(expected);
    expect(recordsOf(permissions)).toEqual(recordsOf(listed));
    expect(await stack.up(program)).toBe("same");
  });

  const recordsOf = (list: unknown) => (list as { permission: string }[]).map(({ permission }) => permission);
});

test("drift of what the program does not speak of is shown in the outputs, and is no change", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  world.emulator.patchService(stack.id, {
    approval_enabled: false,
    tcp_proxy: "open",
    description: "theirs",
    service_name: `cn-north-4.theirs.${stack.id}`,
    tags: [{ key: "theirs", value: "1" }],
    permissions: ["*"],
  });
  expect(await stack.refresh()).toMatchObject({ changes: false });
  expect(stack.outputs).toMatchObject({
    approvalEnabled: false,
    tcpProxy: "open",
    description: "theirs",
    serviceName: "theirs",
    tags: { theirs: "1" },
  });
  expect(stack.outputs["permissions"]).toBeUndefined();
  world.forgetCalls();
  expect(await stack.up(SMALLEST)).toBe("same");
  expect(world.calls()).toEqual([]);
});

describe("scenario 42: the name is read out of every form that the API answers", () => {
  test.each([
    ["the full one with region and id", "cn-north-4.orders.{id}", "orders"],
    ["region and id alone", "cn-north-4.{id}", ""],
    ["bare, as the API page prints it", "orders", "orders"],
  ])("scenario 42: %s", async (_form, answered, short) => {
    const stack = world.stack();
    await stack.up({ ...SMALLEST, serviceName: short });
    world.emulator.patchService(stack.id, { service_name: answered.replace("{id}", stack.id) });
    expect(await stack.refresh()).toMatchObject({ changes: false });
    const suffix = short === "" ? stack.id : `${short}.${stack.id}`;
    expect(stack.outputs).toMatchObject({
      serviceName: short,
      endpointServiceName: `cn-north-4.${suffix}`,
    });
    expect(await stack.up({ ...SMALLEST, serviceName: short })).toBe("same");
  });

  test("scenario 42: a name changed in the console is shown as drift", async () => {
    const stack = world.stack();
    await stack.up({ ...SMALLEST, serviceName: "orders" });
    world.emulator.patchService(stack.id, { service_name: `cn-north-4.console.${stack.id}` });
    const shown = await stack.refresh();
    expect(shown).toEqual({ replaces: [], deleteBeforeReplace: expect.any(Boolean) });
    expect(stack.outputs["serviceName"]).toBe("console");
  });
});

describe("scenario 46: what an answer lacks or spells otherwise is no crash and no difference", () => {
  const program = {
    ...SMALLEST,
    serviceName: "orders",
    approvalEnabled: false,
    tcpProxy: "open",
    description: "text",
    tags: { owner: "dev" },
  };
  const optional = Object.keys({
    service_name: 0,
    server_type: 0,
    vpc_id: 0,
    port_id: 0,
    ports: 0,
    service_type: 0,
    approval_enabled: 0,
    tcp_proxy: 0,
    description: 0,
    tags: 0,
    enable_policy: 0,
    ip_version: 0,
    pool_id: 0,
    project_id: 0,
    created_at: 0,
    updated_at: 0,
    error: 0,
    supported_editions: 0,
    cidr_type: 0,
  });
  const each = (value: unknown) => Object.fromEntries(optional.map((field) => [field, value]));

  test.each<[string, FaultRule]>([
    ["absent", { kind: "drop-fields", fields: optional }],
    ["null", { kind: "replace-body", merge: each(null) as never }],
    ["objects", { kind: "replace-body", merge: each({}) as never }],
    ["numbers", { kind: "replace-body", merge: each(7) as never }],
    ["lists of null", { kind: "replace-body", merge: each([null]) as never, match: { method: "GET" } }],
    ["extra", { kind: "replace-body", merge: { tomorrow: { deep: [1, null] }, error: {} } }],
  ])("scenario 46: fields that are %s", async (_what, fault) => {
    const stack = world.stack();
    world.emulator.setFaults([{ ...fault, at: "after-processing" }]);
    await stack.up(program);
    expect(await stack.up(program)).toBe("same");
    await stack.refresh();
    world.forgetCalls();
    expect(await stack.up(program)).toBe("same");
    expect(world.calls()).toEqual([]);
    expect(stack.outputs).toMatchObject({ status: "available", error: [] });
    world.emulator.clearFaults();
    expect(await stack.refresh()).toMatchObject({ changes: false });
  });

  test("scenario 46: ports as strings, as the manuals' samples print them", async () => {
    const stack = world.stack();
    await stack.up(program);
    world.emulator.patchService(stack.id, { ports: [{ client_port: "8080", server_port: "80" }] as never });
    expect(await stack.refresh()).toMatchObject({ changes: false });
    expect(stack.outputs["ports"]).toEqual([{ clientPort: 8080, serverPort: 80, protocol: "TCP" }]);
  });
});

test("an answer to a read without a status is an error, not a deletion", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  world.emulator.setFaults([{ kind: "drop-fields", fields: ["status"], at: "after-processing" }]);
  await expect(stack.refresh()).rejects.toThrow(/was malformed: no usable id, or no status/);
  expect(stack.state?.id).toBeDefined();
});

test("scenario 47: fields that the program does not set are never sent", async () => {
  const stack = world.stack();
  await stack.up(SMALLEST);
  await stack.up({ ...SMALLEST, tcpProxy: "open" });
  const sent = [...world.bodies("POST"), ...world.bodies("PUT")].flatMap((body) =>
    Object.keys(body as object),
  );
  expect(sent.sort()).toEqual(["port_id", "ports", "server_type", "tcp_proxy", "vpc_id"]);
});

test("the further fields of a create are sent when the program sets them", async () => {
  const more = {
    serviceType: "interface",
    enablePolicy: true,
    ipVersion: "ipv6",
    snatNetworkId: "7f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
    poolId: "dedicated",
  };
  const stack = world.stack();
  await stack.up({ ...SMALLEST, ...more });
  expect(world.bodies("POST")[0]).toMatchObject({
    service_type: "interface",
    enable_policy: true,
    ip_version: "ipv6",
    snat_network_id: "7f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
    pool_id: "dedicated",
  });
  expect(stack.outputs).toMatchObject(more);
  await stack.refresh();
  expect(await stack.up({ ...SMALLEST, ...more })).toBe("same");
});

describe("scenario 41: .get()", () => {
  test("reads a service without owning it", async () => {
    const owner = world.stack();
    await owner.up({ ...SMALLEST, serviceName: "orders", tags: { a: "1" } });
    world.forgetCalls();
    const found = await world.stack({ name: "found" }).get(owner.id);
    expect(world.writes()).toEqual([]);
    expect(found).toMatchObject({
      status: "available",
      serviceName: "orders",
      endpointServiceName: `cn-north-4.orders.${owner.id}`,
      ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
      tags: { a: "1" },
    });
  });

  test("of a service that is not there fails, and names region and project", async () => {
    const id = "00000000-0000-4000-8000-000000000000";
    await expect(world.stack({ name: "found" }).get(id)).rejects.toThrow(
      `VpcEndpointService "found": read failed: there is no service ${id} in region cn-north-4, project ${world.emulator.projectId}. ` +
        "Check the id, the region and the project.",
    );
  });

  test("of a failed service answers it", async () => {
    const owner = world.stack();
    await owner.up(SMALLEST);
    world.emulator.patchService(owner.id, {
      status: "failed",
      error: [{ error_code: "X.1", error_message: "no room" }],
    });
    expect(await world.stack().get(owner.id)).toMatchObject({
      status: "failed",
      error: [{ errorCode: "X.1", errorMessage: "no room" }],
    });
  });
});
