import { type ApiError, isApiError } from "./errors";
import type { Outcome } from "./retry";
import type { Runtime } from "./runtime";
import { formatSeconds } from "./text";

/** What one look at the resource found. */
export type Probe<T> = { state: "done"; value: T } | { state: "retry"; last: string };

/** How long to pause between looks. */
export interface Pace {
  /** `random` is from 0 to 1. */
  delayMs(elapsedMs: number, random: number): number;
  /** Ends a pause early: others have found something out. */
  news(): Promise<void>;
}

/** Of somebody who is alone. */
const ALONE: Pace = { delayMs: pollDelayMs, news: () => new Promise(() => undefined) };

export interface WaitOptions {
  runtime: Runtime;
  /** Default: that of somebody who is alone. */
  pace?: Pace;
  /** Epoch milliseconds by `runtime.now`. */
  deadlineMs: number;
  /** Called once, when the wait takes longer than anyone expects of a command that prints nothing. */
  onLong?: (last: string) => void;
}

export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";

  constructor(
    readonly seconds: number,
    readonly polls: number,
    /** What the last poll found. */
    readonly last: string,
  ) {
    const count = polls === 1 ? "1 poll" : `${polls} polls`;
    super(`still ${last} after ${formatSeconds(seconds * 1000)} s and ${count}`);
  }
}

const TRANSIENT: readonly Outcome[] = ["notSent", "ambiguous", "throttled", "unavailable", "malformed"];

/** A call that failed in such a way tells nothing about the resource, and asking again is safe. */
export function isTransient(error: unknown): error is ApiError {
  return isApiError(error) && TRANSIENT.includes(error.outcome);
}

/** Node takes a longer one for none: 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What comes of something that others wait for too; undefined when the deadline comes first. */
export async function before<T>(
  deadlineMs: number,
  response: Promise<T>,
  { now, sleep }: Pick<Runtime, "now" | "sleep">,
): Promise<T | undefined> {
  const received = new AbortController();
  try {
    const leftMs = Math.min(LONGEST_TIMER_MS, Math.max(0, deadlineMs - now()));
    const timeUp = sleep(leftMs, received.signal).then(() => undefined);
    return await Promise.race([response, timeUp]);
  } finally {
    received.abort();
  }
}

/** Failed polls in a row that are tolerated: about a minute of an API that is down. */
const MAX_TRANSIENT_IN_A_ROW = 20;
const LONG_WAIT_MS = 5000;
const FIRST_LOOK_MS = 250;

/**
 * Polls until the probe is done. The last poll happens at the deadline, never after it. Failed polls are tolerated
 * as long as they are transient and not too many in a row; everything else that the probe throws ends the wait.
 */
export async function waitFor<T>(probe: () => Promise<Probe<T>>, options: WaitOptions): Promise<T> {
  const { runtime, deadlineMs, pace = ALONE } = options;
  const startedMs = runtime.now();
  const elapsedMs = () => runtime.now() - startedMs;
  let { onLong } = options;
  let transientInARow = 0;
  for (let polls = 1; ; polls++) {
    const delayMs = Math.min(deadlineMs - runtime.now(), pace.delayMs(elapsedMs(), runtime.random()));
    if (delayMs > 0) await Promise.race([runtime.sleep(delayMs), pace.news()]);
    let last: string;
    try {
      const found = await probe();
      if (found.state === "done") return found.value;
      transientInARow = 0;
      last = found.last;
    } catch (error) {
      if (!isTransient(error) || ++transientInARow > MAX_TRANSIENT_IN_A_ROW) throw error;
      last = `in an unknown state (${error.message})`;
    }
    if (elapsedMs() >= LONG_WAIT_MS) {
      onLong?.(last);
      onLong = undefined;
    }
    if (runtime.now() >= deadlineMs) throw new WaitTimeoutError(elapsedMs() / 1000, polls, last);
  }
}

// The first look is early, for a cloud that has no more to do; later a service that takes seconds is seen within half a one.
// Of two minutes it is seen within 1.5 s, which costs about ninety polls: as many as 200 in five minutes, the strictest limit known of this cloud, still lets through. `random`, from
// 0 to 1, keeps many waiters from polling in step.
export function pollDelayMs(elapsedMs: number, random: number): number {
  const delayMs =
    elapsedMs < FIRST_LOOK_MS / 2 ? FIRST_LOOK_MS : Math.min(1500, Math.max(500, 0.1 * elapsedMs));
  return delayMs * (0.9 + 0.2 * random);
}
