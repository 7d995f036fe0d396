import type { ApiClient, CallContext } from "../api/api-call";
import { isApiError } from "../api/errors";
import { isTransient } from "../api/wait";
import { listServices, PAGE_SIZE } from "./operations";
import { servicesIn } from "./wire";

const MIN_GAP_MS = 500;
const MAX_GAP_MS = 3000;
/** Share of the median settle time seen so far: how stale an answer a waiter may go by. */
const GAP_SHARE = 0.05;

/**
 * Lets all waiters of a project share one list of what is still being created, instead of asking for each service by
 * itself: a hundred services that settle together then cost a list every few seconds and one GET each. A waiter that is
 * alone is not served by it; its plain GET brings the answer that the state needs anyhow.
 */
export class StatusWatch {
  private waiters = 0;
  private unusable = false;
  private newest: { askedMs: number; creating: Promise<Set<string>> } | undefined;
  private readonly settledMs: number[] = [];

  constructor(
    private readonly client: ApiClient,
    private readonly now: () => number,
  ) {}

  /** Runs a wait that may ask `knownToBeCreating`; its time counts for the gap when it ends well. */
  async during<T>(wait: () => Promise<T>): Promise<T> {
    const startedMs = this.now();
    this.waiters += 1;
    try {
      const value = await wait();
      this.settledMs.push(this.now() - startedMs);
      return value;
    } finally {
      this.waiters -= 1;
    }
  }

  /** False says nothing: the service may have settled, or may not be listed yet. */
  async knownToBeCreating(id: string, context: CallContext): Promise<boolean> {
    if (this.unusable || this.waiters < 2) return false;
    const now = this.now();
    if (this.newest === undefined || now - this.newest.askedMs >= this.gapMs()) {
      this.newest = { askedMs: now, creating: this.list(context) };
      // Whoever asked gets the failure; a later waiter asks again instead of inheriting it.
      this.newest.creating.catch(() => {
        this.newest = undefined;
      });
    }
    try {
      return (await this.newest.creating).has(id);
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

  private async list(context: CallContext): Promise<Set<string>> {
    const call = listServices({ status: "creating", limit: PAGE_SIZE.services });
    const { body } = await this.client.call({ ...call, attempts: 1 }, context);
    // Looked at, for something on the way may not know the filter.
    const creating = servicesIn(body).filter(({ status }) => status === "creating");
    return new Set(creating.map(({ id }) => String(id)));
  }
}

const watches = new WeakMap<ApiClient, StatusWatch>();

/** The one watch of a client, which is one a region and project. */
export function statusWatch(client: ApiClient, now: () => number): StatusWatch {
  const watch = watches.get(client) ?? new StatusWatch(client, now);
  watches.set(client, watch);
  return watch;
}
