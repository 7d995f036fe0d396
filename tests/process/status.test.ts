import { OTHER_PORT, SMALLEST, until, useWorld } from "./world";

const world = useWorld();

async function existing(program: object = {}) {
  const stack = world.stack();
  await stack.up({ ...SMALLEST, ...program });
  world.forgetCalls();
  return stack;
}

const NO_ROOM = [
  { error_code: "EndPoint.9001", error_message: "no room" },
  { error_code: "EndPoint.9002", error_message: "no light" },
];

test("scenario 22: when the wait ends the id is in the state, and the next up goes on waiting", async () => {
  const stack = world.stack({ customTimeouts: { create: 1 } });
  world.emulator.configure({ settleSeconds: null });
  await expect(stack.up(SMALLEST)).rejects.toThrow(
    /create failed: service [-\w]{36} is still creating after [\d.]+ s and \d polls?\. Run `pulumi up` again/,
  );
  const { id } = stack;
  expect(stack.outputs).toMatchObject({ status: "creating", vpcId: SMALLEST.vpcId });
  world.emulator.patchService(id, { status: "creating", settleSeconds: 1 });
  world.forgetCalls();
  expect(await stack.up(SMALLEST)).toBe("update");
  expect(stack.outputs["status"]).toBe("available");
  expect(world.writes()).toEqual([]);
  expect(world.service()["id"]).toBe(id);
  expect(await stack.up(SMALLEST)).toBe("same");
});

test("scenario 22: also when it has become available meanwhile, and has been refreshed", async () => {
  const stack = world.stack({ customTimeouts: { create: 1 } });
  world.emulator.configure({ settleSeconds: null });
  const program = { ...SMALLEST, permissions: ["*"] };
  await expect(stack.up(program)).rejects.toThrow(/still creating/);
  world.emulator.patchService(stack.id, { status: "available" });
  await stack.refresh();
  expect(await stack.up(program)).toBe("update");
  expect(world.service()["permissions"]).toMatchObject([{ permission: "*" }]);
  expect(await stack.up(program)).toBe("same");
});

test("scenario 23: a failed service is named with the API's codes and texts, and replaced by the next up", async () => {
  const stack = world.stack();
  world.emulator.configure({ failNextCreate: NO_ROOM });
  await expect(stack.up(SMALLEST)).rejects.toThrow(
    /create failed: service [-\w]{36} has the status failed \(EndPoint\.9001: no room; EndPoint\.9002: no light\)/,
  );
  const { id } = stack;
  expect(stack.outputs).toMatchObject({
    status: "failed",
    error: [
      { errorCode: "EndPoint.9001", errorMessage: "no room" },
      { errorCode: "EndPoint.9002", errorMessage: "no light" },
    ],
  });
  world.forgetCalls();
  expect(await stack.preview(SMALLEST)).toMatchObject({
    step: "replace",
    replaces: ["status"],
    deleteBeforeReplace: true,
  });
  expect(await stack.up(SMALLEST)).toBe("replace");
  expect(world.writes()).toEqual(["DELETE vpc-endpoint-services/{id}", "POST vpc-endpoint-services"]);
  expect(stack.id).not.toBe(id);
  expect(world.service()).toMatchObject({ id: stack.id, status: "available" });
});

test.each([
  ["EndPoint.3045", { kind: "status", errorCode: "EndPoint.3045" } as const],
  ["HTTP 409", { kind: "status", status: 409, errorCode: "EndPoint.0000" } as const],
])("scenario 28: after %s it waits for a stable state and tries again", async (_what, fault) => {
  const stack = await existing();
  world.emulator.setFaults([{ ...fault, times: 2, match: { method: "PUT" } }]);
  await stack.up({ ...SMALLEST, tcpProxy: "open" });
  expect(world.bodies("PUT")).toEqual([{ tcp_proxy: "open" }, { tcp_proxy: "open" }, { tcp_proxy: "open" }]);
  expect(world.service()["tcp_proxy"]).toBe("open");
});

test("scenario 28: the final error has code, message and request id, and the state is as before", async () => {
  const stack = await existing();
  const before = structuredClone(stack.state);
  stack.options = { ...stack.options, customTimeouts: { update: 1 } };
  world.emulator.setFaults([{ kind: "status", errorCode: "EndPoint.3045", match: { method: "PUT" } }]);
  await expect(stack.up({ ...SMALLEST, tcpProxy: "open" })).rejects.toThrow(
    /EndPoint\.3045: Other properties cannot be changed in the current state\. \(request_id \w+/,
  );
  expect(stack.state).toEqual(before);
});

test("scenario 50: Ctrl-C during the polls ends nothing by force: the create goes on and the id is in the state", async () => {
  const stack = world.stack();
  world.emulator.configure({ settleSeconds: 1 });
  const creating = stack.up(SMALLEST);
  await until(() => world.calls().length > 1);
  await world.process.cancel();
  await creating;
  expect(stack.outputs["status"]).toBe("available");
  expect(world.service()["id"]).toBe(stack.id);
});

test("scenario 50: and ends within its own deadline", async () => {
  const stack = world.stack({ customTimeouts: { create: 1 } });
  world.emulator.configure({ settleSeconds: null });
  const startedAt = Date.now();
  const creating = stack.up(SMALLEST);
  await until(() => world.calls().length > 0);
  await world.process.cancel();
  await expect(creating).rejects.toThrow(/still creating/);
  expect(Date.now() - startedAt).toBeLessThan(10_000);
  expect(world.service()["id"]).toBe(stack.id);
});

describe("a status that a refresh finds", () => {
  test("creating: the update waits and sends nothing by itself", async () => {
    const stack = await existing();
    world.emulator.patchService(stack.id, { status: "creating", settleSeconds: 1 });
    await stack.refresh();
    expect(stack.outputs["status"]).toBe("creating");
    expect(await stack.preview(SMALLEST)).toMatchObject({ step: "update", replaces: [] });
    expect(await stack.up(SMALLEST)).toBe("update");
    expect(stack.outputs["status"]).toBe("available");
    expect(world.writes()).toEqual([]);
    expect(await stack.up(SMALLEST)).toBe("same");
  });

  test("creating: a change of the program is sent once it is available", async () => {
    const stack = await existing();
    world.emulator.patchService(stack.id, { status: "creating", settleSeconds: 1 });
    await stack.refresh();
    await stack.up({ ...SMALLEST, tcpProxy: "open" });
    expect(world.bodies("PUT")).toEqual([{ tcp_proxy: "open" }]);
    expect(world.service()["tcp_proxy"]).toBe("open");
  });

  test("an unknown word: as creating, and the deadline's text names it", async () => {
    const stack = await existing();
    stack.options = { ...stack.options, customTimeouts: { update: 1 } };
    world.emulator.patchService(stack.id, { status: "upgrading" });
    await stack.refresh();
    expect(stack.outputs["status"]).toBe("upgrading");
    await expect(stack.up(SMALLEST)).rejects.toThrow(/is still upgrading after [\d.]+ s/);
    world.emulator.patchService(stack.id, { status: "available" });
    expect(await stack.up(SMALLEST)).toBe("update");
    expect(stack.outputs["status"]).toBe("available");
    expect(world.writes()).toEqual([]);
  });

  test("failed: is read without an error, with one warning, and replaced", async () => {
    const stack = await existing();
    world.emulator.patchService(stack.id, { status: "failed", error: NO_ROOM });
    await stack.refresh();
    expect(stack.outputs).toMatchObject({ status: "failed", error: [{ errorCode: "EndPoint.9001" }, {}] });
    expect(await world.said(stack, 1)).toEqual([
      `service ${stack.id} has the status failed (EndPoint.9001: no room; EndPoint.9002: no light). The next \`pulumi up\` replaces it.`,
    ]);
    expect(await stack.up(SMALLEST)).toBe("replace");
    expect(world.service()).toMatchObject({ id: stack.id, status: "available" });
  });

  test("deleting: is shown at once, and made anew by the next up once it is gone", async () => {
    const stack = await existing();
    const { id } = stack;
    world.emulator.patchService(id, { status: "deleting", settleSeconds: 1 });
    await stack.refresh();
    expect(stack.outputs.status).toBe("deleting");
    expect(await stack.up(SMALLEST)).toBe("replace");
    expect(stack.id).not.toBe(id);
    expect(world.service()).toMatchObject({ id: stack.id, status: "available" });
  });
});

test("a modify call after which the service settles anew is waited for", async () => {
  const stack = await existing();
  const body = { ...world.service(), status: "creating", tcp_proxy: "open" } as never;
  world.emulator.setFaults([{ kind: "status", status: 200, body, match: { method: "PUT" } }]);
  world.emulator.patchService(stack.id, { status: "creating", settleSeconds: 1 });
  await stack.up({ ...SMALLEST, tcpProxy: "open" });
  expect(stack.outputs["status"]).toBe("available");
});

test("a new service that is not readable at first is waited for", async () => {
  const stack = world.stack();
  world.emulator.setFaults([
    { kind: "status", errorCode: "EndPoint.0005", times: 2, match: { method: "GET" } },
  ]);
  await stack.up(SMALLEST);
  expect(world.writes()).toEqual(["POST vpc-endpoint-services"]);
  expect(stack.outputs["status"]).toBe("available");
});

test("many that are created at once share one list of what is still being created", async () => {
  world.emulator.configure({ settleSeconds: 2 });
  const stacks = Array.from({ length: 12 }, (_, i) => ({
    stack: world.stack(),
    program: { ...SMALLEST, portId: OTHER_PORT, ports: [{ clientPort: 80, serverPort: i + 1 }] },
  }));
  await Promise.all(stacks.map(({ stack, program }) => stack.up(program)));
  const calls = world.calls();
  const count = (start: string) => calls.filter((call) => call.startsWith(start)).length;
  expect(count("POST")).toBe(12);
  expect(count("GET vpc-endpoint-services?")).toBeGreaterThanOrEqual(2);
  expect(count("GET vpc-endpoint-services?")).toBeLessThanOrEqual(7);
  // The one GET that the state needs anyhow; one by itself each would be three or four.
  expect(count("GET vpc-endpoint-services/{id}")).toBeLessThanOrEqual(16);
  expect(new Set(stacks.map(({ stack }) => stack.id)).size).toBe(12);
  for (const { stack } of stacks) expect(stack.outputs["status"]).toBe("available");
});
