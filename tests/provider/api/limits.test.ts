import type { ApiCall, ApiClient } from "../../../provider/api/api-call";
import { Session } from "../../../provider/api/session";
import type { TransportRequest, TransportResponse } from "../../../provider/api/transport";
import { createEnvironment } from "../../../provider/environment";
import { VirtualTime } from "../../helpers/virtual-time";
import { config, put, read } from "./bench";
import { connectionsOver, errorResponse, response } from "./fakes";

interface Rule {
  requests: number;
  seconds: number;
  /** Which requests it counts. Default: all. */
  counts?: (request: TransportRequest) => boolean;
}

const told = ({ requests, seconds }: Rule) =>
  errorResponse(429, "APIG.0308", `policy user over ratelimit,limit:${requests},time:${seconds} second`);
const untold = () => errorResponse(400, "EndPoint.0022", "Too many requests. Try again later.");

/** A gateway with these limits, 50 ms away, and a client of it under a virtual clock. */
function gateway(rules: Rule[], refusal: (rule: Rule) => TransportResponse = told) {
  const time = new VirtualTime();
  const passed: { request: TransportRequest; ms: number }[] = [];
  let refused = 0;
  const isReached = ({ requests, seconds, counts = () => true }: Rule) =>
    passed.filter(({ request, ms }) => counts(request) && ms > time.nowMs - seconds * 1000).length >=
    requests;
  const transport = {
    async send(request: TransportRequest) {
      await time.sleep(25, new AbortController().signal);
      const reached = rules.find((rule) => (rule.counts?.(request) ?? true) && isReached(rule));
      if (reached === undefined) passed.push({ request, ms: time.nowMs });
      else refused += 1;
      await time.sleep(25, new AbortController().signal);
      return reached === undefined ? response(200, { id: "s1", status: "available" }) : refusal(reached);
    },
  };
  const session = new Session();
  const clientOf = () =>
    createEnvironment({
      config,
      runtime: time.runtime,
      connections: connectionsOver(transport, session),
    }).clientFor("cn-north-4", "p");
  return {
    time,
    client: clientOf(),
    passed,
    refused: () => refused,
    seconds: () => (time.nowMs - began) / 1000,
  };
}
const began = new VirtualTime().nowMs;

/** Makes the calls in this order, so many at a time. */
async function make(calls: ApiCall[], parallel: number, client: ApiClient, time: VirtualTime): Promise<void> {
  const left = calls.values();
  const work = async () => {
    for (const call of left) {
      const log = { info: () => undefined, warn: () => undefined };
      await client.call(call, { deadlineMs: time.nowMs + 600_000, subject: "x", log });
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

const many = (count: number, call = read) => Array.from({ length: count }, () => call);

describe("a limit that a refusal tells", () => {
  test.each<[Rule[], number, number, number]>([
    [[{ requests: 200, seconds: 300 }], 600, 8, 600],
    [[{ requests: 10, seconds: 1 }], 600, 8, 59],
    [[{ requests: 1, seconds: 1 }], 30, 4, 29],
    [
      [
        { requests: 10, seconds: 1 },
        { requests: 200, seconds: 300 },
      ],
      600,
      8,
      620,
    ],
  ])(
    "%j: %i calls, %i at a time, in %i s, and refused is only what was under way then",
    async (rules, count, parallel, seconds) => {
      const one = gateway(rules);
      await make(many(count), parallel, one.client, one.time);
      expect(one.passed).toHaveLength(count);
      expect(one.seconds()).toBeGreaterThanOrEqual(seconds);
      expect(one.seconds()).toBeLessThanOrEqual(1.1 * seconds);
      expect(one.refused()).toBeLessThanOrEqual(rules.length * parallel);
    },
  );

  test("on one operation holds back that operation alone", async () => {
    const one = gateway([{ requests: 20, seconds: 60, counts: ({ method }) => method === "PUT" }]);
    const calls = many(40, put).flatMap((call) => [call, read]);
    await make(calls, 4, one.client, one.time);
    const reads = one.passed.filter(({ request }) => request.method === "GET");
    // Of the first twenty of each as many had passed: so the limit could not be on both together.
    expect(one.passed).toHaveLength(80);
    expect(one.seconds()).toBeLessThan(66);
    expect(one.refused()).toBeLessThanOrEqual(4);
    expect(reads.filter(({ ms }) => ms < began + 10_000).length).toBeGreaterThan(20);
  });

  test("who waits is sent in the order in which it came", async () => {
    const one = gateway([{ requests: 2, seconds: 10 }]);
    const order = Array.from({ length: 12 }, (_, index) => ({
      ...read,
      segments: ["vpc-endpoint-services", `s${index}`],
    }));
    await make(order, order.length, one.client, one.time);
    const sent = one.passed.map(({ request }) => Number(request.url.split("/s")[1]));
    // The first two have passed before anybody waits.
    expect(sent.slice(2)).toEqual(sent.slice(2).toSorted((a, b) => a - b));
  });

  test("that others use too is waited for, as long as the gateway asks, one call at a time", async () => {
    const one = gateway([{ requests: 20, seconds: 60 }]);
    one.passed.push(...Array.from({ length: 20 }, () => ({ request: {} as TransportRequest, ms: began })));
    await make(many(30), 4, one.client, one.time);
    expect(one.passed).toHaveLength(50);
    expect(one.refused()).toBeLessThanOrEqual(12);
    expect(one.seconds()).toBeLessThan(200);
  });

  test("that leaves no turn before the deadline is the failure, at once", async () => {
    const one = gateway([{ requests: 1, seconds: 3600 }]);
    await make(many(1), 1, one.client, one.time);
    await expect(make(many(1), 1, one.client, one.time)).rejects.toThrow("limit:1,time:3600 second");
    await expect(make(many(1), 1, one.client, one.time)).rejects.toThrow("limit:1,time:3600 second");
    expect(one.refused()).toBe(1);
    expect(one.seconds()).toBeLessThan(1);
  });
});

test.each([
  [10, 1],
  [100, 10],
])(
  "where no refusal tells the limit of %i in %i s, calls are spaced by what passes",
  async (requests, seconds) => {
    const one = gateway([{ requests, seconds }], untold);
    await make(many(600), 8, one.client, one.time);
    expect(one.passed).toHaveLength(600);
    expect(one.refused()).toBeLessThan(60);
    expect(one.seconds()).toBeLessThan(2 * 60);
  },
);

test("one refusal among many calls is forgotten soon", async () => {
  const one = gateway([{ requests: 100, seconds: 1 }], untold);
  await make(many(400), 8, one.client, one.time);
  one.passed.length = 0;
  const sinceMs = one.time.nowMs;
  await make(many(50), 1, one.client, one.time);
  expect(one.time.nowMs - sinceMs).toBeLessThan(50 * 80);
});
