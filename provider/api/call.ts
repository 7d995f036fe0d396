import { callError, withoutSecrets } from "./call-error";
import { classifyAnswer, type Failure, type Verdict } from "./classify";
import type { ApiAnswer, ApiCall, ApiClient, CallContext } from "./client";
import type { ApiError, Outcome } from "./errors";
import { apiPath, type RequestSender, signedRequest } from "./request";
import { retryDecision } from "./retry";
import type { RetryReason } from "./retry-quota";
import type { Runtime } from "./runtime";
import { learnFrom, type Session } from "./session";
import { cleanText, formatSeconds } from "./text";
import { type RequestTimeouts, type Transport, TransportFailure } from "./transport";

export interface CallerEffects {
  runtime: Runtime;
  transport: Transport;
  session: Session;
  timeouts: RequestTimeouts;
}

/** One call on its way through its attempts. */
interface Job extends CallerEffects {
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

type Attempt =
  | (Extract<Verdict, { outcome: "ok" }> & { status: number })
  | (Failure & { status?: number; serverClockKnown: boolean; clockIsOff: boolean });

type FailedAttempt = Exclude<Attempt, { outcome: "ok" }>;

const defaultAttempts = 3;
/** Waits longer than this are worth a line for the user. */
const noticeableWaitMs = 3000;
/** What a request sent at the very deadline may still take. */
const lastRequestMs = 10_000;

/** Gives the function that sends calls: signed, in turn, and again where that is safe. */
export function createCaller(sender: RequestSender, effects: CallerEffects): ApiClient["call"] {
  return async (call, context) => {
    const job: Job = {
      ...effects,
      sender,
      call,
      context,
      path: apiPath(sender.projectId, call.segments),
      maxAttempts: call.attempts ?? defaultAttempts,
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

/** One attempt, when the gate lets it through and no limit of the API is known to be in force. */
async function attemptInTurn(job: Job): Promise<Attempt> {
  const { session, runtime } = job;
  for (;;) {
    await waitForLimit(job);
    const leave = await session.gate.enter();
    try {
      // The call that was let through before this one may just have learnt of a limit.
      if (session.throttledUntilMs > runtime.now()) continue;
      if (session.breaker.isOpen())
        return withoutAnswer("breaker", "not sent, for the keys were rejected before");
      return await attemptNow(job);
    } finally {
      leave();
    }
  }
}

async function attemptNow(job: Job): Promise<Attempt> {
  const { runtime, session, transport, call } = job;
  const signedForMs = runtime.now() + session.signingOffsetMs;
  const request = signedRequest(call, job.sender, signedForMs);
  const freshConnection = call.freshConnection ?? call.safety === "create";
  job.attempts++;
  try {
    const answer = await transport.send({ ...request, freshConnection, timeouts: timeoutsOf(job) });
    const verdict = classifyAnswer(answer, call.answer, runtime.now());
    const clock = learnFrom(session, verdict, answer.headers["date"], signedForMs, runtime.now());
    return { ...verdict, status: answer.status, ...clock };
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
    return withoutAnswer(error.kind, error.reason);
  }
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
  payForRetry(job, reason, failed);
  if (reason === "failure") return pause(job, decision.retryAfterMs, failed.message);
  // All calls with this key are under the same limit: they wait together, in attemptInTurn.
  session.throttledUntilMs = Math.max(session.throttledUntilMs, runtime.now() + decision.retryAfterMs);
  session.throttledBy = failed.message;
}

function payForRetry(job: Job, reason: RetryReason, failed: FailedAttempt): void {
  if (!job.session.quota.take(reason)) throw errorOf(job, { ...failed, outcome: "quotaExhausted" });
  job.lastRetry = reason;
}

async function waitForLimit(job: Job): Promise<void> {
  const { session, runtime, context } = job;
  const waitMs = session.throttledUntilMs - runtime.now();
  if (waitMs <= 0) return;
  if (session.throttledUntilMs > context.deadlineMs) {
    const limited = withoutAnswer("throttled", session.throttledBy);
    throw errorOf(job, job.lastFailure?.outcome === "throttled" ? job.lastFailure : limited);
  }
  job.throttledMs += waitMs;
  await pause(job, waitMs, session.throttledBy);
}

async function pause(job: Job, ms: number, why: string): Promise<void> {
  const { runtime, context, call } = job;
  if (ms > noticeableWaitMs) {
    const reason = cleanText(withoutSecrets(why, job.sender.credentials), 200);
    context.log.info(
      `${context.subject}: waiting ${formatSeconds(ms)} s before ${call.method} ${job.path}: ${reason}`,
    );
  }
  await runtime.sleep(ms);
}

function errorOf(job: Job, failed: FailedAttempt): ApiError {
  return callError(failed, {
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

function leavesDoubt(outcome: Outcome): boolean {
  return ["ambiguous", "unavailable", "malformed", "oversize"].includes(outcome);
}

function withoutAnswer(outcome: Outcome, message: string): FailedAttempt {
  return { outcome, message, serverClockKnown: true, clockIsOff: false };
}

/** No request outlives the operation's deadline by more than a few seconds. */
function timeoutsOf(job: Job): RequestTimeouts {
  const remainingMs = Math.max(lastRequestMs, job.context.deadlineMs - job.runtime.now());
  const { connectMs, responseMs, totalMs } = job.timeouts;
  return {
    connectMs: Math.min(connectMs, remainingMs),
    responseMs: Math.min(responseMs, remainingMs),
    totalMs: Math.min(totalMs, remainingMs),
  };
}
