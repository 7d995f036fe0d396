import type { RuleSetName } from "../../emulator/index";
import { call, newService, useEmulator } from "./client";

const emulator = useEmulator();
let id: string;

beforeEach(async () => {
  id = await newService(emulator, { tags: [owner, empty] });
});

type Tag = { key: string; value?: string };
const act = (action: string, ...tags: Tag[]) =>
  call(emulator, "POST", `endpoint_service/${id}/tags/action`, { action, tags });
const stored = () => (emulator.state().services[0] as { tags?: unknown } | undefined)?.tags;

const [owner, empty] = [
  { key: "owner", value: "dev" },
  { key: "empty", value: "" },
];
const [added, changed, bare] = [
  { key: "new", value: "x" },
  { key: "owner", value: "ops" },
  { key: "bare", value: "" },
];

test.each<[string, Tag, Tag[]]>([
  ["create", added, [owner, empty, added]],
  ["create", changed, [empty, changed]],
  ["create", { key: "bare" }, [owner, empty, bare]],
  ["delete", { key: "owner" }, [empty]],
  ["delete", owner, [empty]],
  ["delete", { key: "owner", value: "other" }, [owner, empty]],
  ["delete", { key: "missing" }, [owner, empty]],
])("%s %j leaves %j", async (action, tag, expected) => {
  const reply = await act(action, tag);
  expect(reply).toMatchObject({ status: 204, text: "" });
  expect(stored()).toEqual(expected);
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

test("all tags of the project by key", async () => {
  await newService(emulator, {
    port_id: "00000000-0000-4000-8000-000000000000",
    tags: [{ key: "owner", value: "ops" }],
  });
  const reply = await call(emulator, "GET", "endpoint_service/tags");
  expect(reply.body).toEqual({
    tags: [
      { key: "owner", values: ["dev", "ops"] },
      { key: "empty", values: [""] },
    ],
  });
  expect((await call(emulator, "GET", "endpoint/tags")).body).toEqual({ tags: [] });
});

describe("resources by tag", () => {
  let second: string;
  beforeEach(async () => {
    const port_id = "00000000-0000-4000-8000-000000000000";
    second = await newService(emulator, {
      port_id,
      service_name: "named",
      tags: [{ key: "owner", value: "ops" }],
    });
    await newService(emulator, { port_id: "00000000-0000-4000-8000-000000000001" });
  });
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
    ["limit as text, offset as number", { limit: "2", offset: 2 }, 1],
  ])("%s", async (_name, filter, count) => {
    const path = "endpoint_service/resource_instances/action";
    const reply = await call(emulator, "POST", path, { action: "filter", ...filter });
    expect(reply.body.resources).toHaveLength(count);
    if (!("limit" in filter)) {
      const counted = await call(emulator, "POST", path, { action: "count", ...filter });
      expect(counted.body).toEqual({ total_count: count });
    }
  });

  test("an item names the resource by its long name, or by its id when it has none", async () => {
    const path = "endpoint_service/resource_instances/action";
    const reply = await call(emulator, "POST", path, { action: "filter", tags: ownedBy() });
    expect(reply.body.resources).toEqual(
      expect.arrayContaining([
        {
          resource_id: second,
          resource_detail: null,
          resource_name: `cn-north-4.named.${second}`,
          tags: [{ key: "owner", value: "ops" }],
        },
        expect.objectContaining({ resource_id: id, resource_name: id }),
      ]),
    );
  });
});
