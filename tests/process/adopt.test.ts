import type { Bag } from "../helpers/engine";
import { OTHER_PORT, OTHER_VPC, SMALLEST, useWorld } from "./world";

const world = useWorld({ hurry: 5 });

/** A service that was made by hand: by another stack, which then knows nothing of it any more. */
async function madeByHand(): Promise<string> {
  const other = world.stack();
  await other.up({
    ...SMALLEST,
    serviceName: "byhand",
    description: "hand",
    tags: { hand: "1" },
    tcpProxy: "open",
  });
  world.emulator.patchService(other.id, { permissions: ["iam:domain::hand"] });
  world.forgetCalls();
  return other.id;
}

test("scenario 41: adopting sends only what the program sets and differs, and then rests", async () => {
  const existingId = await madeByHand();
  const stack = world.stack();
  const program = { ...SMALLEST, existingId, tcpProxy: "close", tags: { hand: "1", ours: "2" } };
  expect((await stack.preview(program)).step).toBe("create");
  expect(world.calls()).toEqual(["GET vpc-endpoint-services/{id}"]);
  expect(await stack.up(program)).toBe("create");
  expect(stack.id).toBe(existingId);
  expect(world.calls().slice(2)).toEqual([
    "GET vpc-endpoint-services/{id}",
    "PUT vpc-endpoint-services/{id}",
    "POST endpoint_service/{id}/tags/action",
  ]);
  expect(world.bodies("PUT")).toEqual([{ tcp_proxy: "close" }]);
  expect(world.bodies("POST")).toEqual([{ action: "create", tags: [{ key: "ours", value: "2" }] }]);
  expect(world.service()).toMatchObject({
    service_name: `cn-north-4.byhand.${existingId}`,
    description: "hand",
    permissions: [{ permission: "iam:domain::hand" }],
  });
  world.forgetCalls();
  expect((await stack.preview(program)).step).toBe("same");
  expect(await stack.up(program)).toBe("same");
  expect(world.calls()).toEqual([]);
  expect(await world.said(stack, 3)).toEqual([
    `adopts the existing service ${existingId}, cn-north-4.byhand.${existingId}; to be sent: tcpProxy, tags +ours. It belongs to this stack from then on`,
    "sent tcpProxy, tags +ours",
    `adopted service ${existingId}`,
  ]);
});

test("scenario 41: what already is as the program says costs a look before and one at the adoption, and nothing else", async () => {
  const existingId = await madeByHand();
  const stack = world.stack();
  const program = { ...SMALLEST, existingId, serviceName: "byhand", tags: { hand: "1" } };
  await stack.up(program);
  expect(world.calls()).toEqual(["GET vpc-endpoint-services/{id}", "GET vpc-endpoint-services/{id}"]);
  await stack.refresh();
  expect(await stack.up(program)).toBe("same");
});

test("scenario 41: a managed whitelist is led to the program's, exactly", async () => {
  const existingId = await madeByHand();
  await world.stack().up({ ...SMALLEST, existingId, permissions: ["iam:domain::ours"] });
  expect(world.bodies("POST")).toEqual([
    { action: "add", permissions: ["iam:domain::ours"] },
    { action: "remove", permissions: ["iam:domain::hand"] },
  ]);
});

test("scenario 41: an adopted service is destroyed with the stack", async () => {
  const existingId = await madeByHand();
  const stack = world.stack();
  await stack.up({ ...SMALLEST, existingId });
  await stack.destroy();
  expect(world.services()).toEqual([]);
});

test("scenario 41: an unknown id is a clear error of the preview", async () => {
  const stack = world.stack();
  const existingId = "00000000-0000-4000-8000-000000000000";
  await expect(stack.preview({ ...SMALLEST, existingId })).rejects.toThrow(
    /existingId: there is no service 00000000-0000-4000-8000-000000000000 in region cn-north-4, project \w+\. Check the id/,
  );
  expect(stack.state).toBeUndefined();
  expect(world.writes()).toEqual([]);
});

test.each<[string, Bag]>([
  ["vpcId", { vpcId: OTHER_VPC }],
  ["serverType", { serverType: "VM" }],
  ["ipVersion", { ipVersion: "ipv6", snatNetworkId: OTHER_PORT }],
])("a service that differs in %s, which is fixed, is not adopted", async (field, change) => {
  const existingId = await madeByHand();
  const stack = world.stack();
  await expect(stack.up({ ...SMALLEST, existingId, tcpProxy: "close", ...change })).rejects.toThrow(
    new RegExp(`existingId: service ${existingId} differs in what cannot be changed: .*${field} is `),
  );
  expect(stack.state).toBeUndefined();
  expect(world.writes()).toEqual([]);
});

test("a failed service is not adopted", async () => {
  const existingId = await madeByHand();
  world.emulator.patchService(existingId, {
    status: "failed",
    error: [{ error_code: "X.1", error_message: "no room" }],
  });
  const stack = world.stack();
  await expect(stack.up({ ...SMALLEST, existingId })).rejects.toThrow(/status failed \(X\.1: no room\)/);
  expect(stack.state).toBeUndefined();
});

test("a service that is being created is waited for", async () => {
  const existingId = await madeByHand();
  world.emulator.patchService(existingId, { status: "creating", settleSeconds: 1 });
  const stack = world.stack();
  await stack.up({ ...SMALLEST, existingId, tcpProxy: "close" });
  expect(stack.outputs["status"]).toBe("available");
  expect(world.bodies("PUT")).toEqual([{ tcp_proxy: "close" }]);
});

test("a refused modify call leaves nothing in the state, and the service as it was", async () => {
  const existingId = await madeByHand();
  const stack = world.stack();
  world.emulator.setFaults([{ kind: "status", errorCode: "EndPoint.3042", match: { method: "PUT" } }]);
  await expect(stack.up({ ...SMALLEST, existingId, tcpProxy: "close" })).rejects.toThrow(/EndPoint\.3042/);
  expect(stack.state).toBeUndefined();
  expect(world.service()).toMatchObject({ tcp_proxy: "open", description: "hand" });
});

test("when the tags fail after the modify call the id is kept, and the next up sends the tags alone", async () => {
  const existingId = await madeByHand();
  const stack = world.stack();
  const program = { ...SMALLEST, existingId, tcpProxy: "close", tags: { ours: "1" } };
  world.emulator.setFaults([
    { kind: "status", errorCode: "EndPoint.3069", match: { path: "**/tags/action" } },
  ]);
  await expect(stack.up(program)).rejects.toThrow(/tcpProxy succeeded; tags/);
  expect(stack.id).toBe(existingId);
  world.emulator.clearFaults();
  world.forgetCalls();
  expect(await stack.up(program)).toBe("update");
  expect(world.bodies("PUT")).toEqual([]);
  expect(world.service()["tags"]).toEqual([{ key: "ours", value: "1" }]);
});

describe("existingId later", () => {
  test("taken out does nothing", async () => {
    const existingId = await madeByHand();
    const stack = world.stack();
    await stack.up({ ...SMALLEST, existingId });
    world.forgetCalls();
    const step = await stack.up(SMALLEST);
    expect(step).not.toBe("replace");
    expect(world.calls()).toEqual([]);
    expect(await stack.up(SMALLEST)).toBe("same");
  });

  test("added to the resource's own id does nothing", async () => {
    const stack = world.stack();
    await stack.up(SMALLEST);
    world.forgetCalls();
    expect(await stack.up({ ...SMALLEST, existingId: stack.id })).not.toBe("replace");
    expect(world.calls()).toEqual([]);
  });

  test("changed replaces: the other service is adopted, then the first is deleted", async () => {
    const first = await madeByHand();
    const stack = world.stack();
    await stack.up({ ...SMALLEST, existingId: first });
    const second = world.stack();
    const elsewhere = { ...SMALLEST, portId: OTHER_PORT };
    await second.up(elsewhere);
    world.forgetCalls();
    expect(await stack.up({ ...elsewhere, existingId: second.id })).toBe("replace");
    expect(stack.id).toBe(second.id);
    expect(world.service()["id"]).toBe(second.id);
    expect(world.writes()).toEqual(["DELETE vpc-endpoint-services/{id}"]);
  });
});
