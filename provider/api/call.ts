import type { ApiAnswer, ApiClient } from "./api-call";
import { attemptInTurn, pause } from "./attempt";
import type { Outcome } from "./errors";
import {
  type Attempt,
  type CallerEffects,
  errorOf,
  type FailedAttempt,
  type Job,
  withoutAnswer,
} from "./job";
import { apiPath, type RequestSender } from "./request";
import { retryDecision } from "./retry";
import type { RetryReason } from "./retry-quota";

const DEFAULT_ATTEMPTS = 3;

/** Gives the function that sends calls: signed, in turn, and again where that is safe. */
export function createCaller(sender: RequestSender, effects: CallerEffects): ApiClient["call"] {
  return async (call, context) => {
    const job: Job = {
      ...effects,
      sender,
      call,
      context,
      path: apiPath(sender.projectId, call.segments),
      maxAttempts: call.attempts ?? DEFAULT_ATTEMPTS,
      startedMs: effects.runtime.now(),
      attempts: 0,
      failures: 0,
      throttled: 0,
      throttledMs: 0,
      possiblySent: false,
      clockCorrected: false,
      lastRetry: undefined,
      lastFailure: undefined,
    };
    if (call.isRepair) {
      payForRetry(job, "failure", withoutAnswer("quotaExhausted", "not sent, for it repairs a failure"));
    }
    for (;;) {
      const attempt = await attemptInTurn(job);
      if (attempt.outcome === "ok") return succeed(job, attempt);
      await prepareRetry(job, attempt);
    }
  };
}

function succeed(job: Job, { status, body, requestId }: Extract<Attempt, { outcome: "ok" }>): ApiAnswer {
  job.session.quota.giveBack(job.lastRetry);
  return { status, body, ...(requestId !== undefined && { requestId }) };
}

/** Returns when the next attempt may begin; throws when there is none. */
async function prepareRetry(job: Job, failed: FailedAttempt): Promise<void> {
  const { session, runtime, context } = job;
  job.lastFailure = failed;
  if (leavesDoubt(failed.outcome) && job.call.safety !== "read") job.possiblySent = true;
  if (failed.outcome === "unauthorized" && failed.clockIsOff && !job.clockCorrected) {
    job.clockCorrected = true;
    return;
  }
  const reason: RetryReason = failed.outcome === "throttled" ? "throttled" : "failure";
  if (reason === "throttled") job.throttled++;
  else job.failures++;
  const decision = retryDecision({
    outcome: failed.outcome,
    safety: job.call.safety,
    failures: job.failures,
    throttled: job.throttled,
    maxAttempts: job.maxAttempts,
    requestedWaitMs: failed.requestedWaitMs,
    remainingMs: context.deadlineMs - runtime.now(),
    random: runtime.random(),
  });
  if (decision === "stop") throw errorOf(job, failed);
  // A failure that was shared put no load on anything, so nothing has to be saved.
  if (failed.isShared !== true) payForRetry(job, reason, failed);
  if (reason === "failure") return pause(job, decision.retryAfterMs, failed.message);
  // All calls with this key are under the same limit: they wait together, in attemptInTurn.
  session.throttledUntilMs = Math.max(session.throttledUntilMs, runtime.now() + decision.retryAfterMs);
  session.throttledBy = failed.message;
}

function payForRetry(job: Job, reason: RetryReason, failed: FailedAttempt): void {
  if (!job.session.quota.take(reason)) throw errorOf(job, { ...failed, outcome: "quotaExhausted" });
  job.lastRetry = reason;
}

function leavesDoubt(outcome: Outcome): boolean {
  return ["ambiguous", "unavailable", "malformed", "oversize"].includes(outcome);
}
