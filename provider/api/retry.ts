/**
 * What a repetition of the call can do. `read` and `idempotent` calls may be sent twice; a `create` may not, for the
 * API knows no idempotency key and the second POST would make a second object.
 */
export type Safety = "read" | "idempotent" | "create";

type Rule = "always" | "unlessCreate" | "untilDeadline" | "never";

// The whole retry policy. Decided by outcome, because the HTTP status alone misleads: 400 can be throttling, 504 can be
// permanent, and 401 must never be repeated blindly, since six in a row lock the key.
const RULES = {
  notSent: "always", // nothing left this machine: connection refused, name not found, timeout while connecting
  ambiguous: "unlessCreate", // no whole response after bytes had left: a create looks for its object first
  unavailable: "unlessCreate", // HTTP 5xx, which hides what happened behind the gateway
  malformed: "unlessCreate", // a success with another body than documented: processed, or a proxy responded
  throttled: "untilDeadline", // HTTP 429, or EndPoint.0022 with 400: refused before any work, for minutes
  unauthorized: "never", // HTTP 401; the one corrected attempt after a wrong clock is the client's business
  forbidden: "never", // HTTP 403
  notFound: "never", // the object of the call does not exist
  refused: "never", // a definite no: any other HTTP 4xx, and the permanent 504s
  tls: "never", // the handshake failed: nothing was sent, and certificates do not heal within seconds
  redirect: "never", // HTTP 3xx, which is not followed
  oversize: "never", // larger than the limit, as the same response would be again
  breaker: "never", // not sent, because two signatures in this process were rejected before
  quotaExhausted: "never", // would have been sent again, but too much was failing in this process already
} as const satisfies Record<string, Rule>;

/** Whether another call may bring something else, soon: what keeps this one from its next attempt may be over then. */
export function mayPass(outcome: Outcome): boolean {
  return RULES[outcome] !== "never" || outcome === "quotaExhausted";
}

/** How a call ended without a usable response. Decisions are made by outcome or code, never by an error's text. */
export type Outcome = keyof typeof RULES;

/** So many requests in any stretch of so many milliseconds. */
export interface RequestLimit {
  requests: number;
  windowMs: number;
}

/** An attempt that brought no usable response. */
export interface FailedAttempt {
  outcome: Outcome;
  /** The API's own words, or the reason why there are none. */
  message: string;
  status?: number | undefined;
  code?: string | undefined;
  requestId?: string | undefined;
  /** How long the server asks to wait. */
  requestedWaitMs?: number | undefined;
  /** The limit that it ran into, where the API tells it. */
  limit?: RequestLimit | undefined;
  /** Epoch milliseconds by the response's Date header. */
  serverMs?: number | undefined;
  /** It was signed for a time far from the server's; the next one is not. */
  clockWasOff?: boolean;
  /** Another call tried, for this one too. */
  isShared?: boolean;
  /** Nothing was sent, nor was it tried. */
  isUnsent?: boolean;
}

export interface Success {
  outcome: "ok";
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
  requestId?: string;
  serverMs?: number;
}

export type Attempt = Success | FailedAttempt;

export interface RetryQuestion extends Pick<FailedAttempt, "outcome" | "requestedWaitMs"> {
  safety: Safety;
  /** Failed attempts so far, without the throttled ones. */
  failures: number;
  throttled: number;
  /** Throttled ones not counted. */
  maxAttempts: number;
  /** Until the operation's deadline. */
  remainingMs: number;
  /** From 0 up to 1. */
  random: number;
}

/** Pure: send again after a delay, or stop. */
export function retryDecision(question: RetryQuestion): { retryAfterMs: number } | "stop" {
  const rule: Rule = RULES[question.outcome];
  if (rule === "never") return "stop";
  if (rule === "unlessCreate" && question.safety === "create") return "stop";
  if (rule !== "untilDeadline" && question.failures >= question.maxAttempts) return "stop";
  const retryAfterMs = delayMs(question);
  return retryAfterMs > question.remainingMs ? "stop" : { retryAfterMs };
}

const LONGEST_WAIT_MS = 60_000;

function delayMs({ outcome, failures, throttled, requestedWaitMs = 0, random }: RetryQuestion): number {
  // A little more than asked, never less, so that calls with the same response do not all come back at the same instant.
  // Less than a second is not taken at its word: `Retry-After: 0` for ever would be a tight loop.
  if (requestedWaitMs >= 1000) return Math.min(LONGEST_WAIT_MS, requestedWaitMs * (1 + 0.1 * random));
  // 1 s, 2 s, 4 s … after throttling; 100 ms, 400 ms … after a failure, for the usual single one should not be felt.
  const backoffMs = outcome === "throttled" ? 1000 * 2 ** (throttled - 1) : 100 * 4 ** (failures - 1);
  return Math.min(LONGEST_WAIT_MS, backoffMs) * (0.5 + 0.5 * random);
}
