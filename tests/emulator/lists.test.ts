import { randomUUID } from "node:crypto";
import type { RuleSetName } from "../../emulator/index";
import { callsOf, newService, services, useEmulator } from "./client";

const start = Date.UTC(2026, 0, 1);
let nowMs = start;
const emulator = useEmulator({ clock: () => nowMs, quota: 9, endpointQuota: 7 });
const { get, put } = callsOf(emulator);
let ids: string[];
const names = ["alpha", "beta", "Gamma", "", "delta"];

const create = (changes: Record<string, unknown> = {}) =>
  newService(emulator, { port_id: randomUUID(), ...changes });
beforeEach(async () => {
  nowMs = start;
  ids = [];
  for (const service_name of names) {
    nowMs += 1000;
    ids.push(await create({ service_name, server_type: service_name === "beta" ? "VM" : "LB" }));
  }
});

const idsOf = async (query: string): Promise<string[]> =>
  (await get(`${services}${query}`)).body.endpoint_services.map((service: { id: string }) => service.id);

/** Places in `names`, in the order of the response. */
const places = async (query: string) => (await idsOf(query)).map((id) => ids.indexOf(id));

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
  expect((await get(`${services}?id=${ids[2]}`)).body).toMatchObject({
    total_count: 1,
    endpoint_services: [{ id: ids[2], domain_id: emulator.domainId, connection_count: 0 }],
  });
});

test("total_count counts all matches, whatever the page", async () => {
  const { body } = await get(`${services}?limit=1&endpoint_service_name=ta`);
  expect(body).toMatchObject({ total_count: 2, endpoint_services: [{ id: ids[4] }] });
});

test("an empty list is a list", async () => {
  emulator.reset();
  expect((await get(services)).body).toEqual({ endpoint_services: [], total_count: 0 });
});

test("a modified service comes first by update time", async () => {
  nowMs += 1000;
  await put(`${services}/${ids[1]}`, { description: "new" });
  expect(await places("?sort_key=update_at&limit=1")).toEqual([1]);
  expect(await places("?sort_key=updated_at&limit=1")).toEqual([1]);
  expect(await places("?limit=1")).toEqual([4]);
});

test("the same second: pages still neither overlap nor leave out", async () => {
  emulator.reset();
  const made = await Promise.all(Array.from({ length: 7 }, () => create()));
  const seen: string[] = [];
  for (const offset of [0, 2, 4, 6]) seen.push(...(await idsOf(`?limit=2&offset=${offset}`)));
  expect(seen).toEqual(made.sort().reverse());
});

test.each<[RuleSetName, string, number]>([
  ["huawei", "create_at", 200],
  ["huawei", "created_at", 400],
  ["otc", "updated_at", 200],
  ["otc", "update_at", 400],
  ["lenient", "created_at", 200],
])("rules %s take sort_key %s with %i", async (rules, key, status) => {
  emulator.configure({ rules });
  expect((await get(`${services}?sort_key=${key}`)).status).toBe(status);
});

test("public services belong to the operator, and their names are their own", async () => {
  const service = {
    service_name: "com.myhuaweicloud.cn-north-4.dns",
    service_type: "interface",
    owner: "op_svc",
    is_charge: true,
  };
  expect((await get(`${services}/public?endpoint_service_name=DNS`)).body).toEqual({
    total_count: 1,
    endpoint_services: [expect.objectContaining(service)],
  });
});

test("describe finds every public service by its id and by its name", async () => {
  const listed = (await get(`${services}/public`)).body.endpoint_services;
  expect(listed).not.toEqual([]);
  for (const { id, service_name } of listed)
    for (const query of [`id=${id}`, `endpoint_service_name=${service_name}`]) {
      const { body } = await get(`${services}/describe?${query}`);
      expect(body).toMatchObject({ id, service_name });
      expect(body.public_border_group).not.toBe("");
    }
});

test("describe gives the same summary by id and by full name", async () => {
  const id = ids[0];
  const summary = {
    id,
    service_name: `cn-north-4.alpha.${id}`,
    service_type: "interface",
    created_at: "2026-01-01T00:00:01Z",
    is_charge: true,
    public_border_group: "center",
    enable_policy: false,
  };
  for (const query of [`id=${id}`, `endpoint_service_name=${summary.service_name}`])
    expect((await get(`${services}/describe?${query}`)).body).toEqual(summary);
});

test("quotas count what is there", async () => {
  const endpoint = { type: "endpoint", used: 0, quota: 7 };
  const resources = async (query: string) => (await get(`quotas${query}`)).body.quotas.resources;
  expect(await resources("")).toEqual([{ type: "endpoint_service", used: 5, quota: 9 }, endpoint]);
  expect(await resources("?type=endpoint")).toEqual([endpoint]);
});
