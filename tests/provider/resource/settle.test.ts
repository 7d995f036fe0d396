import type { ApiCall } from "../../../provider/api/api-call";
import type { Properties } from "../../../provider/resource/properties";
import {
  failedText,
  type Settled,
  sendUnlessGone,
  sendWhenReady,
  waitUntilDeleted,
  waitUntilSettled,
  waitUntilThere,
} from "../../../provider/resource/settle";
import { CONNECTION } from "../../../provider/vpc-endpoint-connection/fields";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { apiError, fakeOperation, notFound, type Reply, refused, rejection } from "./fake-client";
import { ID, record } from "./samples";

const looks = `GET vpc-endpoint-services/${ID} x1`;
const creating = record({ status: "creating" });
const failed = record({
  status: "failed",
  error: [
    { error_code: "EndPoint.1", error_message: "one" },
    { code: "EndPoint.2", message: "two" },
  ],
});
const goOn = "Run `pulumi up` again to go on from here; nothing is created twice.";
const failedFact = `service ${ID} has the status failed (EndPoint.1: one; EndPoint.2: two).`;
const failedSentence = `${failedFact} The next \`pulumi up\` replaces it.`;

function settle(first: Record<string, unknown>, replies: Reply[], created = false) {
  const world = fakeOperation(replies, "create");
  return { ...world, settled: waitUntilSettled(world.operation, ID, first, created) };
}

const settledNow = { record: record() };
const hasFailed = { record: failed, problem: failedSentence };
test.each<[string, Properties, Reply[], Settled, number]>([
  ["available at once: no look, no pause", record(), [], settledNow, 0],
  ["failed at once: the API's reasons", failed, [], hasFailed, 0],
  [
    "a word that is not known",
    creating,
    [creating, record({ status: "upgrading" }), record()],
    settledNow,
    3,
  ],
  ["failed in the end", creating, [creating, failed], hasFailed, 2],
  ["an answer that is none", creating, [{}, { id: ID }, { status: "available" }, record()], settledNow, 4],
  ["failures of the API", creating, [apiError("unavailable"), apiError("notSent"), record()], settledNow, 3],
])("polls until it has settled, one attempt a poll: %s", async (_, first, replies, result, polls) => {
  const { client, runtime, settled } = settle(first, replies);
  expect(await settled).toEqual(result);
  expect(client.lines).toEqual(Array(polls).fill(looks));
  expect(runtime.slept).toHaveLength(polls);
});

test("at the deadline: the last status, time and polls, and the last answer for the state", async () => {
  const slow = record({ status: "upgrading" });
  const { runtime, said, settled } = settle(creating, [creating, slow]);
  const { record: last, problem } = await settled;
  expect(last).toBe(slow);
  expect(problem).toMatch(new RegExp(`^service ${ID} is still upgrading after 600 s and \\d+ polls\\. `));
  expect(problem).toContain(goOn);
  expect(said[0]).toBe(
    `info VpcEndpointService "orders": waiting for service ${ID} to become available (upgrading)`,
  );
  expect(runtime.slept.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(600_000, 1);
});

test("answers without id or status to the end: they are named, and the last real answer goes into the state", async () => {
  const { settled } = settle(creating, [{}]);
  const { record: last, problem } = await settled;
  expect(last).toBe(creating);
  expect(problem).toMatch(
    / is still in an unknown state \(a response without id or status\) after 600 s and \d+ polls\. /,
  );
});

test("a look that fails for good: why, and the last answer", async () => {
  const error = apiError("forbidden");
  const { settled } = settle(creating, [error]);
  expect(await settled).toEqual({
    record: creating,
    problem: `waiting for service ${ID}: ${error.message} ${goOn}`,
  });
});

test("a bug is not hidden", async () => {
  expect((await rejection(settle(creating, [new TypeError("bug")]).settled)).message).toBe("bug");
});

describe("a new service that cannot be read yet", () => {
  test("is waited for", async () => {
    const { client, settled } = settle(creating, [notFound(), notFound(), creating, record()], true);
    expect(await settled).toEqual({ record: record() });
    expect(client.lines).toHaveLength(4);
  });

  test("for a minute at the most", async () => {
    const { runtime, settled } = settle(creating, [notFound()], true);
    expect(await settled).toEqual({
      record: creating,
      problem: `service ${ID} was created but is not readable. ${goOn} If it stays so, it is gone: run \`pulumi refresh\`, then \`pulumi up\`.`,
    });
    const waited = runtime.slept.reduce((sum, ms) => sum + ms, 0);
    expect(runtime.slept).toHaveLength(20);
    expect(waited).toBeLessThanOrEqual(60_000);
  });

  test("a minute counts, however few looks there were", async () => {
    const world = fakeOperation([notFound()], "create");
    const slow = { ...world.runtime, sleep: async () => world.runtime.sleep(29_000) };
    const operation = { ...world.operation, runtime: { ...slow, now: world.runtime.now } };
    const settled = await waitUntilSettled(operation, ID, creating, true);
    expect(settled.problem).toContain("is not readable");
    expect(world.client.lines).toHaveLength(3);
  });

  test("the count begins anew when it was read once", async () => {
    const replies: Reply[] = Array.from({ length: 40 }, (_, index) =>
      index % 20 === 19 ? creating : notFound(),
    );
    const world = fakeOperation([...replies, record()], "create");
    const quick = { ...world.runtime, now: world.runtime.now, sleep: async () => world.runtime.sleep(1) };
    expect(await waitUntilSettled({ ...world.operation, runtime: quick }, ID, creating, true)).toEqual({
      record: record(),
    });
    expect(world.client.lines).toHaveLength(41);
  });

  test("of one that was not just created, a 404 is a failure", async () => {
    const { client, settled } = settle(creating, [notFound()]);
    expect((await settled).problem).toContain(`waiting for service ${ID}: `);
    expect(client.lines).toHaveLength(1);
  });
});

describe("several that settle together", () => {
  const listed = "GET vpc-endpoint-services?status=creating&limit=1000 x1";
  const services = ["s-1", "s-2"].map((id) => ({ id, status: "creating" }));

  test("share one list of what is still being created, and ask for each once", async () => {
    let lists = 0;
    const world = fakeOperation([
      ({ segments }) => {
        if (segments.length > 1)
          return record({ id: segments[1], status: lists < 3 ? "creating" : "available" });
        lists += 1;
        return { endpoint_services: lists < 3 ? services : [] };
      },
    ]);
    const both = ["s-1", "s-2"].map((id) => waitUntilSettled(world.operation, id, creating));
    expect((await Promise.all(both)).map(({ problem }) => problem)).toEqual([undefined, undefined]);
    expect(lists).toBe(3);
    expect(world.client.lines.filter((line) => line === listed)).toHaveLength(3);
    expect(world.client.lines.filter((line) => line.includes("/s-")).sort()).toEqual([
      "GET vpc-endpoint-services/s-1 x1",
      "GET vpc-endpoint-services/s-2 x1",
    ]);
  });

  test("are told as being created at the deadline, by the list alone", async () => {
    const world = fakeOperation([{ endpoint_services: services, id: "s-1", status: "creating" }]);
    const both = ["s-1", "s-2"].map((id) => waitUntilSettled(world.operation, id, creating));
    for (const { problem } of await Promise.all(both)) expect(problem).toContain("is still creating after");
    // Whoever is left alone at the very end looks by itself.
    expect(world.client.lines.filter((line) => line.includes("/s-")).length).toBeLessThanOrEqual(1);
  });
});

test("a failure for which the API gives no reason", () => {
  expect(failedText(SERVICE, "s", { error: [] })).toBe(
    "service s has the status failed (the API gives no reason).",
  );
  expect(failedText(SERVICE, ID, failed)).toBe(failedFact);
});

test("the reasons of a failed service are one line of limited length", () => {
  const reason = { error_code: "E\n1", error_message: `\u001b[2Jno\r\nway ${"x".repeat(600)}` };
  expect(failedText(SERVICE, "s", { error: [{ ...reason, error_message: "a\tb" }] })).toBe(
    "service s has the status failed (E 1: a b).",
  );
  const text = failedText(SERVICE, "s", { error: [reason, reason, reason] });
  expect(text).toMatch(/^service s has the status failed \(E 1: \[2Jno way x+…; E 1: \[2Jno way x+…\)\.$/);
  expect(text.length).toBeLessThan(1100);
});

describe("until it is gone", () => {
  function gone(replies: Reply[]) {
    const world = fakeOperation(replies, "delete");
    return { ...world, done: waitUntilDeleted(world.operation, ID) };
  }
  const deleting = record({ status: "deleting" });

  test.each<[string, Reply]>([
    ["404", notFound()],
    ["the status deleted", record({ status: "deleted" })],
  ])("%s ends the wait", async (_name, last) => {
    const { client, done } = gone([record(), deleting, last]);
    await done;
    expect(client.lines).toEqual([looks, looks, looks]);
  });

  test("failed after deleting: the deletion did, with the API's reasons", async () => {
    const { message } = await rejection(gone([deleting, failed]).done);
    expect(message).toBe(`the deletion failed: ${failedFact}`);
  });

  test.each([{}, { id: ID }, { status: "deleted" }])(
    "%j is no response about a service: the wait goes on",
    async (odd) => {
      const { client, done } = gone([odd, notFound()]);
      expect(await done).toBeUndefined();
      expect(client.lines).toHaveLength(2);
    },
  );

  test("failed before deleting: the service had failed earlier", async () => {
    const { client, done } = gone([failed, failed, deleting, notFound()]);
    await done;
    expect(client.lines).toHaveLength(4);
  });

  test("at the deadline: status, time, and what to do", async () => {
    const { done, said } = gone([deleting]);
    const { message, name } = await rejection(done);
    expect(said[0]).toBe(`info VpcEndpointService "orders": waiting for service ${ID} to be gone (deleting)`);
    expect(message).toMatch(
      new RegExp(
        `^service ${ID} is still deleting after 600 s and \\d+ polls\\. Run the same command again: it goes on waiting\\.$`,
      ),
    );
    expect(name).toBe("Error");
  });

  test("what is no failure of the API for a while is told as it is", async () => {
    const error = refused("EndPoint.0004");
    expect(await rejection(gone([deleting, error]).done)).toBe(error);
  });
});

describe("until it is listed", () => {
  const id = `${ID}/e-1`;
  const listed = { connections: [{ id: "e-1", status: "pendingAcceptance" }] };
  const there = (replies: Reply[]) => {
    const world = fakeOperation(replies, "create");
    return { ...world, done: waitUntilThere({ ...world.operation, definition: CONNECTION }, id) };
  };

  test("it is asked for again and again, also where the list shows it without a status", async () => {
    const { client, done } = there([{ connections: [] }, { connections: [{ id: "e-1" }] }, listed]);
    expect(await done).toEqual(listed.connections[0]);
    expect(client.lines).toHaveLength(3);
  });

  test("at the deadline: what to do; a failure of the list, or a bug, is told as it is", async () => {
    const { done, said } = there([{ connections: [] }]);
    expect((await rejection(done)).message).toMatch(
      new RegExp(
        `^connection ${id} is still not listed after 600 s and \\d+ polls\\. Check its ids, and run`,
      ),
    );
    expect(said[0]).toBe(`info VpcEndpointService "orders": waiting for connection ${id} (not listed)`);
    for (const error of [apiError("forbidden"), new TypeError("bug")])
      expect(await rejection(there([{ connections: [] }, error]).done)).toBe(error);
  });
});

describe("a call that waits for its turn", () => {
  const put: ApiCall = { method: "PUT", segments: ["x"], safety: "idempotent", response: "none" };
  const conflict = apiError("refused", { status: 409 });

  test.each<[string, Reply[], number]>([
    ["the object is busy", [refused("EndPoint.3045"), refused("EndPoint.3045"), { a: 1 }], 3],
    ["there is a conflict", [conflict, { a: 1 }], 2],
    ["what else blocks it goes", [refused("EndPoint.3006"), { a: 1 }], 2],
    ["nothing is in its way", [{ a: 1 }], 1],
  ])("is taken when %s", async (_, replies, calls) => {
    const { client, operation } = fakeOperation(replies);
    expect((await sendWhenReady(operation, put, ["EndPoint.3006"])).body).toEqual({ a: 1 });
    expect(client.lines).toHaveLength(calls);
  });

  test.each([refused("EndPoint.3006"), apiError("forbidden"), new TypeError("bug")])(
    "is given up at once for any other failure, also the second time %#",
    async (error) => {
      for (const replies of [[error], [conflict, error]]) {
        const { client, operation } = fakeOperation(replies);
        expect(await rejection(sendWhenReady(operation, put))).toBe(error);
        expect(client.lines).toHaveLength(replies.length);
      }
    },
  );

  test("ends with the operation's time, and tells all attempts", async () => {
    const { client, operation, said } = fakeOperation([conflict]);
    const { message } = await rejection(sendWhenReady(operation, put));
    const attempts = client.lines.length;
    expect(message).toContain(`attempt ${attempts}/${attempts}, 600s`);
    expect(message).toMatch(/ The call was refused until the time limit of the operation\.$/);
    expect(said[0]).toBe(
      `info VpcEndpointService "orders": waiting until the service takes the call: ${conflict.message}`,
    );
  });

  test("that takes an object away is told whether it was there", async () => {
    expect(await sendUnlessGone(fakeOperation([{}]).operation, put)).toBe(true);
    expect(await sendUnlessGone(fakeOperation([notFound()]).operation, put)).toBe(false);
    const error = apiError("forbidden");
    expect(await rejection(sendUnlessGone(fakeOperation([error]).operation, put))).toBe(error);
  });
});
