import { type ApiError, isApiError, type Outcome } from "./errors";
import type { Runtime } from "./runtime";
import { formatSeconds } from "./text";

/** What one look at the resource found. */
export type Probe<T> = { state: "done"; value: T } | { state: "retry"; last: string };

export interface WaitPolicy {
  /** Before the first poll. */
  firstMs: number;
  /** Later gaps grow with the time that has passed, */
  shareOfElapsed: number;
  /** but stay between these two, */
  minMs: number;
  capMs: number;
  /** give or take this share, so that many waiters do not poll in step. */
  jitter: number;
}

/** A service that settles in a second is seen at once; one that takes two minutes costs about forty polls. */
export const DEFAULT_WAIT_POLICY: WaitPolicy = {
  firstMs: 500,
  shareOfElapsed: 0.2,
  minMs: 500,
  capMs: 3000,
  jitter: 0.1,
};

const LONG_WAIT_MS = 5000;

export interface WaitOptions {
  runtime: Runtime;
  /** Epoch milliseconds by `runtime.now`. */
  deadlineMs: number;
  policy?: WaitPolicy;
  /** Called once, when the wait takes longer than anyone expects of a command that prints nothing. */
  onLong?: (last: string) => void;
  /** Failed polls in a row to tolerate, default 20: about a minute of an API that is down. */
  maxTransientInARow?: number;
}

export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";

  constructor(
    readonly seconds: number,
    readonly polls: number,
    /** What the last poll found. */
    readonly last: string,
  ) {
    super(
      `still ${last} after ${formatSeconds(seconds * 1000)} s and ${polls} ${polls === 1 ? "poll" : "polls"}`,
    );
  }
}

// A poll that failed in one of these ways says nothing about the resource, and asking again is safe.
const TRANSIENT_OUTCOMES: readonly Outcome[] = [
  "notSent",
  "ambiguous",
  "throttled",
  "unavailable",
  "malformed",
];

export function isTransient(error: unknown): error is ApiError {
  return isApiError(error) && TRANSIENT_OUTCOMES.includes(error.outcome);
}

/**
 * Polls until the probe is done. The last poll happens at the deadline, never after it. Failed polls are tolerated
 * as long as they are transient and not too many in a row; everything else that the probe throws ends the wait.
 */
export async function waitFor<T>(probe: () => Promise<Probe<T>>, options: WaitOptions): Promise<T> {
  const { runtime, deadlineMs, policy = DEFAULT_WAIT_POLICY, maxTransientInARow = 20 } = options;
  let { onLong } = options;
  const startedMs = runtime.now();
  let transientInARow = 0;
  for (let polls = 1; ; polls++) {
    const remainingMs = deadlineMs - runtime.now();
    const delayMs = Math.min(remainingMs, pollDelayMs(policy, runtime.now() - startedMs, runtime.random()));
    if (delayMs > 0) await runtime.sleep(delayMs);
    let last: string;
    try {
      const found = await probe();
      if (found.state === "done") return found.value;
      transientInARow = 0;
      last = found.last;
    } catch (error) {
      if (!isTransient(error)) throw error;
      transientInARow++;
      if (transientInARow > maxTransientInARow) throw error;
      last = `in an unknown state (${error.message})`;
    }
    if (runtime.now() - startedMs >= LONG_WAIT_MS) {
      onLong?.(last);
      onLong = undefined;
    }
    if (runtime.now() >= deadlineMs)
      throw new WaitTimeoutError((runtime.now() - startedMs) / 1000, polls, last);
  }
}

/** Pure: the gap before the next poll. `random` is from 0 to 1. */
export function pollDelayMs(policy: WaitPolicy, elapsedMs: number, random: number): number {
  const grown = Math.max(policy.minMs, policy.shareOfElapsed * elapsedMs);
  const plainMs = elapsedMs === 0 ? policy.firstMs : Math.min(policy.capMs, grown);
  return plainMs * (1 + policy.jitter * (2 * random - 1));
}
