import type { FaultRule } from "../../emulator";
import { expectRecovery, expectSound, failure, service } from "../helpers/in-process";
import { get, idsInCloud, lab, list, post, posts, put, standing, whitelistRead } from "./support";

const everyone = service({ permissions: ["*"] });

describe("fault 85: a response without its list says nothing", () => {
  const malformed: [string, FaultRule][] = [
    ["no list", { kind: "replace-body", body: { x: 1 } }],
    ["null", { kind: "replace-body", merge: { permissions: null, endpoint_services: null } }],
    ["another type", { kind: "replace-body", merge: { permissions: {}, endpoint_services: "none" } }],
    ["a record without its text", { kind: "drop-fields", fields: ["permission", "id"] }],
  ];

  test.each(malformed)("once (%s) in a refresh: asked again, the whitelist is known", async (_, rule) => {
    const one = await standing({}, everyone);
    one.fault({ ...rule, match: whitelistRead, times: 1 });
    await one.stack.refresh();
    expect(one.stack.outputs.permissions).toEqual(["*"]);
    // The account's way in is closed when the program takes it back.
    await one.stack.up(service());
    expect(one.emulator.state().services[0]).toMatchObject({ permissions: [] });
    expectSound(one);
  });

  test.each(malformed)("always (%s): the refresh fails, and the state stays as it was", async (_, rule) => {
    const one = await standing({}, everyone);
    one.fault({ ...rule, match: whitelistRead });
    expect((await failure(one.stack.refresh())).message).toContain("malformed response: ");
    expect(one.stack.outputs.permissions).toEqual(["*"]);
    await expectRecovery(one, service());
    expect(one.emulator.state().services[0]).toMatchObject({ permissions: [] });
  });

  test.each(malformed.slice(0, 3))(
    "%s in the looks after a lost create: never a second service",
    async (_, rule) => {
      const one = await lab();
      one.fault({ kind: "reset", at: "after-processing", match: post, times: 1 }, { ...rule, match: list });
      const { message } = await failure(one.stack.up(service()));
      expect(message).toContain("the service may have been created");
      expect(message).toContain("malformed response: no list endpoint_services");
      expect([posts(one), idsInCloud(one)]).toEqual([1, [expect.any(String)]]);
      // The next run meets it, and says how to adopt it.
      one.emulator.clearFaults();
      const again = await failure(one.stack.up(service()));
      expect(again.message).toContain(`existingId: "${idsInCloud(one)[0]}"`);
    },
  );
});

test("fault 86: a number beyond all bounds, in the response to a modify call and the looks after it: no bug is reported", async () => {
  const one = await standing();
  const body = `{"id":"${one.stack.id}","status":"available","connection_count":1e999}`;
  one.fault({ kind: "replace-body", body, match: put }, { kind: "replace-body", body, match: get });
  const { message } = await failure(one.stack.up(service({ description: "b" })));
  expect(message).toContain("malformed response: application/json");
  expect(message).not.toContain("a bug");
  await one.stack.up(service({ description: "b" })).catch(() => undefined);
  await expectRecovery(one, service({ description: "b" }));
  expect(one.stack.outputs.description).toBe("b");
});
