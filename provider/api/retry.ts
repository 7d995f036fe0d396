import type { Outcome } from "./errors";

/**
 * What a repetition of the call can do. `read` and `idempotent` calls may be sent twice; a `create` may not, for the
 * API knows no idempotency key and the second POST would make a second object.
 */
export type Safety = "read" | "idempotent" | "create";

export interface RetryQuestion {
  outcome: Outcome;
  safety: Safety;
  /** Failed attempts so far that were not throttled. */
  failures: number;
  /** Throttled attempts so far. */
  throttled: number;
  /** Allowed attempts, throttled ones not counted. */
  maxAttempts: number;
  /** What the server asked for, if it did. */
  requestedWaitMs?: number | undefined;
  /** Until the operation's deadline. */
  remainingMs: number;
  /** From 0 up to 1. */
  random: number;
}

export type RetryDecision = { retryAfterMs: number } | "stop";

type Rule = "always" | "unlessCreate" | "untilDeadline" | "never";

// The whole retry policy. Decided by outcome, because the HTTP status alone misleads: 400 can be throttling, 504 can be
// permanent, and 401 must never be repeated blindly, since six in a row lock the key.
const RULES: Record<Outcome, Rule> = {
  notSent: "always", // nothing left this machine
  ambiguous: "unlessCreate", // may have been processed: a create looks for its object first
  unavailable: "unlessCreate", // the same, for a gateway's 5xx hides what happened behind it
  malformed: "unlessCreate", // processed, or a proxy in between responded
  throttled: "untilDeadline", // refused before any work; the limits' windows last minutes, attempts do not matter
  unauthorized: "never", // one corrected retry for a wrong clock is the client's business
  forbidden: "never",
  notFound: "never",
  refused: "never",
  tls: "never", // certificates do not heal within seconds
  redirect: "never",
  oversize: "never", // the same body would come again
  breaker: "never",
  quotaExhausted: "never",
};

const LONGEST_WAIT_MS = 60_000;

/** Pure: send again after a delay, or stop. */
export function retryDecision(question: RetryQuestion): RetryDecision {
  const rule = RULES[question.outcome];
  if (rule === "never") return "stop";
  if (rule === "unlessCreate" && question.safety === "create") return "stop";
  if (rule !== "untilDeadline" && question.failures >= question.maxAttempts) return "stop";
  const retryAfterMs = delayMs(question);
  return retryAfterMs > question.remainingMs ? "stop" : { retryAfterMs };
}

function delayMs(question: RetryQuestion): number {
  const { requestedWaitMs = 0, random } = question;
  // A little more than asked, never less, so that calls with the same response do not all come back at the same instant.
  // Less than a second is not taken at its word: `Retry-After: 0` for ever would be a tight loop.
  if (requestedWaitMs >= 1000) return Math.min(LONGEST_WAIT_MS, requestedWaitMs * (1 + 0.1 * random));
  const isThrottled = question.outcome === "throttled";
  const backoffMs = isThrottled ? throttleBackoffMs(question.throttled) : failureBackoffMs(question.failures);
  return backoffMs * (0.5 + 0.5 * random);
}

/** 100 ms, 400 ms, 1.6 s …: the usual single failure costs the user nothing that can be felt. */
function failureBackoffMs(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, 100 * 4 ** (failures - 1));
}

/** 1 s, 2 s, 4 s … 60 s, where the server does not say how long. */
function throttleBackoffMs(throttled: number): number {
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (throttled - 1));
}
