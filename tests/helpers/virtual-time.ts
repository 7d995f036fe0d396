import type { Runtime } from "../../provider/api/runtime";
import type { Transport } from "../../provider/api/transport";

/** 2026-01-02T03:04:05Z. */
export const virtualStartMs = Date.UTC(2026, 0, 2, 3, 4, 5);

interface Sleeper {
  atMs: number;
  wake: () => void;
}

/**
 * A clock that stands still while anything is under way and jumps to the next sleeper's moment when nothing is: waits of
 * minutes take no time, and several sleepers wake in the order in which they would.
 */
export class VirtualTime {
  nowMs = virtualStartMs;
  /** Every sleep asked for, in order. */
  readonly sleptMs: number[] = [];
  private readonly sleepers: Sleeper[] = [];
  /** Requests that have left, and have no response yet. */
  underWay = 0;
  private turn: NodeJS.Immediate | undefined;

  /** Called before every sleep. */
  onSleep: (ms: number) => void = () => undefined;
  readonly runtime: Runtime;
  readonly clock = () => this.nowMs;

  constructor(random: () => number = () => 0.5) {
    this.runtime = {
      now: this.clock,
      elapsed: this.clock,
      sleep: (ms, signal) => this.sleep(ms, signal),
      random,
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    // One that may end early is a time limit, not a pause.
    if (signal === undefined) {
      this.sleptMs.push(ms);
      this.onSleep(ms);
    }
    return new Promise((wake) => {
      const sleeper = { atMs: this.nowMs + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        const at = this.sleepers.indexOf(sleeper);
        if (at >= 0) this.sleepers.splice(at, 1);
        wake();
      });
      this.jumpSoon();
    });
  }

  /** Time stands still while a request is on its way: it is a real one, on a real socket. */
  during(transport: Transport): Transport {
    return {
      send: async (request) => {
        this.underWay += 1;
        try {
          return await transport.send(request);
        } finally {
          this.underWay -= 1;
          this.jumpSoon();
        }
      },
    };
  }

  /** After everything that can go on at this moment has gone on. */
  private jumpSoon(): void {
    if (this.turn !== undefined) clearImmediate(this.turn);
    this.turn = setImmediate(() => {
      this.turn = undefined;
      if (this.underWay > 0 || this.sleepers.length === 0) return;
      this.sleepers.sort((a, b) => a.atMs - b.atMs);
      const next = this.sleepers.shift();
      if (next === undefined) return;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.wake();
      this.jumpSoon();
    });
  }
}
