import type { RuleSetName } from "../../emulator/index";
import { callsOf, newService, services, useEmulator } from "./client";

const emulator = useEmulator();
const { get, post, put } = callsOf(emulator);
let path: string;
beforeEach(async () => {
  path = `${services}/${await newService(emulator)}/permissions`;
});

const account = (name: string) => `iam:domain::${name}`;
const organization = (name: string) => `organizations:orgPath::${name}`;
const act = (action: string, permissions: string[], permission_type?: string) =>
  post(`${path}/action`, { action, permissions, permission_type });
const list = async (query = "") => (await get(`${path}${query}`)).body;
const values = async (query = "?limit=500") =>
  (await list(query)).permissions.map((record: { permission: string }) => record.permission).sort();

test("a new service has none", async () => {
  expect(await list()).toEqual({ permissions: [], total_count: 0 });
});

test("records carry id, type, description and time", async () => {
  await act("add", [account("a"), "*"], "domainId");
  await act("add", [organization("o-a/r-b/ou_c/*")], "orgPath");
  expect(await values()).toEqual(["*", account("a"), organization("o-a/r-b/ou_c/*")]);
  expect((await list("?permission=DOMAIN")).permissions[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    permission: account("a"),
    permission_type: "domainId",
    description: "",
    created_at: expect.stringMatching(/Z$/),
  });
});

test.each<[string, string[], string[], string[]]>([
  ["add", ["c"], ["c", "a", "b"], ["a", "b", "c"]],
  ["add", ["b"], ["b", "a"], ["a", "b"]],
  ["add", ["c", "c"], ["c", "a", "b"], ["a", "b", "c"]],
  ["remove", ["a"], ["b"], ["b"]],
  ["remove", ["x"], ["a", "b"], ["a", "b"]],
  ["remove", ["a", "b"], [], []],
])("%s %j returns %j", async (action, named, returned, left) => {
  await act("add", ["a", "b"].map(account));
  await act("add", [organization("1234")], "orgPath");
  const body = { permissions: returned.map(account), permission_type: "domainId" };
  expect(await act(action, named.map(account))).toMatchObject({ status: 200, body });
  expect(await values("?limit=500&permission=iam")).toEqual(left.map(account));
  expect(await values("?permission=orgPath")).toEqual([organization("1234")]);
});

test.each<[string, string | undefined, number]>([
  ["*", undefined, 200],
  [account("a".repeat(64)), "domainId", 200],
  [account("a".repeat(65)), "domainId", 400],
  [account(""), "domainId", 400],
  [account("a-b"), "domainId", 400],
  [account("*"), "domainId", 400],
  [organization("*"), "orgPath", 200],
  [organization("p".repeat(1024)), "orgPath", 200],
  [organization("p".repeat(1025)), "orgPath", 400],
  ["*", "orgPath", 400],
  [account("a"), "orgPath", 400],
  [account("a"), "everyone", 400],
])("%s as %s gets %i", async (permission, type, status) => {
  expect((await act("add", [permission], type)).status).toBe(status);
});

test("twenty-five are read in pages of ten, without a limit in the query", async () => {
  const permissions = Array.from({ length: 25 }, (_, at) => account(`a${at}`));
  await act("add", permissions);
  const pages = await Promise.all(["", "?offset=10", "?offset=20", "?offset=30"].map(values));
  expect(pages.map(({ length }) => length)).toEqual([10, 10, 5, 0]);
  expect(pages.flat().sort()).toEqual(permissions.sort());
});

test("a full whitelist takes nothing more, but what is there already is no addition", async () => {
  emulator.configure({ permissionQuota: 2 });
  await act("add", [account("a"), account("b")]);
  expect((await act("add", [account("b")])).status).toBe(200);
  expect((await act("add", [account("c")])).body.error_code).toBe("EndPoint.3049");
  expect(await values()).toEqual([account("a"), account("b")]);
});

describe("batches with descriptions", () => {
  const create = (...permissions: object[]) => post(`${path}/batch-create`, { permissions });

  test("return the new records, change one, delete by id", async () => {
    await act("add", [account("a")]);
    const bee = { permission: account("b"), description: "bee" };
    const made = (await create({ permission: account("a") }, bee)).body.permissions;
    expect(made).toEqual([expect.objectContaining(bee)]);
    const [{ id }] = made;
    const changed = await put(`${path}/${id}`, { permission: { description: "wasp" } });
    expect(changed.body.permissions).toEqual([{ ...made[0], description: "wasp" }]);
    const deleted = await post(`${path}/batch-delete`, { permissions: [{ id }] });
    expect(deleted).toMatchObject({ status: 200, body: { permissions: [] } });
    expect(await values()).toEqual([account("a")]);
  });

  test.each<[RuleSetName, number, number]>([
    ["page", 256, 200],
    ["page", 257, 400],
    ["otc", 128, 200],
    ["otc", 129, 400],
  ])("rules %s: a description of %i characters gets %i", async (rules, length, status) => {
    emulator.configure({ rules });
    const reply = await create({ permission: account("a"), description: "d".repeat(length) });
    expect(reply.status).toBe(status);
  });
});
