import type { ApiCall, ApiService, HintFor } from "./api-call";
import { classifyResponse } from "./classify";
import type { Waiter } from "./limits";
import { isSigned, type Login, type Proof } from "./login";
import type { Attempt, Outcome } from "./retry";
import type { Runtime } from "./runtime";
import type { Session } from "./session";
import { type Origin, signedRequest } from "./signed-request";
import { type RequestTimeouts, type Transport, TransportFailure } from "./transport";

/** What the calls of a client are made with. */
export interface Sender extends Origin {
  service: ApiService;
  /** What a failed call's message ends with. */
  hintFor: HintFor;
  runtime: Runtime;
  timeouts: RequestTimeouts;
  transport: Transport;
  session: Session;
  login: Login;
}

/** What a request sent at the very deadline may still take. */
const LAST_REQUEST_MS = 10_000;

/** When a request may still be sent, if a slow one is all that keeps it. */
export function lastMomentOf(deadlineMs: number, { now }: Pick<Runtime, "now">): number {
  return Math.max(deadlineMs, now()) + LAST_REQUEST_MS;
}

/** An attempt that was not even made. */
export function unsent(outcome: Outcome, message: string) {
  return { outcome, message, isUnsent: true } as const;
}

/** One attempt of a call. "limited" when the API's limit is in force once the gate lets it through: nothing was sent. */
export async function sendOnce(
  sender: Sender,
  call: ApiCall,
  waiter: Waiter,
  deadlineMs: number,
  proof: () => Promise<Proof>,
): Promise<Attempt | "limited"> {
  const { session, runtime } = sender;
  const lastMomentMs = lastMomentOf(deadlineMs, runtime);
  const turn = await session.gate.enter();
  // What another call found out for all that waited behind it.
  if (turn instanceof TransportFailure) return { outcome: turn.kind, message: turn.reason, isShared: true };
  try {
    // The call that was let through before this one may just have learnt of a limit.
    if (session.openAtMs(waiter, runtime.now()) > runtime.now()) return "limited";
    if (session.isKeyRejected) return unsent("breaker", "not sent, for the keys were rejected before");
    // A hundred calls behind one slow response must not each be sent long after their operation's time.
    if (runtime.now() > lastMomentMs) return unsent("notSent", "no turn came before the deadline");
    const given = await proof();
    const send = () => exchange(sender, call, deadlineMs, given);
    return await session.limits.counting(waiter, runtime, send);
  } finally {
    turn();
  }
}

/** Signs and sends a request, and understands its response. */
async function exchange(sender: Sender, call: ApiCall, deadlineMs: number, proof: Proof): Promise<Attempt> {
  const { runtime, session, service, transport, login } = sender;
  const { connectMs, responseMs, totalMs } = sender.timeouts;
  const signedForMs = runtime.now() + session.signingOffsetMs;
  // No request outlives the operation's deadline by more than a few seconds.
  const limitMs = Math.max(LAST_REQUEST_MS, deadlineMs - runtime.now());
  const request = {
    ...signedRequest(call, sender, proof, service.userAgent, signedForMs),
    freshConnection: call.freshConnection ?? call.safety === "create",
    timeouts: { connectMs, responseMs: Math.min(responseMs, limitMs), totalMs: Math.min(totalMs, limitMs) },
  };
  try {
    const response = await transport.send(request);
    const nowMs = runtime.now();
    const attempt = classifyResponse(response, call.response, nowMs, login.secrets(), service);
    // Only a signature holds a time; a wrong password is wrong by any clock.
    const clockWasOff = session.learnFrom(attempt, service, signedForMs, nowMs) && isSigned(proof);
    return { ...attempt, ...(clockWasOff && { clockWasOff }) };
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
    // The network lets no call through, whatever it asks.
    if (error.kind === "notSent" || error.kind === "tls") session.gate.turnAway(error);
    return { outcome: error.kind, message: error.reason };
  }
}
