import { SMALLEST, useWorld } from "./world";

const world = useWorld({ hurry: 5 });

async function existing(program: object = {}) {
  const stack = world.stack();
  await stack.up({ ...SMALLEST, ...program });
  world.forgetCalls();
  return stack;
}

test("a destroy is one DELETE and the polls until the service is gone", async () => {
  const stack = await existing();
  await stack.destroy();
  expect(world.calls()).toEqual(["DELETE vpc-endpoint-services/{id}", "GET vpc-endpoint-services/{id}"]);
  expect(world.services()).toEqual([]);
});

test.each([
  ["HTTP 404", { kind: "status", status: 404, errorCode: "EndPoint.0005" } as const],
  ["EndPoint.2003 with HTTP 400", { kind: "status", errorCode: "EndPoint.2003" } as const],
])("scenario 29: a service that is gone already (%s) is destroyed without an error", async (_how, fault) => {
  const stack = await existing();
  world.emulator.deleteService(stack.id);
  world.emulator.setFaults([{ ...fault, match: { method: "DELETE" } }]);
  await stack.destroy();
  expect(stack.state).toBeUndefined();
  expect(world.calls()).toEqual(["DELETE vpc-endpoint-services/{id}"]);
});

test("a DELETE whose answer is lost is repeated, and the 404 is the success", async () => {
  const stack = await existing();
  world.emulator.setFaults([
    { kind: "reset", at: "after-processing", times: 1, match: { method: "DELETE" } },
  ]);
  await stack.destroy();
  expect(world.services()).toEqual([]);
});

describe("scenario 30: live connections", () => {
  test("scenario 30: are named with endpoint, account and status, and nothing is deleted", async () => {
    const stack = await existing();
    const one = world.emulator.connect(stack.id, { domain_id: "account1", status: "accepted" });
    const two = world.emulator.connect(stack.id, { domain_id: "account2", status: "pendingAcceptance" });
    world.emulator.connect(stack.id, { domain_id: "account3", status: "rejected" });
    const failure = await stack.destroy().catch((error: Error) => error.message);
    expect(failure).toMatch(/delete failed: DELETE .* HTTP 400 EndPoint\.3006: /);
    expect(failure).toContain(`${one.id} of account account1 (accepted)`);
    expect(failure).toContain(`${two.id} of account account2 (pendingAcceptance)`);
    expect(failure).not.toContain("account3");
    expect(failure).toContain("put the resource into the program with rejectConnectionsOnDelete: true");
    expect(stack.state).toBeDefined();
    expect(world.service()["status"]).toBe("available");
  });

  test("scenario 30: with rejectConnectionsOnDelete they are rejected one per call, then it is deleted", async () => {
    const stack = await existing({ rejectConnectionsOnDelete: true });
    const ids = [1, 2, 3].map(() => world.emulator.connect(stack.id, { status: "accepted" }).id);
    await stack.destroy();
    const actions = world.bodies("POST") as { action: string; endpoints: string[] }[];
    expect(actions.map(({ action }) => action)).toEqual(["reject", "reject", "reject"]);
    expect(actions.map(({ endpoints }) => endpoints).sort()).toEqual(ids.map((id) => [id]).sort());
    expect(world.services()).toEqual([]);
    expect((await world.said(stack, 1))[0]).toMatch(/^rejected .* of account \w+ \(accepted\), /);
  });

  test("scenario 30: the setting counts also when it is all that has changed since the last up", async () => {
    const stack = await existing();
    await stack.up({ ...SMALLEST, rejectConnectionsOnDelete: true });
    world.emulator.connect(stack.id, { status: "accepted" });
    await stack.destroy();
    expect(world.services()).toEqual([]);
  });

  test("scenario 30: a connection that is just being made is rejected once it is there", async () => {
    const stack = await existing({ rejectConnectionsOnDelete: true });
    const { id } = world.emulator.connect(stack.id, { status: "pendingAcceptance" });
    world.emulator.configure({ settleSeconds: { create: 1 } });
    await world.ownersCall(stack.id, "connections/action", { action: "receive", endpoints: [id] });
    await stack.destroy();
    expect(world.services()).toEqual([]);
  });

  test("a rejected connection that blocks for a moment longer is waited out", async () => {
    const stack = await existing({ rejectConnectionsOnDelete: true });
    world.emulator.connect(stack.id, { status: "accepted" });
    world.emulator.setFaults([
      { kind: "status", errorCode: "EndPoint.3006", match: { method: "DELETE", nth: [2, 3] } },
    ]);
    await stack.destroy();
    expect(world.services()).toEqual([]);
  });
});

describe("scenario 31: every way that a delete goes", () => {
  test("scenario 31: it takes a while", async () => {
    const stack = await existing();
    world.emulator.configure({ settleSeconds: 10 });
    await stack.destroy();
    expect(world.services()).toEqual([]);
    const polls = world.calls().filter((call) => call.startsWith("GET"));
    expect(polls.length).toBeGreaterThan(2);
    expect(polls.length).toBeLessThan(20);
  });

  test("scenario 31: the status deleted is gone", async () => {
    const stack = await existing();
    world.emulator.setFaults([
      { kind: "status", status: 200, body: { id: stack.id, status: "deleted" }, match: { method: "GET" } },
    ]);
    await stack.destroy();
    expect(stack.state).toBeUndefined();
  });

  test("scenario 31: failed after deleting ends with the API's reasons, and the next destroy tries again", async () => {
    const stack = await existing();
    world.emulator.configure({ settleSeconds: null });
    const fail = setTimeout(() => {
      world.emulator.patchService(stack.id, {
        status: "failed",
        error: [{ error_code: "X.2", error_message: "still mounted" }],
      });
    }, 700);
    await expect(stack.destroy()).rejects.toThrow(/status failed \(X\.2: still mounted\)/);
    clearTimeout(fail);
    expect(stack.state).toBeDefined();
    world.emulator.configure({ settleSeconds: 0 });
    await stack.destroy();
    expect(world.services()).toEqual([]);
  });

  test("scenario 31: what is being deleted already is waited for", async () => {
    const stack = await existing();
    world.emulator.patchService(stack.id, { status: "deleting", settleSeconds: 1 });
    await stack.destroy();
    expect(world.services()).toEqual([]);
  });
});

test("a service that is still being created is deleted once it may be", async () => {
  const stack = await existing();
  world.emulator.patchService(stack.id, { status: "creating", settleSeconds: 1 });
  await stack.destroy();
  expect(world.services()).toEqual([]);
  expect(world.writes().length).toBeGreaterThan(1);
});

test("scenario 23: a failed service can be destroyed", async () => {
  const stack = world.stack();
  world.emulator.configure({ failNextCreate: [{ error_code: "X.1", error_message: "no room" }] });
  await expect(stack.up(SMALLEST)).rejects.toThrow(/status failed \(X\.1: no room\)/);
  await stack.destroy();
  expect(world.services()).toEqual([]);
});
