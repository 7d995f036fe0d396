import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everyServiceCode } from "../../emulator/gateway/errors";
import { call, newService, portId, serviceBody, startForTest, useEmulator } from "./client";

const emulator = useEmulator();

const services = "vpc-endpoint-services";
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ client_port: at + 1, server_port: at + 1 }));
const other = "iam:domain::0123456789abcdef0123456789abcdef";

/** `{id}` is a service that is there; `before` brings the emulator into the state that is refused. */
interface Row {
  code: string;
  status?: number;
  call: [method: string, path: string, body?: unknown, rawBody?: string];
  before?: (id: string) => unknown;
}

const create = (changes: Record<string, unknown>): Row["call"] => [
  "POST",
  services,
  serviceBody({ port_id: randomUUID(), ...changes }),
];
const modify = (body: unknown): Row["call"] => ["PUT", `${services}/{id}`, body];
const endpoint = (changes: Record<string, unknown>): Row["call"] => [
  "POST",
  "vpc-endpoints",
  { endpoint_service_id: "{id}", vpc_id: randomUUID(), subnet_id: randomUUID(), ...changes },
];
const action = (body: unknown): Row["call"] => ["POST", `${services}/{id}/connections/action`, body];
const addTags = (...tags: unknown[]): Row["call"] => [
  "POST",
  "endpoint_service/{id}/tags/action",
  { action: "create", tags },
];
const permit = (action: string, ...permissions: unknown[]): Row["call"] => [
  "POST",
  `${services}/{id}/permissions/action`,
  { action, permissions },
];
const find = (body: object): Row["call"] => ["POST", "endpoint/resource_instances/action", body];
const connect = (status: string) => (id: string) => {
  connection = emulator.connect(id, { status }).id;
};
let connection = "";

const rows: Row[] = [
  { code: "EndPoint.0002", call: ["POST", services, undefined, "{"] },
  { code: "EndPoint.0002", call: ["POST", services, []] },
  { code: "EndPoint.0002", call: create({ approval_enabled: "true" }) },
  { code: "EndPoint.0002", call: create({ tcp_proxy: "other" }) },
  { code: "EndPoint.0002", call: create({ description: "<b>" }) },
  { code: "EndPoint.0002", call: create({ description: "x".repeat(129) }) },
  { code: "EndPoint.0002", call: create({ service_type: "gateway" }) },
  { code: "EndPoint.0002", call: create({ ip_version: "ipv6" }) },
  { code: "EndPoint.0002", call: create({ ip_version: "ipv5" }) },
  { code: "EndPoint.0002", call: create({ tags: "a=b" }) },
  { code: "EndPoint.0002", call: modify({ description: 1 }) },
  {
    code: "EndPoint.0002",
    call: modify({ vpc_id: "x" }),
    before: () => emulator.configure({ strict: true }),
  },
  { code: "EndPoint.0002", call: ["GET", `${services}/describe?id=a&endpoint_service_name=b`] },
  { code: "EndPoint.0002", call: ["PUT", `${services}/{id}/permissions/x`, { permission: {} }] },
  { code: "EndPoint.0002", call: ["PUT", `${services}/{id}/connections/description`, { connections: [] }] },
  {
    code: "EndPoint.0002",
    call: ["POST", `/v2/{project}/${services}/{id}/add-server-resources`, { server_resources: [{}] }],
  },
  { code: "EndPoint.0004", status: 403, call: ["GET", "/v1/0123456789abcdef0123456789abcdef/quotas"] },
  { code: "EndPoint.0005", status: 404, call: ["GET", `${services}/${randomUUID()}`] },
  { code: "EndPoint.0005", status: 404, call: ["PUT", `${services}/${randomUUID()}`, {}] },
  { code: "EndPoint.0005", status: 404, call: ["DELETE", `${services}/${randomUUID()}`] },
  { code: "EndPoint.0005", status: 404, call: ["GET", `${services}/${randomUUID()}/permissions`] },
  { code: "EndPoint.0005", status: 404, call: ["GET", `${services}/${randomUUID()}/connections`] },
  { code: "EndPoint.0005", status: 404, call: ["GET", `${services}/toString`] },
  {
    code: "EndPoint.0005",
    status: 404,
    call: [
      "POST",
      `endpoint_service/${randomUUID()}/tags/action`,
      { action: "create", tags: [{ key: "a" }] },
    ],
  },
  { code: "EndPoint.0005", status: 404, call: ["GET", `${services}/describe?id=${randomUUID()}`] },
  { code: "EndPoint.0006", call: ["GET", `${services}?limit=1001`] },
  { code: "EndPoint.0006", call: ["GET", `${services}?limit=ten`] },
  { code: "EndPoint.0006", call: ["GET", `${services}/{id}/permissions?limit=501`] },
  { code: "EndPoint.0006", call: find({ action: "filter", limit: "0" }) },
  { code: "EndPoint.0007", call: ["POST", "endpoint_service/{id}/tags/action", { action: "add", tags: [] }] },
  { code: "EndPoint.0007", call: find({}) },
  { code: "EndPoint.0010", call: ["GET", `${services}?offset=-1`] },
  { code: "EndPoint.0010", call: find({ action: "filter", offset: "x" }) },
  { code: "EndPoint.0011", status: 504, call: ["POST", services] },
  { code: "EndPoint.0011", status: 504, call: ["PUT", `${services}/{id}`, undefined, "\n"] },
  { code: "EndPoint.0014", call: ["GET", "/v1/not.a.project/quotas"] },
  { code: "EndPoint.0017", call: ["GET", `${services}?sort_key=name`] },
  {
    code: "EndPoint.0017",
    call: ["GET", `${services}?sort_key=created_at`],
    before: () => emulator.configure({ rules: "huawei" }),
  },
  {
    code: "EndPoint.0017",
    call: ["GET", `${services}?sort_key=create_at`],
    before: () => emulator.configure({ rules: "otc" }),
  },
  { code: "EndPoint.0018", call: ["GET", `${services}?sort_dir=up`] },
  { code: "EndPoint.0019", call: ["GET", `${services}?status=gone`] },
  { code: "EndPoint.0019", call: ["GET", `${services}/{id}/connections?status=gone`] },
  { code: "EndPoint.0020", call: create({ vpc_id: "vpc-1" }) },
  { code: "EndPoint.0020", call: endpoint({ vpc_id: "a b" }) },
  { code: "EndPoint.0021", call: ["GET", `${services}/{id}/connections?marker_id=abc`] },
  {
    code: "EndPoint.0022",
    call: ["GET", services],
    before: () => emulator.addFault({ kind: "status", errorCode: "EndPoint.0022" }),
  },
  { code: "EndPoint.0023", call: endpoint({ subnet_id: "a b" }) },
  { code: "Endpoint.1018", call: create({}), before: () => emulator.configure({ quota: 1 }) },
  { code: "Endpoint.1018", call: endpoint({}), before: () => emulator.configure({ endpointQuota: 0 }) },
  { code: "EndPoint.1019", call: endpoint({ routetables: [1] }) },
  { code: "EndPoint.2003", call: endpoint({ endpoint_service_id: randomUUID() }) },
  {
    code: "EndPoint.2004",
    call: endpoint({}),
    before: (id) => emulator.patchService(id, { status: "failed" }),
  },
  { code: "EndPoint.2006", status: 404, call: ["GET", `vpc-endpoints/${randomUUID()}`] },
  { code: "EndPoint.2006", status: 404, call: action({ action: "reject", endpoints: [randomUUID()] }) },
  { code: "EndPoint.2010", call: endpoint({ subnet_id: null }) },
  { code: "EndPoint.2011", call: create({ vpc_id: "" }) },
  { code: "EndPoint.2011", call: endpoint({ vpc_id: undefined }) },
  {
    code: "EndPoint.2013",
    call: action({ action: "receive", endpoints: ["{connection}"] }),
    before: async () => connect("accepted")(await newService(emulator, { port_id: randomUUID() })),
  },
  { code: "EndPoint.2017", call: ["GET", "vpc-endpoints/a.b"] },
  { code: "EndPoint.2017", call: action({ action: "reject", endpoints: [] }) },
  {
    code: "EndPoint.2018",
    call: action({ action: "reject", endpoints: ["{connection}"] }),
    before: connect("deleting"),
  },
  {
    code: "EndPoint.2019",
    call: action({ action: "reject", endpoints: ["{connection}"] }),
    before: connect("creating"),
  },
  { code: "EndPoint.2027", call: action({ action: "accept", endpoints: ["x"] }) },
  { code: "EndPoint.2028", call: create({ ports: [] }) },
  { code: "EndPoint.2028", call: create({ ports: undefined }) },
  { code: "EndPoint.2028", call: create({ ports: [{ client_port: 1 }] }) },
  { code: "EndPoint.2029", call: ["GET", `${services}/describe`] },
  { code: "EndPoint.2029", call: endpoint({ endpoint_service_id: "" }) },
  { code: "EndPoint.2031", call: action({ action: "reject", endpoints: ["x", "y"] }) },
  { code: "EndPoint.2033", call: endpoint({ enable_dns: "false" }) },
  { code: "EndPoint.2041", call: endpoint({ port_ip: "10.0.0" }) },
  {
    code: "EndPoint.2042",
    call: endpoint({ subnet_id: "s1", port_ip: "10.0.0.5" }),
    before: (id) =>
      call(emulator, "POST", "vpc-endpoints", {
        endpoint_service_id: id,
        vpc_id: "v",
        subnet_id: "s1",
        port_ip: "10.0.0.5",
      }),
  },
  { code: "EndPoint.2044", call: endpoint({ whitelist: ["10.0.0.0/0"] }) },
  { code: "EndPoint.2044", call: endpoint({ whitelist: ["0.0.0.0"] }) },
  { code: "EndPoint.2044", call: endpoint({ whitelist: ["host"] }) },
  {
    code: "EndPoint.2045",
    call: endpoint({ whitelist: Array.from({ length: 21 }, (_, at) => `10.0.0.${at + 1}`) }),
  },
  {
    code: "EndPoint.2047",
    call: action({ action: "receive", endpoints: ["{connection}"] }),
    before: connect("failed"),
  },
  { code: "EndPoint.3002", call: permit("add", "iam:domain::*") },
  { code: "EndPoint.3002", call: permit("add", "organizations:orgPath::o") },
  { code: "EndPoint.3004", call: create({ ports: "80" }) },
  { code: "EndPoint.3004", call: create({ ports: [80] }) },
  { code: "EndPoint.3004", call: create({ ports: [{ client_port: 0, server_port: 1 }] }) },
  { code: "EndPoint.3004", call: create({ ports: [{ client_port: 1, server_port: 65536 }] }) },
  { code: "EndPoint.3004", call: create({ ports: [{ client_port: 1.5, server_port: 1 }] }) },
  { code: "EndPoint.3004", call: create({ ports: [{ client_port: "1", server_port: 1 }] }) },
  { code: "EndPoint.3006", call: ["DELETE", `${services}/{id}`], before: connect("accepted") },
  { code: "EndPoint.3006", call: ["DELETE", `${services}/{id}`], before: connect("creating") },
  { code: "EndPoint.3011", call: create({ ip: "10.0.0.1" }) },
  { code: "EndPoint.3021", call: create({ server_type: "FTP" }) },
  { code: "EndPoint.3021", call: create({ server_type: undefined }) },
  { code: "EndPoint.3035", call: permit("create", other) },
  { code: "EndPoint.3036", call: permit("add") },
  { code: "EndPoint.3036", call: permit("add", 1) },
  {
    code: "EndPoint.3036",
    call: ["POST", `${services}/{id}/permissions/batch-create`, { permissions: [other] }],
  },
  {
    code: "EndPoint.3036",
    call: ["POST", `${services}/{id}/permissions/batch-delete`, { permissions: [{}] }],
  },
  { code: "EndPoint.3042", call: create({ vpc_id: randomUUID(), port_id: portId }) },
  {
    code: "EndPoint.3042",
    call: modify({ port_id: "aaaaaaaa-0000-4000-8000-000000000000" }),
    before: () => emulator.bindPort("aaaaaaaa-0000-4000-8000-000000000000", randomUUID()),
  },
  { code: "EndPoint.3043", call: create({ ports: [...many(2), ...many(1)] }) },
  { code: "EndPoint.3044", call: ["POST", services, serviceBody()] },
  {
    code: "EndPoint.3045",
    call: modify({}),
    before: (id) => emulator.patchService(id, { status: "failed" }),
  },
  {
    code: "EndPoint.3045",
    call: ["PUT", `${services}/{id}/name`, {}],
    before: (id) => emulator.patchService(id, { status: "creating" }),
  },
  {
    code: "EndPoint.3045",
    call: ["DELETE", `${services}/{id}`],
    before: (id) => emulator.patchService(id, { status: "creating" }),
  },
  { code: "EndPoint.3048", call: ["GET", `${services}?net_type=lan`] },
  {
    code: "EndPoint.3049",
    call: permit("add", other, "*"),
    before: () => emulator.configure({ permissionQuota: 1 }),
  },
  { code: "EndPoint.3051", call: create({ vip_port_id: "a b" }) },
  { code: "EndPoint.3052", call: modify({ ip: "10.0.0.1", port_id: portId }) },
  { code: "EndPoint.3053", call: modify({ ip: "10.0.0.1", vip_port_id: "x" }) },
  { code: "EndPoint.3053", call: create({ ip: "10.0.0.1", vip_port_id: "x" }) },
  { code: "EndPoint.3054", call: modify({ vip_port_id: "x" }) },
  { code: "EndPoint.3055", call: modify({ ip: "10.0.0.1" }) },
  { code: "EndPoint.3062", call: ["GET", `${services}/a.b`] },
  { code: "EndPoint.3062", call: ["GET", `${services}/${"a".repeat(65)}`] },
  { code: "EndPoint.3062", call: endpoint({ endpoint_service_id: "a b" }) },
  { code: "EndPoint.3063", call: create({ port_id: "port-1" }) },
  { code: "EndPoint.3063", call: create({ port_id: undefined }) },
  { code: "EndPoint.3063", call: modify({ port_id: 7 }) },
  { code: "EndPoint.3066", call: addTags() },
  { code: "EndPoint.3066", call: addTags({ key: "" }) },
  { code: "EndPoint.3067", call: addTags({ key: "a" }, { key: "a", value: "b" }) },
  { code: "EndPoint.3068", call: addTags({ key: "a=b" }) },
  { code: "EndPoint.3068", call: addTags({ key: " a" }) },
  { code: "EndPoint.3068", call: addTags({ key: "a", value: "b|" }) },
  { code: "EndPoint.3069", call: addTags(...Array.from({ length: 21 }, (_, at) => ({ key: `k${at}` }))) },
  {
    code: "EndPoint.3069",
    call: create({ tags: Array.from({ length: 21 }, (_, at) => ({ key: `k${at}` })) }),
  },
  { code: "EndPoint.3070", call: ["GET", "vpc/tags"] },
  { code: "EndPoint.3070", call: ["GET", "quotas?type=vpc"] },
  { code: "EndPoint.3071", call: find({ action: "count", tags: [{ key: "a", values: ["b", "b"] }] }) },
  { code: "EndPoint.3072", call: addTags({ key: "k".repeat(37) }) },
  { code: "EndPoint.3073", call: addTags({ key: "k", value: "v".repeat(44) }) },
  { code: "EndPoint.3074", call: create({ ports: many(201) }) },
  { code: "EndPoint.3075", call: create({ ports: [{ client_port: 1, server_port: 1, protocol: "UDP" }] }) },
  { code: "EndPoint.3075", call: create({ ports: [{ client_port: 1, server_port: 1, protocol: 6 }] }) },
  { code: "EndPoint.3076", call: create({ service_name: "a".repeat(17) }) },
  { code: "EndPoint.3076", call: create({ service_name: "a b" }) },
  { code: "EndPoint.3076", call: modify({ service_name: 1 }) },
  { code: "EndPoint.3076", call: ["PUT", `${services}/{id}/name`, { endpoint_service_name: "a.b" }] },
];

const named = rows.map(
  (row, at) => [`${at + 1}: ${row.code} for ${row.call[0]} ${row.call[1].slice(0, 60)}`, row] as const,
);

test.each(named)("%s", async (_name, row) => {
  const id = await newService(emulator);
  connection = "";
  await row.before?.(id);
  const before = emulator.state();
  const fill = (text: string) =>
    text
      .replaceAll("{id}", id)
      .replaceAll("{connection}", connection)
      .replaceAll("{project}", emulator.projectId);
  const [method, path, body, rawBody] = row.call;
  const filled = body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body)));
  const reply = await call(emulator, method, fill(path), filled, rawBody === undefined ? {} : { rawBody });
  expect(reply.body).toEqual({ error_code: row.code, error_msg: expect.stringMatching(/\w.*[.)]$/) });
  expect(reply.status).toBe(row.status ?? 400);
  expect(emulator.state()).toEqual(before);
  expect(emulator.requests().at(-1)).toMatchObject({ method, status: reply.status, errorCode: row.code });
});

test("EndPoint.0001 when the change cannot be stored, and then nothing of it stays", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-errors-"));
  const stored = await startForTest({ statePath: join(folder, "state.json") });
  rmSync(folder, { recursive: true });
  const complaint = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const reply = await call(stored, "POST", services, serviceBody());
  expect(reply).toMatchObject({ status: 500, body: { error_code: "EndPoint.0001" } });
  expect(complaint).toHaveBeenCalledWith(expect.stringContaining("cannot be written"));
  complaint.mockRestore();
  expect(stored.state().services).toEqual([]);
});

test("every code of the table has a row here", () => {
  const covered = new Set([...rows.map((row) => row.code), "EndPoint.0001"]);
  expect(everyServiceCode.filter((code) => !covered.has(code))).toEqual([]);
});
