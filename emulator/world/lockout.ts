interface Attempts {
  failures: number;
  lockedUntilMs: number;
}

export interface LockRule {
  /** The failure in a row that locks. */
  locksAt: number;
  lockMs: number;
}

/** How often each name has failed in a row, and until when it is locked for that. */
export class Lockout {
  private readonly attempts = new Map<string, Attempts>();

  isLocked(name: string, nowMs: number): boolean {
    return nowMs < (this.attempts.get(name)?.lockedUntilMs ?? 0);
  }

  fail(name: string, nowMs: number, { locksAt, lockMs }: LockRule): void {
    const failures = (this.attempts.get(name)?.failures ?? 0) + 1;
    const isLast = failures >= locksAt;
    this.attempts.set(
      name,
      isLast ? { failures: 0, lockedUntilMs: nowMs + lockMs } : { failures, lockedUntilMs: 0 },
    );
  }

  succeed(name: string): void {
    this.attempts.delete(name);
  }

  clear(): void {
    this.attempts.clear();
  }
}
