import * as engine from "../../../provider/resource/check";
import { type Properties, UNKNOWN } from "../../../provider/resource/properties";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import type { RuleSet } from "../../../provider/vpcep/editions";
import { OTHER_PORT, program, VPC } from "./samples";

const validate = (inputs: Properties, rules: RuleSet, secrets?: string[]) =>
  engine.validate(SERVICE, inputs, rules, secrets);

const mapping = { clientPort: 8080, serverPort: 80 };
const mappings = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ clientPort: index + 1, serverPort: 80 }));
const tagsOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ""]));
const ofLength = (length: number, letter = "a") => letter.repeat(length);
const orHuawei = ' (the rule set "huawei" accepts it: set huaweicloud:vpcepRules)';
const orLenient = ' (the rule set "lenient" accepts it: set huaweicloud:vpcepRules)';

const noInput = "is not an input of a VpcEndpointService";
const noPort = "must be a whole number from 1 to 65535";
const noId = "must be an id of 1 to 64 letters, digits, _ and -";
const noAccount = 'must be "iam:domain::<account id>", or "*" for every account';
const noPath = 'must be "organizations:orgPath::<path>"';
const noFlag = "must be true or false (a boolean)";

function failuresOf(more: Record<string, unknown>, rules: RuleSet = "page"): string[] {
  return validate(program(more), rules).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

// API page "Modifying a VPC Endpoint Service", tables 2, 3 and 6; API reference: create, port mappings, whitelist, tags.
test.each<[string, Record<string, unknown>]>([
  ["nothing but the required ones", {}],
  ["every server type", { serverType: "VM" }],
  ["a discarded server type", { serverType: "BMS" }],
  ["a name of 16 characters", { serviceName: "Orders_v2-0123456".slice(0, 16) }],
  ["an empty name", { serviceName: "" }],
  ["the lowest ports", { ports: [{ clientPort: 1, serverPort: 1 }] }],
  ["the highest ports", { ports: [{ clientPort: 65535, serverPort: 65535, protocol: "TCP" }] }],
  ["200 mappings", { ports: mappings(200) }],
  ["one server port behind two client ports", { ports: [mapping, { ...mapping, clientPort: 8081 }] }],
  ["one client port before two server ports", { ports: [mapping, { ...mapping, serverPort: 81 }] }],
  [
    "the same digits",
    {
      ports: [
        { clientPort: 12, serverPort: 3 },
        { clientPort: 1, serverPort: 23 },
      ],
    },
  ],
  ["a UUID in upper case", { portId: OTHER_PORT.toUpperCase() }],
  ["every word of tcpProxy", { tcpProxy: "proxy_vni" }],
  ["false", { approvalEnabled: false, enablePolicy: false }],
  ["the settings", { rejectConnectionsOnDelete: true, rejectConnectionsOnRevoke: false }],
  ["a description of 128 characters", { description: ofLength(128) }],
  ["a description of 128 characters outside the basic plane", { description: ofLength(128, "😀") }],
  ["20 tags", { tags: tagsOf(20) }],
  ["no tags", { tags: {} }],
  ["a key of 36 and a value of 43 characters", { tags: { [ofLength(36)]: ofLength(43) } }],
  ["a key of 36 characters outside the basic plane", { tags: { [ofLength(36, "😀")]: "" } }],
  ["an empty value", { tags: { owner: "" } }],
  ["a space inside a key and a value", { tags: { "cost center": "a b" } }],
  ["letters of any script", { tags: { größe: "大" } }],
  ["accounts", { permissions: ["iam:domain::0123456789abcdefABCDEF", `iam:domain::${ofLength(64)}`] }],
  ["every account", { permissions: ["*"] }],
  ["nobody", { permissions: [], organizationPermissions: [] }],
  ["the path of an organization", { organizationPermissions: ["organizations:orgPath::o-aaa/r_b/ou-ccc/*"] }],
  ["a short path", { organizationPermissions: ["organizations:orgPath::1234", "organizations:orgPath::*"] }],
  ["a path of 1024 characters", { organizationPermissions: [`organizations:orgPath::${ofLength(1024)}`] }],
  ["ipv6 with its network", { ipVersion: "ipv6", snatNetworkId: VPC }],
  ["ipv4 without", { ipVersion: "ipv4" }],
  ["a dedicated cluster", { poolId: "pool-1" }],
  ["an address", { ip: "192.0.2.7" }],
  ["a domain name", { ip: "db.example.com" }],
  ["an IPv6 address", { ip: "2001:db8::1" }],
  ["region and project", { region: "eu-west-101", projectId: "6e9dfd51d1124e8d8498dce894923a0d" }],
  ["an id of 64 characters", { existingId: ofLength(64) }],
  ["what is the provider's own", { __provider: "text", __vpcep: {} }],
])("accepted without a word: %s", (_name, more) => {
  expect(validate(program(more), "page")).toEqual({ failures: [], warnings: [] });
});

// What is refused, and the inputs.
test.each<[string, Record<string, unknown>]>([
  // names
  [`colour: ${noInput}`, { colour: 1 }],
  [`vpcID: ${noInput}; did you mean vpcId?`, { vpcID: VPC }],
  [
    `reject_connections_on_delete: ${noInput}; did you mean rejectConnectionsOnDelete?`,
    { reject_connections_on_delete: 1 },
  ],
  [`serviceNme: ${noInput}; did you mean serviceName?`, { serviceNme: 1 }],
  [`servrNme: ${noInput}`, { servrNme: 1 }],
  [`approvalEnaxxled: ${noInput}; did you mean approvalEnabled?`, { approvalEnaxxled: 1 }],
  [`desc: ${noInput}; did you mean description?`, { desc: 1 }],
  [`permissionsList: ${noInput}; did you mean permissions?`, { permissionsList: 1 }],
  [`i: ${noInput}`, { i: 1 }],
  [`IP: ${noInput}; did you mean ip?`, { IP: 1 }],
  // required
  ["serverType: is required", { serverType: undefined }],
  ["vpcId: is required", { vpcId: undefined }],
  ["portId: is required", { portId: undefined }],
  ["ports: is required", { ports: undefined }],
  // words
  ["serverType: may not be empty; one of LB, VM, VIP, BMS", { serverType: "" }],
  ["serverType: may not be empty; one of LB, VM, VIP, BMS", { serverType: " " }],
  ["serverType: must be a string, is 7", { serverType: 7 }],
  [
    'serviceType: may not be "gateway": only the cloud\'s operator makes such services',
    { serviceType: "gateway" },
  ],
  ["serviceType: may not be empty; one of interface", { serviceType: "" }],
  ["serviceType: must be a string, is true", { serviceType: true }],
  ["tcpProxy: may not be empty; one of close, toa_open, proxy_open, open, proxy_vni", { tcpProxy: "" }],
  ["tcpProxy: must be a string, is false", { tcpProxy: false }],
  ["ipVersion: must be a string, is 6", { ipVersion: 6 }],
  ["ipVersion: may not be empty; one of ipv4, ipv6", { ipVersion: "" }],
  ['snatNetworkId: is required when ipVersion is "ipv6"', { ipVersion: "ipv6" }],
  // ids
  [`vpcId: must be a UUID, is "vpc-1"${orLenient}`, { vpcId: "vpc-1" }],
  [`portId: must be a UUID, is "${VPC}0"${orLenient}`, { portId: `${VPC}0` }],
  [`portId: must be a UUID, is "0${VPC}"${orLenient}`, { portId: `0${VPC}` }],
  ['portId: must be a UUID, is "../x"', { portId: "../x" }],
  ["snatNetworkId: must be a string, is 1", { snatNetworkId: 1 }],
  [`poolId: ${noId}, is "a/b"`, { poolId: "a/b" }],
  [`poolId: ${noId}, is ""`, { poolId: "" }],
  [`existingId: ${noId}, is "-a"`, { existingId: "-a" }],
  [`existingId: ${noId}, is "${ofLength(62)}…`, { existingId: ofLength(65) }],
  [`region: ${noId}, is "a.b"`, { region: "a.b" }],
  [`projectId: ${noId}, is "a b"`, { projectId: "a b" }],
  // flags
  [`approvalEnabled: ${noFlag}, is "true"`, { approvalEnabled: "true" }],
  [`enablePolicy: ${noFlag}, is 0`, { enablePolicy: 0 }],
  [`rejectConnectionsOnDelete: ${noFlag}, is "no"`, { rejectConnectionsOnDelete: "no" }],
  [`rejectConnectionsOnRevoke: ${noFlag}, is []`, { rejectConnectionsOnRevoke: [] }],
  // texts
  ["serviceName: may have 16 characters at most, has 17", { serviceName: ofLength(17) }],
  ['serviceName: may hold letters, digits, _ and - only, is "a b"', { serviceName: "a b" }],
  ['serviceName: may hold letters, digits, _ and - only, is "a.b"', { serviceName: "a.b" }],
  ['serviceName: may hold letters, digits, _ and - only, is "a\\n"', { serviceName: "a\n" }],
  ["serviceName: must be a string, is 1", { serviceName: 1 }],
  [`description: may have 128 characters at most, has 129${orHuawei}`, { description: ofLength(129) }],
  ["description: may have 128 characters at most, has 513", { description: ofLength(513) }],
  ["description: may not contain < or >", { description: "a<b" }],
  ["description: may not contain < or >", { description: "a>b" }],
  ["description: must be a string", { description: 7 }],
  ['ip: must be an IP address or a domain name, is "192.0.2.7 "', { ip: "192.0.2.7 " }],
  [`ip: must be an IP address or a domain name, is "${ofLength(62)}…`, { ip: ofLength(256) }],
  ['ip: must be an IP address or a domain name, is ""', { ip: "" }],
  // ports
  ['ports: must be a list of port mappings, is {"clientPort":1}', { ports: { clientPort: 1 } }],
  ["ports: must have one mapping at least", { ports: [] }],
  ["ports: may have 200 mappings at most, has 201", { ports: mappings(201) }],
  ["ports[0]: must be { clientPort, serverPort, protocol? }, is 80", { ports: [80] }],
  ["ports[1]: must be { clientPort, serverPort, protocol? }, is null", { ports: [mapping, null] }],
  ["ports[0]: must be { clientPort, serverPort, protocol? }, is [80]", { ports: [[80]] }],
  [
    "ports[0].port: is not part of a port mapping: clientPort, serverPort, protocol are",
    { ports: [{ ...mapping, port: 1 }] },
  ],
  [`ports[0].clientPort: ${noPort}, is 0`, { ports: [{ ...mapping, clientPort: 0 }] }],
  [`ports[0].serverPort: ${noPort}, is 65536`, { ports: [{ ...mapping, serverPort: 65536 }] }],
  [`ports[0].serverPort: ${noPort}, is 1.5`, { ports: [{ ...mapping, serverPort: 1.5 }] }],
  [`ports[0].clientPort: ${noPort}, is "80"`, { ports: [{ ...mapping, clientPort: "80" }] }],
  [`ports[0].clientPort: ${noPort}, is null`, { ports: [{ ...mapping, clientPort: null }] }],
  ["ports[0].clientPort: is required", { ports: [{ serverPort: 80 }] }],
  ["ports[1].serverPort: is required", { ports: [mapping, { clientPort: 80 }] }],
  ["ports[0].protocol: may not be empty; one of TCP", { ports: [{ ...mapping, protocol: "" }] }],
  ["ports[0].protocol: must be a string, is 6", { ports: [{ ...mapping, protocol: 6 }] }],
  [
    "ports[2]: is the same mapping as ports[0]",
    { ports: [mapping, { clientPort: 1, serverPort: 2 }, { ...mapping }] },
  ],
  ["ports[1]: is the same mapping as ports[0]", { ports: [mapping, { ...mapping, protocol: "TCP" }] }],
  // tags
  ["tags: must be an object of strings", { tags: [] }],
  ["tags: must be an object of strings", { tags: "a=b" }],
  ["tags: must be an object of strings", { tags: null }],
  [`protectConnections: ${noFlag}, is 1`, { protectConnections: 1 }],
  [`poolId: ${noId}, is "${ofLength(61)}/"`, { poolId: `${ofLength(61)}/` }],
  [`tag: ${noInput}; did you mean tags?`, { tag: 1 }],
  [`tgs: ${noInput}; did you mean tags?`, { tgs: 1 }],
  [`ipp: ${noInput}; did you mean ip?`, { ipp: 1 }],
  [`poolPoolId: ${noInput}`, { poolPoolId: 1 }],
  ["tags: may hold 20 tags at most, holds 21", { tags: tagsOf(21) }],
  ['tags[""]: the key may not be empty', { tags: { "": "x" } }],
  [
    `tags["${ofLength(37)}"]: the key may have 36 characters at most, has 37${orHuawei}`,
    { tags: { [ofLength(37)]: "" } },
  ],
  [
    `tags["${ofLength(129)}"]: the key may have 36 characters at most, has 129`,
    { tags: { [ofLength(129)]: "" } },
  ],
  [
    `tags["a"]: the value may have 43 characters at most, has 44${orHuawei}`,
    { tags: { a: ofLength(44, "s") } },
  ],
  ['tags["a"]: the value may have 43 characters at most, has 256', { tags: { a: ofLength(256, "s") } }],
  ['tags[" a"]: the key may not begin or end with a space', { tags: { " a": "" } }],
  ['tags["a "]: the key may not begin or end with a space', { tags: { "a ": "" } }],
  ['tags["a"]: the value may not begin or end with a space', { tags: { a: " s" } }],
  ['tags["a"]: the value may not begin or end with a space', { tags: { a: "s " } }],
  ['tags["a"]: the value must be a string', { tags: { a: 7 } }],
  ['tags["a"]: the value must be a string', { tags: { a: null } }],
  // permissions
  ['permissions: must be a list of strings, is "*"', { permissions: "*" }],
  ["permissions[1]: must be a string, is 7", { permissions: ["*", 7] }],
  ["permissions[0]: must be a string, is null", { permissions: [null] }],
  ['permissions[0]: is refused by the API: every account is "*"', { permissions: ["iam:domain::*"] }],
  [`permissions[0]: ${noAccount}, is "0123"`, { permissions: ["0123"] }],
  [`permissions[0]: ${noAccount}, is "iam:domain::"`, { permissions: ["iam:domain::"] }],
  [
    `permissions[0]: ${noAccount}, is "iam:domain::${ofLength(50)}…`,
    { permissions: [`iam:domain::${ofLength(65)}`] },
  ],
  [`permissions[0]: ${noAccount}, is "xiam:domain::a"`, { permissions: ["xiam:domain::a"] }],
  [`permissions[0]: ${noAccount}, is "iam:domain::a-b"`, { permissions: ["iam:domain::a-b"] }],
  [
    `permissions[0]: ${noAccount}; the path of an organization belongs in organizationPermissions`,
    { permissions: ["organizations:orgPath::o-a"] },
  ],
  ["organizationPermissions: must be a list of strings, is {}", { organizationPermissions: {} }],
  [`organizationPermissions[0]: ${noPath}, is "*"`, { organizationPermissions: ["*"] }],
  [
    `organizationPermissions[0]: ${noPath}, is "organizations:orgPath::"`,
    { organizationPermissions: ["organizations:orgPath::"] },
  ],
  [
    `organizationPermissions[0]: ${noPath}, is " organizations:orgPath::a"`,
    { organizationPermissions: [" organizations:orgPath::a"] },
  ],
  [
    `organizationPermissions[0]: ${noPath}, is "organizations:orgPath::a b"`,
    { organizationPermissions: ["organizations:orgPath::a b"] },
  ],
  [
    "organizationPermissions[0]: may have a path of 1024 characters at most, has 1025",
    { organizationPermissions: [`organizations:orgPath::${ofLength(1025)}`] },
  ],
])("%s", (failure, more) => {
  expect(failuresOf(more)).toEqual([failure]);
});

test.each([..."=*<>\\,|/"])("refused in the key and in the value of a tag: %s", (character) => {
  const reason = (part: string) => `the ${part} may contain none of = * < > \\ , | /`;
  const path = `tags[${JSON.stringify(`a${character}`)}]`;
  const [key, value, ...more] = failuresOf({ tags: { [`a${character}`]: `b${character}` } });
  expect(more).toEqual([]);
  // A hint follows where a wider rule set takes the tag as a whole.
  expect(key?.startsWith(`${path}: ${reason("key")}`)).toBe(true);
  expect(value?.startsWith(`${path}: ${reason("value")}`)).toBe(true);
});

test("a pair of ports with two protocols is two mappings", () => {
  expect(failuresOf({ ports: [mapping, { ...mapping, protocol: "UDP" }] }, "huawei")).toEqual([]);
});

test("all failures come at once, each with its path", () => {
  const wrong = { vpcId: "x", ports: [{ clientPort: 0, serverPort: 70_000 }], tags: { "": 1 } };
  const paths = validate(wrong, "page").failures.map(({ property }) => property);
  const ports = ["ports[0].clientPort", "ports[0].serverPort"];
  expect(paths).toEqual(["serverType", "vpcId", "portId", ...ports, 'tags[""]', 'tags[""]']);
});

const unheard = "is not one of the words that this version knows";
const proxies = `tcpProxy ${unheard} (close, toa_open, proxy_open, open, proxy_vni), is`;
test.each<[string, Record<string, unknown>]>([
  [`${proxies} "on"; it is sent as it is`, { tcpProxy: "on" }],
  [`${proxies} "Close"; did you mean close? It is sent as it is`, { tcpProxy: "Close" }],
  [
    `ports[0].protocol ${unheard} (TCP), is "QUIC"; it is sent as it is`,
    { ports: [{ ...mapping, protocol: "QUIC" }] },
  ],
])("one warning, and no more, where it changes in place: %s", (warning, more) => {
  expect(validate(program(more), "page")).toEqual({ failures: [], warnings: [warning] });
});

test.each<[Record<string, unknown>, string]>([
  [{ serverType: "NLB" }, '(LB, VM, VIP, BMS), is "NLB"'],
  [{ serverType: "lb" }, '(LB, VM, VIP, BMS), is "lb"; did you mean LB?'],
  [{ serviceType: "edge" }, '(interface), is "edge"'],
  [{ ipVersion: "ipv7" }, '(ipv4, ipv6), is "ipv7"; did you mean ipv4?'],
])("a word that would replace a living service is refused: %p", (more, text) => {
  const [property] = Object.keys(more);
  const reason = `${unheard} ${text}${orLenient}`;
  for (const rules of ["page", "otc", "huawei"] as const)
    expect(validate(program(more), rules)).toEqual({ failures: [{ property, reason }], warnings: [] });
  expect(validate(program(more), "lenient").failures).toEqual([]);
});

const secret = "hunter2";
test.each<[string, Record<string, unknown>]>([
  ["a description that is too long", { description: secret.repeat(30) }],
  ["a description with <", { description: `${secret}<` }],
  ["a description of another type", { description: [secret] }],
  ["a tag's value that is too long", { tags: { a: secret.repeat(30) } }],
  ["a tag's value with =", { tags: { a: `${secret}=` } }],
  ["a tag's value with a space behind", { tags: { a: `${secret} ` } }],
  ["a tag's value of another type", { tags: { a: [secret] } }],
  ["tags of another type", { tags: [secret] }],
  ["tags that are a text", { tags: secret }],
])("never quoted: %s", (_name, more) => {
  const failures = failuresOf(more);
  expect(failures).toHaveLength(1);
  expect(failures.join()).not.toContain(secret);
});

const twice = (part: object) => ({ ports: [part, part] });
test.each<Record<string, unknown>>([
  ...Object.keys(SERVICE.fields).map((field) => ({ [field]: UNKNOWN })),
  { ipVersion: "ipv6", snatNetworkId: UNKNOWN },
  { ports: [UNKNOWN, mapping, UNKNOWN] },
  twice({ clientPort: UNKNOWN, serverPort: 80 }),
  twice({ clientPort: 80, serverPort: UNKNOWN }),
  twice({ ...mapping, protocol: UNKNOWN }),
  { tags: { a: UNKNOWN } },
  { permissions: [UNKNOWN] },
  { organizationPermissions: [UNKNOWN] },
])("a value that is not known yet passes: %j", (more) => {
  expect(validate(program(more), "page")).toEqual({ failures: [], warnings: [] });
});

test("beside a value that is not known yet, the others are still checked", () => {
  expect(
    failuresOf({ ports: [UNKNOWN, { clientPort: UNKNOWN, serverPort: 0 }], tags: { a: UNKNOWN, b: 1 } }),
  ).toEqual([`ports[1].serverPort: ${noPort}, is 0`, 'tags["b"]: the value must be a string']);
});
