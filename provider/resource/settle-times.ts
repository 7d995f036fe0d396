import { pollDelayMs } from "../api/wait";

/** How old a list may be that a wait goes by: a share of the time waited, as long as nobody knows how long objects take. */
const GAP_SHARE = 0.1;
const FIRST_GAP_MS = 500;
/** And then a share of the median of what they took. */
const SETTLED_GAP_SHARE = 0.05;
const MIN_GAP_MS = 100;
/** The more objects are waited for, the more a list costs. */
const GAP_PER_WAITER_MS = 5;
const MAX_GAP_MS = 2400;
/** Older ones say little of how fast the cloud is now. */
const REMEMBERED = 50;

/**
 * How long objects have taken to settle in this process, and how closely to look for the next one. Numbers by simulation
 * (performance reference, sections 1 and 2): a hundred objects that take one to two minutes cost about 60 lists when all
 * are under way at once and 430 when eight are, and are noticed 1.5 s late on average.
 */
export class SettleTimes {
  /** Shortest first. */
  private sorted: number[] = [];
  private newest: number[] = [];

  add(tookMs: number): void {
    this.newest = [...this.newest, tookMs].slice(-REMEMBERED);
    this.sorted = [...this.newest].sort((a, b) => a - b);
  }

  /** How old a list may be that somebody goes by who has waited so long, as one of so many. */
  gapMs(elapsedMs: number, waiters: number): number {
    const median = this.sorted[Math.floor(this.sorted.length / 2)];
    if (median === undefined) return between(FIRST_GAP_MS, GAP_SHARE * elapsedMs, MAX_GAP_MS);
    return between(Math.max(MIN_GAP_MS, GAP_PER_WAITER_MS * waiters), SETTLED_GAP_SHARE * median, MAX_GAP_MS);
  }

  /**
   * The pause before the next look. About the time that others have taken looks are close together, so whoever settles
   * like them is seen at once; before and after it they are as far apart as for somebody who is alone.
   */
  delayMs(elapsedMs: number, random: number, waiters: number): number {
    const usualMs = pollDelayMs(elapsedMs, random);
    const [shortest, longest] = [this.sorted[0], this.sorted.at(-1)];
    if (waiters < 2 || shortest === undefined || longest === undefined) return usualMs;
    const gapMs = this.gapMs(elapsedMs, waiters);
    const fromMs = shortest - 2 * gapMs;
    // Whole milliseconds, as timers take them: less than one would not bring it any closer.
    if (elapsedMs < fromMs) return Math.min(usualMs, Math.ceil(fromMs - elapsedMs));
    return elapsedMs <= longest + gapMs ? Math.min(usualMs, gapMs) : usualMs;
  }
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
