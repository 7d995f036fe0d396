import { documented } from "../../helpers/documented";
import type { Properties } from "../../helpers/engine";
import { expectNoop, failure, type Lab, service } from "../../helpers/in-process";
import { bodies, inCloud, lab, standing, tags, whitelist, writes } from "../support";

const account = (id: number | string) => `iam:domain::${id}`;
const organization = "organizations:orgPath::o-a/r-b/*";
const TAGS = "POST /endpoint_service/*/tags/action";
const PERMISSIONS = "POST /vpc-endpoint-services/*/permissions/action";
const list = (pairs: Record<string, string>) => Object.entries(pairs).map(([key, value]) => ({ key, value }));

function expectTags(one: Lab, wanted: Record<string, string>): void {
  expect(inCloud(one).tags).toEqual(expect.arrayContaining(list(wanted)));
  expect(inCloud(one).tags).toHaveLength(Object.keys(wanted).length);
  expect(one.stack.outputs.tags).toEqual(wanted);
}

function expectWhitelist(one: Lab, ...wanted: string[]): void {
  const records = inCloud(one).permissions as { permission: string }[];
  expect(records.map(({ permission }) => permission).sort()).toEqual(wanted.sort());
}

/** The service is changed by hand, and a refresh sees it. */
async function changedByHand(one: Lab, patch: Properties): Promise<void> {
  one.emulator.patchService(one.stack.id, patch);
  await one.stack.refresh();
  one.forget();
}

describe("tags", () => {
  const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key${i}`, `value${i}`]));
  const { key0: _taken, ...nine } = ten;

  test.each([
    [
      "one changed tag of ten is one call with that tag",
      { ...ten, key3: "new" },
      [{ action: "create", tags: [{ key: "key3", value: "new" }] }],
      "+key3",
    ],
    [
      "a removed and a new one are two calls",
      { ...nine, added: "" },
      [
        { action: "delete", tags: [{ key: "key0" }] },
        { action: "create", tags: [{ key: "added", value: "" }] },
      ],
      "+added -key0",
    ],
  ])("scenario 6: %s, and no PUT", async (_name, wanted, sent, said) => {
    const one = await standing({}, service({ tags: ten }));
    expect(await one.stack.up(service({ tags: wanted }))).toBe("update");
    expect(bodies(one, "POST")).toEqual(sent);
    expect(one.calls()).toEqual(sent.map(() => TAGS));
    expect(one.lines).toEqual([`VpcEndpointService "orders": sent tags ${said}`]);
    expectTags(one, wanted);
  });

  test("scenario 57: never given they are left alone; {} removes them all, and so does taking them out", async () => {
    const one = await standing();
    await changedByHand(one, { tags: list({ theirs: "1" }) });
    expect(await one.stack.up(service())).toBe("same");
    expect(await one.stack.up(service({ tags: {} }))).toBe("update");
    expectTags(one, {});
    await one.stack.up(service({ tags: { mine: "1" } }));
    expect(await one.stack.up(service())).toBe("update");
    expectTags(one, {});
    expect(await one.stack.up(service())).toBe("same");
  });

  test("scenario 36: after changes by hand only the difference is sent", async () => {
    const one = await standing({}, service({ tags: { a: "1", b: "2", c: "3" } }));
    await changedByHand(one, { tags: list({ a: "console", c: "3" }) });
    await one.stack.up(service({ tags: { a: "1", c: "3" } }));
    expect(bodies(one, "POST")).toEqual([{ action: "create", tags: [{ key: "a", value: "1" }] }]);
    expectTags(one, { a: "1", c: "3" });
  });

  test("scenario 36: a tag to remove that is gone already is not an error, even where the API says so", async () => {
    const one = await standing({}, service({ tags: { a: "1", b: "2", c: "3" } }));
    one.emulator.patchService(one.stack.id, { tags: list({ a: "1", c: "3" }) });
    const match = { ...tags, bodyIncludes: "delete" };
    one.fault({ kind: "status", errorCode: "EndPoint.3066", times: 1, match });
    await one.stack.up(service({ tags: { a: "1" } }));
    expect(bodies(one, "POST")).toEqual([
      { action: "delete", tags: [{ key: "b" }, { key: "c" }] },
      { action: "delete", tags: [{ key: "c" }] },
    ]);
    expectTags(one, { a: "1" });
  });
});

describe("permissions", () => {
  test("scenario 7: a create with a whitelist costs one call more, and one added record one call, without a PUT", async () => {
    const one = await lab();
    await one.stack.up(service({ permissions: [account("a")] }));
    expect(one.calls()).toEqual(["POST /vpc-endpoint-services", "GET /vpc-endpoint-services/*", PERMISSIONS]);
    one.forget();
    await one.stack.up(service({ permissions: [account("b"), account("a")] }));
    expect(one.calls()).toEqual([PERMISSIONS]);
    expect(bodies(one, "POST")).toEqual([{ action: "add", permissions: [account("b")] }]);
    expect(one.stack.outputs.permissions).toEqual([account("a"), account("b")]);
    await expectNoop(one, service({ permissions: [account("a"), account("b")] }));
  });

  test.each([false, true])(
    "scenario 21: when the whitelist fails after the create, the next up sends it alone (refreshed in between: %p)",
    async (isRefreshed) => {
      const one = await lab();
      const wanted = service({ permissions: [account("a")] });
      one.fault({ kind: "status", errorCode: "EndPoint.0004", match: whitelist });
      expect((await failure(one.stack.up(wanted))).message).toMatch(
        /create failed: the service was created; permissions failed: .*EndPoint\.0004.*IAM action vpcep:permissions:update/,
      );
      const { id } = one.stack;
      expect(one.stack.outputs).toMatchObject({ status: "available", serviceName: "orders" });
      expect(one.stack.outputs.permissions ?? []).toEqual([]);
      one.emulator.clearFaults();
      if (isRefreshed) await one.stack.refresh();
      one.forget();
      expect(await one.stack.up(wanted)).toBe("update");
      expect([one.calls(), one.stack.id]).toEqual([[PERMISSIONS], id]);
      expectWhitelist(one, account("a"));
      await expectNoop(one, wanted);
    },
  );

  test.each([25, 501])(
    "scenario 32: %i records are all read at a refresh, and change nothing",
    async (length) => {
      const permissions = Array.from({ length }, (_, index) => account(index));
      const emulator = { permissionQuota: 2000 };
      const one = await standing({ emulator }, service({ permissions: [account(0)] }));
      await changedByHand(one, { permissions });
      expect(one.stack.outputs.permissions).toHaveLength(length);
      expect(new Set(one.stack.outputs.permissions as string[])).toEqual(new Set(permissions));
      await one.stack.up(service({ permissions }));
      expect(writes(one)).toEqual([]);
      expect(await one.stack.up(service({ permissions: [...permissions].reverse() }))).toBe("same");
    },
  );

  test("scenario 33: an organization list that is taken out of the program is revoked", async () => {
    const rest = { permissions: [account("a")] };
    const one = await standing({}, service({ ...rest, organizationPermissions: [organization] }));
    expect(await one.stack.up(service(rest))).toBe("update");
    expect(bodies(one, "POST")).toEqual([
      { action: "remove", permission_type: "orgPath", permissions: [organization] },
    ]);
    expectWhitelist(one, account("a"));
    expect(one.stack.outputs.organizationPermissions).toBeUndefined();
    await expectNoop(one, service(rest));
  });

  test("scenarios 34 and 35: a new record is added first, then one that somebody else added is removed, for the list is the whole truth", async () => {
    const one = await standing({}, service({ permissions: [account("a")] }));
    await changedByHand(one, { permissions: [account("a"), account("theirs"), organization] });
    const wanted = service({ permissions: [account("a"), account("new")] });
    expect(await one.stack.up(wanted)).toBe("update");
    expect(bodies(one, "POST")).toEqual([
      { action: "add", permissions: [account("new")] },
      { action: "remove", permissions: [account("theirs")] },
    ]);
    // The list of organizations was never given.
    expectWhitelist(one, account("a"), account("new"), organization);
  });

  test("scenario 58: a list that is never given is not read and not touched; [] empties it, at once and later", async () => {
    const one = await standing();
    await changedByHand(one, { permissions: [account("theirs")] });
    expect(await one.stack.up(service())).toBe("same");
    expect(one.calls()).toEqual([]);
    for (let round = 0; round < 2; round++) {
      expect(await one.stack.up(service({ permissions: [] }))).toBe("update");
      expectWhitelist(one);
      expect(await one.stack.up(service({ permissions: [] }))).toBe("same");
      await changedByHand(one, { permissions: [account("again")] });
    }
  });

  test("scenario 58: a list that is managed from now on is the whole truth, without a refresh", async () => {
    const one = await standing();
    one.emulator.patchService(one.stack.id, { permissions: [account("theirs"), account("a"), organization] });
    await one.stack.up(service({ permissions: [account("a"), account("b")] }));
    const read = "GET /vpc-endpoint-services/*/permissions?limit=500&offset=0";
    expect(one.calls()).toEqual([read, PERMISSIONS, PERMISSIONS]);
    expectWhitelist(one, account("a"), account("b"), organization);
  });

  test("scenario 58: empty lists from the start cost no call, and hold", async () => {
    const wanted = service({ permissions: [], organizationPermissions: [] });
    const one = await lab();
    await one.stack.up(wanted);
    expect(one.calls()).toEqual(["POST /vpc-endpoint-services", "GET /vpc-endpoint-services/*"]);
    await changedByHand(one, { permissions: [account("theirs"), organization] });
    await one.stack.up(wanted);
    expectWhitelist(one);
  });
});

describe("scenario 56: rejectConnectionsOnRevoke", () => {
  /** Ids of the connections that the change of the lists rejects, of consumers in these accounts. */
  async function rejected(before: Properties, after: Properties, consumers: (one: Lab) => string[]) {
    const one = await standing({}, service(before));
    const made = consumers(one).map((name) => {
      const [domain_id = "", status = "accepted"] = name.split(" ");
      return { id: one.emulator.connect(one.stack.id, { domain_id, status }).id, name };
    });
    await one.stack.up(service(after));
    const connections = inCloud(one).connections as { id: string; status: string }[];
    const ids = connections.filter(({ status }) => status === "rejected").map(({ id }) => id);
    const actions = bodies(one, "POST") as { action: string; endpoints?: string[] }[];
    const sent = actions.flatMap(({ action, endpoints }) => (action === "reject" ? [endpoints] : []));
    // One a call.
    expect(sent.flat().sort()).toEqual(ids.sort());
    expect(sent.every((endpoints) => endpoints?.length === 1)).toBe(true);
    return { one, names: made.filter(({ id }) => ids.includes(id)).map(({ name }) => name) };
  }
  const whoever = ["gone", "gone pendingAcceptance", "stays"];
  const lists = { before: ["gone", "stays"].map(account), after: [account("stays")] };

  test.each([
    ["rejects the connections of a removed account, and no other", true, ["gone", "gone pendingAcceptance"]],
    ["unset: they stay connected", undefined, []],
  ])("%s", async (_name, rejectConnectionsOnRevoke, expected) => {
    const option = rejectConnectionsOnRevoke && { rejectConnectionsOnRevoke };
    const [before, after] = [lists.before, lists.after].map((permissions) => ({ permissions, ...option }));
    const { names } = await rejected(before ?? {}, after ?? {}, () => whoever);
    expect(names).toEqual(expected);
  });

  test("after * was taken back it rejects who is not on the list, but not the owner", async () => {
    const program = (permissions: string[]) => ({ permissions, rejectConnectionsOnRevoke: true });
    const { names } = await rejected(
      program(["*", account("stays")]),
      program([account("stays")]),
      ({ emulator }) => ["stranger", "stays", emulator.domainId],
    );
    expect(names).toEqual(["stranger"]);
  });

  test("of an organization it says that its accounts are not known", async () => {
    const program = (organizationPermissions: string[]) => ({
      organizationPermissions,
      rejectConnectionsOnRevoke: true,
    });
    const { one, names } = await rejected(program([organization]), program([]), () => ["member"]);
    expect(names).toEqual([]);
    expect(one.lines.find((line) => line.includes(organization))).toMatch(
      documented("the accounts behind … are not known, so their connections were not rejected"),
    );
  });
});
