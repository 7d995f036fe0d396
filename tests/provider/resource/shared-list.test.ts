import type { CallContext } from "../../../provider/api/api-call";
import { objectsOf, SharedList, type Watch } from "../../../provider/resource/shared-list";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { fakeRuntime } from "../api/fakes";
import { apiError, fakeClient, type Reply, refused } from "./fake-client";

const context: CallContext = {
  deadlineMs: 0,
  subject: "x",
  log: { info: () => undefined, warn: () => undefined },
};
const listed = (status: string) => `GET vpc-endpoint-services?status=${status}&limit=1000 x1`;
const LISTED_ALL = "GET vpc-endpoint-services?limit=1000 x1";

const byId = async () => undefined;

const services = (...given: [id: string, status?: string][]) => ({
  endpoint_services: given.map(([id, status]) => ({ id, status })),
});

function sharedOf(replies: Reply[]) {
  const clock = fakeRuntime();
  const client = fakeClient(replies);
  const list = new SharedList((status, given) => objectsOf(client, SERVICE.list(status), given), clock);
  return { clock, client, list };
}

/** A wait for an object to leave this status, until it is told to end. */
async function waiting(list: SharedList, id: string, status = "creating") {
  let end = (_failure?: Error) => {};
  let watch: Watch | undefined;
  const isPending = (word: string) => word === status;
  const over = list
    .during({ id, status, isPending }, (given) => {
      watch = given;
      return new Promise<void>((resolve, reject) => {
        end = (failure) => (failure === undefined ? resolve() : reject(failure));
      });
    })
    .catch(() => undefined);
  if (watch === undefined) throw new Error("the wait has not begun");
  const { pending, delayMs, news } = watch;
  const stop = (failure?: Error) => {
    end(failure);
    return over;
  };
  return { pending: () => pending(context), delayMs, news, stop };
}

test("a wait that is alone asks for no list", async () => {
  const { client, list } = sharedOf([{}]);
  const alone = await waiting(list, "s");
  expect(await alone.pending()).toBeUndefined();
  expect(client.lines).toEqual([]);
});

test("several share a list, until it is too old; one that is left alone asks for none", async () => {
  const { clock, client, list } = sharedOf([
    services(["s-1", "creating"], ["s-2", "creating"]),
    services(["s-2", "creating"]),
  ]);
  const [one, two, three] = [
    await waiting(list, "s-1"),
    await waiting(list, "s-2"),
    await waiting(list, "s-3"),
  ];
  expect(await Promise.all([one.pending(), two.pending(), three.pending()])).toEqual([
    "creating",
    "creating",
    undefined,
  ]);
  clock.nowMs += 499;
  expect(await one.pending()).toBe("creating");
  expect(client.lines).toEqual([listed("creating")]);
  clock.nowMs += 1;
  expect(await one.pending()).toBeUndefined();
  expect(client.lines).toEqual([listed("creating"), listed("creating")]);
  await one.stop();
  await three.stop();
  expect(await two.pending()).toBeUndefined();
  expect(client.lines).toHaveLength(2);
});

test("deletes share one as well, and creates and deletes at the same time one of all objects", async () => {
  const { client, clock, list } = sharedOf([
    services(["s-1", "deleting"], ["s-2", "deleting"]),
    services(["s-1", "deleting"], ["s-2", "available"], ["s-3", "creating"]),
  ]);
  const [one, two] = [await waiting(list, "s-1", "deleting"), await waiting(list, "s-2", "deleting")];
  expect(await Promise.all([one.pending(), two.pending()])).toEqual(["deleting", "deleting"]);
  clock.nowMs += 500;
  const three = await waiting(list, "s-3");
  expect(await Promise.all([one.pending(), two.pending(), three.pending()])).toEqual([
    "deleting",
    undefined,
    "creating",
  ]);
  expect(client.lines).toEqual([listed("deleting"), LISTED_ALL]);
});

test("a list wakes whoever may be done by it, but nobody who began after it was asked for", async () => {
  const { clock, list } = sharedOf([services(["s-1", "creating"])]);
  const [one, two] = [await waiting(list, "s-1"), await waiting(list, "s-2")];
  const woken: string[] = [];
  one.news().then(() => woken.push("s-1"));
  two.news().then(() => woken.push("s-2"));
  const asked = one.pending();
  clock.nowMs += 1;
  const late = await waiting(list, "s-3");
  late.news().then(() => woken.push("s-3"));
  await asked;
  await Promise.resolve();
  expect(woken).toEqual(["s-2"]);
  // By the list that woke it, and not by another one that it would have to ask for.
  clock.nowMs += 60_000;
  expect(await two.pending()).toBeUndefined();
});

test("a list that is under way is joined, however long it takes", async () => {
  let answer = (_records: { id: string; status: string }[]) => {};
  const clock = fakeRuntime();
  let lists = 0;
  const list = new SharedList(() => {
    lists += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  }, clock);
  const [one, two] = [await waiting(list, "s-1"), await waiting(list, "s-2")];
  const first = one.pending();
  clock.nowMs += 60_000;
  const second = two.pending();
  answer([{ id: "s-1", status: "creating" }]);
  expect([await first, await second, lists]).toEqual(["creating", undefined, 1]);
});

test("who asked gets the failure, who comes later asks again", async () => {
  const { client, list } = sharedOf([apiError("unavailable"), services(["s", "creating"])]);
  const one = await waiting(list, "s");
  await waiting(list, "t");
  await expect(one.pending()).rejects.toThrow("broken");
  expect(await one.pending()).toBe("creating");
  expect(client.lines).toHaveLength(2);
});

test("what the others took is known to a wait that has company, unless they failed", async () => {
  const { clock, list } = sharedOf([]);
  const took = async (ms: number, failure?: Error) => {
    const one = await waiting(list, "x");
    clock.nowMs += ms;
    await one.stop(failure);
  };
  await took(8000);
  await took(60_000, new Error("no"));
  const alone = await waiting(list, "s");
  expect(alone.delayMs(7500, 0.5)).toBe(750);
  await waiting(list, "t");
  expect(alone.delayMs(7500, 0.5)).toBe(400);
  const deleting = await waiting(list, "u", "deleting");
  expect(deleting.delayMs(7500, 0.5)).toBe(750);
});

test("a list that knows no filter makes nobody wait for a service that has settled", async () => {
  const { list } = sharedOf([services(["s-1", "available"], ["s-2"], ["s-3", "creating"])]);
  const all = [await waiting(list, "s-1"), await waiting(list, "s-2"), await waiting(list, "s-3")];
  expect(await Promise.all(all.map((one) => one.pending()))).toEqual([undefined, undefined, "creating"]);
});

test.each<[string, Reply]>([
  ["forbidden", apiError("forbidden")],
  ["refused", refused("EndPoint.0019")],
  ["malformed", {}],
  ["of items without ids", { endpoint_services: [{}] }],
])(
  "a list that is %s decides nothing; all objects are listed instead, if that is to be had",
  async (_title, reply) => {
    const { client, clock, list } = sharedOf([reply, services(["s-1", "creating"]), reply]);
    const [one, two] = [await waiting(list, "s-1"), await waiting(list, "s-2")];
    expect(await Promise.all([one.pending(), two.pending()])).toEqual([undefined, undefined]);
    expect(await one.pending()).toBe("creating");
    clock.nowMs += 500;
    for (let times = 0; times < 2; times++) expect(await one.pending()).toBeUndefined();
    expect(await list.record("s-1", context, byId)).toBeUndefined();
    expect(client.lines).toEqual([listed("creating"), LISTED_ALL, LISTED_ALL]);
  },
);

test("whose own time runs out first waits no longer for it, and stops the clock of the others", async () => {
  const slept: [number, AbortSignal | undefined][] = [];
  const sleep = async (ms: number, signal?: AbortSignal) => void slept.push([ms, signal]);
  const list = new SharedList(() => new Promise(() => {}), { now: () => 40, sleep });
  const isPending = () => true;
  void list.during({ id: "t", status: "creating", isPending }, () => new Promise(() => {}));
  await list.during({ id: "s", status: "creating", isPending }, async ({ pending }) => {
    expect(await pending({ ...context, deadlineMs: 100 })).toBe("creating");
    expect(await pending(context)).toBe("creating");
  });
  expect(slept.map(([ms, signal]) => [ms, signal?.aborted])).toEqual([
    [60, true],
    [0, true],
  ]);
});

test("a bug in it is not hidden", async () => {
  const { list } = sharedOf([new TypeError("bug")]);
  const one = await waiting(list, "s");
  await waiting(list, "t");
  await expect(one.pending()).rejects.toThrow("bug");
});

describe("an object for a refresh", () => {
  test("comes from one list of all objects, for ten seconds", async () => {
    const { client, clock, list } = sharedOf([
      services(["s-1", "available"]),
      services(["s-2", "available"]),
    ]);
    const both = await Promise.all([list.record("s-1", context, byId), list.record("s-2", context, byId)]);
    expect(both).toEqual([{ id: "s-1", status: "available" }, undefined]);
    clock.nowMs += 9999;
    expect(await list.record("s-1", context, byId)).toBeDefined();
    clock.nowMs += 1;
    expect(await list.record("s-1", context, byId)).toBeUndefined();
    expect(client.lines).toEqual([LISTED_ALL, LISTED_ALL]);
  });

  test("does not come from a list of those that are on their way", async () => {
    const { client, list } = sharedOf([services(["s-1", "creating"]), services(["s-1", "creating"])]);
    const one = await waiting(list, "s-1");
    await waiting(list, "s-2");
    await one.pending();
    expect(await list.record("s-1", context, byId)).toBeDefined();
    expect(client.lines).toEqual([listed("creating"), LISTED_ALL]);
  });
});
