import { changeTagsTo, tagChanges, tagDifference } from "../../../provider/vpc-endpoint-service/tags";
import { apiError, fakeOperation, type Reply, refused, rejection } from "./fake-client";
import { answer, ID } from "./samples";

test.each<[Record<string, string>, Record<string, string>, Record<string, string>, string[]]>([
  [{}, {}, {}, []],
  [{ a: "1" }, { a: "1" }, {}, []],
  [{ a: "1" }, { a: "2" }, { a: "2" }, []],
  [{ a: "1" }, { a: "1", b: "" }, { b: "" }, []],
  [{ a: "1", b: "2" }, { b: "2" }, {}, ["a"]],
  [{ a: "1" }, { b: "1" }, { b: "1" }, ["a"]],
  [{}, { toString: "x" }, { toString: "x" }, []],
  [{ toString: "x" }, {}, {}, ["toString"]],
])("from %j to %j: puts %j, removes %j", (actual, desired, put, removed) => {
  expect(tagDifference(actual, desired)).toEqual({ put, removed });
});

test("changes for a message: keys, never values", () => {
  expect(tagChanges({ a: "1", b: "2", c: "3" }, { b: "2", c: "4", d: "5" })).toEqual(["+c", "+d", "-a"]);
});

test("keys in a message are one line of limited length", () => {
  const odd = `a\r\n\u001b[2J${"x".repeat(200)}`;
  expect(tagChanges({ [odd]: "" }, { "b\n": "" })).toEqual(["+b", `-a [2J${"x".repeat(123)}…`]);
});

const line = (action: string, ...tags: object[]) =>
  `POST endpoint_service/${ID}/tags/action ${JSON.stringify({ action, tags })}`;

async function change(
  actual: Record<string, string>,
  desired: Record<string, string>,
  replies: Reply[] = [{}],
) {
  const { client, operation } = fakeOperation(replies);
  const achieved: Record<string, string>[] = [];
  const run = changeTagsTo(operation, ID, actual, desired, (tags) => achieved.push(tags));
  return { client, achieved, run };
}

test("first what goes, for there is room for few; then what comes; each step is told", async () => {
  const { client, achieved, run } = await change({ a: "1", b: "2", c: "3" }, { b: "2", c: "4", d: "5" });
  await run;
  expect(client.lines).toEqual([
    line("delete", { key: "a" }),
    line("create", { key: "c", value: "4" }, { key: "d", value: "5" }),
  ]);
  expect(achieved).toEqual([
    { b: "2", c: "3" },
    { b: "2", c: "4", d: "5" },
  ]);
});

test("nothing to remove: one call; nothing to put: one call; nothing at all: none", async () => {
  const put = await change({ a: "1" }, { a: "2" });
  await put.run;
  expect(put.client.lines).toEqual([line("create", { key: "a", value: "2" })]);
  const removed = await change({ a: "1" }, {});
  await removed.run;
  expect(removed.client.lines).toEqual([line("delete", { key: "a" })]);
  const same = await change({ a: "1" }, { a: "1" });
  await same.run;
  expect(same.client.lines).toEqual([]);
  expect(same.achieved).toEqual([]);
});

test("a refused removal stays refused when the look afterwards does not tell the tags", async () => {
  const refusal = refused("EndPoint.0002");
  for (const tags of [undefined, null, "none"]) {
    const { achieved, run } = await change({ a: "1" }, {}, [refusal, answer({ tags })]);
    expect(await rejection(run)).toBe(refusal);
    expect(achieved).toEqual([]);
  }
});

test("after a failing put the other tags are still there, and what was removed is told", async () => {
  const { achieved, run } = await change({ a: "1", b: "2" }, { b: "3" }, [{}, refused("EndPoint.3069")]);
  expect((await rejection(run)).message).toContain("EndPoint.3069");
  expect(achieved).toEqual([{ b: "2" }]);
});

describe("a tag that somebody else has removed already", () => {
  const gone = answer({ tags: [{ key: "b", value: "2" }] });
  const get = `GET vpc-endpoint-services/${ID}`;

  test.each(["refused", "notFound"] as const)("%s: only those that are there go", async (outcome) => {
    const { client, achieved, run } = await change({ a: "1", b: "2" }, {}, [apiError(outcome), gone, {}]);
    await run;
    expect(client.lines).toEqual([
      line("delete", { key: "a" }, { key: "b" }),
      get,
      line("delete", { key: "b" }),
    ]);
    expect(achieved).toEqual([{}]);
  });

  test("all are gone: nothing is left to do", async () => {
    const { client, run } = await change({ a: "1" }, {}, [apiError("refused"), gone]);
    await run;
    expect(client.lines).toEqual([line("delete", { key: "a" }), get]);
  });

  test("all are there: the refusal had another reason", async () => {
    const refusal = refused("EndPoint.3068");
    const { client, achieved, run } = await change({ b: "2" }, {}, [refusal, gone]);
    expect(await rejection(run)).toBe(refusal);
    expect(client.lines).toHaveLength(2);
    expect(achieved).toEqual([]);
  });

  test.each<Error>([apiError("unavailable"), apiError("forbidden"), new TypeError("bug")])(
    "%s is no such refusal",
    async (error) => {
      const { client, run } = await change({ a: "1" }, {}, [error, gone]);
      expect(await rejection(run)).toBe(error);
      expect(client.lines).toHaveLength(1);
    },
  );
});
