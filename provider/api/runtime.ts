import { setTimeout } from "node:timers/promises";

/** The effects that the pure parts of the client are given, so that a test can state every delay. */
export interface Runtime {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds by a clock that nobody sets: what lasts is measured by it. */
  elapsed(): number;
  /** Ends early, without an error, when the signal does. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to, never including, 1. */
  random(): number;
}

export const systemRuntime: Runtime = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, signal && { signal }).catch(() => undefined),
  random: () => Math.random(),
};

/** Where lines for the user go. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
}
