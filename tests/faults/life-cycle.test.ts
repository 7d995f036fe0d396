import type { FaultRule } from "../../emulator";
import { documented } from "../helpers/documented";
import { expectNoop, expectRecovery, expectSound, failure, service } from "../helpers/in-process";
import { virtualStartMs } from "../helpers/virtual-time";
import {
  bodies,
  connectionAction,
  connections,
  count,
  expectResumed,
  get,
  idsInCloud,
  inCloud,
  lab,
  otherPort,
  put,
  remove,
  standing,
  writes,
} from "./support";

const reasons = [
  { error_code: "EndPoint.3008", error_message: "The port does not exist." },
  { error_code: "EndPoint.0001", error_message: "No capacity left." },
];
const shown = reasons.map(({ error_code, error_message }) => ({
  errorCode: error_code,
  errorMessage: error_message,
}));

test("fault 42, scenario 23: status failed with reasons after create", async () => {
  const one = await lab({ emulator: { settleSeconds: 20 } });
  one.emulator.configure({ failNextCreate: reasons });
  const error = await failure(one.stack.up(service()));
  for (const { errorCode, errorMessage } of shown)
    expect(error.reasons?.join()).toContain(`${errorCode}: ${errorMessage}`);
  expect(error.message).toMatch(documented("service … has the status failed (…)."));
  const [made] = idsInCloud(one);
  expect(one.stack.state).toMatchObject({ id: made, outputs: { status: "failed", error: shown } });
  expectSound(one);
  one.emulator.configure({ failNextCreate: null });
  expect(await one.stack.preview(service())).toMatchObject({
    step: "replace",
    replaces: ["status"],
    deleteBeforeReplace: true,
  });
  one.forget();
  expect(await one.stack.up(service())).toBe("replace");
  expect(writes(one)).toEqual(["DELETE /vpc-endpoint-services/*", "POST /vpc-endpoint-services"]);
  expect(idsInCloud(one)).toEqual([expect.not.stringContaining(String(made))]);
  await expectNoop(one);

  one.emulator.configure({ failNextCreate: reasons });
  const second = one.newStack("second");
  await failure(second.up(service({ portId: otherPort })));
  await second.destroy();
  expectSound(one);
});

test("fault 43, scenario 22: stuck in creating until the deadline", async () => {
  const one = await lab();
  const wanted = service({ permissions: ["*"] });
  one.emulator.configure({ settleSeconds: null });
  const { message } = await failure(one.stack.up(wanted));
  const polls = count(one, "GET");
  expect(message).toMatch(documented("service … is still … after … s and … polls"));
  expect(message).toContain(`creating after 600 s and ${polls} polls`);
  expect(one.time.nowMs - virtualStartMs).toBe(600_000);
  expect(one.stack.outputs.status).toBe("creating");
  expectSound(one);

  // The next up waits on, as long as it takes, posts nothing, and sends what is missing.
  one.emulator.patchService(one.stack.id, { settleSeconds: 120 });
  await one.stack.refresh();
  await expectResumed(one, wanted);
  expect(one.time.nowMs - virtualStartMs).toBeGreaterThanOrEqual(720_000);
  expect(inCloud(one).permissions).toMatchObject([{ permission: "*" }]);
});

test.each<[string, FaultRule, RegExp, string]>([
  [
    "unknown status word",
    { kind: "replace-body", merge: { status: "brewing" } },
    /still brewing after 600 s/,
    "brewing",
  ],
  [
    "no status at all",
    { kind: "replace-body", body: {} },
    documented("service … is still in an unknown state (a response without id or status) …"),
    "creating",
  ],
])("fault 44: %s", async (_name, rule, says, status) => {
  const one = await lab();
  one.fault({ ...rule, match: get });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toMatch(says);
  expect(one.stack.outputs.status).toBe(status);
  expectSound(one);
  await expectResumed(one);
});

test("fault 45: the response to a modify call flaps to creating", async () => {
  const one = await standing();
  one.fault({ kind: "replace-body", merge: { status: "creating" }, match: put });
  await one.stack.up(service({ description: "changed" }));
  expect(one.calls()).toEqual(["PUT /vpc-endpoint-services/*", "GET /vpc-endpoint-services/*"]);
  expect(one.stack.outputs.status).toBe("available");
  await expectNoop(one, service({ description: "changed" }));
});

test("fault 46: five polls in a row fail, then all is well", async () => {
  const one = await lab();
  one.fault({ kind: "status", status: 503, match: { ...get, nth: [1, 5] } });
  await one.stack.up(service());
  expect(count(one, "GET")).toBe(6);
  await expectNoop(one);
});

test("fault 46: polls that fail for too long end the wait, and the next run goes on", async () => {
  const one = await lab();
  one.fault({ kind: "status", status: 503, match: get });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toMatch(documented("waiting for service …: … nothing is created twice."));
  await expectResumed(one);
});

test("fault 47: refresh finds failed", async () => {
  const one = await standing();
  one.emulator.patchService(one.stack.id, { status: "failed", error: reasons });
  await one.stack.refresh();
  expect(one.stack.outputs).toMatchObject({ status: "failed", error: shown });
  const warnings = one.lines.filter((line) => line.includes("status failed"));
  expect(warnings).toEqual([expect.stringMatching(/"orders": .*EndPoint\.3008: The port does not exist\./)]);
  expectSound(one);
  expect(await expectRecovery(one)).toBe("replace");
});

test.each([
  [404, "EndPoint.0005"],
  [400, "EndPoint.2003"],
])("fault 48, scenario 29: the response to DELETE is %i %s", async (status, errorCode) => {
  const one = await standing();
  one.emulator.deleteService(one.stack.id);
  one.fault({ kind: "status", status, errorCode, match: remove });
  await one.stack.destroy();
  expect(one.calls()).toEqual(["DELETE /vpc-endpoint-services/*"]);
  expectSound(one);
});

test("fault 49, scenario 30: DELETE is refused for live connections", async () => {
  const one = await standing();
  const before = structuredClone(one.stack.state);
  const accepted = one.emulator.connect(one.stack.id, { status: "accepted", domain_id: "a".repeat(32) });
  const pending = one.emulator.connect(one.stack.id, { status: "pendingAcceptance", domain_id: "account2" });
  one.emulator.connect(one.stack.id, { status: "rejected", domain_id: "account3" });
  const { message } = await failure(one.stack.destroy());
  expect(message).toMatch(/delete failed: DELETE .* HTTP 400 EndPoint\.3006: /);
  expect(message).toContain(`${accepted.id} of account ${"a".repeat(32)} (accepted)`);
  expect(message).toContain(`${pending.id} of account account2 (pendingAcceptance)`);
  expect(message).not.toContain("account3");
  expect(message).toMatch(documented("In its way: … Reject them, or …"));
  expect(one.stack.state).toEqual(before);
  expectSound(one);
  await one.stack.up(service({ rejectConnectionsOnDelete: true }));
  one.forget();
  await one.stack.destroy();
  const actions = bodies(one, "POST") as { action: string; endpoints: string[] }[];
  expect(actions.map(({ action }) => action)).toEqual(["reject", "reject"]);
  expect(actions.map(({ endpoints }) => endpoints).sort()).toEqual([[accepted.id], [pending.id]].sort());
  expect(one.lines[0]).toMatch(documented("rejected …"));
  expect(one.lines.join("\n")).toMatch(/"orders": rejected .* of account \w+ \(accepted\)/);
  expectSound(one);
});

test("scenario 30: a connection that is just being made is rejected, and one that lingers is waited out", async () => {
  const one = await standing({}, service({ rejectConnectionsOnDelete: true }));
  const { id, domain_id } = one.emulator.connect(one.stack.id, { status: "accepted" });
  const made = { connections: [{ id, domain_id, status: "creating" }] };
  one.fault(
    { kind: "replace-body", body: made, match: { ...connections, nth: [1, 3] } },
    { kind: "status", errorCode: "EndPoint.3006", match: { ...remove, nth: [2, 3] } },
  );
  await one.stack.destroy();
  expect(bodies(one, "POST")).toMatchObject([{ action: "reject" }]);
  expect(count(one, "DELETE")).toBe(4);
  expectSound(one);
});

test.each<[string, boolean, FaultRule, RegExp]>([
  [
    "nothing is listed that blocks it",
    false,
    { kind: "status", status: 400, errorCode: "EndPoint.3006", match: remove },
    documented("None that blocks it is listed any longer: …"),
  ],
  [
    "the rejections are not made",
    true,
    { kind: "status", status: 200, body: { connections: [] }, match: connectionAction },
    documented("the rejection of connections of service … did not come through: …"),
  ],
])(
  "scenario 31: a delete ends where %s, and the next one goes on",
  async (_name, isConnected, rule, says) => {
    const one = await standing({}, service({ rejectConnectionsOnDelete: isConnected }));
    if (isConnected) one.emulator.connect(one.stack.id, { status: "accepted" });
    one.fault(rule);
    expect((await failure(one.stack.destroy())).message).toMatch(says);
    one.emulator.clearFaults();
    await one.stack.destroy();
    expectSound(one);
  },
);

test("scenario 31: failed after deleting ends with the API's reasons, and the next destroy tries again", async () => {
  const one = await standing();
  one.emulator.configure({ settleSeconds: null });
  one.time.onSleep = () => {
    if (count(one, "GET") === 3)
      one.emulator.patchService(one.stack.id, { status: "failed", error: reasons });
  };
  const { message } = await failure(one.stack.destroy());
  expect(message).toMatch(documented("the deletion failed: …"));
  expect(message).toMatch(/status failed \(EndPoint\.3008: The port /);
  expect(one.stack.state).toBeDefined();
  one.time.onSleep = () => undefined;
  one.emulator.configure({ settleSeconds: 0 });
  await one.stack.destroy();
  expectSound(one);
});

test.each(["creating", "deleting"])(
  "scenario 31: what is still %s is deleted once it may be",
  async (status) => {
    const one = await standing();
    one.emulator.patchService(one.stack.id, { status, settleSeconds: 10 });
    await one.stack.destroy();
    expectSound(one);
  },
);

test.each([0, 60])(
  "fault 50: DELETE worked, its response was lost, and the service is gone after %i s",
  async (seconds) => {
    const one = await standing({ emulator: { settleSeconds: { delete: seconds } } });
    one.fault({ kind: "reset", at: "after-processing", match: { ...remove, nth: 1 } });
    await one.stack.destroy();
    expect(count(one, "DELETE")).toBe(2);
    expect(one.time.nowMs - virtualStartMs).toBeGreaterThanOrEqual(seconds * 1000);
    expectSound(one);
  },
);

test("fault 51: stuck in deleting until the deadline", async () => {
  const one = await standing();
  one.emulator.configure({ settleSeconds: null });
  const before = structuredClone(one.stack.state);
  const startedMs = one.time.nowMs;
  const { message } = await failure(one.stack.destroy());
  expect(message).toContain(`service ${one.stack.id} is still deleting after 600 s`);
  expect(one.time.nowMs - startedMs).toBe(600_000);
  expect(one.stack.state).toEqual(before);
  expectSound(one);
  one.emulator.patchService(one.stack.id, { settleSeconds: 90 });
  await one.stack.destroy();
  expectSound(one);
});

test("fault 54: two stacks race for one port", async () => {
  const one = await lab();
  const other = one.another();
  const results = await Promise.allSettled([
    one.stack.up(service()),
    other.stack.up(service({ serviceName: "theirs" })),
  ]);
  const [winner, loser] = results[0]?.status === "fulfilled" ? [one, other] : [other, one];
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { message } = loser.errors[0] as Error;
  expect(message).toContain("EndPoint.3044");
  expect(message).toContain(`existingId: "${winner.stack.id}"`);
  expect(loser.stack.state).toBeUndefined();
  expect(idsInCloud(one)).toEqual([winner.stack.id]);
  const untouched = winner === one ? service() : service({ serviceName: "theirs" });
  await expectNoop(winner, untouched);
  await expectRecovery(loser, service({ portId: otherPort }), [winner.stack.id]);
});
