import type { Attempt, RequestLimit } from "./retry";
import type { Runtime } from "./runtime";

/** Where calls that are still under way take up all that is let through. */
const LOOK_AGAIN_MS = 100;
/** The pace where a refusal tells no numbers: slower at once, and faster again call by call. */
const SLOWER = 1.5;
const FASTER = 0.98;
const SHORTEST_SPACING_MS = 10;
const LONGEST_SPACING_MS = 60_000;
const SECOND_MS = 1000;
/** Far more calls than any limit known of this cloud lets through in its time. */
const REMEMBERED = 10_000;

/** In the place of an operation: a limit on all of them together. */
const ALL = "";

type Limit = RequestLimit & { scope: string };

/** A call that may have to wait: told from others by its identity. */
export interface Waiter {
  api: string;
}

interface Ended {
  api: string;
  endedMs: number;
  isRefused: boolean;
}

/**
 * What a gateway lets through, learnt from its refusals and from nothing else. A limit that it tells
 * (`limit:200,time:5 minute`) is kept from then on; where it tells none, calls are spaced. So calls are spread instead of
 * refused, in the order in which they came. An `api` is an operation: a gateway counts each by itself, or all of them together.
 */
export class Limits {
  private ended: Ended[] = [];
  private readonly underWay = new Map<string, number>();
  private known: Limit[] = [];
  /** Calls that wait, who came first before the others: else one might never get its turn. */
  private line: Waiter[] = [];
  private spacingMs = 0;
  private lastSentMs = Number.NEGATIVE_INFINITY;
  private slowedMs = Number.NEGATIVE_INFINITY;

  /** When a call may be sent; not after `nowMs` where nothing keeps it. Whoever waits goes first. */
  openAtMs(waiter: Waiter, nowMs: number): number {
    const { api } = waiter;
    const spacedMs =
      this.spacingMs === 0 ? nowMs : this.lastSentMs + this.spacingMs * (1 + this.ahead(ALL, waiter));
    const limits = this.known.filter(({ scope }) => scope === ALL || scope === api);
    return Math.max(spacedMs, ...limits.map((limit) => this.freeAtMs(limit, waiter, nowMs)));
  }

  /** From now on the call keeps its place, until it is sent or leaves. */
  wait(waiter: Waiter): void {
    if (!this.line.includes(waiter)) this.line.push(waiter);
  }

  leave(waiter: Waiter): void {
    this.line = this.line.filter((one) => one !== waiter);
  }

  /** Sends a call, and learns from how it ends. */
  async counting(
    waiter: Waiter,
    { now }: Pick<Runtime, "now">,
    send: () => Promise<Attempt>,
  ): Promise<Attempt> {
    const { api } = waiter;
    const sentMs = now();
    this.lastSentMs = sentMs;
    this.leave(waiter);
    this.count(api, 1);
    let attempt: Attempt | undefined;
    try {
      attempt = await send();
      return attempt;
    } finally {
      this.count(api, -1);
      const refusal = attempt?.outcome === "throttled" ? attempt : undefined;
      // By its end: the gateway has counted it by then.
      const endedMs = now();
      this.ended.push({ api, endedMs, isRefused: refusal !== undefined });
      if (this.ended.length > 2 * REMEMBERED) this.ended = this.ended.slice(-REMEMBERED);
      if (refusal === undefined) this.speedUp();
      else if (refusal.limit === undefined) this.slowDown(sentMs, endedMs);
      else this.keep(api, refusal.limit, endedMs);
    }
  }

  private keep(api: string, limit: RequestLimit, nowMs: number): void {
    // Where more has passed in that time, the limit is not on all operations together.
    const passed = this.endedSince(ALL, nowMs - limit.windowMs).filter(({ isRefused }) => !isRefused);
    const scope = passed.length <= limit.requests ? ALL : api;
    const others = this.known.filter((one) => one.scope !== scope || one.windowMs !== limit.windowMs);
    this.known = [...others, { ...limit, scope }];
  }

  private speedUp(): void {
    const fasterMs = this.spacingMs * FASTER;
    this.spacingMs = fasterMs < SHORTEST_SPACING_MS ? 0 : fasterMs;
  }

  private slowDown(sentMs: number, nowMs: number): void {
    // Of calls that were under way together one slows down for all.
    if (sentMs <= this.slowedMs) return;
    const passed = this.endedSince(ALL, nowMs - SECOND_MS).filter(({ isRefused }) => !isRefused);
    const seenMs = passed.length === 0 ? 0 : SECOND_MS / passed.length;
    this.spacingMs = Math.min(LONGEST_SPACING_MS, SLOWER * Math.max(this.spacingMs, seenMs));
    this.slowedMs = nowMs;
  }

  private freeAtMs({ scope, requests, windowMs }: Limit, waiter: Waiter, nowMs: number): number {
    const ended = this.endedSince(scope, nowMs - windowMs);
    const tooMany = ended.length + this.countUnderWay(scope) + this.ahead(scope, waiter) - requests;
    if (tooMany < 0) return nowMs;
    // Where even the last one is not enough it is known no better yet.
    const last = ended[tooMany] ?? ended.at(-1);
    return last === undefined ? nowMs + LOOK_AGAIN_MS : last.endedMs + windowMs;
  }

  /** How many wait before this one; all of them, where it does not wait yet. */
  private ahead(scope: string, waiter: Waiter): number {
    const inLine = this.line.filter(({ api }) => scope === ALL || api === scope);
    const place = inLine.indexOf(waiter);
    return place < 0 ? inLine.length : place;
  }

  private endedSince(scope: string, ms: number): Ended[] {
    return this.ended.filter(({ api, endedMs }) => endedMs > ms && (scope === ALL || api === scope));
  }

  private countUnderWay(scope: string): number {
    if (scope !== ALL) return this.underWay.get(scope) ?? 0;
    return [...this.underWay.values()].reduce((sum, each) => sum + each, 0);
  }

  private count(api: string, change: 1 | -1): void {
    this.underWay.set(api, (this.underWay.get(api) ?? 0) + change);
  }
}
