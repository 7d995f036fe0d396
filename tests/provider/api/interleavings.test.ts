import fc from "fast-check";
import { ApiError } from "../../../provider/api/errors";
import { TransportFailure, type TransportResponse } from "../../../provider/api/transport";
import { bench, found, read, rejected } from "./bench";
import { errorResponse, startMs } from "./fakes";

/** Many calls at once over one session, whose responses come in an order that the scheduler picks. */
function storm(
  scheduler: fc.Scheduler,
  responseOf: (request: number, date: string) => TransportResponse | TransportFailure,
) {
  let underWay = 0;
  const seen = { requests: 0, mostUnderWay: 0 };
  const { session, send } = bench([
    async ({ headers }) => {
      const number = seen.requests++;
      seen.mostUnderWay = Math.max(seen.mostUnderWay, ++underWay);
      const given = responseOf(number, headers["x-sdk-date"] ?? "");
      await scheduler.schedule(Promise.resolve());
      underWay--;
      if (given instanceof TransportFailure) throw given;
      return given;
    },
  ]);
  const sendAll = async (count: number) => {
    const calls = Promise.allSettled(Array.from({ length: count }, () => send(read)));
    await scheduler.waitFor(calls);
    return calls;
  };
  return { session, seen, sendAll };
}

const outcomes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((result) => {
    if (result.status === "fulfilled") return "ok";
    return result.reason instanceof ApiError ? result.reason.outcome : "other";
  });

/** Holds for every order of the responses, and for every number of calls and random choice. */
async function always<T>(
  most: number,
  choices: fc.Arbitrary<T>,
  run: (scheduler: fc.Scheduler, count: number, choice: T) => Promise<void>,
) {
  const counts = fc.integer({ min: 1, max: most });
  await fc.assert(fc.asyncProperty(fc.scheduler(), counts, choices, run), { numRuns: 500, seed: 7 });
}
const nothing = fc.constant(undefined);

test("bad keys: never more than two rejected requests, in whatever order the responses come", () =>
  always(12, nothing, async (scheduler, count) => {
    const { seen, sendAll } = storm(scheduler, () => rejected);
    const results = outcomes(await sendAll(count));
    expect(seen.requests).toBe(Math.min(2, count));
    expect(results.every((outcome) => outcome === "unauthorized" || outcome === "breaker")).toBe(true);
  }));

test("good keys: one call goes first, then all at once", () =>
  always(12, nothing, async (scheduler, count) => {
    const { seen, sendAll } = storm(scheduler, () => found);
    expect(outcomes(await sendAll(count))).toEqual(Array(count).fill("ok"));
    expect(seen.requests).toBe(count);
    expect(seen.mostUnderWay).toBe(Math.max(1, count - 1));
  }));

test("a clock that is off: one rejected request, all calls succeed", () => {
  const date = new Date(startMs + 3_600_000).toUTCString();
  const expired = errorResponse(401, "APIGW.0301", "expired", { date });
  return always(12, nothing, async (scheduler, count) => {
    const { seen, sendAll, session } = storm(scheduler, (_, signedFor) =>
      signedFor === "20260102T040405Z" ? found : expired,
    );
    expect(outcomes(await sendAll(count))).toEqual(Array(count).fill("ok"));
    expect(seen.requests).toBe(count + 1);
    expect(session.signingOffsetMs).toBe(3_600_000);
  });
});

const blackHole = new TransportFailure("notSent", "no connection to h:443 within 10 s");

test("a network that lets nothing through for a moment: all calls succeed, and one pays for it", () =>
  always(50, nothing, async (scheduler, count) => {
    const { seen, sendAll, session } = storm(scheduler, (number) => (number === 0 ? blackHole : found));
    expect(outcomes(await sendAll(count))).toEqual(Array(count).fill("ok"));
    expect(seen.requests).toBe(count + 1);
    expect(session.quota.left()).toBe(500);
  }));

test("bad keys behind a network that comes and goes: never more than two rejected requests", () =>
  always(12, fc.array(fc.boolean(), { maxLength: 12 }), async (scheduler, count, reaches) => {
    let rejections = 0;
    const { sendAll } = storm(scheduler, (number) => {
      if (reaches[number] === false) return blackHole;
      rejections++;
      return rejected;
    });
    const results = outcomes(await sendAll(count));
    expect(rejections).toBeLessThanOrEqual(2);
    expect(results.filter((outcome) => !["unauthorized", "breaker", "notSent"].includes(outcome))).toEqual(
      [],
    );
  }));

test("random failures: every call ends, and the quota pays for every retry", () => {
  const statuses = fc.array(fc.constantFrom(200, 503, 429, 404), { minLength: 1, maxLength: 40 });
  return always(8, statuses, async (scheduler, count, given) => {
    const { seen, sendAll, session } = storm(scheduler, (number) => {
      const status = given[number] ?? 200;
      return status === 200 ? found : errorResponse(status, `APIGW.${status}`, "x");
    });
    const results = outcomes(await sendAll(count));
    expect(results).toHaveLength(count);
    expect(results.every((outcome) => ["ok", "unavailable", "refused"].includes(outcome))).toBe(true);
    expect(session.quota.left()).toBeLessThanOrEqual(500);
    expect(seen.requests).toBeGreaterThanOrEqual(count);
    expect(500 - session.quota.left()).toBeLessThanOrEqual(14 * (seen.requests - count));
  });
});
