import { type Outcome, type RetryQuestion, retryDecision, type Safety } from "../../../provider/api/retry";

const question: RetryQuestion = {
  outcome: "unavailable",
  safety: "read",
  failures: 1,
  throttled: 0,
  maxAttempts: 3,
  remainingMs: 600_000,
  random: 1,
};

const ask = (changes: Partial<RetryQuestion>) => retryDecision({ ...question, ...changes });

// What may be sent again, by what happened: read, idempotent, create.
test.each<[Outcome, boolean, boolean, boolean]>([
  ["notSent", true, true, true],
  ["ambiguous", true, true, false],
  ["unavailable", true, true, false],
  ["malformed", true, true, false],
  ["throttled", true, true, true],
  ["unauthorized", false, false, false],
  ["forbidden", false, false, false],
  ["notFound", false, false, false],
  ["refused", false, false, false],
  ["tls", false, false, false],
  ["redirect", false, false, false],
  ["oversize", false, false, false],
  ["breaker", false, false, false],
  ["quotaExhausted", false, false, false],
])("after %s: read %s, idempotent %s, create %s", (outcome, ...expected) => {
  const safeties: Safety[] = ["read", "idempotent", "create"];
  expect(safeties.map((safety) => ask({ outcome, safety, throttled: 1 }) !== "stop")).toEqual(expected);
});

test.each<[string, Partial<RetryQuestion>, number | "stop"]>([
  ["first failure, at most", {}, 100],
  ["first failure, at least", { random: 0 }, 50],
  ["first failure, in the middle", { random: 0.5 }, 75],
  ["second failure", { failures: 2 }, 400],
  ["second failure, at least", { failures: 2, random: 0 }, 200],
  ["third failure of three", { failures: 3 }, "stop"],
  ["third failure of more", { failures: 3, maxAttempts: 10 }, 1600],
  ["sixth failure: the cap", { failures: 6, maxAttempts: 10 }, 60_000],
  ["only attempt", { maxAttempts: 1 }, "stop"],
  ["not sent", { outcome: "notSent" }, 100],
  ["failure with a Retry-After", { requestedWaitMs: 2000 }, 2200],
  ["first throttling", { outcome: "throttled", failures: 0, throttled: 1 }, 1000],
  ["first throttling, at least", { outcome: "throttled", failures: 0, throttled: 1, random: 0 }, 500],
  ["fourth throttling", { outcome: "throttled", failures: 0, throttled: 4 }, 8000],
  ["seventh throttling: the cap", { outcome: "throttled", failures: 0, throttled: 7 }, 60_000],
  ["throttling after failures", { outcome: "throttled", failures: 3, throttled: 1 }, 1000],
  [
    "throttling of an only attempt",
    { outcome: "throttled", failures: 0, throttled: 9, maxAttempts: 1 },
    60_000,
  ],
  ["Retry-After: 2", { outcome: "throttled", throttled: 1, requestedWaitMs: 2000, random: 0 }, 2000],
  [
    "Retry-After: 2, with jitter upwards only",
    { outcome: "throttled", throttled: 1, requestedWaitMs: 2000 },
    2200,
  ],
  ["Retry-After: 1", { outcome: "throttled", throttled: 1, requestedWaitMs: 1000, random: 0.5 }, 1050],
  ["Retry-After: 0 is no reason to hurry", { outcome: "throttled", throttled: 2, requestedWaitMs: 0 }, 2000],
  ["Retry-After: below a second", { outcome: "throttled", throttled: 1, requestedWaitMs: 999 }, 1000],
  [
    "five minutes: one wait has at most 60 s",
    { outcome: "throttled", throttled: 1, requestedWaitMs: 300_000 },
    60_000,
  ],
  ["58 s and jitter: still 60 s", { outcome: "throttled", throttled: 1, requestedWaitMs: 58_000 }, 60_000],
  ["the deadline is reached exactly", { remainingMs: 100 }, 100],
  ["the deadline is passed", { remainingMs: 99 }, "stop"],
  [
    "throttling past the deadline",
    { outcome: "throttled", throttled: 1, requestedWaitMs: 2000, remainingMs: 2199 },
    "stop",
  ],
])("%s", (_, changes, expected) => {
  const decision = ask(changes);
  if (expected === "stop" || decision === "stop") expect(decision).toBe(expected);
  else expect(decision.retryAfterMs).toBeCloseTo(expected, 6);
});
