import { reasons, tagMap } from "../../../provider/resource/codecs";
import * as engine from "../../../provider/resource/fields";
import { type Definition, toBody } from "../../../provider/resource/fields";
import type { Properties } from "../../../provider/resource/properties";
import { FIELDS, SERVICE, shortName } from "../../../provider/vpc-endpoint-service/fields";
import { isUsable, statusOf } from "../../../provider/vpcep/records";
import { ID, inputs, OTHER_PORT, outputs, PORT, PROJECT, REGION, record, VPC } from "../resource/samples";

const toOutputs = (id: string, shown: Properties, base: Properties) =>
  engine.toOutputs(SERVICE, id, shown, base);

const everything = inputs({
  serviceName: "orders",
  serviceType: "interface",
  approvalEnabled: false,
  tcpProxy: "open",
  description: "",
  tags: { owner: "dev", empty: "" },
  permissions: ["*"],
  organizationPermissions: ["organizations:orgPath::1"],
  enablePolicy: false,
  ipVersion: "ipv6",
  snatNetworkId: VPC,
  poolId: "pool",
  ip: "192.0.2.1",
  existingId: ID,
  rejectConnectionsOnDelete: true,
  rejectConnectionsOnRevoke: true,
  ports: [
    { clientPort: 8080, serverPort: 80 },
    { clientPort: 8443, serverPort: 443, protocol: "TCP" },
  ],
});

test("a create sends what the program says, and nothing else", () => {
  expect(toBody(FIELDS, inputs())).toEqual({
    port_id: PORT,
    vpc_id: VPC,
    server_type: "LB",
    ports: [{ client_port: 8080, server_port: 80 }],
  });
});

test("a create of everything: all of the API's fields, also empty and false, and none of the provider's own", () => {
  expect(toBody(FIELDS, everything)).toEqual({
    port_id: PORT,
    vpc_id: VPC,
    server_type: "LB",
    ports: [
      { client_port: 8080, server_port: 80 },
      { client_port: 8443, server_port: 443, protocol: "TCP" },
    ],
    service_name: "orders",
    service_type: "interface",
    approval_enabled: false,
    tcp_proxy: "open",
    description: "",
    tags: [
      { key: "owner", value: "dev" },
      { key: "empty", value: "" },
    ],
    enable_policy: false,
    ip_version: "ipv6",
    snat_network_id: VPC,
    pool_id: "pool",
    ip: "192.0.2.1",
  });
});

test.each<[string[], Properties]>([
  [[], {}],
  [["approvalEnabled"], { approval_enabled: false }],
  [["serviceName"], { service_name: "orders" }],
  [["portId"], { port_id: PORT }],
  [["tcpProxy"], { tcp_proxy: "open" }],
  [["description"], { description: "" }],
  [["ip"], { ip: "192.0.2.1" }],
  [
    ["ports", "tcpProxy"],
    {
      ports: [
        { client_port: 8080, server_port: 80 },
        { client_port: 8443, server_port: 443, protocol: "TCP" },
      ],
      tcp_proxy: "open",
    },
  ],
])("a modify call holds exactly the fields %j", (fields, body) => {
  expect(toBody(FIELDS, everything, fields)).toEqual(body);
  expect(Object.keys(toBody(FIELDS, everything, fields))).toHaveLength(fields.length);
});

test("a field without a value is not sent", () => {
  expect(toBody(FIELDS, { tcpProxy: "close" }, ["ip", "tcpProxy"])).toEqual({ tcp_proxy: "close" });
});

test("inputs are not changed on their way", () => {
  const before = structuredClone(everything);
  const body = toBody(FIELDS, everything);
  for (const list of ["ports", "tags"]) (body[list] as object[]).push({});
  expect(everything).toEqual(before);
});

const where = { region: REGION, projectId: PROJECT };

test("an answer with all fields becomes outputs", () => {
  const full = record({
    service_name: `${REGION}.orders.${ID}`,
    description: "order api",
    tags: [
      { key: "owner", value: "dev" },
      { key: "empty", value: "" },
    ],
    enable_policy: false,
    ip_version: "ipv6",
    snat_network_id: VPC,
    pool_id: "pool",
    ip: "192.0.2.1",
    connection_count: 3,
    supported_editions: ["basic", "profession"],
    cidr_type: "internal",
    marker_id: "422321312321321321",
  });
  expect(toOutputs(ID, full, where)).toEqual({
    edition: "profession",
    region: REGION,
    projectId: PROJECT,
    serverType: "LB",
    vpcId: VPC,
    portId: PORT,
    ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
    serviceName: "orders",
    serviceType: "interface",
    approvalEnabled: true,
    tcpProxy: "close",
    description: "order api",
    tags: { owner: "dev", empty: "" },
    enablePolicy: false,
    ipVersion: "ipv6",
    snatNetworkId: VPC,
    poolId: "pool",
    ip: "192.0.2.1",
    status: "available",
    createdAt: "2026-01-02T03:04:05Z",
    updatedAt: "2026-01-02T03:04:05Z",
    connectionCount: 3,
    supportedEditions: ["basic", "profession"],
    endpointServiceName: `${REGION}.orders.${ID}`,
    error: [],
  });
});

test("the API page's own sample answer: a bare name, and fields that are left out", () => {
  const sample = {
    id: "4189d3c2-8882-4871-a3c2-d380272eed83",
    port_id: OTHER_PORT,
    vpc_id: "4189d3c2-8882-4871-a3c2-d380272eed80",
    status: "available",
    approval_enabled: false,
    service_name: "test123",
    service_type: "interface",
    server_type: "VM",
    project_id: PROJECT,
    created_at: "2018-01-30T07:42:01Z",
    ports: [
      { client_port: 8080, server_port: 90, protocol: "TCP" },
      { client_port: 8081, server_port: 80, protocol: "TCP" },
    ],
  };
  expect(toOutputs(sample.id, sample, { ...where, tcpProxy: "open", updatedAt: "before" })).toEqual({
    ...where,
    portId: OTHER_PORT,
    vpcId: sample.vpc_id,
    status: "available",
    approvalEnabled: false,
    serviceName: "test123",
    endpointServiceName: `${REGION}.test123.${sample.id}`,
    serviceType: "interface",
    serverType: "VM",
    createdAt: "2018-01-30T07:42:01Z",
    updatedAt: "before",
    ports: [
      { clientPort: 8080, serverPort: 90, protocol: "TCP" },
      { clientPort: 8081, serverPort: 80, protocol: "TCP" },
    ],
    tcpProxy: "open",
    error: [],
  });
});

const base = outputs({
  tags: { a: "b" },
  ip: "192.0.2.1",
  enablePolicy: true,
  connectionCount: 2,
  supportedEditions: ["basic"],
});
const { fields, computed }: Definition = SERVICE;
const wireFields = [...Object.values(fields), ...Object.values(computed)].flatMap(({ wire }) => wire ?? []);

test.each(wireFields)("%s absent, null or of another type: what was known stands", (field) => {
  const wrong = ["approval_enabled", "enable_policy"].includes(field) ? "true" : true;
  for (const value of [undefined, null, wrong, {}]) {
    expect(toOutputs(ID, { ...record(), tags: undefined, [field]: value }, base)).toEqual(base);
  }
});

test("nothing undefined is in the outputs", () => {
  const bare = toOutputs(ID, { status: "creating" }, { ...where, ip: undefined } as never);
  expect(Object.keys(bare).sort()).toEqual(["endpointServiceName", "error", "projectId", "region", "status"]);
  expect(bare.endpointServiceName).toBe(`${REGION}.${ID}`);
});

test("of the editions, those that are words; of a mapping to send, no protocol that was not given", () => {
  const seen = toOutputs(ID, record({ supported_editions: ["basic", 7, null] }), where);
  expect(seen.supportedEditions).toEqual(["basic"]);
  expect(Object.keys((toBody(FIELDS, inputs()).ports as object[])[0] ?? {})).toEqual([
    "client_port",
    "server_port",
  ]);
});

test("an empty list is an answer, no silence", () => {
  const emptied = toOutputs(ID, { ...record(), tags: [], supported_editions: [], description: "" }, base);
  expect(emptied).toMatchObject({ tags: {}, supportedEditions: [], description: "" });
});

const as = (clientPort: number, serverPort: number, protocol = "TCP") => [
  { clientPort, serverPort, protocol },
];
const ports = (client_port: unknown, server_port: unknown, more: object = {}) => [
  { client_port, server_port, ...more },
];
test.each<[string, unknown, unknown]>([
  ["numbers in quotes, as the manuals print them", ports("9090", "90"), as(9090, 90)],
  ["another protocol", ports(1, 2, { protocol: "UDP" }), as(1, 2, "UDP")],
  ["a protocol that is none", ports(1, 2, { protocol: null }), as(1, 2)],
  ["an item that cannot be read: the list is not known", [...ports(1, 2), ...ports(3, "many")], base.ports],
  ["an item without a client port", [{ server_port: 2 }], base.ports],
  ["an item that is null", [...ports(1, 2), null], base.ports],
  ["an item that is a list", [[1, 2]], base.ports],
  ["a port of ten digits", ports("1234567890", "2"), base.ports],
  ["a port in a list", ports(["1"], 2), base.ports],
  ["a port with more than digits", ports("1 ", " 2"), base.ports],
])("mappings with %s", (_name, shown, expected) => {
  expect(toOutputs(ID, record({ ports: shown }), base).ports).toEqual(expected);
});

test.each<[string, string, string]>([
  ["a full name", `${REGION}.orders.${ID}`, "orders"],
  ["a full name of a service without one", `${REGION}.${ID}`, ""],
  ["a bare name", "orders", "orders"],
  ["a name like the region", `${REGION}.${REGION}.${ID}`, REGION],
  ["a name like the id", `${REGION}.${ID}.${ID}`, ID],
  ["a name with dots, which the API does not give", `${REGION}.a.b.${ID}`, "a.b"],
  ["another region", `cn-north-4.orders.${ID}`, `cn-north-4.orders.${ID}`],
  ["another id", `${REGION}.orders.${VPC}`, `${REGION}.orders.${VPC}`],
  ["a name of the operator", "com.myhuaweicloud.eu-west-101.dns", "com.myhuaweicloud.eu-west-101.dns"],
  ["nothing between two dots", `${REGION}..${ID}`, `${REGION}..${ID}`],
  ["nothing", "", ""],
])("the short name in %s", (_name, longName, short) => {
  expect(shortName(longName, REGION, ID)).toBe(short);
});

test("a region may hold dots and anything else", () => {
  expect(shortName(`a.b(c).orders.${ID}`, "a.b(c)", ID)).toBe("orders");
});

test.each([
  [`${REGION}.a.${ID}`, "a", `${REGION}.a.${ID}`],
  ["a", "a", `${REGION}.a.${ID}`],
  ["", "", `${REGION}.${ID}`],
  // None: the one just sent.
  [null, "sent", `${REGION}.sent.${ID}`],
  ["x.y", "x.y", "x.y"],
])(
  "from the name %j: the short one %j, the full one %j",
  (service_name, serviceName, endpointServiceName) => {
    const read = toOutputs(ID, record({ service_name }), { ...where, serviceName: "sent" });
    expect(read).toMatchObject({ serviceName, endpointServiceName });
  },
);

const why = (errorCode: string, errorMessage: string) => [{ errorCode, errorMessage }];
test.each<[string, unknown, unknown]>([
  ["error_code", [{ error_code: "EndPoint.3005", error_message: "no" }], why("EndPoint.3005", "no")],
  ["code", [{ code: "c", message: "m" }], why("c", "m")],
  ["both", [{ code: "c", error_code: "e", message: "m", error_message: "n" }], why("e", "n")],
  ["neither", [{}], why("", "")],
  ["other types", [{ code: 7, message: null }, null, "x", ["y"]], why("", "")],
  ["an object", {}, []],
  ["nothing", undefined, []],
])("reasons for a failure, spelt with %s", (_name, value, expected) => {
  expect(reasons.read(value)).toEqual(expected);
});

test.each<[string, unknown, unknown]>([
  ["nothing", undefined, undefined],
  ["null", null, undefined],
  ["an object", { a: "b" }, undefined],
  ["an empty list", [], {}],
  ["a value left out", [{ key: "a" }, { key: "b", value: null }], { a: "", b: "" }],
  ["a key left out", [{ key: "a", value: "x" }, { value: "y" }], undefined],
  ["a key that is no string", [{ key: 1, value: "y" }], undefined],
  ["an item that is none", [{ key: "a", value: "x" }, null], undefined],
  [
    "a key twice",
    [
      { key: "a", value: "1" },
      { key: "a", value: "2" },
    ],
    { a: "2" },
  ],
])("tags from %s", (_name, value, expected) => {
  expect(tagMap.read(value)).toEqual(expected);
});

test("a tag named __proto__ does no harm", () => {
  const tags = tagMap.read([
    { key: "__proto__", value: "x" },
    { key: "a", value: "b" },
  ]);
  expect(Object.entries(tags ?? {})).toEqual([["a", "b"]]);
  expect(Object.getPrototypeOf(tags)).toBe(Object.prototype);
});

test("neither answer nor base are changed", () => {
  const [given, known] = [record({ tags: [{ key: "a", value: "b" }] }), outputs()];
  const before = structuredClone([given, known]);
  const made = toOutputs(ID, given, known);
  (made.ports as object[]).push({});
  expect([given, known]).toEqual(before);
});

test("what every answer about a service must hold", () => {
  expect(isUsable({ id: ID, status: "brewing" })).toBe(true);
  expect(isUsable({ id: ID, status: "" })).toBe(false);
  expect(isUsable({ id: ID, status: "\u0000\n" })).toBe(false);
  expect(isUsable({ id: "../../x", status: "x" })).toBe(false);
  expect(isUsable({ id: `${ID}\n`, status: "x" })).toBe(false);
  expect(isUsable({ id: "", status: "x" })).toBe(false);
  expect(isUsable({ id: ID })).toBe(false);
  expect(isUsable({ id: 7, status: "x" })).toBe(false);
  expect(isUsable({ status: "x" })).toBe(false);
});

test("what is the API's own is fit for a message, and has a limit", () => {
  const odd = `\u001b[31mbad\r\n\ud800${"x".repeat(1000)}`;
  const clean = (max: number) => `[31mbad \ufffd${"x".repeat(max - 9)}…`;
  const failures = Array.from({ length: 25 }, () => ({ error_code: odd, error_message: odd }));
  const outs = toOutputs(
    ID,
    record({
      status: odd,
      created_at: odd,
      updated_at: odd,
      supported_editions: [odd, 7],
      service_name: `${REGION}.${odd}`,
      error: failures,
    }),
    outputs(),
  );
  expect(outs).toMatchObject({
    status: clean(64),
    createdAt: clean(64),
    updatedAt: clean(64),
    supportedEditions: [clean(64)],
  });
  expect(outs.endpointServiceName).toMatch(/^eu-west-101\. \[31mbad \ufffdx+…$/);
  expect(outs.endpointServiceName).toHaveLength(201);
  expect(outs.error).toEqual(
    failures.slice(0, 20).map(() => ({ errorCode: clean(64), errorMessage: clean(500) })),
  );
  // A status that differs in nothing but a blank is that status.
  expect(statusOf({ status: "available\n" })).toBe("available");
  expect(toOutputs(ID, record({ status: "available\n" }), outputs()).status).toBe("available");
});

test.each([1.5, -1, 1e300, Number.MAX_SAFE_INTEGER + 1])("%d is no count and no port", (odd) => {
  const given = record({ connection_count: odd, ports: [{ client_port: odd, server_port: 80 }] });
  expect(toOutputs(ID, given, outputs({ connectionCount: 3 }))).toMatchObject({
    connectionCount: 3,
    ports: outputs().ports,
  });
});

test("a negative zero is zero", () => {
  expect(toOutputs(ID, record({ connection_count: -0 }), outputs()).connectionCount).toBe(0);
});
