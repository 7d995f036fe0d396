import { createHash } from "node:crypto";
import { PartialFailure } from "../../../provider/resource/failures";
import { reconcileService } from "../../../provider/vpc-endpoint-service/steps";
import { apiError, fakeOperation, lost, type Reply, refused, rejection } from "./fake-client";
import { answer, ID, inputs, OTHER_PORT, outputs, written } from "./samples";

const get = `GET vpc-endpoint-services/${ID}`;
const put = (body: object) => `PUT vpc-endpoint-services/${ID} ${JSON.stringify(body)}`;
const tags = (body: object) => `POST endpoint_service/${ID}/tags/action ${JSON.stringify(body)}`;
const action = (body: object) =>
  `POST vpc-endpoint-services/${ID}/permissions/action ${JSON.stringify(body)}`;
const whitelist = `GET vpc-endpoint-services/${ID}/permissions?limit=500&offset=0`;
const again = "Run `pulumi up` again: it sends only what is missing.";
const sent = (what: string) => `info VpcEndpointService "orders": sent ${what}`;

function lead(
  replies: Reply[],
  more: Parameters<typeof inputs>[0],
  known = outputs(),
  partial?: "always" | "whenChanged",
) {
  const world = fakeOperation(replies);
  const program = inputs(more);
  return {
    ...world,
    known,
    program,
    done: reconcileService(world.operation, ID, known, program, partial === "always"),
  };
}

const digestOf = (permission: string) => createHash("sha256").update(permission).digest("hex").slice(0, 32);

async function partialFailure(promise: Promise<unknown>): Promise<PartialFailure> {
  const error = await rejection(promise);
  expect(error).toBeInstanceOf(PartialFailure);
  return error as PartialFailure;
}

test("nothing differs: no call, no word; the hidden state is the new one", async () => {
  const { client, said, program, done } = lead([], { tcpProxy: "close" });
  expect(await done).toEqual(outputs({ __vpcep: { ...program.__vpcep, written } }));
  expect([client.lines, said]).toEqual([[], []]);
});

test("one modify call with the differences, then tags, then the whitelist; and a line that names them", async () => {
  const { client, said, program, done } = lead(
    [answer({ port_id: OTHER_PORT, tcp_proxy: "open", tags: undefined }), {}, {}, {}, {}, {}],
    {
      portId: OTHER_PORT,
      tcpProxy: "open",
      tags: { a: "1", c: "2" },
      permissions: ["iam:domain::a"],
      organizationPermissions: ["organizations:orgPath::1"],
    },
    outputs({ tags: { a: "0", b: "1" }, permissions: ["*"], organizationPermissions: [] }),
  );
  expect(await done).toEqual(
    outputs({
      portId: OTHER_PORT,
      tcpProxy: "open",
      tags: { a: "1", c: "2" },
      permissions: ["iam:domain::a"],
      organizationPermissions: ["organizations:orgPath::1"],
      __vpcep: { ...program.__vpcep, written },
    }),
  );
  expect(client.lines).toEqual([
    put({ port_id: OTHER_PORT, tcp_proxy: "open" }),
    tags({ action: "delete", tags: [{ key: "b" }] }),
    tags({
      action: "create",
      tags: [
        { key: "a", value: "1" },
        { key: "c", value: "2" },
      ],
    }),
    action({ permissions: ["iam:domain::a"], action: "add" }),
    action({ permissions: ["*"], action: "remove" }),
    action({ permissions: ["organizations:orgPath::1"], action: "add", permission_type: "orgPath" }),
  ]);
  expect(said).toEqual([
    sent("portId, tcpProxy, tags +a +c -b, permissions +1 -1, organizationPermissions +1 -0"),
  ]);
});

test("what the answer does not tell is as it was sent", async () => {
  const { done } = lead([{ id: ID, status: "available" }], { tcpProxy: "open", description: "new" });
  expect(await done).toMatchObject({ tcpProxy: "open", description: "new", status: "available" });
});

test("tags that went by themselves with the modify call are not deleted again", async () => {
  const { client, done } = lead(
    [answer({ tcp_proxy: "open", tags: [] })],
    { tcpProxy: "open", tags: {} },
    outputs({ tags: { a: "1" } }),
  );
  expect((await done).tags).toEqual({});
  expect(client.lines).toEqual([put({ tcp_proxy: "open" })]);
});

test("what the API made of it wins over what was sent", async () => {
  const { done } = lead([answer({ tcp_proxy: "proxy_open" })], { tcpProxy: "open" });
  expect((await done).tcpProxy).toBe("proxy_open");
});

test("a field that the program set and sets no more goes back to the default, and is not set any more", async () => {
  const known = outputs({ tcpProxy: "open", __vpcep: { name: "orders", set: ["tcpProxy"] } });
  const { client, done } = lead([answer()], {}, known);
  expect((await done).__vpcep).toEqual({ name: "orders", set: [], written });
  expect(client.lines).toEqual([put({ tcp_proxy: "close" })]);
});

test("the provider's own are what the program says now; a list that it manages no more is not known", async () => {
  const known = outputs({
    existingId: "s-1",
    rejectConnectionsOnDelete: true,
    rejectConnectionsOnRevoke: true,
    permissions: [],
    organizationPermissions: [],
  });
  const done = await lead([], { rejectConnectionsOnDelete: false }, known).done;
  expect(done).toMatchObject({
    rejectConnectionsOnDelete: false,
    rejectConnectionsOnRevoke: undefined,
    existingId: undefined,
    permissions: undefined,
    organizationPermissions: undefined,
  });
});

test("a busy service is waited for", async () => {
  const { client, done } = lead([refused("EndPoint.3045"), answer({ tcp_proxy: "open" })], {
    tcpProxy: "open",
  });
  await done;
  expect(client.lines).toEqual([put({ tcp_proxy: "open" }), put({ tcp_proxy: "open" })]);
});

test("a service that has to settle after the modify call is waited for", async () => {
  const { client, done } = lead(
    [answer({ status: "creating", tcp_proxy: "open" }), answer({ tcp_proxy: "open" })],
    { tcpProxy: "open" },
  );
  expect((await done).status).toBe("available");
  expect(client.lines).toEqual([put({ tcp_proxy: "open" }), `${get} x1`]);
});

test.each([
  ["without a status", { id: ID, tcp_proxy: "open" }],
  ["without an id", { status: "available" }],
  ["without anything", {}],
])("an answer %s says nothing of the service: it is looked at", async (_, empty) => {
  const { client, done } = lead([empty, answer({ tcp_proxy: "open", updated_at: "later" })], {
    tcpProxy: "open",
  });
  expect(await done).toMatchObject({ status: "available", tcpProxy: "open", updatedAt: "later" });
  expect(client.lines).toEqual([put({ tcp_proxy: "open" }), get]);
});

describe("a modify call that clashes with another service", () => {
  const clash = refused("EndPoint.3044");
  const other = answer({ id: "other", port_id: OTHER_PORT, created_at: "2026-01-02T03:04:06Z" });
  const own = answer({ port_id: OTHER_PORT });

  test("the other service is named, not the own one", async () => {
    const { done } = lead([clash, { endpoint_services: [own, other] }], { portId: OTHER_PORT });
    expect((await rejection(done)).message).toBe(
      `${clash.message} Service other (created 2026-01-02T03:04:06Z) already serves 80/TCP of port ${OTHER_PORT}. Choose another serverPort, or delete that service first.`,
    );
  });

  test("the list does not show it: the API's words stand", async () => {
    const { done } = lead([clash, { endpoint_services: [own] }], { portId: OTHER_PORT });
    expect((await rejection(done)).message).toBe(clash.message);
  });
});

test("a modify call that makes it fail: id, real outputs, reasons", async () => {
  const failed = answer({
    status: "failed",
    tcp_proxy: "open",
    error: [{ error_code: "E", error_message: "m" }],
  });
  const { said, done } = lead([failed], { tcpProxy: "open" });
  const error = await partialFailure(done);
  expect(error.id).toBe(ID);
  expect(error.outputs).toMatchObject({
    status: "failed",
    tcpProxy: "open",
    error: [{ errorCode: "E", errorMessage: "m" }],
  });
  expect(error.message).toContain(`service ${ID} has the status failed (E: m).`);
  expect(said).toEqual([sent("tcpProxy")]);
});

test("a modify call that succeeds and does not settle: what was sent did, and the next step is said once", async () => {
  const { done } = lead([answer({ status: "creating", tcp_proxy: "open" }), answer({ status: "creating" })], {
    tcpProxy: "open",
  });
  expect((await partialFailure(done)).message).toMatch(
    new RegExp(
      `^tcpProxy succeeded; service ${ID} is still creating after 600 s and \\d+ polls\\. Run \`pulumi up\` again to go on from here; nothing is created twice\\.$`,
    ),
  );
});

test("one that makes the service fail: only that it is replaced", async () => {
  const { done } = lead([answer({ status: "failed" })], { tcpProxy: "open" });
  expect((await partialFailure(done)).message).toBe(
    `tcpProxy succeeded; service ${ID} has the status failed (the API gives no reason). The next \`pulumi up\` replaces it.`,
  );
});

test("inputs that mean the same in other words are remembered as they were written, and no others", async () => {
  const known = outputs({ permissions: ["b", "a"], organizationPermissions: ["o"] });
  const program = { permissions: ["a", "b"], organizationPermissions: ["o"], ports: known.ports };
  expect((await lead([], program, known).done).__vpcep.written).toEqual({
    permissions: { order: [1, 0], bare: [] },
  });
});

describe("a modify call that is refused", () => {
  test("leaves everything as it was: the state keeps the old values", async () => {
    const error = refused("EndPoint.3042");
    const { client, said, done } = lead([error], { tcpProxy: "open", tags: { a: "b" } });
    expect(await rejection(done)).toBe(error);
    expect([client.lines.length, said]).toEqual([1, []]);
  });

  test("after a create the id is kept; set is what was set before, not what was refused", async () => {
    const error = refused("EndPoint.3042");
    const known = outputs({ __vpcep: { name: "orders", set: ["description"] } });
    const partial = await partialFailure(lead([error], { tcpProxy: "open" }, known, "always").done);
    expect(partial.message).toBe(`the service was created; tcpProxy failed: ${error.message} ${again}`);
    expect(partial.outputs).toEqual(
      outputs({ __vpcep: { name: "orders", set: ["description"], doubt: [] } }),
    );
  });

  test("but was done all the same, as a look shows: it goes on", async () => {
    const { client, said, done } = lead([lost(), answer({ tcp_proxy: "open" })], { tcpProxy: "open" });
    expect(await done).toMatchObject({ tcpProxy: "open" });
    expect(client.lines.slice(1)).toEqual([`${get} x1`]);
    expect(said).toEqual([
      'info VpcEndpointService "orders": a response was lost, but the cloud shows that the change was made',
      sent("tcpProxy"),
    ]);
  });

  test("and was not done, as a look shows: the error itself, for nothing has changed", async () => {
    const error = lost({ method: "PUT" });
    const { client, done } = lead([error, answer()], { tcpProxy: "open" });
    expect(await rejection(done)).toBe(error);
    expect(client.lines.slice(1)).toEqual([`${get} x1`]);
  });

  test.each([
    ["whose response was lost, and the look fails", [lost(), apiError("unavailable")]],
    ["that was answered with nothing, and the look fails", [{}, apiError("unavailable")]],
    ["that was answered with nothing, as the look is", [{}, {}]],
  ])("one %s: its fields are in doubt, and count as set", async (_, replies) => {
    const { done } = lead(replies, { tcpProxy: "open", tags: { a: "b" } });
    const partial = await partialFailure(done);
    expect(partial.message).toMatch(/^tcpProxy may have been done: .*it sends only what is missing\.$/);
    expect(partial.outputs).toMatchObject({
      tcpProxy: "close",
      __vpcep: { set: ["tcpProxy"], doubt: ["tcpProxy"] },
    });
  });
});

describe("a failure after the modify call", () => {
  test("tells what succeeded, what did not, and that it goes on from there", async () => {
    const error = refused("EndPoint.3069");
    const { said, done } = lead([answer({ tcp_proxy: "open" }), error], {
      tcpProxy: "open",
      tags: { a: "b" },
    });
    const partial = await partialFailure(done);
    expect(partial.message).toBe(`tcpProxy succeeded; tags (+a) failed: ${error.message} ${again}`);
    expect(partial.outputs).toEqual(
      outputs({ tcpProxy: "open", tags: {}, __vpcep: { name: "orders", set: ["tcpProxy"], doubt: [] } }),
    );
    expect(said).toEqual([sent("tcpProxy")]);
  });

  test("between two calls of tags: what was achieved", async () => {
    const error = refused("EndPoint.3069");
    const { said, done } = lead([{}, error], { tags: { b: "1" } }, outputs({ tags: { a: "1" } }));
    const partial = await partialFailure(done);
    expect(partial.message).toBe(`tags -a succeeded; tags (+b) failed: ${error.message} ${again}`);
    expect(partial.outputs).toMatchObject({ tags: {} });
    expect(said).toEqual([sent("tags -a")]);
  });

  test("in the whitelist: what was achieved", async () => {
    const error = apiError("unavailable");
    const { said, done } = lead([{}, error], { permissions: ["b"] }, outputs({ permissions: ["a"] }));
    const partial = await partialFailure(done);
    expect(partial.message).toBe(
      `permissions +1 -0 succeeded; permissions failed: ${error.message} ${again}`,
    );
    expect(partial.outputs).toMatchObject({ permissions: ["a", "b"] });
    expect(said).toEqual([sent("permissions +1 -0")]);
  });

  test("the first call, refused: the error itself, for nothing has changed", async () => {
    const error = apiError("forbidden");
    const { done } = lead([error], { permissions: ["b"] }, outputs({ permissions: ["a"] }));
    expect((await rejection(done)).message).toContain(error.message);
    await expect(done).rejects.not.toBeInstanceOf(PartialFailure);
  });

  test("with a fate that is not known: one look tells what it changed", async () => {
    const { client, done } = lead([lost(), answer({ tags: [{ key: "a", value: "c" }] })], {
      tags: { a: "b" },
    });
    const partial = await partialFailure(done);
    expect(client.lines).toEqual([tags({ action: "create", tags: [{ key: "a", value: "b" }] }), `${get} x1`]);
    expect(partial.outputs).toMatchObject({ tags: { a: "c" }, __vpcep: { set: ["tags"], doubt: [] } });
  });

  test("in the whitelist, the look is at the whitelist", async () => {
    const { client, done } = lead(
      [{}, lost(), { permissions: [{ id: "1", permission: "b" }] }],
      { permissions: ["b"] },
      outputs({ permissions: ["a"] }),
    );
    expect(await done).toMatchObject({ permissions: ["b"] });
    expect(client.lines.slice(2)).toEqual([whitelist]);
  });

  test("a look that fails too: the last certain state stands", async () => {
    const { client, done } = lead([answer({ tcp_proxy: "open" }), lost(), apiError("unavailable")], {
      tcpProxy: "open",
      tags: { a: "b" },
    });
    const partial = await partialFailure(done);
    expect(partial.outputs).toMatchObject({ tcpProxy: "open", tags: {} });
    expect(client.lines).toHaveLength(3);
  });

  test("a bug in the look is not hidden", async () => {
    const error = new TypeError("bug");
    expect(await rejection(lead([lost(), error], { tags: { a: "b" } }).done)).toBe(error);
  });
});

describe("revoking", () => {
  const list = `GET vpc-endpoint-services/${ID}/connections?limit=1000&offset=0`;
  const known = outputs({ permissions: ["iam:domain::a", "iam:domain::b"] });
  const open = { connections: [{ id: "e-1", domain_id: "a", status: "accepted" }] };

  test("rejects the connections of those who are removed, when the program says so", async () => {
    const { client, done } = lead(
      [{}, open, {}, { connections: [] }],
      { permissions: ["iam:domain::b"], rejectConnectionsOnRevoke: true },
      known,
    );
    await done;
    expect(client.lines).toEqual([
      action({ permissions: ["iam:domain::a"], action: "remove" }),
      list,
      `POST vpc-endpoint-services/${ID}/connections/action {"action":"reject","endpoints":["e-1"]}`,
      list,
    ]);
  });

  test.each([false, undefined])("leaves them when the program says %p", async (rejectConnectionsOnRevoke) => {
    const more = rejectConnectionsOnRevoke === undefined ? {} : { rejectConnectionsOnRevoke };
    const { client, done } = lead([{}], { permissions: ["iam:domain::b"], ...more }, known);
    await done;
    expect(client.lines).toHaveLength(1);
  });

  test("nobody removed: nobody to reject", async () => {
    const { client, done } = lead(
      [{}],
      { permissions: ["iam:domain::a", "iam:domain::b", "*"], rejectConnectionsOnRevoke: true },
      known,
    );
    await done;
    expect(client.lines).toHaveLength(1);
  });

  describe("a rejection that fails is made up for", () => {
    const program = { permissions: ["iam:domain::b"], rejectConnectionsOnRevoke: true };
    const state = async (partial: Promise<PartialFailure>) =>
      (await partial).outputs as ReturnType<typeof outputs>;

    test("who is still to be rejected is remembered, and rejected by the next update", async () => {
      const after = await state(partialFailure(lead([{}, apiError("forbidden")], program, known).done));
      expect(after.__vpcep.revoked).toEqual([digestOf("iam:domain::a")]);
      const { client, done } = lead([open, {}, { connections: [] }], program, after);
      expect((await done).__vpcep.revoked).toBeUndefined();
      expect(client.lines).toEqual([
        list,
        `POST vpc-endpoint-services/${ID}/connections/action {"action":"reject","endpoints":["e-1"]}`,
        list,
      ]);
    });

    test("and by the one after that, if that fails too", async () => {
      const first = await state(partialFailure(lead([{}, apiError("forbidden")], program, known).done));
      const { done } = lead([apiError("forbidden")], program, first);
      expect((await rejection(done)).message).toContain("broken");
      // Nothing changed, so the engine keeps the state that remembers.
      await expect(done).rejects.not.toBeInstanceOf(PartialFailure);
    });

    test("not who has been let in again meanwhile", async () => {
      const after = await state(partialFailure(lead([{}, apiError("forbidden")], program, known).done));
      const { client, done } = lead(
        [{}],
        { permissions: ["iam:domain::a", "iam:domain::b"], rejectConnectionsOnRevoke: true },
        after,
      );
      expect((await done).__vpcep.revoked).toBeUndefined();
      expect(client.lines).toEqual([action({ permissions: ["iam:domain::a"], action: "add" })]);
    });

    test("not when the program does not want it any more", async () => {
      const after = await state(partialFailure(lead([{}, apiError("forbidden")], program, known).done));
      const { client, done } = lead([], { permissions: ["iam:domain::b"] }, after);
      expect((await done).__vpcep.revoked).toBeUndefined();
      expect(client.lines).toEqual([]);
    });

    test("also when the removal itself was cut off halfway", async () => {
      const many = Array.from({ length: 60 }, (_, index) => `iam:domain::${index}`);
      const { done } = lead(
        [{}, apiError("forbidden")],
        { permissions: [], rejectConnectionsOnRevoke: true },
        outputs({ permissions: many }),
      );
      const after = await state(partialFailure(done));
      expect(after.__vpcep.revoked).toEqual(many.slice(0, 50).map(digestOf));
      expect(after.permissions).toEqual(many.slice(50));
    });

    test("also when the answer to the removal was lost, and a look shows that it was done", async () => {
      const { done } = lead(
        [lost(), { permissions: [{ id: "1", permission: "iam:domain::b" }] }, apiError("forbidden")],
        program,
        known,
      );
      const after = await state(partialFailure(done));
      expect(after.__vpcep.revoked).toEqual([digestOf("iam:domain::a")]);
    });
  });

  test("a rejection that fails is told as that", async () => {
    const error = apiError("forbidden");
    const { done } = lead(
      [{}, error],
      { permissions: ["iam:domain::b"], rejectConnectionsOnRevoke: true },
      known,
    );
    expect((await partialFailure(done)).message).toBe(
      `permissions +0 -1 succeeded; rejecting the connections of revoked accounts failed: ${error.message} ${again}`,
    );
  });
});
