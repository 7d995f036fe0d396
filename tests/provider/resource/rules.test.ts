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

test.each<[string, Record<string, unknown>, string]>([
  // names
  ["an input that is none", { colour: 1 }, "colour: is not an input of a VpcEndpointService"],
  ["a slip: case", { vpcID: VPC }, "vpcID: is not an input of a VpcEndpointService; did you mean vpcId?"],
  [
    "a slip: snake case",
    { reject_connections_on_delete: 1 },
    "reject_connections_on_delete: is not an input of a VpcEndpointService; did you mean rejectConnectionsOnDelete?",
  ],
  [
    "a slip: a letter",
    { serviceNme: 1 },
    "serviceNme: is not an input of a VpcEndpointService; did you mean serviceName?",
  ],
  ["a slip: two letters", { servrNme: 1 }, "servrNme: is not an input of a VpcEndpointService"],
  [
    "a slip: two in one place",
    { approvalEnaxxled: 1 },
    "approvalEnaxxled: is not an input of a VpcEndpointService; did you mean approvalEnabled?",
  ],
  ["a slip: a stem", { desc: 1 }, "desc: is not an input of a VpcEndpointService; did you mean description?"],
  [
    "a slip: too long",
    { permissionsList: 1 },
    "permissionsList: is not an input of a VpcEndpointService; did you mean permissions?",
  ],
  ["too short to guess", { i: 1 }, "i: is not an input of a VpcEndpointService"],
  [
    "short and right but for case",
    { IP: 1 },
    "IP: is not an input of a VpcEndpointService; did you mean ip?",
  ],
  // required
  ["no server type", { serverType: undefined }, "serverType: is required"],
  ["no VPC", { vpcId: undefined }, "vpcId: is required"],
  ["no port", { portId: undefined }, "portId: is required"],
  ["no mappings", { ports: undefined }, "ports: is required"],
  // words
  [
    "a server type that is empty",
    { serverType: "" },
    "serverType: may not be empty; one of LB, VM, VIP, BMS",
  ],
  ["a server type of spaces", { serverType: " " }, "serverType: may not be empty; one of LB, VM, VIP, BMS"],
  ["a server type that is no string", { serverType: 7 }, "serverType: must be a string, is 7"],
  [
    "a gateway",
    { serviceType: "gateway" },
    'serviceType: may not be "gateway": only the cloud\'s operator makes such services',
  ],
  ["a service type that is empty", { serviceType: "" }, "serviceType: may not be empty; one of interface"],
  ["a service type that is no string", { serviceType: true }, "serviceType: must be a string, is true"],
  [
    "tcpProxy empty",
    { tcpProxy: "" },
    "tcpProxy: may not be empty; one of close, toa_open, proxy_open, open, proxy_vni",
  ],
  ["tcpProxy a boolean", { tcpProxy: false }, "tcpProxy: must be a string, is false"],
  ["an IP version that is a number", { ipVersion: 6 }, "ipVersion: must be a string, is 6"],
  ["an IP version that is empty", { ipVersion: "" }, "ipVersion: may not be empty; one of ipv4, ipv6"],
  ["ipv6 without a network", { ipVersion: "ipv6" }, 'snatNetworkId: is required when ipVersion is "ipv6"'],
  // ids
  ["a VPC that is no UUID", { vpcId: "vpc-1" }, `vpcId: must be a UUID, is "vpc-1"${orLenient}`],
  [
    "a port with a letter too much",
    { portId: `${VPC}0` },
    `portId: must be a UUID, is "${VPC}0"${orLenient}`,
  ],
  [
    "a port with something in front",
    { portId: `0${VPC}` },
    `portId: must be a UUID, is "0${VPC}"${orLenient}`,
  ],
  ["a path for an id", { portId: "../x" }, 'portId: must be a UUID, is "../x"'],
  ["a network that is no string", { snatNetworkId: 1 }, "snatNetworkId: must be a string, is 1"],
  [
    "a pool with a slash",
    { poolId: "a/b" },
    'poolId: must be an id of 1 to 64 letters, digits, _ and -, is "a/b"',
  ],
  ["an empty pool", { poolId: "" }, 'poolId: must be an id of 1 to 64 letters, digits, _ and -, is ""'],
  [
    "an id that begins with a hyphen",
    { existingId: "-a" },
    'existingId: must be an id of 1 to 64 letters, digits, _ and -, is "-a"',
  ],
  [
    "an id of 65",
    { existingId: ofLength(65) },
    `existingId: must be an id of 1 to 64 letters, digits, _ and -, is "${ofLength(62)}…`,
  ],
  [
    "a region with a dot",
    { region: "a.b" },
    'region: must be an id of 1 to 64 letters, digits, _ and -, is "a.b"',
  ],
  [
    "a project with a space",
    { projectId: "a b" },
    'projectId: must be an id of 1 to 64 letters, digits, _ and -, is "a b"',
  ],
  // flags
  [
    "a word for a flag",
    { approvalEnabled: "true" },
    'approvalEnabled: must be true or false (a boolean), is "true"',
  ],
  ["a number for a flag", { enablePolicy: 0 }, "enablePolicy: must be true or false (a boolean), is 0"],
  [
    "a word for a setting",
    { rejectConnectionsOnDelete: "no" },
    'rejectConnectionsOnDelete: must be true or false (a boolean), is "no"',
  ],
  [
    "a list for a setting",
    { rejectConnectionsOnRevoke: [] },
    "rejectConnectionsOnRevoke: must be true or false (a boolean), is []",
  ],
  // texts
  ["a name of 17", { serviceName: ofLength(17) }, "serviceName: may have 16 characters at most, has 17"],
  [
    "a name with a space",
    { serviceName: "a b" },
    'serviceName: may hold letters, digits, _ and - only, is "a b"',
  ],
  [
    "a name with a dot",
    { serviceName: "a.b" },
    'serviceName: may hold letters, digits, _ and - only, is "a.b"',
  ],
  [
    "a name with a line end",
    { serviceName: "a\n" },
    'serviceName: may hold letters, digits, _ and - only, is "a\\n"',
  ],
  ["a name that is no string", { serviceName: 1 }, "serviceName: must be a string, is 1"],
  [
    "a description of 129",
    { description: ofLength(129) },
    `description: may have 128 characters at most, has 129${orHuawei}`,
  ],
  [
    "a description of 513",
    { description: ofLength(513) },
    "description: may have 128 characters at most, has 513",
  ],
  ["a description with <", { description: "a<b" }, "description: may not contain < or >"],
  ["a description with >", { description: "a>b" }, "description: may not contain < or >"],
  ["a description that is no string", { description: 7 }, "description: must be a string"],
  [
    "an address with a space",
    { ip: "192.0.2.7 " },
    'ip: must be an IP address or a domain name, is "192.0.2.7 "',
  ],
  [
    "an address of 256",
    { ip: ofLength(256) },
    `ip: must be an IP address or a domain name, is "${ofLength(62)}…`,
  ],
  ["an empty address", { ip: "" }, 'ip: must be an IP address or a domain name, is ""'],
  // ports
  [
    "mappings that are no list",
    { ports: { clientPort: 1 } },
    'ports: must be a list of port mappings, is {"clientPort":1}',
  ],
  ["no mapping at all", { ports: [] }, "ports: must have one mapping at least"],
  ["201 mappings", { ports: mappings(201) }, "ports: may have 200 mappings at most, has 201"],
  [
    "a mapping that is a number",
    { ports: [80] },
    "ports[0]: must be { clientPort, serverPort, protocol? }, is 80",
  ],
  [
    "a mapping that is null",
    { ports: [mapping, null] },
    "ports[1]: must be { clientPort, serverPort, protocol? }, is null",
  ],
  [
    "a mapping that is a list",
    { ports: [[80]] },
    "ports[0]: must be { clientPort, serverPort, protocol? }, is [80]",
  ],
  [
    "a part that is none",
    { ports: [{ ...mapping, port: 1 }] },
    "ports[0].port: is not part of a port mapping: clientPort, serverPort, protocol are",
  ],
  [
    "port 0",
    { ports: [{ ...mapping, clientPort: 0 }] },
    "ports[0].clientPort: must be a whole number from 1 to 65535, is 0",
  ],
  [
    "port 65536",
    { ports: [{ ...mapping, serverPort: 65536 }] },
    "ports[0].serverPort: must be a whole number from 1 to 65535, is 65536",
  ],
  [
    "port 1.5",
    { ports: [{ ...mapping, serverPort: 1.5 }] },
    "ports[0].serverPort: must be a whole number from 1 to 65535, is 1.5",
  ],
  [
    "a port in quotes",
    { ports: [{ ...mapping, clientPort: "80" }] },
    'ports[0].clientPort: must be a whole number from 1 to 65535, is "80"',
  ],
  [
    "a port that is null",
    { ports: [{ ...mapping, clientPort: null }] },
    "ports[0].clientPort: must be a whole number from 1 to 65535, is null",
  ],
  ["no client port", { ports: [{ serverPort: 80 }] }, "ports[0].clientPort: is required"],
  ["no server port", { ports: [mapping, { clientPort: 80 }] }, "ports[1].serverPort: is required"],
  [
    "an empty protocol",
    { ports: [{ ...mapping, protocol: "" }] },
    "ports[0].protocol: may not be empty; one of TCP",
  ],
  [
    "a protocol that is a number",
    { ports: [{ ...mapping, protocol: 6 }] },
    "ports[0].protocol: must be a string, is 6",
  ],
  [
    "a mapping twice",
    { ports: [mapping, { clientPort: 1, serverPort: 2 }, { ...mapping }] },
    "ports[2]: is the same mapping as ports[0]",
  ],
  [
    "a mapping twice, once with its protocol",
    { ports: [mapping, { ...mapping, protocol: "TCP" }] },
    "ports[1]: is the same mapping as ports[0]",
  ],
  // tags
  ["tags that are a list", { tags: [] }, "tags: must be an object of strings"],
  ["tags that are a text", { tags: "a=b" }, "tags: must be an object of strings"],
  ["tags that are null", { tags: null }, "tags: must be an object of strings"],
  [
    "a word for another setting",
    { protectConnections: 1 },
    "protectConnections: must be true or false (a boolean), is 1",
  ],
  [
    "what is quoted: 64 characters as they are",
    { poolId: `${ofLength(61)}/` },
    `poolId: must be an id of 1 to 64 letters, digits, _ and -, is "${ofLength(61)}/"`,
  ],
  ["a stem of three letters", { tag: 1 }, "tag: is not an input of a VpcEndpointService; did you mean tags?"],
  [
    "a letter too few in four",
    { tgs: 1 },
    "tgs: is not an input of a VpcEndpointService; did you mean tags?",
  ],
  ["one letter doubled", { ipp: 1 }, "ipp: is not an input of a VpcEndpointService; did you mean ip?"],
  [
    "letters that meet from both ends",
    { poolPoolId: 1 },
    "poolPoolId: is not an input of a VpcEndpointService",
  ],
  ["21 tags", { tags: tagsOf(21) }, "tags: may hold 20 tags at most, holds 21"],
  ["an empty key", { tags: { "": "x" } }, 'tags[""]: the key may not be empty'],
  [
    "a key of 37",
    { tags: { [ofLength(37)]: "" } },
    `tags["${ofLength(37)}"]: the key may have 36 characters at most, has 37${orHuawei}`,
  ],
  [
    "a key of 129",
    { tags: { [ofLength(129)]: "" } },
    `tags["${ofLength(129)}"]: the key may have 36 characters at most, has 129`,
  ],
  [
    "a value of 44",
    { tags: { a: ofLength(44, "s") } },
    `tags["a"]: the value may have 43 characters at most, has 44${orHuawei}`,
  ],
  [
    "a value of 256",
    { tags: { a: ofLength(256, "s") } },
    'tags["a"]: the value may have 43 characters at most, has 256',
  ],
  [
    "a key with a space in front",
    { tags: { " a": "" } },
    'tags[" a"]: the key may not begin or end with a space',
  ],
  [
    "a key with a space behind",
    { tags: { "a ": "" } },
    'tags["a "]: the key may not begin or end with a space',
  ],
  [
    "a value with a space in front",
    { tags: { a: " s" } },
    'tags["a"]: the value may not begin or end with a space',
  ],
  [
    "a value with a space behind",
    { tags: { a: "s " } },
    'tags["a"]: the value may not begin or end with a space',
  ],
  ["a value that is a number", { tags: { a: 7 } }, 'tags["a"]: the value must be a string'],
  ["a value that is null", { tags: { a: null } }, 'tags["a"]: the value must be a string'],
  // permissions
  ["accounts that are no list", { permissions: "*" }, 'permissions: must be a list of strings, is "*"'],
  ["an account that is a number", { permissions: ["*", 7] }, "permissions[1]: must be a string, is 7"],
  ["an account that is null", { permissions: [null] }, "permissions[0]: must be a string, is null"],
  [
    "every account in the form that the API refuses",
    { permissions: ["iam:domain::*"] },
    'permissions[0]: is refused by the API: every account is "*"',
  ],
  [
    "a bare account",
    { permissions: ["0123"] },
    'permissions[0]: must be "iam:domain::<account id>", or "*" for every account, is "0123"',
  ],
  [
    "an account without an id",
    { permissions: ["iam:domain::"] },
    'permissions[0]: must be "iam:domain::<account id>", or "*" for every account, is "iam:domain::"',
  ],
  [
    "an account of 65",
    { permissions: [`iam:domain::${ofLength(65)}`] },
    `permissions[0]: must be "iam:domain::<account id>", or "*" for every account, is "iam:domain::${ofLength(50)}…`,
  ],
  [
    "something in front of an account",
    { permissions: ["xiam:domain::a"] },
    'permissions[0]: must be "iam:domain::<account id>", or "*" for every account, is "xiam:domain::a"',
  ],
  [
    "an account with a hyphen",
    { permissions: ["iam:domain::a-b"] },
    'permissions[0]: must be "iam:domain::<account id>", or "*" for every account, is "iam:domain::a-b"',
  ],
  [
    "an organization among the accounts",
    { permissions: ["organizations:orgPath::o-a"] },
    'permissions[0]: must be "iam:domain::<account id>", or "*" for every account; the path of an organization belongs in organizationPermissions',
  ],
  [
    "organizations that are no list",
    { organizationPermissions: {} },
    "organizationPermissions: must be a list of strings, is {}",
  ],
  [
    "an account among the organizations",
    { organizationPermissions: ["*"] },
    'organizationPermissions[0]: must be "organizations:orgPath::<path>", is "*"',
  ],
  [
    "an organization without a path",
    { organizationPermissions: ["organizations:orgPath::"] },
    'organizationPermissions[0]: must be "organizations:orgPath::<path>", is "organizations:orgPath::"',
  ],
  [
    "something in front of an organization",
    { organizationPermissions: [" organizations:orgPath::a"] },
    'organizationPermissions[0]: must be "organizations:orgPath::<path>", is " organizations:orgPath::a"',
  ],
  [
    "a path with a space",
    { organizationPermissions: ["organizations:orgPath::a b"] },
    'organizationPermissions[0]: must be "organizations:orgPath::<path>", is "organizations:orgPath::a b"',
  ],
  [
    "a path of 1025",
    { organizationPermissions: [`organizations:orgPath::${ofLength(1025)}`] },
    "organizationPermissions[0]: may have a path of 1024 characters at most, has 1025",
  ],
])("refused: %s", (_name, more, failure) => {
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
  expect(validate(program({ ports: [mapping, { ...mapping, protocol: "UDP" }] }), "huawei").failures).toEqual(
    [],
  );
});

test("all failures come at once, each with its path", () => {
  const failures = validate(
    { vpcId: "x", ports: [{ clientPort: 0, serverPort: 70_000 }], approvalEnabled: 1, tags: { "": 1 } },
    "page",
  ).failures;
  expect(failures.map(({ property }) => property)).toEqual([
    "serverType",
    "vpcId",
    "portId",
    "ports[0].clientPort",
    "ports[0].serverPort",
    "approvalEnabled",
    'tags[""]',
    'tags[""]',
  ]);
});

test.each<[string, Record<string, unknown>, string]>([
  [
    "tcpProxy",
    { tcpProxy: "on" },
    'tcpProxy is not one of the words that this version knows (close, toa_open, proxy_open, open, proxy_vni), is "on"; it is sent as it is',
  ],
  [
    "a slip in tcpProxy",
    { tcpProxy: "Close" },
    'tcpProxy is not one of the words that this version knows (close, toa_open, proxy_open, open, proxy_vni), is "Close"; did you mean close? It is sent as it is',
  ],
  [
    "protocol",
    { ports: [{ ...mapping, protocol: "QUIC" }] },
    'ports[0].protocol is not one of the words that this version knows (TCP), is "QUIC"; it is sent as it is',
  ],
])(
  "a word that is not known passes with one warning where it changes in place: %s",
  (_name, more, warning) => {
    expect(validate(program(more), "page")).toEqual({ failures: [], warnings: [warning] });
  },
);

test.each<[Record<string, unknown>, string]>([
  [{ serverType: "NLB" }, 'is not one of the words that this version knows (LB, VM, VIP, BMS), is "NLB"'],
  [
    { serverType: "lb" },
    'is not one of the words that this version knows (LB, VM, VIP, BMS), is "lb"; did you mean LB?',
  ],
  [{ serviceType: "edge" }, 'is not one of the words that this version knows (interface), is "edge"'],
  [
    { ipVersion: "ipv7" },
    'is not one of the words that this version knows (ipv4, ipv6), is "ipv7"; did you mean ipv4?',
  ],
])("one that would replace a living service is refused: %p", (more, text) => {
  const [property] = Object.keys(more);
  const reason = `${text} (the rule set "lenient" accepts it: set huaweicloud:vpcepRules)`;
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

test.each<[string, Record<string, unknown>]>([
  ...[
    "serverType",
    "vpcId",
    "portId",
    "ports",
    "serviceName",
    "serviceType",
    "approvalEnabled",
    "tcpProxy",
  ].map((field): [string, Record<string, unknown>] => [field, { [field]: UNKNOWN }]),
  ...[
    "description",
    "tags",
    "permissions",
    "organizationPermissions",
    "enablePolicy",
    "ipVersion",
    "poolId",
  ].map((field): [string, Record<string, unknown>] => [field, { [field]: UNKNOWN }]),
  ...["snatNetworkId", "ip", "existingId", "region", "projectId", "rejectConnectionsOnDelete"].map(
    (field): [string, Record<string, unknown>] => [field, { [field]: UNKNOWN }],
  ),
  ["the network of ipv6", { ipVersion: "ipv6", snatNetworkId: UNKNOWN }],
  ["a mapping", { ports: [UNKNOWN, mapping, UNKNOWN] }],
  [
    "a client port",
    {
      ports: [
        { clientPort: UNKNOWN, serverPort: 80 },
        { clientPort: UNKNOWN, serverPort: 80 },
      ],
    },
  ],
  [
    "a server port",
    {
      ports: [
        { clientPort: 80, serverPort: UNKNOWN },
        { clientPort: 80, serverPort: UNKNOWN },
      ],
    },
  ],
  [
    "a protocol",
    {
      ports: [
        { ...mapping, protocol: UNKNOWN },
        { ...mapping, protocol: UNKNOWN },
      ],
    },
  ],
  ["a tag's value", { tags: { a: UNKNOWN } }],
  ["an account", { permissions: [UNKNOWN] }],
  ["a path", { organizationPermissions: [UNKNOWN] }],
])("a value that is not known yet passes: %s", (_name, more) => {
  expect(validate(program(more), "page")).toEqual({ failures: [], warnings: [] });
});

test("beside a value that is not known yet, the others are still checked", () => {
  expect(
    failuresOf({ ports: [UNKNOWN, { clientPort: UNKNOWN, serverPort: 0 }], tags: { a: UNKNOWN, b: 1 } }),
  ).toEqual([
    "ports[1].serverPort: must be a whole number from 1 to 65535, is 0",
    'tags["b"]: the value must be a string',
  ]);
});
