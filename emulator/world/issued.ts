import type { Clock } from "./settings";

export interface Lease {
  expiresMs: number;
}

/** Enough for any run; a process that logs in for days must not grow for ever. */
const mostKept = 10_000;

/** What the cloud has given out, with its end. It is in memory only: a restart makes clients log in again. */
export class Issued<T extends Lease> {
  private readonly given = new Map<string, T>();

  constructor(private readonly clock: Clock) {}

  add(id: string, lease: T): void {
    this.given.set(id, lease);
    const [oldest] = this.given.keys();
    if (this.given.size > mostKept && oldest !== undefined) this.given.delete(oldest);
  }

  /** Over or not: the error for what is over differs from that for what never was. */
  find(id: string | undefined): T | undefined {
    return id === undefined ? undefined : this.given.get(id);
  }

  findValid(id: string | undefined, nowMs: number): T | undefined {
    const found = this.find(id);
    return found !== undefined && found.expiresMs > nowMs ? found : undefined;
  }

  /** Ends all that fit. */
  expire(fits: (lease: T, id: string) => boolean): number {
    const ending = [...this.given].filter(([id, lease]) => fits(lease, id));
    for (const [id, lease] of ending)
      this.given.set(id, { ...lease, expiresMs: Math.min(lease.expiresMs, this.clock()) });
    return ending.length;
  }

  entries(): [string, T][] {
    return [...this.given];
  }

  clear(): void {
    this.given.clear();
  }
}
