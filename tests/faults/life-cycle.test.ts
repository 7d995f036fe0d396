import { expectNoop, expectRecovery, expectSound, failure, service } from "../helpers/in-process";
import { virtualStartMs } from "../helpers/virtual-time";
import { count, get, idsInCloud, lab, otherPort, posts, put, remove, standing } from "./support";

const reasons = [
  { error_code: "EndPoint.3008", error_message: "The port does not exist." },
  { error_code: "EndPoint.0001", error_message: "No capacity left." },
];

test("fault 42: status failed with reasons after create", async () => {
  const one = await lab({ emulator: { settleSeconds: 20 } });
  one.emulator.configure({ failNextCreate: reasons });
  const error = await failure(one.stack.up(service()));
  for (const { error_code, error_message } of reasons)
    expect(error.reasons?.join()).toContain(`${error_code}: ${error_message}`);
  const [made] = idsInCloud(one);
  expect(one.stack.state).toMatchObject({ id: made, outputs: { status: "failed" } });
  expect(one.stack.outputs.error).toEqual([
    { errorCode: "EndPoint.3008", errorMessage: "The port does not exist." },
    { errorCode: "EndPoint.0001", errorMessage: "No capacity left." },
  ]);
  expectSound(one);
  one.emulator.configure({ failNextCreate: null });
  expect(await one.stack.preview(service())).toMatchObject({ step: "replace", deleteBeforeReplace: true });
  expect(await expectRecovery(one)).toBe("replace");
  expect(idsInCloud(one)).toEqual([expect.not.stringContaining(String(made))]);
});

test("fault 43: stuck in creating until the deadline", async () => {
  const one = await lab();
  one.emulator.configure({ settleSeconds: null });
  const { message } = await failure(one.stack.up(service()));
  const polls = count(one, "GET");
  expect(message).toContain(`still creating after 600 s and ${polls} polls`);
  expect(one.time.nowMs - virtualStartMs).toBe(600_000);
  expect(one.stack.outputs.status).toBe("creating");
  expectSound(one);

  // The next up waits on, as long as it takes, and posts nothing.
  one.forget();
  one.emulator.patchService(one.stack.id, { settleSeconds: 120 });
  expect(await one.stack.up(service())).toBe("update");
  expect([count(one, "POST"), count(one, "PUT")]).toEqual([0, 0]);
  expect(one.time.nowMs - virtualStartMs).toBeGreaterThanOrEqual(720_000);
  await expectNoop(one);
});

test("fault 44: unknown status word", async () => {
  const one = await lab();
  const merge = { status: "brewing" };
  one.fault({ kind: "replace-body", merge, match: get });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toContain("still brewing after 600 s");
  expect(one.stack.outputs.status).toBe("brewing");
  expectSound(one);
  one.forget();
  one.emulator.clearFaults();
  expect(await one.stack.up(service())).toBe("update");
  expect(posts(one)).toBe(0);
  await expectNoop(one);
});

test("fault 44: an unknown status word that passes", async () => {
  const one = await lab();
  one.fault({ kind: "replace-body", merge: { status: "brewing" }, match: { ...get, nth: [1, 5] } });
  await one.stack.up(service());
  expect(count(one, "GET")).toBe(6);
  await expectNoop(one);
});

test("fault 45: status flaps available, creating, available", async () => {
  const one = await standing();
  // The first look of a refresh sees creating; the update that follows waits until it is over.
  one.emulator.patchService(one.stack.id, { status: "creating", settleSeconds: 10 });
  await one.stack.refresh();
  expect(one.stack.outputs.status).toBe("creating");
  one.forget();
  expect(await one.stack.up(service())).toBe("update");
  expect([count(one, "POST"), count(one, "PUT")]).toEqual([0, 0]);
  await expectNoop(one);
});

test("fault 45: the answer to a modify flaps to creating", async () => {
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

test("fault 47: refresh finds failed", async () => {
  const one = await standing();
  one.emulator.patchService(one.stack.id, { status: "failed", error: reasons });
  await one.stack.refresh();
  expect(one.stack.outputs).toMatchObject({
    status: "failed",
    error: [
      { errorCode: "EndPoint.3008", errorMessage: "The port does not exist." },
      { errorCode: "EndPoint.0001", errorMessage: "No capacity left." },
    ],
  });
  const warnings = one.lines.filter((line) => line.includes("status failed"));
  expect(warnings).toEqual([expect.stringMatching(/"orders": .*EndPoint\.3008: The port does not exist\./)]);
  expectSound(one);
  expect(await expectRecovery(one)).toBe("replace");
});

test.each([
  [404, "EndPoint.0005"],
  [400, "EndPoint.2003"],
])("fault 48: DELETE answers %i %s", async (status, errorCode) => {
  const one = await standing();
  one.emulator.deleteService(one.stack.id);
  one.fault({ kind: "status", status, errorCode, match: remove });
  await one.stack.destroy();
  expect(one.calls()).toEqual(["DELETE /vpc-endpoint-services/*"]);
  expectSound(one);
});

test("fault 49: DELETE is refused for live connections", async () => {
  const one = await standing();
  const before = structuredClone(one.stack.state);
  const accepted = one.emulator.connect(one.stack.id, { status: "accepted", domain_id: "a".repeat(32) });
  const { message } = await failure(one.stack.destroy());
  expect(message).toContain("EndPoint.3006");
  expect(message).toContain(`${accepted.id} of account ${"a".repeat(32)} (accepted)`);
  expect(message).toMatch(
    /Reject them, or put the resource into the program with rejectConnectionsOnDelete: true/,
  );
  expect(one.stack.state).toEqual(before);
  expectSound(one);
  one.emulator.clearFaults();
  await one.stack.up(service({ rejectConnectionsOnDelete: true }));
  await one.stack.destroy();
  expectSound(one);
});

test("fault 50: DELETE worked, its answer was lost", async () => {
  const one = await standing();
  one.fault({ kind: "reset", at: "after-processing", match: { ...remove, nth: 1 } });
  await one.stack.destroy();
  expect(count(one, "DELETE")).toBe(2);
  expectSound(one);
});

test("fault 50: the same, and the service is still deleting when the second DELETE comes", async () => {
  const one = await standing({ emulator: { settleSeconds: { delete: 60 } } });
  one.fault({ kind: "reset", at: "after-processing", match: { ...remove, nth: 1 } });
  await one.stack.destroy();
  expect(one.time.nowMs - virtualStartMs).toBeGreaterThanOrEqual(60_000);
  expectSound(one);
});

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

// Pulumi's first ^C lets running operations end, and the provider hears nothing of it: what bounds them is their deadline.
test.each([
  [90, 90, "available"],
  [null, 120, "creating"],
])("fault 52: first ^C in mid-create, settling after %p s", async (settles, endsAfter, status) => {
  const one = await lab();
  one.emulator.configure({ settleSeconds: settles });
  one.stack.options.customTimeouts = { create: 120 };
  await one.stack.up(service()).catch(() => undefined);
  const seconds = (one.time.nowMs - virtualStartMs) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(endsAfter);
  expect(seconds).toBeLessThanOrEqual(endsAfter + 4);
  expect(one.stack.outputs.status).toBe(status);
  expectSound(one);
  if (settles === null) one.emulator.patchService(one.stack.id, { settleSeconds: 5 });
  await expectRecovery(one);
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
