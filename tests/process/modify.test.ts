import type { Bag } from "../helpers/engine";
import { OTHER_PORT, OTHER_VPC, SMALLEST, useWorld } from "./world";

const world = useWorld({ hurry: 5 });

const FULL = {
  ...SMALLEST,
  serviceName: "orders",
  approvalEnabled: false,
  tcpProxy: "open",
  description: "text",
  tags: { owner: "dev" },
  permissions: ["iam:domain::aaa"],
  organizationPermissions: ["organizations:orgPath::o-a/*"],
};

const TWO = [
  { clientPort: 8080, serverPort: 80 },
  { clientPort: 8443, serverPort: 443 },
];

async function existing(program: Bag = FULL) {
  const stack = world.stack();
  await stack.up(program);
  world.forgetCalls();
  return stack;
}

describe("each field that can be changed is changed alone, with one PUT of one key", () => {
  test.each<[string, unknown, Bag]>([
    ["scenario 3: tcpProxy", "proxy_open", { tcp_proxy: "proxy_open" }],
    ["scenario 4: approvalEnabled to true", true, { approval_enabled: true }],
    ["serviceName", "renamed", { service_name: "renamed" }],
    ["portId", OTHER_PORT, { port_id: OTHER_PORT }],
    ["description", "other", { description: "other" }],
    ["ports", [{ clientPort: 9090, serverPort: 90 }], { ports: [{ client_port: 9090, server_port: 90 }] }],
  ])("%s", async (title, value, body) => {
    const stack = await existing();
    const [field = ""] = /\w+( to true)?$/.exec(title)?.[0].split(" ") ?? [];
    const program = { ...FULL, [field]: value };
    expect(await stack.up(program)).toBe("update");
    expect(world.calls()).toEqual(["PUT vpc-endpoint-services/{id}"]);
    expect(world.bodies("PUT")).toEqual([body]);
    expect((await world.said(stack, 2)).at(-1)).toBe(`sent ${field}`);
    await stack.refresh();
    expect(await stack.up(program)).toBe("same");
  });

  test("scenario 4: approvalEnabled to false", async () => {
    const stack = await existing(SMALLEST);
    expect(await stack.up({ ...SMALLEST, approvalEnabled: false })).toBe("update");
    expect(world.bodies("PUT")).toEqual([{ approval_enabled: false }]);
    expect(stack.outputs["approvalEnabled"]).toBe(false);
  });

  test("ip, which ordinary services refuse: the refusal names the input", async () => {
    const stack = await existing();
    await expect(stack.up({ ...FULL, ip: "10.0.0.9" })).rejects.toThrow(/EndPoint\.3055.*ip of this service/);
    expect(world.bodies("PUT")).toEqual([{ ip: "10.0.0.9" }]);
  });

  test("ip, where the service takes it", async () => {
    const stack = await existing();
    const body = { ...world.service(), ip: "10.0.0.9" } as never;
    world.emulator.setFaults([{ kind: "status", status: 200, body, match: { method: "PUT" } }]);
    expect(await stack.up({ ...FULL, ip: "10.0.0.9" })).toBe("update");
    expect(stack.outputs["ip"]).toBe("10.0.0.9");
    expect(await stack.up({ ...FULL, ip: "10.0.0.9" })).toBe("same");
  });
});

test("scenario 5: three changed fields are one PUT with those three keys", async () => {
  const stack = await existing();
  await stack.up({ ...FULL, serviceName: "renamed", approvalEnabled: true, tcpProxy: "close" });
  expect(world.calls()).toEqual(["PUT vpc-endpoint-services/{id}"]);
  expect(world.bodies("PUT")).toEqual([
    { service_name: "renamed", approval_enabled: true, tcp_proxy: "close" },
  ]);
  expect(world.service()).toMatchObject({ approval_enabled: true, tcp_proxy: "close", description: "text" });
});

test("scenario 9: an added mapping sends the full list and nothing else", async () => {
  const stack = await existing({ ...FULL, ports: TWO });
  await stack.up({ ...FULL, ports: [...TWO, { clientPort: 1, serverPort: 2, protocol: "TCP" }] });
  expect(world.bodies("PUT")).toEqual([
    {
      ports: [
        { client_port: 8080, server_port: 80 },
        { client_port: 8443, server_port: 443 },
        { client_port: 1, server_port: 2, protocol: "TCP" },
      ],
    },
  ]);
  expect(world.service()["ports"]).toHaveLength(3);
});

test("scenario 11: approval left out is not sent and shows the API's default; set and taken out it goes back once", async () => {
  const stack = await existing(SMALLEST);
  expect(stack.outputs["approvalEnabled"]).toBe(true);
  expect(await stack.up(SMALLEST)).toBe("same");
  await stack.up({ ...SMALLEST, approvalEnabled: false });
  world.forgetCalls();
  expect(await stack.up(SMALLEST)).toBe("update");
  expect(world.bodies("PUT")).toEqual([{ approval_enabled: true }]);
  expect(await stack.up(SMALLEST)).toBe("same");
  expect(world.calls()).toHaveLength(1);
});

test("a field set to what the cloud has, and later taken out, costs no call at first and the default then", async () => {
  const stack = await existing(SMALLEST);
  world.emulator.patchService(stack.id, { tcp_proxy: "open" });
  await stack.refresh();
  world.forgetCalls();
  expect(await stack.up({ ...SMALLEST, tcpProxy: "open" })).toBe("update");
  expect(world.calls()).toEqual([]);
  expect(await stack.up(SMALLEST)).toBe("update");
  expect(world.bodies("PUT")).toEqual([{ tcp_proxy: "close" }]);
});

test.each([
  ["scenario 12: a deleted description", "description"],
  ["scenario 13: a deleted name", "serviceName"],
])("%s is cleared once", async (_what, field) => {
  const { [field]: _taken, ...without } = FULL as Bag;
  const stack = await existing();
  expect(await stack.up(without)).toBe("update");
  expect(world.bodies("PUT")).toEqual([{ [field === "serviceName" ? "service_name" : field]: "" }]);
  await stack.refresh();
  world.forgetCalls();
  expect(await stack.up(without)).toBe("same");
  expect(world.calls()).toEqual([]);
});

test("everything taken out goes back to the defaults with one PUT, and then rests", async () => {
  const stack = await existing();
  expect(await stack.up(SMALLEST)).toBe("update");
  expect(world.bodies("PUT")).toEqual([
    { service_name: "", approval_enabled: true, tcp_proxy: "close", description: "" },
  ]);
  expect(world.service()).toMatchObject({
    service_name: `cn-north-4.${stack.id}`,
    approval_enabled: true,
    tcp_proxy: "close",
    description: "",
    tags: [],
    permissions: [],
  });
  expect(world.calls()).toHaveLength(4);
  world.forgetCalls();
  expect(await stack.up(SMALLEST)).toBe("same");
  expect(world.calls()).toEqual([]);
  // What the console sets from now on is nobody's business here.
  world.emulator.patchService(stack.id, { description: "theirs", permissions: ["*"] });
  await stack.refresh();
  expect(await stack.up(SMALLEST)).toBe("same");
});

test("an answer that leaves out what was just changed counts as the sent value", async () => {
  const stack = await existing();
  const fields = ["description", "tcp_proxy", "updated_at", "tags", "pool_id"];
  world.emulator.setFaults([
    { kind: "drop-fields", fields, at: "after-processing", match: { method: "PUT" } },
  ]);
  await stack.up({ ...FULL, description: "new", tcpProxy: "close" });
  expect(stack.outputs).toMatchObject({ description: "new", tcpProxy: "close", tags: { owner: "dev" } });
  expect(await stack.up({ ...FULL, description: "new", tcpProxy: "close" })).toBe("same");
});

describe("scenario 14: fields that are fixed replace, the backend's port does not", () => {
  test.each<[string, unknown]>([
    ["vpcId", OTHER_VPC],
    ["serverType", "VM"],
    ["projectId", "anotherproject"],
    ["region", "cn-east-3"],
    ["enablePolicy", true],
    ["ipVersion", "ipv6"],
    ["poolId", "dedicated"],
  ])("scenario 14: %s", async (field, value) => {
    const stack = await existing({ ...FULL, serviceType: "interface" });
    const more = field === "ipVersion" ? { snatNetworkId: OTHER_PORT } : {};
    const plan = await stack.preview({ ...FULL, [field]: value, ...more });
    expect(plan).toMatchObject({ step: "replace", replaces: [field] });
    expect(world.calls()).toEqual([]);
  });

  test("scenario 14: existingId, after a look at the other service", async () => {
    const stack = await existing(FULL);
    const other = world.stack();
    await other.up({ ...FULL, portId: OTHER_PORT });
    world.forgetCalls();
    const plan = await stack.preview({ ...FULL, portId: OTHER_PORT, existingId: other.id });
    expect(plan).toMatchObject({ step: "replace", replaces: ["existingId"] });
    expect(world.writes()).toEqual([]);
  });

  test("scenario 14: snatNetworkId", async () => {
    const program = { ...FULL, ipVersion: "ipv6", snatNetworkId: OTHER_PORT };
    const stack = await existing(program);
    const plan = await stack.preview({ ...program, snatNetworkId: "7f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11" });
    expect(plan).toMatchObject({ step: "replace", replaces: ["snatNetworkId"] });
  });

  test("scenario 14: portId is changed in place", async () => {
    const stack = await existing();
    const plan = await stack.preview({ ...FULL, portId: OTHER_PORT });
    expect(plan).toMatchObject({ step: "update", replaces: [] });
  });

  test("a region left out stands for the configured one", async () => {
    const stack = await existing();
    const { region, projectId } = world.emulator;
    expect(await stack.up({ ...FULL, region, projectId })).toBe("same");
  });
});

describe("scenario 15: a replacement is ordered so that the ports do not conflict", () => {
  const order = () =>
    world
      .writes()
      .filter((call) => !call.includes("permissions"))
      .map((call) => call.split(" ")[0]);

  test("scenario 15: the same port and pair: the old one is deleted first", async () => {
    const stack = await existing();
    expect(await stack.up({ ...FULL, vpcId: OTHER_VPC })).toBe("replace");
    expect(order()).toEqual(["DELETE", "POST"]);
    expect(world.service()).toMatchObject({ id: stack.id, vpc_id: OTHER_VPC });
  });

  test.each([
    ["another port", { portId: OTHER_PORT }],
    ["another pair", { ports: [{ clientPort: 8080, serverPort: 81 }] }],
  ])("scenario 15: %s: the new one is created first", async (_what, change) => {
    const stack = await existing();
    const old = stack.id;
    expect(await stack.up({ ...FULL, serverType: "VM", ...change })).toBe("replace");
    expect(order()).toEqual(["POST", "DELETE"]);
    expect(world.service()["id"]).not.toBe(old);
    expect(world.service()["id"]).toBe(stack.id);
  });
});

test("a replacement says how many consumers lose the service, once", async () => {
  const stack = await existing();
  for (const status of ["accepted", "accepted", "pendingAcceptance"])
    world.emulator.connect(stack.id, { status });
  await stack.refresh();
  const name = stack.outputs["endpointServiceName"];
  await stack.preview({ ...FULL, vpcId: OTHER_VPC });
  await stack.preview({ ...FULL, vpcId: OTHER_VPC });
  expect(await world.said(stack, 2)).toEqual([
    "sent permissions +1 -0, organizationPermissions +1 -0",
    `is to be replaced (vpcId): 2 live connections were last seen; its consumers lose ${name}`,
  ]);
});

test("scenario 24: after a refused PUT the state keeps the old values and the next preview shows the same", async () => {
  const stack = await existing();
  const before = structuredClone(stack.state);
  const wanted = { ...FULL, tcpProxy: "close", description: "new" };
  world.emulator.setFaults([{ kind: "status", errorCode: "EndPoint.3042", match: { method: "PUT" } }]);
  await expect(stack.up(wanted)).rejects.toThrow(
    /^VpcEndpointService "orders\d+": update failed: PUT \/v1\/.* -> HTTP 400 EndPoint\.3042: .* \(request_id \w+, attempt 1\/3, [\d.]+s\)\. Check portId and vpcId/,
  );
  expect(stack.state).toEqual(before);
  expect((await stack.preview(wanted)).step).toBe("update");
  world.emulator.clearFaults();
  world.forgetCalls();
  await stack.up(wanted);
  expect(world.bodies("PUT")).toEqual([{ tcp_proxy: "close", description: "new" }]);
});

test("scenario 43: another text of the provider is no change and no call", async () => {
  const stack = await existing();
  stack.options = { ...stack.options, providerText: `${stack.options.providerText}// newer\n` };
  expect(await stack.up(FULL)).toBe("same");
  expect(world.calls()).toEqual([]);
});

describe("ignoreChanges", () => {
  test("leaves a changed line of the program alone", async () => {
    const stack = await existing();
    stack.options = { ...stack.options, ignoreChanges: ["tags", "description", "permissions"] };
    const changed = { ...FULL, tags: {}, description: "new", permissions: [], tcpProxy: "close" };
    expect(await stack.up(changed)).toBe("update");
    expect(world.bodies("PUT")).toEqual([{ tcp_proxy: "close" }]);
    expect(world.calls()).toHaveLength(1);
  });

  test("leaves a drift alone that a refresh has seen", async () => {
    const stack = await existing();
    stack.options = { ...stack.options, ignoreChanges: ["tags", "description"] };
    world.emulator.patchService(stack.id, { description: "theirs", tags: [{ key: "theirs", value: "1" }] });
    await stack.refresh();
    world.forgetCalls();
    expect(await stack.up(FULL)).toBe("same");
    expect(world.calls()).toEqual([]);
  });

  test("leaves a line alone that the program has taken out", async () => {
    const stack = await existing();
    stack.options = { ...stack.options, ignoreChanges: ["description"] };
    const { description, ...without } = FULL;
    expect(await stack.up(without)).toBe("same");
    expect(world.calls()).toEqual([]);
  });
});

describe("customTimeouts", () => {
  test("a changed one is an update without a call, and the delete goes by it", async () => {
    const stack = await existing();
    stack.options = { ...stack.options, customTimeouts: { delete: 1 } };
    expect(await stack.up(FULL)).toBe("update");
    expect(world.calls()).toEqual([]);
    expect(await stack.up(FULL)).toBe("same");
    world.emulator.configure({ settleSeconds: null });
    const startedAt = Date.now();
    await expect(stack.destroy()).rejects.toThrow(
      new RegExp(`delete failed: service ${stack.id} is still deleting after [\\d.]+ s and \\d polls?`),
    );
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });

  test("the update's reaches the wait for a busy service", async () => {
    const stack = await existing();
    stack.options = { ...stack.options, customTimeouts: { update: 1 } };
    world.emulator.setFaults([{ kind: "status", errorCode: "EndPoint.3045", match: { method: "PUT" } }]);
    const startedAt = Date.now();
    await expect(stack.up({ ...FULL, tcpProxy: "close" })).rejects.toThrow(/EndPoint\.3045/);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });
});

test("a changed setting of the provider's own is an update without a call", async () => {
  const stack = await existing();
  const wanted = { ...FULL, rejectConnectionsOnDelete: true, rejectConnectionsOnRevoke: true };
  expect(await stack.up(wanted)).toBe("update");
  expect(stack.outputs).toMatchObject({ rejectConnectionsOnDelete: true, rejectConnectionsOnRevoke: true });
  expect(await stack.up(wanted)).toBe("same");
  expect(await stack.up(FULL)).toBe("update");
  expect(stack.outputs["rejectConnectionsOnDelete"]).toBeUndefined();
  expect(world.calls()).toEqual([]);
});
