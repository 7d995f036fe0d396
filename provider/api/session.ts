import type { Verdict } from "./classify";
import { createGate, type Gate } from "./gate";
import { createRetryQuota, type RetryQuota } from "./retry-quota";
import type { ApiService } from "./service";

/**
 * What all calls with one key to one endpoint know together, for the life of the process: a hundred resources that
 * fail for one reason must not find it out a hundred times.
 */
export interface Session {
  quota: RetryQuota;
  /** Closed until one signature was accepted, and again after a rejection or a throttled call. */
  gate: Gate;
  /** Signatures that were rejected since one was accepted. */
  rejectedInARow: number;
  /** Added to the local clock when signing; 0 until a rejected signature showed that the clock is far off. */
  signingOffsetMs: number;
  /** Server's clock minus ours, from the newest Date header. */
  serverOffsetMs: number;
  /** Epoch milliseconds; no call is sent before. */
  throttledUntilMs: number;
  /** The API's own words about its limit, for the line about the wait. */
  throttledBy: string;
}

export function createSession(): Session {
  return {
    quota: createRetryQuota(),
    gate: createGate(),
    rejectedInARow: 0,
    signingOffsetMs: 0,
    serverOffsetMs: 0,
    throttledUntilMs: 0,
    throttledBy: "",
  };
}

/**
 * More than five rejected signatures in a row lock the access key for five minutes (API gateway FAQ). So after two in
 * this process nothing more is sent, until a signature is accepted; calls already under way may still do that.
 */
const MAX_REJECTED_IN_A_ROW = 2;

export function isKeyRejected(session: Session): boolean {
  return session.rejectedInARow >= MAX_REJECTED_IN_A_ROW;
}

/** Far more than the one second that a Date header is good for, far less than the 15 minutes the gateway allows. */
const CLOCK_IS_OFF_MS = 4 * 60_000;

/** What any response teaches, whatever the call was about. */
export function learnFrom(
  session: Session,
  verdict: Verdict,
  service: ApiService,
  dateHeader: string | undefined,
  signedForMs: number,
  nowMs: number,
): { serverClockKnown: boolean; clockIsOff: boolean } {
  const serverMs = Date.parse(dateHeader ?? "");
  const serverClockKnown = !Number.isNaN(serverMs);
  if (serverClockKnown) session.serverOffsetMs = serverMs - nowMs;
  const clockIsOff = serverClockKnown && Math.abs(serverMs - signedForMs) >= CLOCK_IS_OFF_MS;
  if (verdict.outcome === "unauthorized") {
    session.rejectedInARow++;
    session.gate.close();
    if (clockIsOff) session.signingOffsetMs = serverMs - nowMs;
    return { serverClockKnown, clockIsOff };
  }
  const provesSignature = isFromService(verdict, service);
  if (provesSignature) session.rejectedInARow = 0;
  // Who comes after a throttled call goes alone, until one call gets through again.
  if (verdict.outcome === "throttled") session.gate.close();
  else if (provesSignature) session.gate.open();
  return { serverClockKnown, clockIsOff };
}

/** The service itself answered, so the gateway in front of it had accepted the signature. */
function isFromService(verdict: Verdict, { codePrefix }: ApiService): boolean {
  return verdict.outcome === "ok" || (verdict.code ?? "").toLowerCase().startsWith(codePrefix);
}
