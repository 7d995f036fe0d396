import { randomUUID } from "node:crypto";
import type { RuleSetName } from "../../emulator/index";
import { call, newService, startForTest, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs });
let ids: string[];
const names = ["alpha", "beta", "Gamma", "", "delta"];

beforeEach(async () => {
  ids = [];
  for (const service_name of names) {
    nowMs += 1000;
    const server_type = service_name === "beta" ? "VM" : "LB";
    const reply = await get("POST", "vpc-endpoint-services", body({ service_name, server_type }));
    ids.push(reply.body.id);
  }
});

const get = (method: string, path: string, sent?: unknown) =>
  call(emulator, method, path, sent, { atMs: nowMs });
const body = (changes: object) => ({
  vpc_id: randomUUID(),
  port_id: randomUUID(),
  server_type: "LB",
  ports: [{ client_port: 1, server_port: 1 }],
  ...changes,
});

/** Places in `names`, in the order of the response. */
async function places(query: string): Promise<number[]> {
  const reply = await get("GET", `vpc-endpoint-services${query}`);
  expect(reply.status).toBe(200);
  return reply.body.endpoint_services.map((service: { id: string }) => ids.indexOf(service.id));
}

test.each([
  ["", [4, 3, 2, 1, 0]],
  ["?sort_dir=asc", [0, 1, 2, 3, 4]],
  ["?sort_key=created_at&sort_dir=asc", [0, 1, 2, 3, 4]],
  ["?limit=2", [4, 3]],
  ["?limit=2&offset=2", [2, 1]],
  ["?limit=0", []],
  ["?limit=1000&offset=4", [0]],
  ["?offset=5", []],
  ["?offset=500", []],
  ["?endpoint_service_name=ET", [1]],
  ["?endpoint_service_name=gamma", [2]],
  ["?endpoint_service_name=cn-north-4", [4, 3, 2, 1, 0]],
  ["?endpoint_service_name=nothing", []],
  ["?server_type=VM", [1]],
  ["?status=available", [4, 3, 2, 1, 0]],
  ["?status=failed", []],
  ["?net_type=vxlan", [4, 3, 2, 1, 0]],
  ["?net_type=vlan", []],
  ["?public_border_group=edge", []],
])("services%s", async (query, expected) => {
  expect(await places(query)).toEqual(expected);
});

test("one by its id, with what only list items show", async () => {
  const reply = await get("GET", `vpc-endpoint-services?id=${ids[2]}`);
  expect(reply.body).toMatchObject({
    total_count: 1,
    endpoint_services: [{ id: ids[2], domain_id: emulator.domainId, connection_count: 0 }],
  });
});

test("total_count counts all matches, whatever the page", async () => {
  const reply = await get("GET", "vpc-endpoint-services?limit=1&endpoint_service_name=ta");
  expect(reply.body).toMatchObject({ total_count: 2, endpoint_services: [{ id: ids[4] }] });
});

test("an empty list is a list", async () => {
  emulator.reset();
  const reply = await get("GET", "vpc-endpoint-services");
  expect(reply.body).toEqual({ endpoint_services: [], total_count: 0 });
});

test("a modified service comes first by update time", async () => {
  nowMs += 1000;
  await get("PUT", `vpc-endpoint-services/${ids[1]}`, { description: "new" });
  expect(await places("?sort_key=update_at&limit=1")).toEqual([1]);
  expect(await places("?sort_key=updated_at&limit=1")).toEqual([1]);
  expect(await places("?limit=1")).toEqual([4]);
});

test("the same second: pages still neither overlap nor leave out", async () => {
  emulator.reset();
  const made = await Promise.all(
    Array.from({ length: 7 }, () => get("POST", "vpc-endpoint-services", body({}))),
  );
  const seen: string[] = [];
  for (let offset = 0; offset < 7; offset += 2) {
    const page = await get("GET", `vpc-endpoint-services?limit=2&offset=${offset}`);
    seen.push(...page.body.endpoint_services.map((service: { id: string }) => service.id));
  }
  expect(seen).toEqual([...seen].sort().reverse());
  expect(seen.sort()).toEqual(made.map((reply) => reply.body.id).sort());
});

test.each<[RuleSetName, string, number]>([
  ["huawei", "create_at", 200],
  ["huawei", "created_at", 400],
  ["otc", "updated_at", 200],
  ["otc", "update_at", 400],
  ["lenient", "created_at", 200],
])("rules %s take sort_key %s with %i", async (rules, key, status) => {
  emulator.configure({ rules });
  expect((await get("GET", `vpc-endpoint-services?sort_key=${key}`)).status).toBe(status);
});

describe("public services", () => {
  test("belong to the operator, and their names are their own", async () => {
    const reply = await get("GET", "vpc-endpoint-services/public?endpoint_service_name=DNS");
    expect(reply.body).toEqual({
      total_count: 1,
      endpoint_services: [
        expect.objectContaining({
          service_name: "com.myhuaweicloud.cn-north-4.dns",
          service_type: "interface",
          owner: "op_svc",
          is_charge: true,
        }),
      ],
    });
  });

  test.each(["id", "endpoint_service_name"])("describe finds one by its %s", async (field) => {
    const listed = (await get("GET", "vpc-endpoint-services/public")).body.endpoint_services;
    for (const service of listed) {
      const value = field === "id" ? service.id : service.service_name;
      const reply = await get("GET", `vpc-endpoint-services/describe?${field}=${value}`);
      expect(reply.body).toMatchObject({ id: service.id, service_name: service.service_name });
      expect(reply.body.public_border_group).not.toBe("");
    }
  });
});

test("describe gives the same summary by id and by full name", async () => {
  const id = await newServiceAt();
  const byId = await get("GET", `vpc-endpoint-services/describe?id=${id}`);
  const { service_name } = byId.body;
  const byName = await get("GET", `vpc-endpoint-services/describe?endpoint_service_name=${service_name}`);
  expect(byName.body).toEqual(byId.body);
  expect(byId.body).toEqual({
    id,
    service_name,
    service_type: "interface",
    created_at: "2026-01-01T00:00:00Z",
    is_charge: true,
    public_border_group: "center",
    enable_policy: false,
  });
});

async function newServiceAt(): Promise<string> {
  const before = nowMs;
  nowMs = Date.UTC(2026, 0, 1);
  const reply = await get("POST", "vpc-endpoint-services", body({}));
  nowMs = before;
  return reply.body.id;
}

test("quotas count what is there", async () => {
  const real = await startForTest({ quota: 3, endpointQuota: 7 });
  await newService(real);
  const both = await call(real, "GET", "quotas");
  expect(both.body.quotas.resources).toEqual([
    { type: "endpoint_service", used: 1, quota: 3 },
    { type: "endpoint", used: 0, quota: 7 },
  ]);
  const one = await call(real, "GET", "quotas?type=endpoint");
  expect(one.body.quotas.resources).toEqual([{ type: "endpoint", used: 0, quota: 7 }]);
});
