import * as engine from "../../../provider/resource/diff";
import { changesCloud } from "../../../provider/resource/diff";
import { fieldsSetIn } from "../../../provider/resource/fields";
import { type Properties, UNKNOWN } from "../../../provider/resource/properties";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { sharedPorts, wouldClash } from "../../../provider/vpc-endpoint-service/ports";
import { ID, inputs, OTHER_PORT, outputs, PORT, VPC } from "./samples";

const changesBetween = (known: Properties, news: Properties, id?: string) =>
  engine.changesBetween(SERVICE, known, news, id);
const desiredOf = (known: Properties, news: Properties) => engine.desiredOf(SERVICE, known, news);
const sameValue = (field: string, one: unknown, other: unknown) =>
  engine.sameValue(SERVICE, field, one, other);
const verdict = (id: string, olds: Properties, news: Properties) =>
  engine.verdictOn(changesBetween(olds, news, id), news, wouldClash(olds, news));
const diffVpcEndpointService = (...given: Parameters<typeof verdict>) => {
  const { differs: _names, ...others } = verdict(...given);
  return others;
};

const none: engine.Changes = {
  modify: [],
  steps: [],
  replace: [],
  settle: false,
  settings: [],
  hidden: false,
  unfinished: false,
};
const quiet = { changes: false, replaces: [], deleteBeforeReplace: true };
const optionalIn = (properties: Properties) => fieldsSetIn(SERVICE.fields, properties);

/** State in which the program had set these fields. */
const had = (more: Properties, ...set: string[]): Properties => ({
  ...outputs(),
  ...more,
  __vpcep: { name: "orders", set: set.length > 0 ? set : optionalIn(more) },
});
const says = (more: Properties, ...set: string[]): Properties => ({
  ...inputs(),
  ...more,
  __vpcep: { name: "orders", set: set.length > 0 ? set : optionalIn(more) },
});

test("nothing differs from what was just created", () => {
  expect(changesBetween({ ...outputs() }, { ...inputs() }, ID)).toEqual(none);
  expect(diffVpcEndpointService(ID, { ...outputs() }, { ...inputs() })).toEqual(quiet);
});

const [mapping, second] = [
  { clientPort: 8080, serverPort: 80, protocol: "TCP" },
  { clientPort: 8443, serverPort: 443, protocol: "TCP" },
];

// Each row: old value (as state), new value (as the program), what is to be done.
test.each<[Properties, Properties, Partial<typeof none> | Properties]>([
  [{}, { portId: OTHER_PORT }, { modify: ["portId"] }],
  [{}, { ports: [second] }, { modify: ["ports"] }],
  [{}, { ports: [mapping, second] }, { modify: ["ports"] }],
  [{ ports: [mapping, second] }, { ports: [mapping] }, { modify: ["ports"] }],
  [{}, { ports: [{ ...mapping, clientPort: 1 }] }, { modify: ["ports"] }],
  [{}, { ports: [{ ...mapping, serverPort: 1 }] }, { modify: ["ports"] }],
  [{}, { ports: [{ ...mapping, protocol: "UDP" }] }, { modify: ["ports"] }],
  [{ ports: [mapping, second] }, { ports: [second, mapping] }, {}],
  [{ ports: [mapping] }, { ports: [{ clientPort: 8080, serverPort: 80 }] }, {}],
  [{ ports: [{ clientPort: 8080, serverPort: 80 }] }, { ports: [mapping] }, {}],
  [{ serviceName: "a" }, { serviceName: "b" }, { modify: ["serviceName"] }],
  [{ serviceName: "a" }, { serviceName: "a" }, {}],
  [{ serviceName: "a" }, { serviceName: "A" }, { modify: ["serviceName"] }],
  [{ approvalEnabled: true }, { approvalEnabled: false }, { modify: ["approvalEnabled"] }],
  [{ tcpProxy: "close" }, { tcpProxy: "open" }, { modify: ["tcpProxy"] }],
  [{ description: "a" }, { description: "" }, { modify: ["description"] }],
  [{ ip: "192.0.2.1" }, { ip: "192.0.2.2" }, { modify: ["ip"] }],
  [{ ip: undefined }, { ip: "192.0.2.2" }, { modify: ["ip"] }],
  [{ tags: { a: "1" } }, { tags: { a: "2" } }, { steps: ["tags"] }],
  [{ tags: { a: "1" } }, { tags: { a: "1", b: "" } }, { steps: ["tags"] }],
  [{ tags: { a: "1" } }, { tags: {} }, { steps: ["tags"] }],
  [{ tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }, {}],
  [{ tags: undefined }, { tags: {} }, {}],
  [{ permissions: ["*"] }, { permissions: ["*", "b"] }, { steps: ["permissions"] }],
  [{ permissions: ["*"] }, { permissions: [] }, { steps: ["permissions"] }],
  [{ permissions: ["a", "b"] }, { permissions: ["b", "a"] }, {}],
  [{ permissions: ["a"] }, { permissions: ["a", "a"] }, {}],
  [{ permissions: undefined }, { permissions: [] }, { steps: ["permissions"] }],
  [
    { organizationPermissions: ["a"] },
    { organizationPermissions: ["b"] },
    { steps: ["organizationPermissions"] },
  ],
  [{ organizationPermissions: ["a", "b"] }, { organizationPermissions: ["b", "a"] }, {}],
  [{}, { serverType: "VM" }, { replace: ["serverType"] }],
  [{}, { vpcId: OTHER_PORT }, { replace: ["vpcId"] }],
  [{}, { region: "cn-north-4" }, { replace: ["region"] }],
  [{}, { projectId: "other" }, { replace: ["projectId"] }],
  [{ serviceType: "interface" }, { serviceType: "edge" }, { replace: ["serviceType"] }],
  [{ enablePolicy: false }, { enablePolicy: true }, { replace: ["enablePolicy"] }],
  [{ ipVersion: "ipv4" }, { ipVersion: "ipv6" }, { replace: ["ipVersion"] }],
  [{ snatNetworkId: VPC }, { snatNetworkId: PORT }, { replace: ["snatNetworkId"] }],
  [{ poolId: "a" }, { poolId: "b" }, { replace: ["poolId"] }],
  [{ poolId: undefined }, { poolId: "b" }, {}],
  [{ existingId: "s-1" }, { existingId: "s-2" }, { replace: ["existingId"] }],
  [{ existingId: "s-1" }, {}, {}],
  [{ existingId: "s-1" }, { existingId: "s-1" }, {}],
  [{ existingId: undefined }, { existingId: ID }, {}],
  [{ existingId: undefined }, { existingId: "s-2" }, { replace: ["existingId"] }],
  [{}, { rejectConnectionsOnDelete: true }, { settings: ["rejectConnectionsOnDelete"], hidden: true }],
  [{}, { rejectConnectionsOnDelete: false }, { hidden: true }],
  [
    { rejectConnectionsOnRevoke: true },
    { rejectConnectionsOnRevoke: false },
    { settings: ["rejectConnectionsOnRevoke"] },
  ],
])("state %j, program %j: %j", (old, now, expected) => {
  // All but this setting was set before and after, so that only the values differ.
  const set = "rejectConnectionsOnDelete" in now ? [] : optionalIn(now);
  const known = { ...had(old), __vpcep: { name: "orders", set } };
  expect(changesBetween(known, says(now), ID)).toEqual({ ...none, ...expected });
});

// The table of absent fields: the program says a value / nothing and never did / nothing but once did.
test.each<[string, unknown, unknown, unknown]>([
  ["approvalEnabled", false, true, "modify"],
  ["tcpProxy", "open", "close", "modify"],
  ["description", "text", "", "modify"],
  ["serviceName", "name", "", "modify"],
  ["tags", { a: "1" }, {}, "steps"],
  ["permissions", ["*"], [], "steps"],
  ["organizationPermissions", ["a"], [], "steps"],
])(
  "%s left out: the cloud's business, until the program has set it once",
  (field, actual, byDefault, how) => {
    const changed = { ...none, [String(how)]: [field] };
    const nothingSaid = says({});
    // Nothing, and never did: no difference, whatever the cloud has.
    expect(changesBetween({ ...outputs(), [field]: actual }, nothingSaid, ID)).toEqual(none);
    // Nothing, but the last applied program set it: the default, where it differs.
    const once = had({ [field]: actual });
    expect(changesBetween(once, nothingSaid, ID)).toEqual({ ...changed, hidden: true });
    expect(desiredOf(once, nothingSaid)).toMatchObject({ [field]: byDefault });
    // The default is there already: the set fields are all that is to be kept.
    expect(changesBetween(had({ [field]: byDefault }), nothingSaid, ID)).toEqual({ ...none, hidden: true });
    // A value is compared with what the cloud has.
    expect(changesBetween(had({ [field]: byDefault }), says({ [field]: actual }), ID)).toEqual(changed);
    expect(changesBetween(had({ [field]: actual }), says({ [field]: actual }), ID)).toEqual(none);
  },
);

test.each(["ip", "poolId", "snatNetworkId", "ipVersion", "enablePolicy", "serviceType"])(
  "%s has no default: taken out of the program, it stays as it is",
  (field) => {
    const changes = changesBetween(had({ [field]: "value" }), says({}), ID);
    expect(changes).toEqual({ ...none, hidden: true });
    expect(Object.hasOwn(desiredOf(had({ [field]: "value" }), says({})), field)).toBe(false);
  },
);

test("a field that this version does not know, in the hidden state, is passed over", () => {
  expect(changesBetween(had({}, "toString", "colour"), says({}), ID)).toEqual({ ...none, hidden: true });
});

test.each<[unknown, Partial<typeof none>, string | undefined]>([
  ["available", {}, undefined],
  ["creating", { settle: true }, "was last seen creating: the update waits until it is available"],
  ["upgrading", { settle: true }, "was last seen upgrading: the update waits until it is available"],
  ["failed", { replace: ["status"] }, "is failed, and so is replaced"],
  ["deleting", { replace: ["status"] }, "is deleting, and so is replaced"],
  [undefined, {}, undefined],
])("status %s, and the reason that is given", (status, expected, reason) => {
  const changes = changesBetween({ ...outputs(), status }, inputs(), ID);
  expect(changes).toEqual({ ...none, ...expected });
  expect(engine.repairReason(changes, status)).toBe(reason);
});

test("after an operation that failed half-way an update comes, and says why", () => {
  const changes = changesBetween(
    outputs({ __vpcep: { name: "orders", set: [], unfinished: [] } }),
    inputs(),
    ID,
  );
  expect(changes).toEqual({ ...none, unfinished: true });
  expect(engine.repairReason(changes, "available")).toMatch(/^the last operation on it did not succeed; /);
});

describe("the engine's verdict", () => {
  const verdict = (known: Properties, news: Properties) => diffVpcEndpointService(ID, known, news);

  test.each<[string, Properties, Properties]>([
    ["a modified field", { tcpProxy: "close" }, { tcpProxy: "open" }],
    ["tags", { tags: {} }, { tags: { a: "" } }],
    ["permissions", { permissions: [] }, { permissions: ["*"] }],
    ["a setting", { rejectConnectionsOnDelete: false }, { rejectConnectionsOnDelete: true }],
  ])("%s changes: the engine compares by itself, so that replaceOnChanges works", (_name, old, now) => {
    expect(verdict(had(old), says(now))).toEqual({ replaces: [], deleteBeforeReplace: true });
  });

  test.each(["creating", "unheard-of"])(
    "%s: an update must run, though the inputs are the same",
    (status) => {
      expect(verdict({ ...outputs(), status }, { ...inputs() })).toEqual({
        changes: true,
        replaces: [],
        deleteBeforeReplace: true,
      });
    },
  );

  test("failed: replaced, deleted first, also where the ports would not clash", () => {
    const known = { ...outputs(), status: "failed" };
    const expected = { changes: true, replaces: ["status"], deleteBeforeReplace: true };
    expect(verdict(known, { ...inputs() })).toEqual(expected);
    expect(verdict(known, says({ portId: OTHER_PORT }))).toEqual(expected);
  });

  test.each<[string, Properties, boolean]>([
    ["the same port and pair", { vpcId: OTHER_PORT }, true],
    ["one pair of two", { vpcId: OTHER_PORT, ports: [second, mapping] }, true],
    ["another server port", { vpcId: OTHER_PORT, ports: [second] }, false],
    ["another client port alone", { vpcId: OTHER_PORT, ports: [{ ...mapping, clientPort: 1 }] }, true],
    ["another protocol", { vpcId: OTHER_PORT, ports: [{ ...mapping, protocol: "UDP" }] }, false],
    ["another port", { vpcId: OTHER_PORT, portId: OTHER_PORT }, false],
    ["a port that is not known yet", { vpcId: OTHER_PORT, portId: UNKNOWN }, false],
  ])("a replacement with %s: deleted first %#", (_name, now, deleteBeforeReplace) => {
    expect(verdict({ ...outputs() }, says(now, "none"))).toMatchObject({
      replaces: ["vpcId"],
      deleteBeforeReplace,
    });
  });

  test.each([["portId"], ["ports"]])("a replacement while %s is in unfinished: deleted first", (...doubt) => {
    const known = outputs({ __vpcep: { name: "orders", set: [], unfinished: doubt } });
    const elsewhere = says({ vpcId: OTHER_PORT, portId: OTHER_PORT }, "none");
    expect(verdict(known, elsewhere).deleteBeforeReplace).toBe(true);
  });

  test.each<[string, Properties]>([
    ["region", { region: "cn-north-4" }],
    ["projectId", { projectId: "other" }],
  ])("a replacement in another %s: nothing can clash", (field, now) => {
    expect(verdict({ ...outputs() }, { ...inputs(), ...now })).toEqual({
      replaces: [field],
      deleteBeforeReplace: false,
    });
  });

  test.each<[string, Properties]>([
    ["the timeouts", { __vpcep: { name: "orders", customTimeouts: { delete: 60 } } }],
    ["the set fields", { tcpProxy: "close" }],
  ])("%s changed: an update that makes no call must run, for delete gets the outputs", (_name, now) => {
    expect(verdict({ ...outputs() }, { ...inputs(), ...now })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  test("a new name is kept, without a call; the order of the set fields changes nothing", () => {
    // Neither the order of the table nor that of the alphabet alone.
    const set = ["serviceName", "approvalEnabled"];
    const news = { ...inputs(), serviceName: "", approvalEnabled: true, __vpcep: { name: "new" } };
    expect(verdict({ ...outputs(), __vpcep: { name: "new", set } }, news)).toEqual(quiet);
    expect(verdict({ ...outputs(), __vpcep: { name: "new", set: [...set].reverse() } }, news)).toEqual(quiet);
    expect(verdict({ ...outputs(), __vpcep: { name: "old", set } }, news)).toEqual({
      ...quiet,
      changes: true,
    });
    expect(set).toEqual(["serviceName", "approvalEnabled"]);
  });

  test("only the provider's own text changed: nothing", () => {
    expect(verdict({ ...outputs(), __provider: "old" }, { ...inputs(), __provider: "new" })).toEqual(quiet);
  });

  test("what the server filled in is no difference", () => {
    const filled = {
      connectionCount: 3,
      supportedEditions: ["basic"],
      poolId: "pool",
      ipVersion: "ipv4",
      enablePolicy: false,
    };
    expect(verdict({ ...outputs(), ...filled }, { ...inputs() })).toEqual(quiet);
  });

  test("inverted, as a refresh asks: the outputs read against the old inputs", () => {
    const read = {
      ...outputs(),
      description: "by hand",
      __vpcep: { name: "orders", set: ["tcpProxy"] },
      tcpProxy: "open",
    };
    expect(verdict(read, says({ tcpProxy: "close" }))).toEqual({ replaces: [], deleteBeforeReplace: true });
    expect(verdict(read, says({ tcpProxy: "open" }))).toEqual(quiet);
  });

  test.each<[string, Properties]>([
    ["no hidden state", { __vpcep: undefined }],
    ["a hidden state of another shape", { __vpcep: "orders" }],
    ["no project", { projectId: undefined }],
    ["no status", { status: undefined }],
    ["nothing filled in", { serviceType: undefined, tags: undefined, approvalEnabled: undefined }],
  ])("state of an older shape makes no difference: %s", (_name, shape) => {
    expect(verdict({ ...outputs(), ...shape }, { ...inputs() })).toMatchObject({
      changes: false,
      replaces: [],
    });
  });
});

describe("values that are not known yet", () => {
  test.each<[string, Properties, Properties]>([
    ["portId", { portId: UNKNOWN }, { modify: ["portId"] }],
    ["ports", { ports: UNKNOWN }, { modify: ["ports"] }],
    ["a port", { ports: [{ clientPort: UNKNOWN, serverPort: 80 }] }, { modify: ["ports"] }],
    ["a tag", { tags: { a: UNKNOWN } }, { steps: ["tags"] }],
    ["a list of accounts", { permissions: UNKNOWN }, { steps: ["permissions"] }],
    ["an account", { permissions: ["*", UNKNOWN] }, { steps: ["permissions"] }],
    ["vpcId", { vpcId: UNKNOWN }, { replace: ["vpcId"] }],
    ["existingId", { existingId: UNKNOWN }, { replace: ["existingId"] }],
  ])("%s counts as changed", (field, now, expected) => {
    const set = optionalIn(now);
    const known = { ...had({ permissions: ["*"] }), __vpcep: { name: "orders", set } };
    expect(changesBetween(known, says(now), ID)).toEqual({ ...none, ...expected });
    expect(diffVpcEndpointService(ID, known, says(now)).changes).toBeUndefined();
    expect(field).not.toBe("");
  });
});

test("arguments are not changed", () => {
  const known = had({ ports: [second, mapping], permissions: ["b", "a"] });
  const news = says({ ports: [mapping, second], permissions: ["a", "b"], tags: { b: "", a: "" } });
  const before = structuredClone([known, news]);
  diffVpcEndpointService(ID, known, news);
  expect([known, news]).toEqual(before);
});

test("which changes take a call", () => {
  expect(changesCloud(none)).toBe(false);
  expect(
    changesCloud({
      ...none,
      settings: ["protectConnections"],
      hidden: true,
      settle: true,
      replace: ["vpcId"],
    }),
  ).toBe(false);
  expect(changesCloud({ ...none, modify: ["portId"] })).toBe(true);
  expect(changesCloud({ ...none, steps: ["tags"] })).toBe(true);
  expect(changesCloud({ ...none, steps: ["permissions"] })).toBe(true);
});

test.each<[unknown, unknown, string[]]>([
  [[mapping, second], [second], ["443/TCP"]],
  [
    [mapping, second],
    [second, mapping],
    ["80/TCP", "443/TCP"],
  ],
  [[{ clientPort: 1, serverPort: 80 }], [mapping], ["80/TCP"]],
  [[{ ...mapping, protocol: "UDP" }], [mapping], []],
  [[mapping, { ...mapping, clientPort: 1 }], [mapping], ["80/TCP"]],
  [[{ ...mapping, serverPort: UNKNOWN }], [{ ...mapping, serverPort: UNKNOWN }], []],
  [[UNKNOWN], [UNKNOWN], []],
  [UNKNOWN, [mapping], []],
  [undefined, [mapping], []],
  [[null, 80], [null, 80], []],
])("pairs of server port and protocol in common: %j and %j", (some, others, shared) => {
  expect(sharedPorts(some, others)).toEqual(shared);
});

test("what is not known yet is equal to nothing, not even to itself", () => {
  expect(sameValue("portId", UNKNOWN, UNKNOWN)).toBe(false);
  expect(sameValue("tags", UNKNOWN, {})).toBe(false);
  expect(sameValue("permissions", [], UNKNOWN)).toBe(false);
});

test("equality of values of other types than they should have", () => {
  expect(sameValue("ports", undefined, [])).toBe(false);
  expect(sameValue("ports", [null, 7], [7, null])).toBe(true);
  expect(sameValue("ports", ["a"], ["b"])).toBe(false);
  expect(sameValue("permissions", null, [])).toBe(true);
  expect(sameValue("permissions", "*", ["*"])).toBe(false);
  expect(sameValue("tags", null, {})).toBe(true);
  expect(sameValue("tags", { a: "b" }, null)).toBe(false);
  expect(sameValue("description", "", undefined)).toBe(false);
  expect(sameValue("existingId", ID, ID)).toBe(true);
});

describe("a service to be taken over must be there for that: it is not deleted first", () => {
  const taken = { ...outputs(), existingId: ID };

  test.each<[string, Properties, Properties]>([
    ["its ports would clash with its own", taken, { existingId: ID }],
    ["it has failed", { ...taken, status: "failed" }, { existingId: ID }],
    ["another one is taken over, and a third resource may want this one", taken, { existingId: "s-2" }],
    ["it was made here and is taken over now", { ...outputs() }, { existingId: ID, vpcId: OTHER_PORT }],
  ])("%s", (_name, known, now) => {
    expect(diffVpcEndpointService(ID, known, says(now)).deleteBeforeReplace).toBe(false);
  });
});

test("connections that are still to be rejected need an update, which the engine does not see", () => {
  const known = { ...outputs(), __vpcep: { name: "orders", set: [], owed: ["iam:domain::a"] } };
  expect(changesBetween(known, { ...inputs() }, ID)).toEqual({ ...none, hidden: true });
  expect(diffVpcEndpointService(ID, known, { ...inputs() }).changes).toBe(true);
});

test("how the program wrote it, and who took it over, make no difference", () => {
  const hidden = { name: "orders", set: [], written: { ports: [] }, adoption: "1-0" };
  expect(diffVpcEndpointService(ID, { ...outputs(), __vpcep: hidden }, { ...inputs() })).toEqual(quiet);
});

test("what differs is named: fields in place and replacing, settings, and a status", () => {
  const known = outputs({ status: "failed" });
  const news = inputs({ vpcId: OTHER_PORT, tcpProxy: "open", tags: { a: "b" }, protectConnections: true });
  const { differs } = verdict(ID, known, news);
  expect(differs.sort()).toEqual(["protectConnections", "status", "tags", "tcpProxy", "vpcId"]);
  expect(verdict(ID, outputs(), inputs()).differs).toEqual([]);
});
