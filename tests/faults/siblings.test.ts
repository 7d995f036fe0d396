// What holds for the endpoint, the connection and the permission alike, with the exact calls of each.
import type { FaultRule } from "../../emulator";
import type { ResourceHandlers } from "../../provider/resource/handlers";
import { vpcEndpoint } from "../../provider/vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointServicePermission } from "../../provider/vpc-endpoint-service-permission/lifecycle";
import type { Properties } from "../helpers/engine";
import { canaries, failure, type Lab, service } from "../helpers/in-process";
import { networkId, otherVpc, UNKNOWN, vpcId } from "../helpers/samples";
import type { Stack } from "../helpers/stack";
import { inCloud, standing, writes } from "./support";

const ofService = "/vpc-endpoint-services/*";

interface Sibling {
  handlers: ResourceHandlers;
  /** The least that a program says, for a service and an endpoint that stand. */
  args(ids: { endpointServiceId: string; endpointId: string }): Properties;
  /** The exact calls of a life without a change. */
  calls: Record<"create" | "refresh" | "destroy", string[]>;
  /** Fields that change in place: a value, the one call that sends it, and the one that takes it back if that is another. */
  inPlace: Record<string, [unknown, string, string?]>;
  /** Fields of which a change replaces the object: two values. */
  fixed: Record<string, [unknown, unknown]>;
  /** The call that makes it, and the one that shows it, with where in the response it stands. */
  made: FaultRule["match"];
  shown: FaultRule["match"];
  inResponse(record: object): object;
}

const decide = `POST ${ofService}/connections/action`;
const listed = `GET ${ofService}/connections?id=*`;
const note = `PUT ${ofService}/connections/description`;
const records = `GET ${ofService}/permissions?limit=500&permission=iam%3Adomain%3A%3A1`;

const siblings: Record<string, Sibling> = {
  VpcEndpoint: {
    handlers: vpcEndpoint,
    args: ({ endpointServiceId }) => ({ endpointServiceId, vpcId: otherVpc, subnetId: networkId }),
    calls: {
      create: ["POST /vpc-endpoints", "GET /vpc-endpoints/*"],
      refresh: ["GET /vpc-endpoints/*"],
      destroy: ["DELETE /vpc-endpoints/*", "GET /vpc-endpoints/*"],
    },
    inPlace: {
      whitelist: [["192.0.2.1"], "PUT /vpc-endpoints/*"],
      enableWhitelist: [true, "PUT /vpc-endpoints/*"],
      tags: [{ owner: "dev" }, "POST /endpoint/*/tags/action"],
    },
    fixed: {
      ip: ["192.0.2.8", "192.0.2.9"],
      description: ["", "other"],
      enableDns: [false, true],
      ipVersion: ["ipv4", "dualstack"],
    },
    made: { method: "POST", path: "/v1/*/vpc-endpoints" },
    shown: { method: "GET", path: "/v1/*/vpc-endpoints/*" },
    inResponse: (record) => record,
  },
  "VpcEndpoint of a gateway": {
    handlers: vpcEndpoint,
    args: () => ({ endpointServiceName: "com.myhuaweicloud.cn-north-4.obs", vpcId: otherVpc }),
    calls: {
      create: [
        "GET /vpc-endpoint-services/describe?endpoint_service_name=com.myhuaweicloud.cn-north-4.obs",
        "POST /vpc-endpoints",
        "GET /vpc-endpoints/*",
      ],
      refresh: ["GET /vpc-endpoints/*"],
      destroy: ["DELETE /vpc-endpoints/*", "GET /vpc-endpoints/*"],
    },
    inPlace: {
      policyStatement: [
        [{ Effect: "Deny", Action: ["obs:object:*"], Resource: ["*"] }],
        "PUT /vpc-endpoints/*/policy",
        "DELETE /vpc-endpoints/*/policy",
      ],
    },
    fixed: { endpointServiceName: ["com.myhuaweicloud.cn-north-4.obs", "com.myhuaweicloud.cn-north-4.dns"] },
    made: { method: "POST", path: "/v1/*/vpc-endpoints" },
    shown: { method: "GET", path: "/v1/*/vpc-endpoints/*" },
    inResponse: (record) => record,
  },
  VpcEndpointConnection: {
    handlers: vpcEndpointConnection,
    args: (ids) => ids,
    calls: { create: [listed, decide, listed], refresh: [listed], destroy: [listed, decide, listed] },
    inPlace: { accepted: [false, decide], description: ["the shop", note] },
    fixed: {},
    made: { method: "POST", path: "/v1/*/vpc-endpoint-services/*/connections/action" },
    shown: { method: "GET", path: "/v1/*/vpc-endpoint-services/*/connections" },
    inResponse: (record) => ({ connections: [record], total_count: 1 }),
  },
  VpcEndpointServicePermission: {
    handlers: vpcEndpointServicePermission,
    args: ({ endpointServiceId }) => ({ endpointServiceId, permission: "iam:domain::1" }),
    calls: {
      create: [`POST ${ofService}/permissions/batch-create`],
      refresh: [records],
      destroy: [`POST ${ofService}/permissions/action`],
    },
    inPlace: { description: ["the shop", `PUT ${ofService}/permissions/*`] },
    fixed: { permission: ["iam:domain::1", "*"] },
    made: { method: "POST", path: "/v1/*/vpc-endpoint-services/*/permissions/batch-create" },
    shown: { method: "GET", path: "/v1/*/vpc-endpoint-services/*/permissions" },
    inResponse: (record) => ({ permissions: [record], total_count: 1 }),
  },
};

/** A service with approval and a consumer's endpoint, and a stack for the sibling. */
async function ready({ handlers, args }: Sibling): Promise<{ one: Lab; stack: Stack; wanted: Properties }> {
  const one = await standing({}, service({ approvalEnabled: true }));
  const consumer = one.siblingStack(vpcEndpoint, "consumer");
  await consumer.up({ endpointServiceId: one.stack.id, vpcId, subnetId: vpcId });
  one.forget();
  const wanted = args({ endpointServiceId: one.stack.id, endpointId: consumer.id });
  return { one, stack: one.siblingStack(handlers, "shop"), wanted };
}

/** The same with an object that stands, and an empty request log. */
async function stood(sibling: Sibling): ReturnType<typeof ready> {
  const begun = await ready(sibling);
  await begun.stack.up(begun.wanted);
  begun.one.forget();
  return begun;
}

async function expectRest({ one, stack, wanted }: Awaited<ReturnType<typeof ready>>): Promise<void> {
  one.emulator.clearFaults();
  one.forget();
  expect(await stack.up(wanted)).toBe("same");
  expect(one.calls()).toEqual([]);
}

const named = Object.entries(siblings);
const changes = named.flatMap(([type, sibling]) =>
  Object.entries(sibling.inPlace).map(([field, [value, call, back = call]]) => ({
    type,
    sibling,
    field,
    value,
    call,
    back,
  })),
);
const replacements = named.flatMap(([type, sibling]) =>
  Object.entries(sibling.fixed).map(([field, [value, other]]) => ({ type, sibling, field, value, other })),
);

describe.each(named)("%s", (_type, sibling) => {
  test("link 1: a life: the exact calls of create, nothing, preview, refresh and destroy", async () => {
    const begun = await ready(sibling);
    const { one, stack, wanted } = begun;
    await stack.preview(wanted);
    expect(one.calls()).toEqual([]);
    await stack.up(wanted);
    expect(one.calls()).toEqual(sibling.calls.create);
    await expectRest(begun);
    await stack.refresh();
    expect(one.calls()).toEqual(sibling.calls.refresh);
    await expectRest(begun);
    await stack.destroy();
    expect(one.calls()).toEqual(sibling.calls.destroy);
  });

  test("link 2: every input may be unknown in a preview, and nobody is called", async () => {
    const { one, stack, wanted } = await ready(sibling);
    for (const field of Object.keys({ ...wanted, ...sibling.inPlace, ...sibling.fixed, region: "" }))
      expect(await stack.preview({ ...wanted, [field]: UNKNOWN })).toMatchObject({ step: "create" });
    expect(one.calls()).toEqual([]);
  });

  test("link 3: a slip in the name of an input is named, with what was meant", async () => {
    const { one, stack, wanted } = await ready(sibling);
    const [field = ""] = Object.keys(sibling.inPlace).slice(-1);
    const slip = { ...wanted, [`${field.slice(0, 2)}${field.slice(3)}`]: "x" };
    expect((await failure(stack.preview(slip))).message).toContain(`did you mean ${field}?`);
    expect(one.calls()).toEqual([]);
  });

  test.each<[string, FaultRule["at"]]>([
    ["its response", "after-processing"],
    ["it", "before"],
  ])("link 4: the connection breaks and %s is lost: made once, and at rest", async (_what, at) => {
    const begun = await ready(sibling);
    begun.one.fault({ kind: "reset", at: at as "before", match: sibling.made as object, times: 1 });
    await begun.stack.up(begun.wanted);
    await expectRest(begun);
    const { endpoints } = begun.one.emulator.state();
    expect(endpoints).toHaveLength(sibling.handlers === vpcEndpoint ? 2 : 1);
    expect((inCloud(begun.one).permissions as unknown[]).length).toBeLessThan(2);
  });

  test("link 5: a storm of 503 ends in time with one sentence, and the next run brings it to rest", async () => {
    const begun = await ready(sibling);
    begun.one.fault({ kind: "status", status: 503, match: { path: "/v1/**" } });
    const { message } = await failure(begun.stack.up(begun.wanted));
    expect(message).toMatch(/HTTP 503/);
    begun.one.emulator.clearFaults();
    await begun.stack.up(begun.wanted);
    await expectRest(begun);
  });

  test("link 6: a right that is missing is named by its IAM action", async () => {
    const { one, stack, wanted } = await ready(sibling);
    one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004", match: sibling.made as object });
    expect((await failure(stack.up(wanted))).message).toMatch(
      /allow the IAM action vpcep:\w+:(create|update)/,
    );
  });

  test.each<[string, object]>([
    ["null", { created_at: null, updated_at: null, marker_id: null, description: null, tags: null }],
    ["numbers", { created_at: 7, description: 7, tags: 7, whitelist: 7, error: 7 }],
    ["objects", { description: {}, tags: {}, whitelist: {}, error: {}, domain_id: {} }],
    ["extra", { brand_new: { deep: [1] }, id2: "x" }],
  ])("link 7: fields of a response that are %s are no difference", async (_kind, merge) => {
    const begun = await stood(sibling);
    const { one, stack } = begun;
    const { id } = stack;
    const before = { ...stack.outputs };
    const own = sibling.handlers === vpcEndpoint ? undefined : ownRecord(one, sibling, id);
    const rule = own ? { body: sibling.inResponse({ ...own, ...merge }) } : { merge };
    one.fault({ kind: "replace-body", match: sibling.shown as object, ...(rule as object) });
    await stack.refresh();
    expect(stack.outputs).toEqual({ ...before, updatedAt: stack.outputs.updatedAt });
    await expectRest(begun);
  });

  test("link 8: one that is gone is dropped by a refresh, and made again", async () => {
    const begun = await stood(sibling);
    const { one, stack, wanted } = begun;
    const foreign = one.another().siblingStack(sibling.handlers, "console");
    foreign.state = { ...(stack.state as NonNullable<Stack["state"]>), name: "console" };
    if (sibling.handlers === vpcEndpointConnection) {
      // A connection goes with its endpoint, and nothing is left to make it again.
      one.emulator.setFaults([
        { kind: "replace-body", body: { connections: [], total_count: 0 }, match: sibling.shown as object },
      ]);
      expect(await stack.refresh()).toBe("gone");
      return;
    }
    await foreign.destroy();
    expect(await stack.refresh()).toBe("gone");
    expect(await stack.up(wanted)).toBe("create");
    await expectRest(begun);
  });

  test("link 9: no value of an input is in the hidden state, and no key in anything that is said", async () => {
    const { one, stack, wanted } = await ready(sibling);
    const values = Object.fromEntries(
      Object.entries(sibling.inPlace).map(([field, [value]]) => [field, value]),
    );
    await stack.up({ ...wanted, ...values });
    one.fault({ kind: "reset", match: { path: "/v1/**" } });
    const { message } = await failure(stack.destroy());
    const hidden = JSON.stringify(stack.outputs.__vpcep);
    expect(hidden).not.toMatch(/192\.0\.2\.1|owner|the shop/);
    const said = [message, ...one.lines, JSON.stringify(stack.state)].join("\n");
    for (const canary of Object.values(canaries)) expect(said).not.toContain(canary);
  });
});

describe.each(["VpcEndpointConnection", "VpcEndpointServicePermission"])(
  "%s that two resources have",
  (type) => {
    test("link 31: under a new name it stays, in this run and in a later one that still has the old name", async () => {
      const begun = await stood(siblings[type] as Sibling);
      const { one, stack, wanted } = begun;
      const { deployment, id } = stack;
      const old = stack.state as NonNullable<Stack["state"]>;
      const program = [{ name: "renamed", wanted }];
      await deployment.up(program);
      expect(one.lines.at(-1)).toContain(`stays: "renamed" has it now`);
      stack.options = { ...stack.options, name: "renamed" };
      await stack.refresh();
      await expectRest(begun);
      // The other one's deletion came to nothing, such as by a run that was killed.
      deployment.resources.unshift(old);
      one.restart();
      await deployment.up(program);
      expect(deployment.resources).toMatchObject([{ name: "renamed", id }]);
      await stack.refresh();
      await expectRest(begun);
      await stack.destroy();
      expect(writes(one)).toHaveLength(1);
    });
  },
);

test("link 31: a permission that is changed, and taken back when that had failed half-way, stays", async () => {
  const begun = await stood(siblings["VpcEndpointServicePermission"] as Sibling);
  const { one, stack, wanted } = begun;
  const note = { method: "PUT", path: "/v1/*/vpc-endpoint-services/*/permissions/*" };
  one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004", match: note });
  const older = { kind: "status", status: 404, errorCode: "APIGW.0101" } as const;
  one.emulator.addFault({ ...older, match: { path: "**/batch-create" } });
  await failure(stack.up({ ...wanted, permission: "*", description: "everybody" }));
  one.emulator.clearFaults();
  await stack.up(wanted);
  await stack.refresh();
  await expectRest(begun);
  expect(inCloud(one).permissions).toMatchObject([{ permission: "iam:domain::1" }]);
});

/** The record of an object in the list of its service, in the API's words. */
function ownRecord(one: Lab, sibling: Sibling, id: string): object {
  const list = sibling.handlers === vpcEndpointConnection ? "connections" : "permissions";
  const found = (inCloud(one)[list] as { id: string }[]).find((record) => id.endsWith(record.id));
  expect(found).toBeDefined();
  return found as object;
}

test.each(changes)("link 10: $type, $field alone changes: $call, and back again", async (row) => {
  const { sibling, field, value, call, back } = row;
  const begun = await stood(sibling);
  const { one, stack, wanted } = begun;
  await stack.up({ ...wanted, [field]: value });
  expect(writes(one)).toEqual([call]);
  expect(stack.outputs).toMatchObject({ [field]: value });
  one.forget();
  await stack.up(wanted);
  expect(writes(one)).toEqual([back]);
  await expectRest(begun);
});

test.each(changes)(
  "link 11: $type, $field is changed by hand: a refresh shows it, and one call repairs it",
  async (row) => {
    const { sibling, field, value, call } = row;
    const begun = await ready(sibling);
    const wanted = { ...begun.wanted, [field]: value };
    const { one, stack } = begun;
    await stack.up(wanted);
    const console = one.another().siblingStack(sibling.handlers, "console");
    console.state = { ...(stack.state as NonNullable<Stack["state"]>), name: "console" };
    await console.up(begun.wanted);
    await stack.refresh();
    expect(stack.outputs[field]).not.toEqual(value);
    expect(await stack.preview(wanted)).toMatchObject({ step: "update", replaces: [] });
    one.forget();
    await stack.up(wanted);
    expect(writes(one)).toEqual([call]);
    await expectRest({ ...begun, wanted });
  },
);

test.each(replacements)(
  "link 12: $type: a change of $field replaces it",
  async ({ sibling, field, value, other }) => {
    const { one, stack, wanted } = await ready(sibling);
    await stack.up({ ...wanted, [field]: value });
    one.forget();
    const plan = { step: "replace", replaces: [field] };
    expect(await stack.preview({ ...wanted, [field]: other })).toMatchObject(plan);
    expect(one.calls()).toEqual([]);
  },
);

describe("an endpoint that does not settle", () => {
  const { VpcEndpoint } = siblings as { VpcEndpoint: Sibling };
  const shows = (merge: object, nth?: [number, number]): FaultRule => ({
    kind: "replace-body",
    merge: merge as never,
    match: { ...VpcEndpoint.shown, ...(nth && { nth }) },
  });

  test.each([
    ["error_code", "error_message"],
    ["code", "message"],
  ])(
    "link 13: failed, with reasons by %s: said, kept in the state, replaced by the next run",
    async (code, message) => {
      const begun = await ready(VpcEndpoint);
      const { one, stack, wanted } = begun;
      const error = [{ [code]: "EndPoint.2042", [message]: "The address is taken." }];
      one.fault(shows({ status: "failed", error }));
      expect((await failure(stack.up(wanted))).reasons?.join()).toContain(
        "EndPoint.2042: The address is taken.",
      );
      expect(stack.outputs).toMatchObject({ status: "failed", error: [{ errorCode: "EndPoint.2042" }] });
      expect(await stack.preview(wanted)).toMatchObject({
        step: "replace",
        replaces: ["status"],
        deleteBeforeReplace: true,
      });
      one.emulator.clearFaults();
      expect(await stack.up(wanted)).toBe("replace");
      await expectRest(begun);
    },
  );

  test("link 14: a word that this version does not know is waited for until the time is up, then gone on from", async () => {
    const begun = await ready(VpcEndpoint);
    begun.one.fault(shows({ status: "brewing" }));
    expect((await failure(begun.stack.up(begun.wanted))).message).toContain("still brewing after 600 s");
    begun.one.emulator.clearFaults();
    begun.one.forget();
    expect(await begun.stack.up(begun.wanted)).toBe("update");
    expect(writes(begun.one)).toEqual([]);
    await expectRest(begun);
  });

  test("link 15: not readable right after its create: asked for again", async () => {
    const begun = await ready(VpcEndpoint);
    begun.one.fault({ kind: "status", status: 404, match: { ...VpcEndpoint.shown, nth: [1, 3] } });
    await begun.stack.up(begun.wanted);
    await expectRest(begun);
  });

  test("link 16: frozen: says who can help", async () => {
    const { one, stack } = await stood(VpcEndpoint);
    one.fault(shows({ active_status: ["arrear_frozen"] }));
    await stack.refresh();
    expect(one.lines.join()).toContain("the endpoint is arrear_frozen: ask whoever pays for this account");
  });

  test("scenario 45: a marker id keeps all its digits", async () => {
    const { one, stack } = await stood(VpcEndpoint);
    const [own] = one.emulator.state().endpoints.filter(({ id }) => id === stack.id);
    const body = JSON.stringify({ ...own, marker_id: 0 }).replace(
      '"marker_id":0',
      '"marker_id":422321312321321321',
    );
    one.fault({ kind: "html", status: 200, body, match: VpcEndpoint.shown as object });
    await stack.refresh();
    expect(stack.outputs.markerId).toBe("422321312321321321");
  });
});
