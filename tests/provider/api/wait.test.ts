import { ApiError } from "../../../provider/api/errors";
import type { Outcome } from "../../../provider/api/retry";
import { systemRuntime } from "../../../provider/api/runtime";
import {
  before,
  isTransient,
  type Probe,
  pollDelayMs,
  WaitTimeoutError,
  waitFor,
} from "../../../provider/api/wait";
import { fakeRuntime, startMs } from "./fakes";

function apiError(outcome: Outcome): ApiError {
  return new ApiError({
    method: "GET",
    path: "/v1/p/x",
    outcome,
    apiMessage: "broken",
    attempts: 1,
    maxAttempts: 1,
    seconds: 0,
    possiblySent: false,
  });
}

/** Waits while the probe gives the steps one after another, the last for ever; errors are thrown. */
function wait(steps: (Probe<string> | Error)[], limitMs = 600_000) {
  const runtime = fakeRuntime();
  const polls: number[] = [];
  const lines: string[] = [];
  const probe = async () => {
    const step = steps[Math.min(polls.length, steps.length - 1)];
    polls.push(runtime.nowMs - startMs);
    if (step instanceof Error || step === undefined) throw step;
    return step;
  };
  const onLong = (last: string) => lines.push(`${last} ${runtime.nowMs - startMs}`);
  const waiting = waitFor(probe, { runtime, deadlineMs: startMs + limitMs, onLong });
  return { waiting, polls, runtime, lines };
}

const done: Probe<string> = { state: "done", value: "here" };
const retry: Probe<string> = { state: "retry", last: "creating" };

test.each([
  [0, 0.5, 250],
  [0, 0, 225],
  [0, 1, 275],
  [250, 0.5, 500],
  [4999, 0.5, 500],
  [6000, 0.5, 600],
  [15_000, 0.5, 1500],
  [60_000, 0.5, 1500],
  [60_000, 0, 1350],
  [60_000, 1, 1650],
])("the gap after %i ms, random %f, is %f ms", (elapsedMs, random, expected) => {
  expect(pollDelayMs(elapsedMs, random)).toBeCloseTo(expected, 6);
});

test("gaps follow the policy", async () => {
  const { waiting, polls } = wait([...Array(6).fill(retry), done]);
  await expect(waiting).resolves.toBe("here");
  expect(polls).toEqual([250, 750, 1250, 1750, 2250, 2750, 3250]);
});

test("the last poll is at the deadline, and the text gives seconds, polls and what was last seen", async () => {
  const { waiting, polls } = wait([retry], 2200);
  await expect(waiting).rejects.toMatchObject({
    name: "WaitTimeoutError",
    message: "still creating after 2.2 s and 5 polls",
    seconds: 2.2,
    polls: 5,
    last: "creating",
  });
  expect(polls).toEqual([250, 750, 1250, 1750, 2200]);
});

test("done at the very deadline is done", async () => {
  await expect(wait([retry, retry, done], 1200).waiting).resolves.toBe("here");
});

test.each([-1, 0])("a deadline %i ms away still gets one poll, without a sleep", async (limitMs) => {
  const { waiting, polls, runtime } = wait([retry], limitMs);
  await expect(waiting).rejects.toThrow(new WaitTimeoutError(0, 1, "creating"));
  expect([polls, runtime.slept]).toEqual([[0], []]);
  expect(new WaitTimeoutError(0, 1, "creating").message).toBe("still creating after 0 s and 1 poll");
});

test("twenty failures in a row are tolerated, the twenty-first is thrown; a good poll starts the count anew", async () => {
  const twenty = Array.from({ length: 20 }, () => apiError("notSent"));
  const last = apiError("ambiguous");
  const { waiting, polls } = wait([...twenty, retry, ...twenty, last, done]);
  await expect(waiting).rejects.toBe(last);
  expect(polls).toHaveLength(42);
});

test.each([
  [4999, []],
  [5000, ["creating 5000"]],
  [600_000, ["creating 5250"]],
])("a wait of five seconds is reported once: until %i ms", async (limitMs, expected) => {
  const { waiting, lines } = wait([...Array(13).fill(retry), done], limitMs);
  await waiting.catch((error) => expect(error).toBeInstanceOf(WaitTimeoutError));
  expect(lines).toEqual(expected);
});

test("a failed poll at the deadline is named in the timeout", async () => {
  const last = "in an unknown state (GET /v1/p/x -> broken (attempt 1/1, 0s).)";
  const { waiting } = wait([retry, apiError("unavailable")], 1000);
  await expect(waiting).rejects.toThrow(new WaitTimeoutError(1, 3, last));
});

test.each<[Outcome, boolean]>([
  ["notSent", true],
  ["ambiguous", true],
  ["throttled", true],
  ["unavailable", true],
  ["malformed", true],
  ["unauthorized", false],
  ["forbidden", false],
  ["notFound", false],
  ["refused", false],
  ["tls", false],
  ["redirect", false],
  ["oversize", false],
  ["breaker", false],
  ["quotaExhausted", false],
])("%s tells nothing about the resource: %s", async (outcome, transient) => {
  const error = apiError(outcome);
  expect(isTransient(error)).toBe(transient);
  const { waiting } = wait([error, done]);
  if (transient) await expect(waiting).resolves.toBe("here");
  else await expect(waiting).rejects.toBe(error);
});

test("the process's own sleep ends with its time, or early with the signal", async () => {
  await systemRuntime.sleep(1);
  const given = new AbortController();
  const slept = systemRuntime.sleep(3_600_000, given.signal);
  given.abort();
  await slept;
});

test("an error that is not the API's ends the wait", async () => {
  const error = new TypeError("a bug");
  expect(isTransient(error)).toBe(false);
  await expect(wait([error]).waiting).rejects.toBe(error);
});

test("what others wait for too is waited for under any deadline, also one that a timer cannot hold", async () => {
  const response = new Promise((resolve) => setTimeout(resolve, 20, "done"));
  expect(await before(Date.now() + 100 * 86_400_000, response, systemRuntime)).toBe("done");
});
