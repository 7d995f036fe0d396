import type { CallContext } from "../../../provider/api/api-call";
import { idsOfCreating, SharedList } from "../../../provider/resource/shared-list";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { fakeRuntime } from "../api/fakes";
import { apiError, fakeClient, type Reply, refused } from "./fake-client";

const context: CallContext = {
  deadlineMs: 0,
  subject: "x",
  log: { info: () => undefined, warn: () => undefined },
};
const listed = "GET vpc-endpoint-services?status=creating&limit=1000 x1";

const creating = (id: string) => ({ id, status: "creating" });

function watchOf(replies: Reply[]) {
  const clock = fakeRuntime();
  const client = fakeClient(replies);
  const watch = new SharedList((given) => idsOfCreating(client, SERVICE.creating, given), clock);
  return { clock, client, watch, ask: (id: string) => watch.knownToBeCreating(id, context) };
}

/** Two waits that go on until they are told to end. */
function waiters(watch: SharedList, count = 2) {
  const ends: (() => void)[] = [];
  const waits = Array.from({ length: count }, () =>
    watch.during(() => new Promise<void>((resolve) => ends.push(resolve))),
  );
  return { end: () => ends.shift()?.(), all: () => Promise.all(waits) };
}

test("a waiter that is alone is not served by it", async () => {
  const { client, watch, ask } = watchOf([{}]);
  expect(await ask("s")).toBe(false);
  const alone = waiters(watch, 1);
  expect(await ask("s")).toBe(false);
  expect(client.lines).toEqual([]);
  alone.end();
  await alone.all();
});

test("two share a list, until it is too old", async () => {
  const { clock, client, watch, ask } = watchOf([
    { endpoint_services: [creating("s-1"), creating("s-2")] },
    { endpoint_services: [] },
  ]);
  const two = waiters(watch);
  expect(await Promise.all([ask("s-1"), ask("s-2"), ask("s-3")])).toEqual([true, true, false]);
  clock.nowMs += 499;
  expect(await ask("s-1")).toBe(true);
  expect(client.lines).toEqual([listed]);
  clock.nowMs += 1;
  expect(await ask("s-1")).toBe(false);
  expect(client.lines).toEqual([listed, listed]);
  two.end();
  await Promise.resolve();
  two.end();
  await two.all();
  expect(await ask("s-1")).toBe(false);
  expect(client.lines).toHaveLength(2);
});

test("who asked gets the failure, who comes later asks again", async () => {
  const { client, watch, ask } = watchOf([apiError("unavailable"), { endpoint_services: [creating("s")] }]);
  waiters(watch);
  await expect(ask("s")).rejects.toThrow("broken");
  expect(await ask("s")).toBe(true);
  expect(client.lines).toHaveLength(2);
});

test.each<[number[], number]>([
  [[], 500],
  [[1000], 500],
  [[20_000], 1000],
  [[20_000, 40_000, 30_000], 1500],
  [[10_000, 40_000], 2000],
  [[100_000, 110_000], 3000],
])("after waits of %j ms the list may be %i ms old", async (waits, gapMs) => {
  const { clock, watch } = watchOf([]);
  for (const ms of waits) {
    await watch.during(async () => {
      clock.nowMs += ms;
    });
  }
  expect(watch.gapMs()).toBe(gapMs);
});

test("a wait that fails does not count, and leaves", async () => {
  const { clock, client, watch, ask } = watchOf([{}]);
  const failing = watch.during(async () => {
    clock.nowMs += 60_000;
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(watch.gapMs()).toBe(500);
  waiters(watch, 1);
  expect(await ask("s")).toBe(false);
  expect(client.lines).toEqual([]);
});

test("a list that knows no filter makes nobody wait for a service that has settled", async () => {
  const { watch, ask } = watchOf([
    { endpoint_services: [{ id: "s-1", status: "available" }, { id: "s-2" }, creating("s-3")] },
  ]);
  waiters(watch, 3);
  expect(await Promise.all([ask("s-1"), ask("s-2"), ask("s-3")])).toEqual([false, false, true]);
});

test.each<Reply>([apiError("forbidden"), refused("EndPoint.0002"), {}, { endpoint_services: [{}] }])(
  "a list that is not to be had (%s) decides nothing, and is not asked for again",
  async (reply) => {
    const { client, clock, watch, ask } = watchOf([reply]);
    waiters(watch);
    expect(await Promise.all([ask("s-1"), ask("s-2")])).toEqual([false, false]);
    clock.nowMs += 60_000;
    expect(await ask("s-1")).toBe(false);
    expect(client.lines).toEqual([listed]);
  },
);

test("whose own time runs out first waits no longer for it, and stops the clock of the others", async () => {
  const slept: [number, AbortSignal | undefined][] = [];
  const sleep = async (ms: number, signal?: AbortSignal) => void slept.push([ms, signal]);
  const watch = new SharedList(() => new Promise(() => {}), { now: () => 40, sleep });
  waiters(watch);
  expect(await watch.knownToBeCreating("s", { ...context, deadlineMs: 100 })).toBe(true);
  expect(await watch.knownToBeCreating("s", context)).toBe(true);
  expect(slept.map(([ms, signal]) => [ms, signal?.aborted])).toEqual([
    [60, true],
    [0, true],
  ]);
});

test("a bug in it is not hidden", async () => {
  const { watch, ask } = watchOf([new TypeError("bug")]);
  waiters(watch);
  await expect(ask("s")).rejects.toThrow("bug");
});
