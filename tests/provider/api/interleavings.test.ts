import fc from "fast-check";
import { ApiError } from "../../../provider/api/errors";
import { TransportFailure, type TransportResponse } from "../../../provider/api/transport";
import { bench, found, read, rejected } from "./bench";
import { errorResponse, response, startMs } from "./fakes";

const runs = { numRuns: 500, seed: 7 };

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
  results.map((result) =>
    result.status === "fulfilled"
      ? "ok"
      : result.reason instanceof ApiError
        ? result.reason.outcome
        : "other",
  );

test("bad keys: never more than two rejected requests, in whatever order the responses come", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 12 }), async (scheduler, count) => {
      const { seen, sendAll } = storm(scheduler, () => rejected);
      const results = outcomes(await sendAll(count));
      expect(seen.requests).toBe(Math.min(2, count));
      expect(results.every((outcome) => outcome === "unauthorized" || outcome === "breaker")).toBe(true);
    }),
    runs,
  );
});

test("good keys: one call goes first, then all at once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 12 }), async (scheduler, count) => {
      const { seen, sendAll } = storm(scheduler, () => found);
      expect(outcomes(await sendAll(count))).toEqual(Array(count).fill("ok"));
      expect(seen.requests).toBe(count);
      expect(seen.mostUnderWay).toBe(count - 1);
    }),
    runs,
  );
});

test("a clock that is off: one rejected request, all calls succeed", async () => {
  const serverMs = startMs + 3_600_000;
  const date = new Date(serverMs).toUTCString();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 12 }), async (scheduler, count) => {
      const { seen, sendAll, session } = storm(scheduler, (_, signedFor) =>
        signedFor === "20260102T040405Z" ? found : errorResponse(401, "APIGW.0301", "expired", { date }),
      );
      expect(outcomes(await sendAll(count))).toEqual(Array(count).fill("ok"));
      expect(seen.requests).toBe(count + 1);
      expect(session.signingOffsetMs).toBe(3_600_000);
    }),
    runs,
  );
});

const blackHole = new TransportFailure("notSent", "no connection to h:443 within 10 s");

test("a network that lets nothing through for a moment: all calls succeed, and one pays for it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 50 }), async (scheduler, count) => {
      const { seen, sendAll, session } = storm(scheduler, (number) => (number === 0 ? blackHole : found));
      expect(outcomes(await sendAll(count))).toEqual(Array(count).fill("ok"));
      expect(seen.requests).toBe(count + 1);
      expect(session.quota.left()).toBe(500);
    }),
    runs,
  );
});

test("bad keys behind a network that comes and goes: never more than two rejected requests", async () => {
  const ups = fc.array(fc.boolean(), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 12 }),
      ups,
      async (scheduler, count, reaches) => {
        let rejections = 0;
        const { sendAll } = storm(scheduler, (number) => {
          if (reaches[number] === false) return blackHole;
          rejections++;
          return rejected;
        });
        const results = outcomes(await sendAll(count));
        expect(rejections).toBeLessThanOrEqual(2);
        expect(
          results.filter((outcome) => !["unauthorized", "breaker", "notSent"].includes(outcome)),
        ).toEqual([]);
      },
    ),
    runs,
  );
});

test("random failures: every call ends, and the quota pays for every retry", async () => {
  const responses = fc.array(fc.constantFrom(200, 503, 429, 404), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      responses,
      fc.integer({ min: 1, max: 8 }),
      async (scheduler, statuses, count) => {
        const { seen, sendAll, session } = storm(scheduler, (number) => {
          const status = statuses[number] ?? 200;
          return status === 200 ? found : response(status, { error_code: `APIGW.${status}`, error_msg: "x" });
        });
        const results = outcomes(await sendAll(count));
        expect(results).toHaveLength(count);
        expect(results.every((outcome) => ["ok", "unavailable", "refused"].includes(outcome))).toBe(true);
        expect(session.quota.left()).toBeLessThanOrEqual(500);
        expect(seen.requests).toBeGreaterThanOrEqual(count);
        expect(500 - session.quota.left()).toBeLessThanOrEqual(14 * (seen.requests - count));
      },
    ),
    runs,
  );
});
