import type { ApiCall, CallContext } from "./api-call";
import type { FailedVerdict, Verdict } from "./classify";
import { ApiError, type Outcome } from "./errors";
import { withoutSecrets } from "./redact";
import type { RequestSender } from "./request";
import type { RetryReason } from "./retry-quota";
import type { Runtime } from "./runtime";
import type { ApiService, HintFor } from "./service";
import type { Session } from "./session";
import { cleanText } from "./text";
import type { RequestTimeouts, Transport } from "./transport";

export interface CallerEffects {
  service: ApiService;
  hintFor: HintFor;
  runtime: Runtime;
  transport: Transport;
  session: Session;
  timeouts: RequestTimeouts;
}

/** One call on its way through its attempts. */
export interface Job extends CallerEffects {
  sender: RequestSender;
  call: ApiCall;
  context: CallContext;
  path: string;
  startedMs: number;
  /** The attempts so far, oldest first. All that is counted is counted from them. */
  failed: FailedAttempt[];
  /** Spent waiting for the API's limit. */
  throttledMs: number;
  /** What the last retry was paid for. */
  lastRetry: RetryReason | undefined;
}

/** `clockIsOff`: it was signed for a time far from the server's. `isShared`: another call tried, for this one too. */
export interface FailedAttempt extends FailedVerdict {
  status?: number;
  serverClockKnown?: boolean;
  clockIsOff?: boolean;
  isShared?: boolean;
  /** Nothing was sent, nor was it tried. */
  isUnsent?: boolean;
}

export type Attempt = (Extract<Verdict, { outcome: "ok" }> & { status: number }) | FailedAttempt;

const DEFAULT_ATTEMPTS = 3;

export function maxAttemptsOf(job: Job): number {
  return job.call.attempts ?? DEFAULT_ATTEMPTS;
}

/** An attempt that was not even made. */
export function unsent(outcome: Outcome, message: string): FailedAttempt {
  return { outcome, message, isUnsent: true };
}

/** The error that the caller sees when a call has failed for good, with `last` as its last attempt. */
export function errorOf(job: Job, last: FailedAttempt): ApiError {
  const { call, path, runtime } = job;
  const { credentials } = job.sender;
  const clean = (text: string | undefined, maxCharacters: number) =>
    text === undefined ? undefined : cleanText(withoutSecrets(text, credentials), maxCharacters);
  return new ApiError({
    method: call.method,
    path,
    outcome: last.outcome,
    status: last.status,
    code: clean(last.code, 64),
    apiMessage: clean(last.message, 500) ?? "",
    requestId: clean(last.requestId, 64),
    attempts: job.failed.filter(({ isUnsent }) => !isUnsent).length,
    maxAttempts: maxAttemptsOf(job),
    seconds: (runtime.now() - job.startedMs) / 1000,
    hint: job.hintFor({
      method: call.method,
      segments: call.segments,
      outcome: last.outcome,
      status: last.status,
      code: last.code,
      usesSecurityToken: credentials.securityToken !== undefined,
      serverClockKnown: last.serverClockKnown ?? true,
      throttledSeconds: Math.round(job.throttledMs / 1000),
    }),
    possiblySent: call.safety !== "read" && job.failed.some(({ outcome }) => leavesDoubt(outcome)),
  });
}

function leavesDoubt(outcome: Outcome): boolean {
  return ["ambiguous", "unavailable", "malformed", "oversize"].includes(outcome);
}
