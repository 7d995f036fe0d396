import type { FaultRule } from "../../emulator";
import { documented } from "../helpers/documented";
import type { Properties } from "../helpers/engine";
import { expectNoop, expectRecovery, expectSound, failure, type Lab, service } from "../helpers/in-process";
import { bodies, get, lab, post, standing, tags, whitelist } from "./support";

const refused: FaultRule = { kind: "status", status: 400, errorCode: "EndPoint.3068" };

/** The fault is gone: the next `up` sends these bodies, which is all that is missing, and the one after it nothing. */
async function expectRest(one: Lab, wanted: Properties, ...rest: object[]): Promise<void> {
  expectSound(one);
  one.forget();
  one.emulator.clearFaults();
  expect(await one.stack.up(wanted)).toBe("update");
  expect(bodies(one, "POST")).toEqual(rest);
  expect(one.calls()).toHaveLength(rest.length);
  await expectNoop(one, wanted);
}

const created = (tags: Record<string, string>) => ({
  action: "create",
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
});

test("fault 56: create is fine, the tags call fails", async () => {
  const one = await lab();
  // A cloud whose create takes no tags: they come with a call of their own.
  one.fault(
    { kind: "replace-body", merge: { tags: [] }, match: get },
    { kind: "replace-body", merge: { tags: [] }, match: post },
    { ...refused, match: tags },
  );
  const wanted = service({ tags: { team: "a", tier: "b" } });
  const { message, id } = await failure(one.stack.up(wanted));
  expect(message).toContain("tags (+team +tier) failed:");
  expect(message).toContain("EndPoint.3068");
  expect(id).toBe(one.stack.id);
  expect(one.stack.outputs).toMatchObject({ status: "available", tags: {} });
  one.emulator.patchService(one.stack.id, { tags: [] });
  await expectRest(one, wanted, created({ team: "a", tier: "b" }));
});

const accounts = Array.from({ length: 70 }, (_, index) => `iam:domain::account${index}`);

test("fault 57: the first batch of permissions is fine, the second fails", async () => {
  const one = await lab();
  one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004", match: { ...whitelist, nth: 2 } });
  const wanted = service({ permissions: accounts });
  const { message } = await failure(one.stack.up(wanted));
  expect(message).toMatch(documented("… of … were added …"));
  expect(message).toContain("permissions +50 -0 succeeded; permissions failed: 50 of 70 were added");
  expect(one.stack.outputs.permissions).toEqual(accounts.slice(0, 50));
  await expectRest(one, wanted, { action: "add", permissions: accounts.slice(50) });
});

test("fault 58: PUT is fine, tags fail", async () => {
  const one = await standing({}, service({ description: "old", tags: { team: "a" } }));
  const wanted = service({ description: "new", tags: { team: "b" } });
  one.fault({ ...refused, match: tags });
  const { message, reasons } = await failure(one.stack.up(wanted));
  expect(message).toMatch(documented("… succeeded; … failed: … it sends only what is missing."));
  expect(message).toContain("description succeeded; tags (+team) failed:");
  expect(reasons).toEqual([message]);
  expect(one.stack.outputs).toMatchObject({ description: "new", tags: { team: "a" } });
  expect(one.stack.state?.inputs).toMatchObject({ description: "old" });
  await expectRest(one, wanted, created({ team: "b" }));
});

test("fault 59, scenario 37: tag delete is fine, tag create fails", async () => {
  const one = await standing({}, service({ tags: { stays: "1", goes: "2", changes: "3" } }));
  const wanted = service({ tags: { stays: "1", changes: "4", comes: "5" } });
  one.fault({ ...refused, match: { ...tags, bodyIncludes: "create" } });
  const { message } = await failure(one.stack.up(wanted));
  expect(message).toContain("tags -goes succeeded; tags (+changes +comes) failed:");
  expect(one.stack.outputs.tags).toEqual({ stays: "1", changes: "3" });
  expect(bodies(one, "POST")[0]).toEqual({ action: "delete", tags: [{ key: "goes" }] });
  expect(JSON.stringify(bodies(one, "POST"))).not.toContain("stays");
  await expectRest(one, wanted, created({ changes: "4", comes: "5" }));
});

test("fault 62: update killed between two calls", async () => {
  const one = await standing({}, service({ description: "old", tags: { team: "a" } }));
  const before = structuredClone(one.stack.state);
  const wanted = service({ description: "new", tags: { team: "b" } });
  // After the response to the modify call, before the tags call leaves.
  const killed = one.killAt(2);
  void one.stack.up(wanted);
  await killed;
  expect(one.stack.state).toEqual(before);

  await one.stack.refresh();
  expect(one.stack.outputs).toMatchObject({ description: "new", tags: { team: "a" } });
  await expectRest(one, wanted, created({ team: "b" }));
});

test.each(["EndPoint.3049", "EndPoint.2045"])("fault 63: whitelist full, %s", async (errorCode) => {
  const one = await lab();
  one.fault({ kind: "status", status: 400, errorCode, match: { ...whitelist, nth: 2 } });
  const { message } = await failure(one.stack.up(service({ permissions: accounts })));
  expect(message).toContain("50 of 70 were added (iam:domain::account0, ");
  expect(message).toContain("The whitelist is full.");
  expect(message).toContain(errorCode);
  expect(one.stack.outputs.permissions).toEqual(accounts.slice(0, 50));
  expectSound(one);
  await expectRecovery(one, service({ permissions: accounts.slice(0, 50) }));
});
