import type { ApiClient } from "./api-call";
import { attemptInTurn, pause } from "./attempt";
import { type CallerEffects, errorOf, type FailedAttempt, type Job, maxAttemptsOf, unsent } from "./job";
import { apiPath, type RequestSender } from "./request";
import { retryDecision } from "./retry";
import type { RetryReason } from "./retry-quota";

/** Gives the function that sends calls: signed, in turn, and again where that is safe. */
export function createCaller(sender: RequestSender, effects: CallerEffects): ApiClient["call"] {
  return async (call, context) => {
    const job: Job = {
      ...effects,
      sender,
      call,
      context,
      path: apiPath(sender.projectId, call.segments),
      startedMs: effects.runtime.now(),
      failed: [],
      throttledMs: 0,
      lastRetry: undefined,
    };
    if (call.isRepair) {
      payForRetry(job, "failure", unsent("quotaExhausted", "not sent, for it repairs a failure"));
    }
    for (;;) {
      const attempt = await attemptInTurn(job);
      if (attempt.outcome === "ok") {
        const { status, body, requestId } = attempt;
        job.session.quota.giveBack(job.lastRetry);
        return { status, body, ...(requestId !== undefined && { requestId }) };
      }
      await prepareRetry(job, attempt);
    }
  };
}

/** Returns when the next attempt may begin; throws when there is none. */
async function prepareRetry(job: Job, failed: FailedAttempt): Promise<void> {
  const { session, runtime, context } = job;
  const correctsClock = isRejectedByClock(failed) && !job.failed.some(isRejectedByClock);
  job.failed.push(failed);
  if (correctsClock) return;
  const throttled = job.failed.filter(({ outcome }) => outcome === "throttled").length;
  const corrections = job.failed.some(isRejectedByClock) ? 1 : 0;
  const decision = retryDecision({
    outcome: failed.outcome,
    safety: job.call.safety,
    failures: job.failed.length - throttled - corrections,
    throttled,
    maxAttempts: maxAttemptsOf(job),
    requestedWaitMs: failed.requestedWaitMs,
    remainingMs: context.deadlineMs - runtime.now(),
    random: runtime.random(),
  });
  if (decision === "stop") throw errorOf(job, failed);
  const reason: RetryReason = failed.outcome === "throttled" ? "throttled" : "failure";
  // A failure that was shared put no load on anything, so nothing has to be saved.
  if (!failed.isShared) payForRetry(job, reason, failed);
  if (reason === "failure") return pause(job, decision.retryAfterMs, failed.message);
  // All calls with this key are under the same limit: they wait together, in attemptInTurn.
  session.throttledUntilMs = Math.max(session.throttledUntilMs, runtime.now() + decision.retryAfterMs);
  session.throttledBy = failed.message;
}

/** The first such attempt corrects the clock and costs nothing; a second one is a rejection like any other. */
function isRejectedByClock({ outcome, clockIsOff }: FailedAttempt): boolean {
  return outcome === "unauthorized" && clockIsOff === true;
}

function payForRetry(job: Job, reason: RetryReason, failed: FailedAttempt): void {
  if (!job.session.quota.take(reason)) throw errorOf(job, { ...failed, outcome: "quotaExhausted" });
  job.lastRetry = reason;
}
