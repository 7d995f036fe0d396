import type { Bag } from "../helpers/engine";
import { SMALLEST, useWorld } from "./world";

const world = useWorld({ hurry: 5, emulator: { permissionQuota: 2000 } });

const account = (id: number | string) => `iam:domain::${id}`;
const ORGANIZATION = "organizations:orgPath::o-a/r-b/*";
const TAGS = "POST endpoint_service/{id}/tags/action";
const PERMISSIONS = "POST vpc-endpoint-services/{id}/permissions/action";

async function existing(program: Bag) {
  const stack = world.stack();
  await stack.up({ ...SMALLEST, ...program });
  world.forgetCalls();
  return {
    stack,
    up: (changed: Bag) => stack.up({ ...SMALLEST, ...changed }),
  };
}

function tagsInCloud(): Bag {
  const tags = world.service()["tags"] as { key: string; value: string }[];
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

function whitelistInCloud(): string[] {
  return (world.service()["permissions"] as { permission: string }[])
    .map(({ permission }) => permission)
    .sort();
}

describe("tags", () => {
  const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key${i}`, `value${i}`]));

  test("scenario 6: one changed tag of ten is one call with that tag", async () => {
    const { stack, up } = await existing({ tags: ten });
    expect(await up({ tags: { ...ten, key3: "new" } })).toBe("update");
    expect(world.calls()).toEqual([TAGS]);
    expect(world.bodies("POST")).toEqual([{ action: "create", tags: [{ key: "key3", value: "new" }] }]);
    expect(stack.outputs["tags"]).toEqual({ ...ten, key3: "new" });
    expect(tagsInCloud()).toEqual({ ...ten, key3: "new" });
    expect(await world.said(stack, 1)).toEqual(["sent tags +key3"]);
  });

  test("scenario 6: a removed and a new one are two calls, and no PUT", async () => {
    const { up } = await existing({ tags: ten });
    const { key0, ...nine } = ten;
    await up({ tags: { ...nine, added: "" } });
    expect(world.calls()).toEqual([TAGS, TAGS]);
    expect(world.bodies("POST")).toEqual([
      { action: "delete", tags: [{ key: "key0" }] },
      { action: "create", tags: [{ key: "added", value: "" }] },
    ]);
    expect(tagsInCloud()).toEqual({ ...nine, added: "" });
  });

  test("never given they are left alone, {} removes them all, taken out too", async () => {
    const { stack, up } = await existing({});
    world.emulator.patchService(stack.id, { tags: [{ key: "theirs", value: "1" }] });
    await stack.refresh();
    expect(await up({})).toBe("same");
    expect(await up({ tags: {} })).toBe("update");
    expect(tagsInCloud()).toEqual({});
    await up({ tags: { mine: "1" } });
    expect(await up({})).toBe("update");
    expect(tagsInCloud()).toEqual({});
    expect(await up({})).toBe("same");
  });

  test("scenario 36: after changes in the console only the difference is sent", async () => {
    const { stack, up } = await existing({ tags: { a: "1", b: "2", c: "3" } });
    world.emulator.patchService(stack.id, {
      tags: [
        { key: "a", value: "console" },
        { key: "c", value: "3" },
      ],
    });
    await stack.refresh();
    world.forgetCalls();
    await up({ tags: { a: "1", c: "3" } });
    expect(world.bodies("POST")).toEqual([{ action: "create", tags: [{ key: "a", value: "1" }] }]);
    expect(tagsInCloud()).toEqual({ a: "1", c: "3" });
  });

  test("scenario 36: a tag to remove that is gone already is no error, even where the API says so", async () => {
    const { stack, up } = await existing({ tags: { a: "1", b: "2", c: "3" } });
    world.emulator.patchService(stack.id, {
      tags: [
        { key: "a", value: "1" },
        { key: "c", value: "3" },
      ],
    });
    const match = { path: "**/tags/action", bodyIncludes: "delete" };
    world.emulator.setFaults([{ kind: "status", errorCode: "EndPoint.3066", times: 1, match }]);
    await up({ tags: { a: "1" } });
    expect(world.bodies("POST")).toEqual([
      { action: "delete", tags: [{ key: "b" }, { key: "c" }] },
      { action: "delete", tags: [{ key: "c" }] },
    ]);
    expect(stack.outputs["tags"]).toEqual({ a: "1" });
  });

  test("scenario 37: when a new tag is refused the others are still there, and the next up sends only it", async () => {
    const { stack, up } = await existing({ tags: { kept: "1", old: "2" } });
    const match = { path: "**/tags/action", bodyIncludes: "create" };
    world.emulator.setFaults([{ kind: "status", errorCode: "EndPoint.3069", match }]);
    const failure = up({ tags: { kept: "1", fresh: "3" } });
    await expect(failure).rejects.toThrow(
      /update failed: tags -old succeeded; tags \(\+fresh\) failed: POST .* HTTP 400 EndPoint\.3069: .*too many for one resource.* Run `pulumi up` again/,
    );
    expect(tagsInCloud()).toEqual({ kept: "1" });
    expect(stack.outputs["tags"]).toEqual({ kept: "1" });
    world.emulator.clearFaults();
    world.forgetCalls();
    expect(await up({ tags: { kept: "1", fresh: "3" } })).toBe("update");
    expect(world.calls()).toEqual([TAGS]);
    expect(tagsInCloud()).toEqual({ kept: "1", fresh: "3" });
  });

  test("when the PUT succeeds and the tags fail, the next up sends the tags alone", async () => {
    const { stack, up } = await existing({ tags: { a: "1" } });
    world.emulator.setFaults([
      { kind: "status", errorCode: "EndPoint.3069", match: { path: "**/tags/action" } },
    ]);
    await expect(up({ tcpProxy: "open", tags: { a: "2" } })).rejects.toThrow(/tcpProxy succeeded; tags/);
    expect(stack.outputs).toMatchObject({ tcpProxy: "open", tags: { a: "1" } });
    expect(await world.said(stack, 1)).toEqual(["sent tcpProxy"]);
    world.emulator.clearFaults();
    world.forgetCalls();
    await up({ tcpProxy: "open", tags: { a: "2" } });
    expect(world.calls()).toEqual([TAGS]);
    expect(await up({ tcpProxy: "open", tags: { a: "2" } })).toBe("same");
  });
});

describe("permissions", () => {
  test("a create with a whitelist costs one call more", async () => {
    const stack = world.stack();
    await stack.up({ ...SMALLEST, permissions: [account("a"), account("b")] });
    expect(world.calls()).toEqual([
      "POST vpc-endpoint-services",
      "GET vpc-endpoint-services/{id}",
      PERMISSIONS,
    ]);
    expect(stack.outputs["permissions"]).toEqual([account("a"), account("b")]);
  });

  test("scenario 7: one added record is one call, and no PUT", async () => {
    const { stack, up } = await existing({ permissions: [account("a")] });
    await up({ permissions: [account("b"), account("a")] });
    expect(world.calls()).toEqual([PERMISSIONS]);
    expect(world.bodies("POST")).toEqual([{ action: "add", permissions: [account("b")] }]);
    expect(stack.outputs["permissions"]).toEqual([account("a"), account("b")]);
    expect(await up({ permissions: [account("a"), account("b")] })).toBe("same");
  });

  test("scenario 21: when the whitelist fails after the create, the next up sends it alone", async () => {
    const stack = world.stack();
    const program = { ...SMALLEST, serviceName: "orders", permissions: [account("a")] };
    world.emulator.setFaults([
      { kind: "status", errorCode: "EndPoint.0004", match: { path: "**/permissions/action" } },
    ]);
    await expect(stack.up(program)).rejects.toThrow(
      /create failed: the service was created; permissions failed: .*EndPoint\.0004.*IAM action vpcep:permissions:update/,
    );
    const { id } = stack;
    expect(stack.outputs).toMatchObject({ status: "available", serviceName: "orders" });
    expect(stack.outputs["permissions"] ?? []).toEqual([]);
    world.emulator.clearFaults();
    world.forgetCalls();
    expect(await stack.up(program)).toBe("update");
    expect(world.calls()).toEqual([PERMISSIONS]);
    expect(stack.id).toBe(id);
    expect(whitelistInCloud()).toEqual([account("a")]);
    expect(await stack.up(program)).toBe("same");
  });

  test("scenario 21: also after a refresh in between", async () => {
    const stack = world.stack();
    const program = { ...SMALLEST, permissions: [account("a")] };
    world.emulator.setFaults([
      { kind: "status", errorCode: "EndPoint.0004", match: { path: "**/permissions/action" } },
    ]);
    await expect(stack.up(program)).rejects.toThrow(/permissions failed/);
    world.emulator.clearFaults();
    await stack.refresh();
    world.forgetCalls();
    expect(await stack.up(program)).toBe("update");
    expect(world.calls()).toEqual([PERMISSIONS]);
  });

  test.each([25, 501])(
    "scenario 32: %i records are all read at a refresh, and are no change",
    async (count) => {
      const permissions = Array.from({ length: count }, (_, i) => account(i));
      const { stack, up } = await existing({ permissions: [account(0)] });
      world.emulator.patchService(stack.id, { permissions });
      await stack.refresh();
      expect(stack.outputs["permissions"]).toHaveLength(count);
      expect(new Set(stack.outputs["permissions"] as string[])).toEqual(new Set(permissions));
      world.forgetCalls();
      // Nothing is left to send: the cloud has what the program now says.
      await up({ permissions });
      expect(world.writes()).toEqual([]);
      expect(await up({ permissions: [...permissions].reverse() })).toBe("same");
    },
  );

  test("scenario 33: an organization list taken out of the program is revoked", async () => {
    const { stack, up } = await existing({
      permissions: [account("a")],
      organizationPermissions: [ORGANIZATION],
    });
    expect(await up({ permissions: [account("a")] })).toBe("update");
    expect(world.bodies("POST")).toEqual([
      { action: "remove", permission_type: "orgPath", permissions: [ORGANIZATION] },
    ]);
    expect(whitelistInCloud()).toEqual([account("a")]);
    expect(stack.outputs["organizationPermissions"]).toBeUndefined();
    expect(await up({ permissions: [account("a")] })).toBe("same");
  });

  test("scenario 34: new records are added before old ones are removed", async () => {
    const { up } = await existing({ permissions: [account("old")] });
    await up({ permissions: [account("new")] });
    expect(world.bodies("POST")).toEqual([
      { action: "add", permissions: [account("new")] },
      { action: "remove", permissions: [account("old")] },
    ]);
  });

  test("scenario 35: a record that another stack added is removed, for the list is the whole truth", async () => {
    const { stack, up } = await existing({ permissions: [account("a")] });
    world.emulator.patchService(stack.id, { permissions: [account("a"), account("theirs"), ORGANIZATION] });
    await stack.refresh();
    world.forgetCalls();
    expect(await up({ permissions: [account("a")] })).toBe("update");
    expect(world.bodies("POST")).toEqual([{ action: "remove", permissions: [account("theirs")] }]);
    // The list of organizations was never given.
    expect(whitelistInCloud()).toEqual([account("a"), ORGANIZATION]);
  });

  test("a list that is never given is not read and not touched; [] empties it", async () => {
    const { stack, up } = await existing({});
    world.emulator.patchService(stack.id, { permissions: [account("theirs")] });
    await stack.refresh();
    expect(await up({})).toBe("same");
    expect(world.calls().filter((call) => call.includes("permissions"))).toEqual([]);
    expect(await up({ permissions: [] })).toBe("update");
    expect(whitelistInCloud()).toEqual([]);
    expect(await up({ permissions: [] })).toBe("same");
    world.emulator.patchService(stack.id, { permissions: [account("again")] });
    await stack.refresh();
    await up({ permissions: [] });
    expect(whitelistInCloud()).toEqual([]);
  });

  test("a list that is managed from now on is the whole truth at once, without a refresh", async () => {
    const { stack, up } = await existing({});
    world.emulator.patchService(stack.id, { permissions: [account("theirs"), account("a"), ORGANIZATION] });
    world.forgetCalls();
    await up({ permissions: [account("a"), account("b")] });
    expect(world.calls()).toEqual([
      "GET vpc-endpoint-services/{id}/permissions?limit=500&offset=0",
      PERMISSIONS,
      PERMISSIONS,
    ]);
    expect(whitelistInCloud()).toEqual([account("a"), account("b"), ORGANIZATION]);
  });

  test("an empty list from the start costs no call, and holds", async () => {
    const { stack, up } = await existing({ permissions: [], organizationPermissions: [] });
    expect(await up({ permissions: [], organizationPermissions: [] })).toBe("same");
    world.emulator.patchService(stack.id, { permissions: [account("theirs"), ORGANIZATION] });
    await stack.refresh();
    await up({ permissions: [], organizationPermissions: [] });
    expect(whitelistInCloud()).toEqual([]);
  });

  test("many go in batches; when one fails, what went through is in the state and only the rest is sent again", async () => {
    const permissions = Array.from({ length: 60 }, (_, i) => account(i));
    const { stack, up } = await existing({ permissions: [] });
    world.emulator.setFaults([
      { kind: "status", errorCode: "EndPoint.3049", match: { path: "**/permissions/action", nth: 2 } },
    ]);
    await expect(up({ permissions })).rejects.toThrow(
      /50 of 60 were added \(iam:domain::0, .*The whitelist is full/,
    );
    expect(stack.outputs["permissions"]).toEqual(permissions.slice(0, 50));
    world.emulator.clearFaults();
    world.forgetCalls();
    await up({ permissions });
    expect(world.bodies("POST")).toEqual([{ action: "add", permissions: permissions.slice(50) }]);
  });

  describe("rejectConnectionsOnRevoke", () => {
    const connect = (id: string, domain_id: string, status = "accepted") =>
      world.emulator.connect(id, { domain_id, status }).id;
    const rejected = () =>
      (world.service()["connections"] as { id: string; status: string }[])
        .filter(({ status }) => status === "rejected")
        .map(({ id }) => id)
        .sort();

    test("rejects the connections of a removed account, one a call, and no other", async () => {
      const program = { permissions: [account("gone"), account("stays")], rejectConnectionsOnRevoke: true };
      const { stack, up } = await existing(program);
      const theirs = [connect(stack.id, "gone"), connect(stack.id, "gone", "pendingAcceptance")].sort();
      connect(stack.id, "stays");
      await up({ ...program, permissions: [account("stays")] });
      expect(rejected()).toEqual(theirs);
      const actions = world.bodies("POST").filter((body) => (body as Bag)["action"] === "reject");
      expect(actions.map((body) => (body as Bag)["endpoints"])).toEqual(
        expect.arrayContaining(theirs.map((id) => [id])),
      );
      expect(actions).toHaveLength(2);
    });

    test("without it they stay connected", async () => {
      const { stack, up } = await existing({ permissions: [account("gone")] });
      connect(stack.id, "gone");
      await up({ permissions: [] });
      expect(rejected()).toEqual([]);
    });

    test("after * was taken back it rejects who is not on the list, but not the owner", async () => {
      const program = { permissions: ["*", account("stays")], rejectConnectionsOnRevoke: true };
      const { stack, up } = await existing(program);
      const stranger = connect(stack.id, "stranger");
      connect(stack.id, "stays");
      connect(stack.id, world.emulator.domainId);
      await up({ ...program, permissions: [account("stays")] });
      expect(rejected()).toEqual([stranger]);
    });

    test("for an organization it says that it cannot tell its accounts", async () => {
      const program = { organizationPermissions: [ORGANIZATION], rejectConnectionsOnRevoke: true };
      const { stack, up } = await existing(program);
      connect(stack.id, "member");
      await up({ ...program, organizationPermissions: [] });
      expect(rejected()).toEqual([]);
      expect((await world.said(stack, 3)).join("\n")).toContain(
        `the accounts behind ${ORGANIZATION} are not known, so their connections were not rejected`,
      );
    });
  });
});
