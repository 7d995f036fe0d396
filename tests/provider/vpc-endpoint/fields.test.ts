import { validate } from "../../../provider/resource/check";
import { toOutputs } from "../../../provider/resource/fields";
import { ENDPOINT, wouldClash } from "../../../provider/vpc-endpoint/fields";
import { ID, OTHER_PORT, REGION, VPC } from "../resource/samples";

const shown = (record: object, base: object = {}) =>
  toOutputs(ENDPOINT, ID, { id: ID, ...record }, { region: REGION, ...base });

test("a private domain name is longer than a word of the API's", () => {
  const name = `vpcep-${ID}.cn-north-4.huaweicloud.com`;
  expect(name.length).toBeGreaterThan(64);
  expect(shown({ dns_names: [name, 7] }).dnsNames).toEqual([name]);
});

test.each<[object, object]>([
  [{ marker_id: 16777510 }, { markerId: "16777510" }],
  [{ marker_id: "x1" }, {}],
  [{ marker_id: "1x" }, {}],
  [{ policy_document: { Version: "5.0" } }, { policyDocument: { Version: "5.0" } }],
  [{ policy_document: null }, {}],
  [{ policy_document: "{}" }, {}],
])("%j is read as %j", (record, outputs) => {
  const { markerId, policyDocument } = shown(record);
  expect({ markerId, policyDocument }).toEqual(outputs);
});

test.each<[string, object, boolean]>([
  ["pendingAcceptance", { enableDns: true }, true],
  ["accepted", { enableDns: true }, false],
  ["pendingAcceptance", {}, false],
])("%s: enableDns, of which the API shows nothing until then, after %j", (status, base, enableDns) => {
  expect(shown({ status, enable_dns: false }, base).enableDns).toBe(enableDns);
});

const failuresOf = (more: object) =>
  validate(ENDPOINT, { endpointServiceId: ID, vpcId: VPC, ...more }, "page").failures.map(
    ({ property, reason }) => `${property} ${reason}`,
  );
const sources = (count: number) => Array.from({ length: count }, (_, index) => `192.0.2.${index}/32`);

test("what passes every rule", () => {
  const name = { endpointServiceId: undefined, endpointServiceName: "a".repeat(128) };
  expect(failuresOf(name)).toEqual([]);
  const most = {
    whitelist: sources(20),
    policyStatement: Array(10).fill({}),
    policyDocument: { Version: "5.0" },
  };
  expect(failuresOf({ ...most, ip: "192.0.2.1", ipv6Address: "2001:db8::1" })).toEqual([]);
  expect(failuresOf({ whitelist: ["192.0.2.1", "10.0.0.0/1"] })).toEqual([]);
});

test.each([
  "192.0.2.0/33",
  "192.0.2.0/0",
  "192.0.2.0/x1",
  "192.0.2.0/1x",
  "192.0.2.0/111",
  "192.0.2.0/24/1",
  "x/24",
  "0.0.0.0/1",
  "",
])("the whitelist does not take %j", (source) => {
  expect(failuresOf({ whitelist: [source] })).toEqual([
    `whitelist[0] must be an IPv4 address or a block such as 192.0.2.0/24, not everything, is "${source}"`,
  ]);
});

test.each<[object, string]>([
  [{ whitelist: "x" }, 'whitelist must be a list of strings, is "x"'],
  [{ whitelist: sources(21) }, "whitelist may have 20 entries at most, has 21"],
  [{ ip: "2001:db8::1" }, 'ip must be an IPv4 address, is "2001:db8::1"'],
  [{ ipv6Address: "192.0.2.1" }, 'ipv6Address must be an IPv6 address, is "192.0.2.1"'],
  [{ policyStatement: {} }, "policyStatement must be a list of statements (objects)"],
  [{ policyStatement: [{}, 1] }, "policyStatement must be a list of statements (objects)"],
  [{ policyStatement: Array(11).fill({}) }, "policyStatement may have 10 statements at most, has 11"],
  [{ policyDocument: [] }, "policyDocument must be a policy document (an object)"],
  [
    { endpointServiceName: "x" },
    "endpointServiceId or endpointServiceName must be given, and not both of them",
  ],
])("%j: %s", (more, failure) => {
  expect(failuresOf(more)).toEqual([failure]);
});

test.each(["a b", "a/", "/a", "a".repeat(129)])(
  "%j is not the full name of a service",
  (endpointServiceName) => {
    const [failure] = failuresOf({ endpointServiceId: undefined, endpointServiceName });
    expect(failure).toMatch(/^endpointServiceName must be the full name of a service, is /);
  },
);

test("a new endpoint for the same service in the same subnet cannot be made while the old one lives", () => {
  const olds = {
    region: REGION,
    projectId: "p",
    subnetId: VPC,
    endpointServiceId: ID,
    endpointServiceName: "orders",
  };
  expect(wouldClash(olds, { ...olds, endpointServiceName: undefined, vpcId: OTHER_PORT })).toBe(true);
  for (const field of Object.keys(olds)) expect(wouldClash(olds, { ...olds, [field]: "x" })).toBe(false);
});

test.each<[string, object, object, boolean]>([
  ["the address that it takes", { ip: "10.0.0.9" }, { endpointServiceId: "other" }, true],
  [
    "an address in another subnet",
    { ip: "10.0.0.9" },
    { subnetId: "other", endpointServiceId: "other" },
    false,
  ],
  ["the private name that it takes", { enableDns: true }, { subnetId: "other" }, true],
  ["the private name in another VPC", { enableDns: true }, { subnetId: "other", vpcId: "other" }, false],
  [
    "the private name of another service",
    { enableDns: true },
    { endpointServiceId: "other", subnetId: "b" },
    false,
  ],
])("nor one while the old one has %s: %j, then %j: %s", (_title, both, changed, clashes) => {
  const olds = { region: REGION, projectId: "p", vpcId: VPC, subnetId: VPC, endpointServiceId: ID, ...both };
  expect(wouldClash(olds, { ...olds, ...changed })).toBe(clashes);
});
