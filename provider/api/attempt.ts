import { classifyResponse } from "./classify";
import { type Attempt, errorOf, type FailedAttempt, type Job, unsent } from "./job";
import { withoutSecrets } from "./redact";
import { signedRequest } from "./request";
import { isKeyRejected, learnFrom } from "./session";
import { cleanText, formatSeconds } from "./text";
import { type RequestTimeouts, TransportFailure } from "./transport";

/** Waits longer than this are worth a line for the user. */
const NOTICEABLE_WAIT_MS = 3000;
/** What a request sent at the very deadline may still take. */
const LAST_REQUEST_MS = 10_000;

/** One attempt, when the gate lets it through and no limit of the API is known to be in force. */
export async function attemptInTurn(job: Job): Promise<Attempt> {
  const { session, runtime, context } = job;
  for (;;) {
    await waitForLimit(job);
    const lastMomentMs = Math.max(context.deadlineMs, runtime.now()) + LAST_REQUEST_MS;
    let leave: () => void;
    try {
      leave = await session.gate.enter();
    } catch (error) {
      return sharedFailure(error);
    }
    try {
      // The call that was let through before this one may just have learnt of a limit.
      if (session.throttledUntilMs > runtime.now()) continue;
      if (isKeyRejected(session)) return unsent("breaker", "not sent, for the keys were rejected before");
      // A hundred calls behind one slow response must not each be sent long after their operation's time.
      if (runtime.now() > lastMomentMs) return unsent("notSent", "no turn came before the deadline");
      return await attemptNow(job);
    } finally {
      leave();
    }
  }
}

/** What another call found out for all that waited behind it: the network lets no call through, whatever the keys. */
function sharedFailure(error: unknown): FailedAttempt {
  if (!(error instanceof TransportFailure)) throw error;
  return { outcome: error.kind, message: error.reason, isShared: true };
}

async function attemptNow(job: Job): Promise<Attempt> {
  const { runtime, session, transport, call } = job;
  const signedForMs = runtime.now() + session.signingOffsetMs;
  const request = signedRequest(call, job.sender, signedForMs);
  const freshConnection = call.freshConnection ?? call.safety === "create";
  try {
    const response = await transport.send({ ...request, freshConnection, timeouts: timeoutsOf(job) });
    const verdict = classifyResponse(
      response,
      call.response,
      runtime.now(),
      job.sender.credentials,
      job.service,
    );
    const clock = learnFrom(
      session,
      verdict,
      job.service,
      response.headers["date"],
      signedForMs,
      runtime.now(),
    );
    return { ...verdict, status: response.status, ...clock };
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
    if (error.kind === "notSent" || error.kind === "tls") session.gate.turnAway(error);
    return { outcome: error.kind, message: error.reason };
  }
}

async function waitForLimit(job: Job): Promise<void> {
  const { session, runtime, context } = job;
  const waitMs = session.throttledUntilMs - runtime.now();
  if (waitMs <= 0) return;
  if (session.throttledUntilMs > context.deadlineMs) {
    const last = job.failed.at(-1);
    throw errorOf(job, last?.outcome === "throttled" ? last : unsent("throttled", session.throttledBy));
  }
  job.throttledMs += waitMs;
  await pause(job, waitMs, session.throttledBy);
}

/** Sleeps, after a line for the user when that takes long. */
export async function pause(job: Job, ms: number, why: string): Promise<void> {
  const { runtime, context, call } = job;
  if (ms > NOTICEABLE_WAIT_MS) {
    const reason = cleanText(withoutSecrets(why, job.sender.credentials), 200);
    context.log.info(
      `${context.subject}: waiting ${formatSeconds(ms)} s before ${call.method} ${job.path}: ${reason}`,
    );
  }
  await runtime.sleep(ms);
}

/** No request outlives the operation's deadline by more than a few seconds. */
function timeoutsOf(job: Job): RequestTimeouts {
  const remainingMs = Math.max(LAST_REQUEST_MS, job.context.deadlineMs - job.runtime.now());
  const { connectMs, responseMs, totalMs } = job.timeouts;
  return {
    connectMs: Math.min(connectMs, remainingMs),
    responseMs: Math.min(responseMs, remainingMs),
    totalMs: Math.min(totalMs, remainingMs),
  };
}
