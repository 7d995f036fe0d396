import { randomUUID } from "node:crypto";
import type { RuleSetName } from "../../emulator/index";
import { callsOf, newService, useEmulator } from "./client";

const emulator = useEmulator();
const { get, post } = callsOf(emulator);

type Tag = { key: string; value?: string };
const [owner, empty] = [
  { key: "owner", value: "dev" },
  { key: "empty", value: "" },
];
const changed = { key: "owner", value: "ops" };
const added = { key: "new", value: "x" };

let id: string;
beforeEach(async () => {
  id = await newService(emulator, { tags: [owner, empty] });
});

const act = (action: string, ...tags: Tag[]) => post(`endpoint_service/${id}/tags/action`, { action, tags });

test.each<[string, Tag, Tag[]]>([
  ["create", added, [owner, empty, added]],
  ["create", changed, [empty, changed]],
  ["create", { key: "bare" }, [owner, empty, { key: "bare", value: "" }]],
  ["delete", { key: "owner" }, [empty]],
  ["delete", owner, [empty]],
  ["delete", { key: "owner", value: "other" }, [owner, empty]],
  ["delete", { key: "missing" }, [owner, empty]],
])("%s %j leaves %j", async (action, tag, tags) => {
  expect(await act(action, tag)).toMatchObject({ status: 204, text: "" });
  expect(emulator.state().services).toMatchObject([{ tags }]);
});

const long = (length: number) => "ü".repeat(length);
test.each<[RuleSetName, Tag, number]>([
  ["page", { key: long(36), value: long(43) }, 204],
  ["page", { key: "😀".repeat(36), value: "😀".repeat(43) }, 204],
  ["page", { key: "a b:c@d", value: "x y" }, 204],
  ["page", { key: long(37) }, 400],
  ["page", { key: "a", value: " edge" }, 400],
  ["page", { key: "a", value: "edge " }, 400],
  ["page", { key: "a,b" }, 400],
  ["page", { key: "a\\b" }, 400],
  ["huawei", { key: long(128), value: long(255) }, 204],
  ["huawei", { key: "a=b+c", value: "x/y" }, 204],
  ["huawei", { key: "a/b" }, 400],
  ["huawei", { key: "_sys_a" }, 400],
  ["huawei", { key: long(129) }, 400],
  ["otc", { key: "a-b_c@D9", value: "" }, 204],
  ["otc", { key: "a b" }, 400],
  ["otc", { key: "ü" }, 400],
  ["lenient", { key: "a=b*<>", value: " |/ " }, 204],
])("rules %s: %j gets %i", async (rules, tag, status) => {
  emulator.configure({ rules });
  expect((await act("create", tag)).status).toBe(status);
});

test("twenty on one resource, not one more", async () => {
  const fill = Array.from({ length: 18 }, (_, at) => ({ key: `k${at}`, value: "" }));
  expect((await act("create", ...fill)).status).toBe(204);
  expect((await act("create", { key: "k0", value: "again" })).status).toBe(204);
  expect((await act("create", { key: "over" })).body.error_code).toBe("EndPoint.3069");
});

describe("in the whole project", () => {
  let second: string;
  beforeEach(async () => {
    second = await newService(emulator, { port_id: randomUUID(), service_name: "named", tags: [changed] });
    await newService(emulator, { port_id: randomUUID() });
  });

  test("all tags by key", async () => {
    const [owners, empties] = [
      { key: "owner", values: ["dev", "ops"] },
      { key: "empty", values: [""] },
    ];
    expect((await get("endpoint_service/tags")).body).toEqual({ tags: [owners, empties] });
    expect((await get("endpoint/tags")).body).toEqual({ tags: [] });
  });

  const find = async (body: object) => (await post("endpoint_service/resource_instances/action", body)).body;
  const ownedBy = (...values: string[]) => [{ key: "owner", values }];

  test.each<[string, object, number]>([
    ["tags, any value", { tags: ownedBy() }, 2],
    ["tags, one value", { tags: ownedBy("ops") }, 1],
    ["tags, all keys", { tags: [...ownedBy(), { key: "empty", values: [] }] }, 1],
    ["tags_any", { tags_any: [...ownedBy("ops"), { key: "empty", values: [] }] }, 2],
    ["not_tags", { not_tags: ownedBy("dev") }, 2],
    ["not_tags_any", { not_tags_any: ownedBy() }, 1],
    ["without_any_tag", { without_any_tag: true, tags: ownedBy() }, 1],
    ["matches by name", { matches: [{ key: "resource_name", value: "NAMED" }] }, 1],
    ["matches, empty name", { matches: [{ key: "resource_name", value: "" }] }, 0],
  ])("resources by %s, listed and counted", async (_name, filter, count) => {
    expect((await find({ action: "filter", ...filter })).resources).toHaveLength(count);
    expect(await find({ action: "count", ...filter })).toEqual({ total_count: count });
  });

  test("a page of resources, with the limit as text and the offset as number", async () => {
    expect((await find({ action: "filter", limit: "2", offset: 2 })).resources).toHaveLength(1);
  });

  test("an item names the resource by its long name, or by its id when it has none", async () => {
    const named = {
      resource_id: second,
      resource_detail: null,
      resource_name: `cn-north-4.named.${second}`,
      tags: [changed],
    };
    const unnamed = expect.objectContaining({ resource_id: id, resource_name: id });
    const { resources } = await find({ action: "filter", tags: ownedBy() });
    expect(resources).toEqual(expect.arrayContaining([named, unnamed]));
  });
});
