import type { ApiClient, CallContext } from "../api/api-call";
import { isApiError } from "../api/errors";
import type { ListCall } from "../api/pages";
import type { Runtime } from "../api/runtime";
import { before, isTransient } from "../api/wait";
import { type ApiRecord, statusOf } from "../vpcep/records";

const MIN_GAP_MS = 500;
const MAX_GAP_MS = 3000;
/** Share of the median settle time seen so far: how stale a response a waiter may go by. */
const GAP_SHARE = 0.05;

/** The ids of all objects of a type that are still being created, by one call. */
export type ListCreating = (context: CallContext) => Promise<Set<string>>;

/**
 * Lets all waiters of a project share one list of what is still being created, instead of asking for each object by
 * itself: a hundred services that settle together then cost a list every few seconds and one GET each. A waiter that is
 * alone is not served by it; its plain GET brings the response that the state needs anyhow.
 */
export class SharedList {
  private waiters = 0;
  private unusable = false;
  private newest: { askedMs: number; creating: Promise<Set<string>> } | undefined;
  private readonly settledMs: number[] = [];

  constructor(
    private readonly list: ListCreating,
    private readonly runtime: Pick<Runtime, "now" | "sleep">,
  ) {}

  /** Runs a wait that may ask `knownToBeCreating`; its time counts for the gap when it ends well. */
  async during<T>(wait: () => Promise<T>): Promise<T> {
    const startedMs = this.runtime.now();
    this.waiters += 1;
    try {
      const value = await wait();
      this.settledMs.push(this.runtime.now() - startedMs);
      return value;
    } finally {
      this.waiters -= 1;
    }
  }

  /**
   * False says nothing: the object may have settled, or may not be listed yet. The list was asked for with another
   * waiter's time; whose own runs out first goes no further than that.
   */
  async knownToBeCreating(id: string, context: CallContext): Promise<boolean> {
    if (this.unusable || this.waiters < 2) return false;
    const now = this.runtime.now();
    if (this.newest === undefined || now - this.newest.askedMs >= this.gapMs()) {
      this.newest = { askedMs: now, creating: this.list(context) };
      // Whoever asked gets the failure; a later waiter asks again instead of inheriting it.
      this.newest.creating.catch(() => {
        this.newest = undefined;
      });
    }
    try {
      const creating = await before(context.deadlineMs, this.newest.creating, this.runtime);
      return creating === undefined || creating.has(id);
    } catch (error) {
      // The list is a shortcut that a key or an edition may refuse, or spell otherwise; it never decides that a wait has
      // failed.
      if (!isApiError(error) || (isTransient(error) && error.outcome !== "malformed")) throw error;
      this.unusable = true;
      return false;
    }
  }

  gapMs(): number {
    const sorted = [...this.settledMs].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return Math.min(MAX_GAP_MS, Math.max(MIN_GAP_MS, GAP_SHARE * median));
  }
}

/** The ids of the objects that are being created, by a list that is filtered for them. */
export async function idsOfCreating(
  client: ApiClient,
  list: ListCall,
  context: CallContext,
): Promise<Set<string>> {
  const { body } = await client.call({ ...list, attempts: 1 }, context);
  // Looked at, for something on the way may not know the filter.
  const records = (body[list.response.list] as ApiRecord[]).filter((one) => statusOf(one) === "creating");
  return new Set(records.map(({ id }) => String(id)));
}
