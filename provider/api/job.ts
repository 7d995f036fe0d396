import type { ApiCall, CallContext } from "./api-call";
import { callError } from "./call-error";
import type { FailedVerdict, Verdict } from "./classify";
import type { ApiError, Outcome } from "./errors";
import type { RequestSender } from "./request";
import type { RetryReason } from "./retry-quota";
import type { Runtime } from "./runtime";
import type { ApiService, HintFor } from "./service";
import type { Session } from "./session";
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
  maxAttempts: number;
  startedMs: number;
  /** Requests sent or tried to send, */
  attempts: number;
  /** of these, failed and throttled ones. */
  failures: number;
  throttled: number;
  throttledMs: number;
  possiblySent: boolean;
  clockCorrected: boolean;
  lastRetry: RetryReason | undefined;
  lastFailure: FailedAttempt | undefined;
}

export type Attempt =
  | (Extract<Verdict, { outcome: "ok" }> & { status: number })
  | (FailedVerdict & { status?: number; serverClockKnown: boolean; clockIsOff: boolean; isShared?: true });

/** `isShared`: it was another call that tried, for this one too. */
export type FailedAttempt = Exclude<Attempt, { outcome: "ok" }>;

/** An attempt that brought no answer, or was not even made. */
export function withoutAnswer(outcome: Outcome, message: string): FailedAttempt {
  return { outcome, message, serverClockKnown: true, clockIsOff: false };
}

/** What a call that failed for good is reported as. */
export function errorOf(job: Job, failed: FailedAttempt): ApiError {
  return callError(failed, job.hintFor, {
    method: job.call.method,
    path: job.path,
    segments: job.call.segments,
    credentials: job.sender.credentials,
    status: failed.status,
    serverClockKnown: failed.serverClockKnown,
    attempts: job.attempts,
    maxAttempts: job.maxAttempts,
    seconds: (job.runtime.now() - job.startedMs) / 1000,
    throttledSeconds: Math.round(job.throttledMs / 1000),
    possiblySent: job.possiblySent,
  });
}
