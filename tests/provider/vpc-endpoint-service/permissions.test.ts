import type { PermissionField } from "../../../provider/vpc-endpoint-service/fields";
import {
  changePermissionsTo,
  PERMISSIONS_PER_CALL,
  permissionDifference,
  whitelistOf,
} from "../../../provider/vpc-endpoint-service/permissions";
import { apiError, fakeOperation, lost, type Reply, refused, rejection } from "./fake-client";
import { ID } from "./samples";

const account = (number: number) => `iam:domain::${number}`;
const accounts = (from: number, count: number) => Array.from({ length: count }, (_, i) => account(from + i));
const line = (action: string, permissions: string[], type?: string) =>
  `POST vpc-endpoint-services/${ID}/permissions/action ${JSON.stringify({ permissions, action, permission_type: type })}`;
const page = (offset: number) => `GET vpc-endpoint-services/${ID}/permissions?limit=500&offset=${offset}`;

test.each<[string[], string[], string[], string[]]>([
  [[], [], [], []],
  [["a"], ["a"], [], []],
  [["a"], ["b"], ["b"], ["a"]],
  [["a", "b"], ["b", "c", "c"], ["c"], ["a"]],
])("from %j to %j: adds %j, removes %j", (actual, desired, added, removed) => {
  expect(permissionDifference(actual, desired)).toEqual({ added, removed });
});

test("the whitelist, by the type of its records or else by their form", async () => {
  const records = [
    { id: "1", permission: "*", permission_type: "domainId" },
    { id: "2", permission: account(1) },
    { id: "3", permission: "organizations:orgPath::1" },
    { id: "4", permission: "odd", permission_type: "orgPath" },
  ];
  const { client, operation } = fakeOperation([{ permissions: records }]);
  expect(await whitelistOf(operation, ID)).toEqual({
    permissions: ["*", account(1)],
    organizationPermissions: ["organizations:orgPath::1", "odd"],
  });
  expect(client.lines).toEqual([page(0)]);
});

test.each<[string, Record<string, unknown>]>([
  ["no list", { x: 1 }],
  ["null for a list", { permissions: null }],
  ["a record without its permission", { permissions: [{ id: "1", permission: "*" }, { id: "2" }] }],
  ["a record whose permission is a number", { permissions: [{ id: "1", permission: 7 }] }],
  ["a record that is no object", { permissions: ["*"] }],
])("a whitelist with %s is malformed: nobody is taken for shut out", async (_, body) => {
  const { operation } = fakeOperation([body]);
  expect(await rejection(whitelistOf(operation, ID))).toMatchObject({ outcome: "malformed" });
});

test("a whitelist of more than one page is read to its end", async () => {
  const records = accounts(0, 501).map((permission, id) => ({ id: String(id), permission }));
  const { client, operation } = fakeOperation([
    { permissions: records.slice(0, 500) },
    { permissions: records.slice(500) },
  ]);
  expect((await whitelistOf(operation, ID)).permissions).toEqual(accounts(0, 501));
  expect(client.lines).toEqual([page(0), page(500)]);
});

function change(
  actual: string[],
  desired: string[],
  replies: Reply[] = [{}],
  field: PermissionField = "permissions",
) {
  const { client, operation } = fakeOperation(replies);
  const achieved: string[][] = [];
  const run = changePermissionsTo(operation, ID, field, actual, desired, (list) => achieved.push(list));
  return { client, achieved, run };
}

test("adds before it removes, so that nobody who stays is locked out; each step is told", async () => {
  const { client, achieved, run } = change([account(1), account(2)], [account(2), account(3)]);
  await run;
  expect(client.lines).toEqual([line("add", [account(3)]), line("remove", [account(1)])]);
  expect(achieved).toEqual([
    [account(1), account(2), account(3)],
    [account(2), account(3)],
  ]);
});

test("paths of organizations go in calls of their own kind", async () => {
  const { client, run } = change(["a"], ["b"], [{}], "organizationPermissions");
  await run;
  expect(client.lines).toEqual([line("add", ["b"], "orgPath"), line("remove", ["a"], "orgPath")]);
});

test("nothing differs: no call", async () => {
  const { client, achieved, run } = change([account(1)], [account(1)]);
  await run;
  expect([client.lines, achieved]).toEqual([[], []]);
});

test("many records go fifty a call, in both directions", async () => {
  expect(PERMISSIONS_PER_CALL).toBe(50);
  const { client, achieved, run } = change(accounts(0, 51), accounts(100, 100));
  await run;
  expect(client.lines).toEqual([
    line("add", accounts(100, 50)),
    line("add", accounts(150, 50)),
    line("remove", accounts(0, 50)),
    line("remove", accounts(50, 1)),
  ]);
  expect(achieved.map(({ length }) => length)).toEqual([101, 151, 101, 100]);
  expect(achieved.at(-1)).toEqual(accounts(100, 100));
});

test.each(["EndPoint.3049", "EndPoint.2045"])("%s, full in the middle: which were added", async (code) => {
  const full = refused(code, "quota");
  const { achieved, run } = change([], accounts(0, 60), [{}, full]);
  const { message } = await rejection(run);
  expect(message).toBe(
    `50 of 60 were added (${accounts(0, 50).join(", ")}). The whitelist is full. ${full.message}`,
  );
  expect(achieved).toEqual([accounts(0, 50)]);
});

test("refused at the first batch, for another reason", async () => {
  const refusal = refused("EndPoint.3002", "bad permission");
  const { achieved, run } = change([], ["x"], [refusal], "organizationPermissions");
  expect((await rejection(run)).message).toBe(`0 of 1 were added. ${refusal.message}`);
  expect(achieved).toEqual([]);
});

test.each<Error>([new TypeError("bug")])("%s is no refusal", async (error) => {
  expect(await rejection(change([], ["x"], [error]).run)).toBe(error);
});

test("a failing removal is told as it is, after what was added", async () => {
  const failure = apiError("unavailable");
  const { achieved, run } = change(["a"], ["b"], [{}, failure]);
  expect(await rejection(run)).toBe(failure);
  expect(achieved).toEqual([["a", "b"]]);
});

test("an add whose answer was lost stays one whose fate is not known", async () => {
  const failure = lost();
  const error = await rejection(change([], ["x"], [failure]).run);
  expect(error.message).toBe(`0 of 1 were added. ${failure.message}`);
});
