import type { FaultRule } from "../../emulator";
import type { Field } from "../../provider/resource/fields";
import { documented } from "../helpers/documented";
import type { CheckFailed, Properties } from "../helpers/engine";
import {
  expectNoCanary,
  expectNoop,
  expectRecovery,
  expectSound,
  type Failure,
  FIELDS,
  failure,
  service,
} from "../helpers/in-process";
import { otherVpc, UNKNOWN } from "../helpers/samples";
import { count, get, idsInCloud, lab, otherPort, post, standing } from "./support";

/** All but the id and the status. */
const optional = [
  ...Object.values<Field>(FIELDS).flatMap(({ wire = [] }) => wire),
  ...["created_at", "updated_at", "project_id", "error"],
];
const everywhere = (value: null | number | object) =>
  Object.fromEntries(optional.map((name) => [name, value])) as never;

test.each<[string, FaultRule]>([
  ["missing", { kind: "drop-fields", fields: optional }],
  ["null", { kind: "replace-body", merge: everywhere(null) }],
  ["numbers", { kind: "replace-body", merge: everywhere(7) }],
  ["objects", { kind: "replace-body", merge: everywhere({}) }],
  ["lists of null", { kind: "replace-body", merge: everywhere([null]) }],
  ["extra", { kind: "replace-body", merge: { brand_new: { deep: [1] }, another: "x", error: {} } }],
])("fault 64, scenario 46: optional fields %s", async (_, rule) => {
  const one = await lab();
  const wanted = service({ tags: { team: "a" }, description: "what was sent", approvalEnabled: false });
  one.fault({ ...rule, match: post }, { ...rule, match: get });
  await one.stack.up(wanted);
  expect(one.stack.outputs).toMatchObject({ ...wanted, status: "available", error: [] });
  expect(Object.values(one.stack.outputs)).not.toContain(undefined);
  expect(JSON.stringify(one.stack.outputs)).not.toMatch(/brand_new|brandNew|null/);
  one.forget();
  expect(await one.stack.up(wanted)).toBe("same");
  await one.stack.refresh();
  expect(await one.stack.up(wanted)).toBe("same");
  expectSound(one);
  one.emulator.clearFaults();
  expect(await one.stack.refresh()).toMatchObject({ changes: false });
});

test.each([{ id: "x" }, { status: "creating" }])("fault 65: a refresh that gets %j alone", async (body) => {
  const one = await standing();
  const before = structuredClone(one.stack.state);
  const unusable = documented(
    "the API's response for service … was malformed: no usable id, or no status",
    "no",
  );
  one.fault({ kind: "status", status: 200, body, match: get });
  expect((await failure(one.stack.refresh())).message).toMatch(unusable);
  expect(one.stack.state).toEqual(before);
  expect(one.calls()).toHaveLength(1);
  await expectRecovery(one);
});

test("fault 66, scenario 8: another order, default protocol filled in, name wrapped", async () => {
  const wanted = service({
    ports: [
      { clientPort: 1, serverPort: 11 },
      { clientPort: 2, serverPort: 12, protocol: "TCP" },
    ],
    tags: { a: "1", b: "2" },
    permissions: ["iam:domain::one", "iam:domain::two"],
  });
  const one = await standing({}, wanted);
  const { ports, tags } = one.emulator.state().services[0] as { ports: never[]; tags: never[] };
  one.emulator.patchService(one.stack.id, {
    ports: [...ports].reverse(),
    tags: [...tags].reverse(),
    permissions: ["iam:domain::two", "iam:domain::one"],
  });
  expect(await one.stack.refresh()).toMatchObject({ changes: false });
  expect(one.stack.outputs).toMatchObject({
    serviceName: "orders",
    ports: [{ clientPort: 2 }, { clientPort: 1 }],
    endpointServiceName: `${one.emulator.region}.orders.${one.stack.id}`,
  });
  await expectNoop(one, wanted);
  await expectNoop(one, { ...wanted, ports: [...(wanted.ports as unknown[])].reverse() });
});

const mappings = (length: number) =>
  Array.from({ length }, (_, index) => ({ clientPort: index + 1, serverPort: index + 1 }));

const manyTags = (length: number) => Object.fromEntries(Array.from({ length }, (_, key) => [`k${key}`, "v"]));

/** Fields of which another value replaces the service; `snatNetworkId` has none before. */
const fixed = [
  ...["vpcId", "serverType", "serviceType", "enablePolicy", "ipVersion", "poolId"],
  ...["region", "projectId", "existingId"],
];
test.each(Object.keys(FIELDS))("fault 69, scenario 17: %s unknown in preview", async (field) => {
  const change = { [field]: UNKNOWN };
  const one = await lab();
  expect(await one.stack.preview(service(change))).toMatchObject({ step: "create", inputs: change });
  await one.stack.up(service());
  one.forget();
  const before = structuredClone(one.stack.state);
  const { step } = await one.stack.preview(service(change));
  expect(step).toBe(fixed.includes(field) ? "replace" : "update");
  expect(one.calls()).toEqual([]);
  expect(one.stack.state).toEqual(before);
});

/** What a preview says against a program, after which nothing was called. */
async function refusals(wanted: Properties): Promise<{ property: string; reason: string }[]> {
  const one = await standing();
  const { failures } = (await failure(one.stack.preview(wanted))) as Failure & CheckFailed;
  expect(one.calls()).toEqual([]);
  return [...failures];
}

test("scenarios 16 and 19: all that is wrong is named at once, of a service that stands too, beside what is unknown", async () => {
  const ports = [UNKNOWN, { clientPort: 0, serverPort: 1 }];
  const wrong = { serviceName: "a b", vpcId: "vpc", approvalEnabled: "yes", servicename: "a" };
  const everyone = { permissions: ["iam:domain::*"] };
  const found = await refusals(service({ ...wrong, ...everyone, portId: UNKNOWN, ports }));
  expect(found.map(({ property }) => property).sort()).toEqual(
    [...Object.keys(wrong), "permissions[0]", "ports[1].clientPort"].sort(),
  );
  expect(found.find(({ property }) => property === "permissions[0]")?.reason).toContain('"*"');
});

test("scenario 18: the values of tags are not quoted, for a secret may be among them", async () => {
  const found = await refusals(service({ tags: { a: "canary<secret" } }));
  expect(found).toMatchObject([{ property: 'tags["a"]' }]);
  expect(JSON.stringify(found)).not.toContain("canary");
});

test("scenario 68: a word that is not known passes, with one warning", async () => {
  const one = await lab();
  for (let run = 0; run < 2; run++) await one.stack.preview(service({ tcpProxy: "GPU" }));
  expect(one.lines).toEqual([expect.stringMatching(documented("… is sent as it is"))]);
  expect(one.lines[0]).toMatch(/"orders": tcpProxy is not one of the words .*, is "GPU"/);
});

test("scenario 69: the wider rule set takes what it says, in check and at the API", async () => {
  const one = await lab({ emulator: { rules: "huawei" }, settings: { vpcepRules: "huawei" } });
  const wanted = service({
    tags: { ["k".repeat(128)]: "v".repeat(255) },
    description: "d".repeat(512),
    ports: [{ clientPort: 53, serverPort: 53, protocol: "UDP" }],
  });
  await one.stack.up(wanted);
  expect(one.emulator.state().services[0]?.description).toHaveLength(512);
  await expectNoop(one, wanted);
});

test.each(["端点服务，订单", "🚚📦", "e\u0301te\u0301", "x".repeat(128), "🚚".repeat(128)])(
  "fault 70: the description %s",
  async (description) => {
    const one = await lab();
    await one.stack.up(service({ description }));
    expect(one.emulator.state().services).toMatchObject([{ description }]);
    await expectNoop(one, service({ description }));
    await one.stack.up(service({ description: `${description.slice(2)}` }));
    await one.stack.refresh();
    await expectNoop(one, service({ description: description.slice(2) }));
  },
);

test("faults 67 and 71: what lies at the edge of every rule is taken by the API, and what lies beyond is refused", async () => {
  const edges = service({
    ports: mappings(200),
    serviceName: `${"aZ_-0".repeat(3)}x`,
    serviceType: "interface",
    approvalEnabled: false,
    tcpProxy: "proxy_open",
    tags: { ["k".repeat(36)]: "v".repeat(43), ...manyTags(19) },
    permissions: ["*"],
    organizationPermissions: ["organizations:orgPath::o-1/*"],
  });
  const one = await standing({}, edges);
  await expectNoop(one, edges);
  expect(await refusals(service({ ports: mappings(201) }))).toMatchObject([{ property: "ports" }]);
});

test.each(["..", ".", "", "a/b", "%2e%2e", "a\r\nX-Injected: 1", "x".repeat(65)])(
  "fault 72: the id %j",
  async (id) => {
    const one = await standing();
    const { state } = one.stack;
    if (state === undefined) throw new Error("nothing stands");
    one.stack.state = { ...state, id };
    for (const attempt of [
      () => one.stack.refresh(),
      () => one.stack.up(service({ description: "changed" })),
      () => one.stack.destroy(),
      () => one.stack.get(id),
    ])
      expect((await failure(attempt())).message).toMatch(documented('invalid id "…"'));
    expect(one.stack.state).toEqual({ ...state, id });
    expect(one.calls()).toEqual([]);
    expectNoCanary(one);
  },
);

const evil = "x\r\nX-Injected: 1";

test.each<[string, Properties, Record<string, string>]>([
  ["serviceName", { serviceName: evil }, {}],
  ["region input", { region: evil }, {}],
  ["projectId input", { projectId: evil }, {}],
  ["region", {}, { region: evil }],
  ["projectId", {}, { projectId: evil }],
  ["endpoint", {}, { endpoints: JSON.stringify({ vpcep: `http://127.0.0.1:1${evil}` }) }],
  ["securityToken", {}, { securityToken: evil }],
  ["accessKey", {}, { accessKey: evil }],
])("fault 73: a line break in %s", async (_, inputs, settings) => {
  const one = await lab({ settings });
  const { message } = await failure(one.stack.up(service(inputs)));
  expect(message).not.toMatch(/\r|\nX-Injected/);
  expect(one.calls()).toEqual([]);
  expect(one.stack.state).toBeUndefined();
  expectSound(one);
});

test("fault 74: __proto__, constructor and toString as keys in responses and tags", async () => {
  const one = await lab();
  const tags = { constructor: "a", toString: "b", hasOwnProperty: "c" };
  await one.stack.up(service({ tags }));
  await expectNoop(one, service({ tags }));
  const [real] = one.emulator.state().services;
  const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
  const tagList =
    '[{"key":"__proto__","value":"x"},{"key":"constructor","value":"a"},{"key":"toString","value":"b"},{"key":"hasOwnProperty","value":"c"}]';
  const body = `{${poison},"tags":${tagList},${JSON.stringify({ ...real, tags: undefined }).slice(1)}`;
  one.fault({ kind: "replace-body", body, match: get });
  await one.stack.refresh();
  expect(one.stack.outputs.tags).toEqual(tags);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.getPrototypeOf(one.stack.outputs)).toBe(Object.prototype);
  await expectNoop(one, service({ tags }));
});

const full = service({
  description: "text",
  approvalEnabled: false,
  tcpProxy: "proxy_open",
  tags: { team: "a" },
  permissions: ["iam:domain::one"],
  organizationPermissions: ["organizations:orgPath::o-1"],
});

test.each<[string, Properties]>([
  ["service_name", { service_name: "other" }],
  ["port_id", { port_id: otherPort }],
  ["ports", { ports: [{ client_port: 1, server_port: 2, protocol: "TCP" }] }],
  ["approval_enabled", { approval_enabled: true }],
  ["tcp_proxy", { tcp_proxy: "close" }],
  ["description", { description: "by hand" }],
  ["tags", { tags: [{ key: "byHand", value: "1" }] }],
  ["permissions", { permissions: ["iam:domain::stranger", "organizations:orgPath::o-1"] }],
  ["organizationPermissions", { permissions: ["iam:domain::one"] }],
])("fault 75, scenario 42: out-of-band change of %s", async (name, patch) => {
  const one = await standing({}, full);
  one.emulator.patchService(one.stack.id, patch);
  const seen = await one.stack.refresh();
  expect(seen).toEqual({ replaces: [], deleteBeforeReplace: expect.any(Boolean) });
  // As inputs too: with `ignoreChanges` they are what the program is taken to say.
  const field = name.replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
  expect(one.stack.state?.inputs[field]).toEqual(one.stack.outputs[field]);
  expect(one.stack.state?.inputs[field]).not.toEqual(full[field]);
  one.forget();
  expect(await one.stack.up(full)).toBe("update");
  expect(one.calls().length).toBeLessThanOrEqual(2);
  await one.stack.refresh();
  await expectNoop(one, full);
});

test.each<[string, Properties]>([
  ["vpc_id", { vpc_id: otherVpc }],
  ["server_type", { server_type: "VM" }],
])("fault 75: out-of-band change of %s, which only a new service mends", async (_, patch) => {
  const one = await standing({}, full);
  const [before] = idsInCloud(one);
  one.emulator.patchService(one.stack.id, patch);
  await one.stack.refresh();
  expect(await one.stack.up(full)).toBe("replace");
  expect(one.stack.id).not.toBe(before);
  expect(count(one, "DELETE")).toBe(1);
  await expectNoop(one, full);
});
