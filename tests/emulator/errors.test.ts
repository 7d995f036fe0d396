import { randomUUID } from "node:crypto";
import { everyServiceCode } from "../../emulator/gateway/errors";
import type { SettingsPatch } from "../../emulator/index";
import { call, callsOf, newService, portId, serviceBody, services, useEmulator, vpcId } from "./client";

const emulator = useEmulator({ accounts: ["acme"] });
const { post } = callsOf(emulator);

const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ client_port: at + 1, server_port: at + 1 }));
const other = "iam:domain::0123456789abcdef0123456789abcdef";
const address = { subnet_id: "s1", port_ip: "10.0.0.5" };
const limited = { kind: "status", errorCode: "EndPoint.0022" } as const;

/** `{id}` is a service that is there, `{connection}` what was made before. */
type Call = [method: string, path: string, body?: unknown, rawBody?: string];

const create = (changes: object): Call => [
  "POST",
  services,
  serviceBody({ port_id: randomUUID(), ...changes }),
];
const modify = (body: object): Call => ["PUT", `${services}/{id}`, body];
const ids = { endpoint_service_id: "{id}", vpc_id: randomUUID(), subnet_id: randomUUID() };
const endpoint = (changes: object): Call => ["POST", "vpc-endpoints", { ...ids, ...changes }];
const connections = (action: string, ...endpoints: string[]): Call => [
  "POST",
  `${services}/{id}/connections/action`,
  { action, endpoints },
];
const tagging = (body: object, id = "{id}"): Call => ["POST", `endpoint_service/${id}/tags/action`, body];
const addTags = (...tags: object[]) => tagging({ action: "create", tags });
const permit = (action: string, ...permissions: unknown[]): Call => [
  "POST",
  `${services}/{id}/permissions/action`,
  { action, permissions },
];
const addBackends = (body: object): Call => [
  "POST",
  `/v2/{project}/${services}/{id}/add-server-resources`,
  body,
];
const upgradeEndpoint = (body?: object): Call => [
  "POST",
  "/v2/{project}/vpc-endpoints/{connection}/upgrade",
  body,
];
const find = (body: object): Call => ["POST", "endpoint/resource_instances/action", body];

/** Brings the emulator into the state that is refused. */
type Before = (id: string) => unknown;

const settings = (patch: SettingsPatch) => () => emulator.configure(patch);
const becomes = (status: string) => (id: string) => emulator.patchService(id, { status });
let connection = "";
const connect = (status: string) => (id: string) => {
  connection = emulator.connect(id, { status }).id;
};
const connectElsewhere = async () =>
  connect("accepted")(await newService(emulator, { port_id: randomUUID() }));

const serviceElsewhere = async () => {
  const [own, acme = own] = emulator.accounts;
  connection = await newService({ ...acme, url: emulator.url });
};

const [dns, obs] = [1, 3].map((number) => `9b5e2a10-0000-4000-8000-00000000000${number}`);
const storage = (changes: object) => endpoint({ endpoint_service_id: obs, ...changes });
const makeEndpoint = async (body: object) => {
  connection = (await post("vpc-endpoints", { vpc_id: vpcId, ...body })).body.id;
};
const own = (id: string) => makeEndpoint({ endpoint_service_id: id, ...address });
const ownWithDns = (id: string) => makeEndpoint({ endpoint_service_id: id, enable_dns: true, ...address });
const toStorage = () => makeEndpoint({ endpoint_service_id: obs, routetables: ["r1"] });

const rows: [code: string, call: Call, before?: Before][] = [
  ["EndPoint.0002", ["POST", services, undefined, "{"]],
  ["EndPoint.0002", ["POST", services, []]],
  ["EndPoint.0002", create({ approval_enabled: "true" })],
  ["EndPoint.0002", create({ tcp_proxy: "other" })],
  ["EndPoint.0002", create({ description: "<b>" })],
  ["EndPoint.0002", create({ description: "x".repeat(129) })],
  ["EndPoint.0002", create({ service_type: "gateway" })],
  ["EndPoint.0002", create({ ip_version: "ipv6" })],
  ["EndPoint.0002", create({ ip_version: "ipv5" })],
  ["EndPoint.0002", create({ tags: "a=b" })],
  ["EndPoint.0002", modify({ description: 1 })],
  ["EndPoint.0002", modify({ vpc_id: "x" }), settings({ strict: true })],
  ["EndPoint.0002", ["GET", `${services}/describe?id=a&endpoint_service_name=b`]],
  ["EndPoint.0002", ["PUT", `${services}/{id}/permissions/x`, { permission: {} }]],
  ["EndPoint.0002", ["PUT", `${services}/{id}/connections/description`, { connections: [] }]],
  ["EndPoint.0002", addBackends({ server_resources: [{}] })],
  ["EndPoint.0002", addBackends({ server_resources: [] })],
  ["EndPoint.0002", addBackends({ server_resources: [{ resource_id: "a", availability_zone_id: 1 }] })],
  ["EndPoint.0004", ["GET", "/v1/0123456789abcdef0123456789abcdef/quotas"]],
  ["EndPoint.0005", ["GET", `${services}/${randomUUID()}`]],
  ["EndPoint.0005", ["PUT", `${services}/${randomUUID()}`, {}]],
  ["EndPoint.0005", ["DELETE", `${services}/${randomUUID()}`]],
  ["EndPoint.0005", ["GET", `${services}/${randomUUID()}/permissions`]],
  ["EndPoint.0005", ["GET", `${services}/${randomUUID()}/connections`]],
  ["EndPoint.0005", ["GET", `${services}/toString`]],
  ["EndPoint.0005", tagging({ action: "create", tags: [{ key: "a" }] }, randomUUID())],
  ["EndPoint.0005", ["GET", `${services}/describe?id=${randomUUID()}`]],
  ["EndPoint.0006", ["GET", `${services}?limit=1001`]],
  ["EndPoint.0006", ["GET", `${services}?limit=ten`]],
  ["EndPoint.0006", ["GET", `${services}/{id}/permissions?limit=501`]],
  ["EndPoint.0006", find({ action: "filter", limit: "0" })],
  ["EndPoint.0007", tagging({ action: "add", tags: [] })],
  ["EndPoint.0007", find({})],
  ["EndPoint.0007", upgradeEndpoint({ action: "stop" }), own],
  ["EndPoint.0010", ["GET", `${services}?offset=-1`]],
  ["EndPoint.0010", find({ action: "filter", offset: "x" })],
  ["EndPoint.0011", ["POST", services]],
  ["EndPoint.0011", ["PUT", `${services}/{id}`, undefined, "\n"]],
  ["EndPoint.0014", ["GET", "/v1/not.a.project/quotas"]],
  ["EndPoint.0015", endpoint({ specification_name: "large" })],
  ["EndPoint.0015", upgradeEndpoint(), own],
  ["EndPoint.0015", upgradeEndpoint({ action: "start" }), toStorage],
  ["EndPoint.0015", endpoint({ ip_version: "dualstack" })],
  ["EndPoint.0017", ["GET", `${services}?sort_key=name`]],
  ["EndPoint.0017", ["GET", `${services}?sort_key=created_at`], settings({ rules: "huawei" })],
  ["EndPoint.0017", ["GET", `${services}?sort_key=create_at`], settings({ rules: "otc" })],
  ["EndPoint.0018", ["GET", `${services}?sort_dir=up`]],
  ["EndPoint.0019", ["GET", `${services}?status=gone`]],
  ["EndPoint.0019", ["GET", `${services}/{id}/connections?status=gone`]],
  ["EndPoint.0020", create({ vpc_id: "vpc-1" })],
  ["EndPoint.0020", endpoint({ vpc_id: "a b" })],
  ["EndPoint.0021", ["GET", `${services}/{id}/connections?marker_id=abc`]],
  ["EndPoint.0022", ["GET", services], () => emulator.addFault(limited)],
  ["EndPoint.0023", endpoint({ subnet_id: "a b" })],
  ["Endpoint.1018", create({}), settings({ quota: 1 })],
  ["Endpoint.1018", endpoint({}), settings({ endpointQuota: 0 })],
  ["EndPoint.1019", endpoint({ routetables: [1] })],
  ["EndPoint.1019", endpoint({ routetables: ["a b"] })],
  ["EndPoint.2003", endpoint({ endpoint_service_id: randomUUID() })],
  ["EndPoint.2004", endpoint({}), becomes("failed")],
  ["EndPoint.2006", ["GET", `vpc-endpoints/${randomUUID()}`]],
  ["EndPoint.2006", connections("reject", randomUUID())],
  ["EndPoint.2010", endpoint({ subnet_id: null })],
  ["EndPoint.2011", create({ vpc_id: "" })],
  ["EndPoint.2011", endpoint({ vpc_id: undefined })],
  ["EndPoint.2012", endpoint({ endpoint_service_id: "{connection}" }), serviceElsewhere],
  ["EndPoint.2013", connections("receive", "{connection}"), connectElsewhere],
  ["EndPoint.2017", ["GET", "vpc-endpoints/a.b"]],
  ["EndPoint.2017", connections("reject")],
  ["EndPoint.2018", connections("reject", "{connection}"), connect("deleting")],
  ["EndPoint.2019", connections("reject", "{connection}"), connect("creating")],
  ["EndPoint.2027", connections("accept", "x")],
  ["EndPoint.2028", create({ ports: [] })],
  ["EndPoint.2028", create({ ports: undefined })],
  ["EndPoint.2028", create({ ports: [{ client_port: 1 }] })],
  ["EndPoint.2029", ["GET", `${services}/describe`]],
  ["EndPoint.2029", endpoint({ endpoint_service_id: "" })],
  ["EndPoint.2031", connections("reject", "x", "y")],
  ["EndPoint.2033", endpoint({ enable_dns: "false" })],
  ["EndPoint.0002", ["PUT", "vpc-endpoints/{connection}/routetables", {}], own],
  ["EndPoint.1019", ["PUT", "vpc-endpoints/{connection}/routetables", { routetables: "r1" }], toStorage],
  ["EndPoint.2034", endpoint({ vpc_id: vpcId, enable_dns: true }), ownWithDns],
  ["EndPoint.2039", storage({ routetables: ["r1"] }), toStorage],
  ["EndPoint.2040", ["PUT", "vpc-endpoints/{connection}/routetables", { routetables: [] }], toStorage],
  ["EndPoint.2040", ["PUT", "vpc-endpoints/{connection}/routetables", { routetables: ["r1"] }], own],
  ["EndPoint.2041", endpoint({ port_ip: "10.0.0" })],
  ["EndPoint.2014", endpoint(address), own],
  ["EndPoint.2042", endpoint(address), () => makeEndpoint({ endpoint_service_id: dns, ...address })],
  ["EndPoint.2044", endpoint({ whitelist: ["10.0.0.0/0"] })],
  ["EndPoint.2044", endpoint({ whitelist: ["0.0.0.0"] })],
  ["EndPoint.2044", endpoint({ whitelist: ["host"] })],
  [
    "EndPoint.2045",
    [
      "PUT",
      "vpc-endpoints/{connection}",
      { whitelist: many(21).map(({ client_port }) => `10.0.0.${client_port}`) },
    ],
    own,
  ],
  ["EndPoint.2045", endpoint({ whitelist: Array.from({ length: 21 }, (_, at) => `10.0.0.${at + 1}`) })],
  ["EndPoint.2047", connections("receive", "{connection}"), connect("failed")],
  ["EndPoint.2048", storage({ policy_statement: [{}] })],
  ["EndPoint.2048", ["PUT", "vpc-endpoints/{connection}/policy", {}], toStorage],
  ["EndPoint.2049", ["DELETE", "vpc-endpoints/{connection}/policy"], own],
  ["EndPoint.3002", permit("add", "iam:domain::*")],
  ["EndPoint.3002", permit("add", "organizations:orgPath::o")],
  ["EndPoint.3004", create({ ports: "80" })],
  ["EndPoint.3004", create({ ports: [80] })],
  ["EndPoint.3004", create({ ports: [{ client_port: 0, server_port: 1 }] })],
  ["EndPoint.3004", create({ ports: [{ client_port: 1, server_port: 65536 }] })],
  ["EndPoint.3004", create({ ports: [{ client_port: 1.5, server_port: 1 }] })],
  ["EndPoint.3004", create({ ports: [{ client_port: "1", server_port: 1 }] })],
  ["EndPoint.3006", ["DELETE", `${services}/{id}`], connect("accepted")],
  ["EndPoint.3006", ["DELETE", `${services}/{id}`], connect("creating")],
  ["EndPoint.3011", create({ ip: "10.0.0.1" })],
  ["EndPoint.3021", create({ server_type: "FTP" })],
  ["EndPoint.3021", create({ server_type: undefined })],
  ["EndPoint.3035", permit("create", other)],
  ["EndPoint.3036", permit("add")],
  ["EndPoint.3036", permit("add", 1)],
  ["EndPoint.3036", ["POST", `${services}/{id}/permissions/batch-create`, { permissions: [other] }]],
  ["EndPoint.3036", ["POST", `${services}/{id}/permissions/batch-delete`, { permissions: [{}] }]],
  ["EndPoint.3042", create({ vpc_id: randomUUID(), port_id: portId })],
  ["EndPoint.3042", modify({ port_id: vpcId }), () => emulator.bindPort(vpcId, randomUUID())],
  ["EndPoint.3043", create({ ports: [...many(2), ...many(1)] })],
  ["EndPoint.3044", ["POST", services, serviceBody()]],
  ["EndPoint.3045", modify({}), becomes("failed")],
  ["EndPoint.3045", modify({}), becomes("creating")],
  ["EndPoint.3045", ["PUT", `${services}/{id}/name`, {}], becomes("creating")],
  ["EndPoint.3045", ["POST", `/v2/{project}/${services}/{id}/upgrade`], becomes("creating")],
  ["EndPoint.3045", addBackends({ server_resources: [{ resource_id: "a" }] }), becomes("creating")],
  ["EndPoint.3045", ["DELETE", `${services}/{id}`], becomes("creating")],
  ["EndPoint.3048", ["GET", `${services}?net_type=lan`]],
  ["EndPoint.3049", permit("add", other, "*"), settings({ permissionQuota: 1 })],
  ["EndPoint.3051", create({ vip_port_id: "a b" })],
  ["EndPoint.3052", modify({ ip: "10.0.0.1", port_id: portId })],
  ["EndPoint.3053", modify({ ip: "10.0.0.1", vip_port_id: "x" })],
  ["EndPoint.3053", create({ ip: "10.0.0.1", vip_port_id: "x" })],
  ["EndPoint.3054", modify({ vip_port_id: "x" })],
  ["EndPoint.3055", modify({ ip: "10.0.0.1" })],
  ["EndPoint.3062", ["GET", `${services}/a.b`]],
  ["EndPoint.3062", ["GET", `${services}/${"a".repeat(65)}`]],
  ["EndPoint.3062", endpoint({ endpoint_service_id: "a b" })],
  ["EndPoint.3063", create({ port_id: "port-1" })],
  ["EndPoint.3063", create({ port_id: undefined })],
  ["EndPoint.3063", modify({ port_id: 7 })],
  ["EndPoint.3066", addTags()],
  ["EndPoint.3066", addTags({ key: "" })],
  ["EndPoint.3067", addTags({ key: "a" }, { key: "a", value: "b" })],
  ["EndPoint.3068", addTags({ key: "a=b" })],
  ["EndPoint.3068", addTags({ key: " a" })],
  ["EndPoint.3068", addTags({ key: "a", value: "b|" })],
  ["EndPoint.3069", addTags(...Array.from({ length: 21 }, (_, at) => ({ key: `k${at}` })))],
  ["EndPoint.3069", create({ tags: Array.from({ length: 21 }, (_, at) => ({ key: `k${at}` })) })],
  ["EndPoint.3070", ["GET", "vpc/tags"]],
  ["EndPoint.3070", ["GET", "quotas?type=vpc"]],
  ["EndPoint.3071", find({ action: "count", tags: [{ key: "a", values: ["b", "b"] }] })],
  ["EndPoint.3072", addTags({ key: "k".repeat(37) })],
  ["EndPoint.3073", addTags({ key: "k", value: "v".repeat(44) })],
  ["EndPoint.3074", create({ ports: many(201) })],
  ["EndPoint.3075", create({ ports: [{ client_port: 1, server_port: 1, protocol: "UDP" }] })],
  ["EndPoint.3075", create({ ports: [{ client_port: 1, server_port: 1, protocol: 6 }] })],
  ["EndPoint.3076", create({ service_name: "a".repeat(17) })],
  ["EndPoint.3076", create({ service_name: "a b" })],
  ["EndPoint.3076", modify({ service_name: 1 })],
  ["EndPoint.3076", ["PUT", `${services}/{id}/name`, { endpoint_service_name: "a.b" }]],
];

/** Where it is not 400. */
const statuses: Record<string, number> = {
  "EndPoint.0004": 403,
  "EndPoint.0005": 404,
  "EndPoint.0011": 504,
  "EndPoint.2006": 404,
};

const named = rows.map(([code, [method, path, body, rawBody], bring]) => {
  return { code, method, path, body, rawBody, bring };
});

test.each(named)("$#: $code for $method $path", async ({ code, method, path, body, rawBody, bring }) => {
  const id = await newService(emulator);
  connection = "";
  await bring?.(id);
  const before = emulator.state();
  const fill = (text: string) =>
    text.replace("{id}", id).replace("{connection}", connection).replace("{project}", emulator.projectId);
  const filled = body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body)));
  const reply = await call(emulator, method, fill(path), filled, rawBody === undefined ? {} : { rawBody });
  const status = statuses[code] ?? 400;
  expect(reply.body).toEqual({ error_code: code, error_msg: expect.stringMatching(/\w.*[.)]$/) });
  expect(reply.status).toBe(status);
  expect(emulator.state()).toEqual(before);
  expect(emulator.requests().at(-1)).toMatchObject({ method, status, errorCode: code });
});

test("every code of the table has a row here", () => {
  // A change that cannot be stored: state-file.test.ts.
  const covered = new Set([...rows.map(([code]) => code), "EndPoint.0001"]);
  expect(everyServiceCode.filter((code) => !covered.has(code))).toEqual([]);
});
