import type { ApiClient, CallContext } from "../api/api-call";
import { kept } from "../api/client";
import { isApiError } from "../api/errors";
import type { ListCall } from "../api/pages";
import type { Runtime } from "../api/runtime";
import { before, isTransient, type Pace } from "../api/wait";
import { type ApiRecord, statusOf } from "../vpcep/records";
import { SettleTimes } from "./settle-times";

/** How old a list may be that a refresh takes a number from. */
const FRESH_MS = 10_000;

/** Objects on a list, which is one page. */
const PAGE = 1000;

/** Lists objects, with or without those of other statuses, as far as the API can tell them apart. */
export type ListObjects = (status: string | undefined, context: CallContext) => Promise<ApiRecord[]>;

/** One wait's part of a shared list. */
export interface Watch extends Pace {
  /** The status in which the object is known to be still. Undefined says nothing: it may be done, or not listed yet. */
  pending(context: CallContext): Promise<string | undefined>;
}

/** What a wait is for. */
export interface Awaited {
  id: string;
  /** In which the object is on its way: a list of those alone is enough. */
  status: string;
  /** Whether an object with this status is not done. */
  isPending(status: string): boolean;
}

interface List {
  askedMs: number;
  isComplete: boolean;
  status: string | undefined;
  records: Promise<Map<unknown, ApiRecord>>;
}

interface Waiter extends Awaited {
  startedMs: number;
  /** A list has come that does not show it as pending. */
  mayBeDone: boolean;
  wake(): void;
}

/**
 * One list of a project's objects of a type, in the place of a call for each: for all that wait at the same time, for a
 * create or for a delete, and for all that are refreshed together. A hundred services that settle together then cost a list
 * now and then and one GET each. A wait that is alone is not served by it; its plain GET brings the response that the state
 * needs anyhow.
 */
export class SharedList {
  private readonly waiters = new Set<Waiter>();
  /** By the status that is left. */
  private readonly times = new Map<string, SettleTimes>();
  private readonly unusable = new Set<string | undefined>();
  private newest: List | undefined;

  constructor(
    private readonly list: ListObjects,
    private readonly runtime: Pick<Runtime, "now" | "sleep">,
  ) {}

  /** Runs a wait; the time that it takes counts for others when it ends well. */
  async during<T>(awaited: Awaited, wait: (watch: Watch) => Promise<T>): Promise<T> {
    const { runtime, waiters } = this;
    const { status } = awaited;
    const waiter: Waiter = {
      ...awaited,
      startedMs: runtime.now(),
      mayBeDone: false,
      wake: () => undefined,
    };
    waiters.add(waiter);
    try {
      const value = await wait({
        pending: (context) => this.pending(waiter, context),
        delayMs: (elapsedMs, random) => this.timesOf(status).delayMs(elapsedMs, random, this.waiters.size),
        news: () =>
          new Promise((wake) => {
            waiter.wake = wake;
          }),
      });
      this.timesOf(status).add(runtime.now() - waiter.startedMs);
      return value;
    } finally {
      waiters.delete(waiter);
    }
  }

  /**
   * An object as a list shows it that is at most some seconds old; undefined where none shows it. `look` is for one that
   * may be on a later page.
   */
  async record(
    id: string,
    context: CallContext,
    look: () => Promise<ApiRecord | undefined>,
  ): Promise<ApiRecord | undefined> {
    if (this.unusable.has(undefined)) return undefined;
    const records = await this.recordsOf(this.listOf(undefined, FRESH_MS, context), context);
    return records?.get(id) ?? (records !== undefined && records.size >= PAGE ? look() : undefined);
  }

  private async pending(waiter: Waiter, context: CallContext): Promise<string | undefined> {
    const { status, mayBeDone } = waiter;
    waiter.mayBeDone = false;
    if (mayBeDone || this.waiters.size < 2) return undefined;
    const isCommon = [...this.waiters].every((other) => other.status === status);
    const wanted = isCommon && !this.unusable.has(status) ? status : undefined;
    if (this.unusable.has(wanted)) return undefined;
    const elapsedMs = this.runtime.now() - waiter.startedMs;
    const gapMs = this.timesOf(status).gapMs(elapsedMs, this.waiters.size);
    const list = this.listOf(wanted, gapMs, context);
    // It cannot show yet what has begun since; another one soon will.
    if (list.askedMs < waiter.startedMs) return status;
    const records = await this.recordsOf(list, context);
    return records === undefined ? status : pendingIn(records, waiter);
  }

  /** The newest list with the objects of this status, if it is fresh enough, else a new one. */
  private listOf(status: string | undefined, maxAgeMs: number, context: CallContext): List {
    const { runtime, newest } = this;
    const serves = newest !== undefined && (newest.status === undefined || newest.status === status);
    // One that is under way is joined, however long it takes.
    const isFresh = serves && (!newest.isComplete || runtime.now() - newest.askedMs < maxAgeMs);
    return isFresh ? newest : this.ask(status, context);
  }

  /** Undefined: the list, which was asked for with the time of another one, has not come before the deadline of this one. */
  private async recordsOf(
    list: List,
    { deadlineMs }: CallContext,
  ): Promise<Map<unknown, ApiRecord> | undefined> {
    try {
      return await before(deadlineMs, list.records, this.runtime);
    } catch (error) {
      // The list is a shortcut that a key or an edition may refuse, or spell otherwise; it never decides that a wait has
      // failed.
      if (!isApiError(error) || (isTransient(error) && error.outcome !== "malformed")) throw error;
      this.unusable.add(list.status);
      return new Map();
    }
  }

  private ask(status: string | undefined, context: CallContext): List {
    const records = this.list(status, context).then(
      (found) => new Map(found.map((record) => [record.id, record])),
    );
    const list: List = { askedMs: this.runtime.now(), isComplete: false, status, records };
    this.newest = list;
    records.then(
      (found) => {
        list.isComplete = true;
        for (const waiter of this.waiters) notify(waiter, list, found);
      },
      // Whoever asked gets the failure; a later one asks again instead of inheriting it.
      () => {
        if (this.newest === list) this.newest = undefined;
      },
    );
    return list;
  }

  private timesOf(status: string): SettleTimes {
    return kept(this.times, status, () => new SettleTimes());
  }
}

/** The status by which an object is not done; undefined when the list does not show that. */
function pendingIn(records: Map<unknown, ApiRecord>, { id, isPending }: Waiter): string | undefined {
  const record = records.get(id);
  const status = record && statusOf(record);
  return status !== undefined && isPending(status) ? status : undefined;
}

/** Wakes whoever waits for an object that the list would show if it were not done. */
function notify(waiter: Waiter, list: List, records: Map<unknown, ApiRecord>): void {
  const wouldShow = list.status === undefined || list.status === waiter.status;
  if (!wouldShow || waiter.startedMs > list.askedMs || pendingIn(records, waiter) !== undefined) return;
  waiter.mayBeDone = true;
  waiter.wake();
}

/** The objects of the newest page; an account that has more looks for the others one by one. */
export async function objectsOf(
  client: ApiClient,
  list: ListCall,
  context: CallContext,
): Promise<ApiRecord[]> {
  const query = { ...list.query, limit: PAGE };
  const { body } = await client.call({ ...list, query, attempts: 1 }, context);
  return body[list.response.list] as ApiRecord[];
}
