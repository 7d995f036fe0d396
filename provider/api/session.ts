import type { ApiService } from "./api-call";
import { Limits, type Waiter } from "./limits";
import type { Attempt } from "./retry";
import type { TransportFailure } from "./transport";

// More than five rejected signatures in a row lock the access key for five minutes (API gateway FAQ). So after two in
// this process nothing more is sent, until a signature is accepted; calls already under way may still do that.
const MAX_REJECTED_IN_A_ROW = 2;

// Far more than the one second that a Date header is good for, far less than the 15 minutes the gateway allows.
const CLOCK_IS_OFF_MS = 4 * 60_000;

/** What all calls with one key to one endpoint learn together: a hundred resources that fail must not all find out why. */
export class Session {
  readonly quota = createRetryQuota();
  /** Closed until one signature was accepted, and again after a rejection or a throttled call. */
  readonly gate = createGate();
  readonly limits = new Limits();
  /** Signatures that were rejected since one was accepted. */
  private rejectedInARow = 0;
  /** Added to the local clock when signing; 0 until a rejected signature showed that the clock is far off. */
  signingOffsetMs = 0;
  /** Server's clock minus ours, from the newest Date header. */
  serverOffsetMs = 0;
  /** Epoch milliseconds; no call is sent before, whatever its limits say. */
  throttledUntilMs = 0;
  /** The API's own words about its limit, for the line about the wait. */
  throttledBy = "";

  /** Epoch milliseconds; this call may be sent from then on. */
  openAtMs(waiter: Waiter, nowMs: number): number {
    return Math.max(this.throttledUntilMs, this.limits.openAtMs(waiter, nowMs));
  }

  get isKeyRejected(): boolean {
    return this.rejectedInARow >= MAX_REJECTED_IN_A_ROW;
  }

  /** The key that was rejected is used no more. */
  keyWasRenewed(): void {
    this.rejectedInARow = 0;
  }

  /** True when the signature was rejected because our clock is far off; the next one is signed by the server's. */
  learnFrom(response: Attempt, service: ApiService, signedForMs: number, nowMs: number): boolean {
    const { outcome, serverMs } = response;
    if (serverMs !== undefined) this.serverOffsetMs = serverMs - nowMs;
    if (outcome === "unauthorized") {
      this.rejectedInARow++;
      this.gate.close();
      if (serverMs === undefined || Math.abs(serverMs - signedForMs) < CLOCK_IS_OFF_MS) return false;
      this.signingOffsetMs = serverMs - nowMs;
      return true;
    }
    // The service itself responded, so the gateway in front of it had accepted the signature.
    const provesSignature = outcome === "ok" || response.code?.toLowerCase().startsWith(service.codePrefix);
    if (provesSignature) this.rejectedInARow = 0;
    // After a throttled call the next one goes alone, until a call gets through again.
    if (outcome === "throttled") this.gate.close();
    else if (provesSignature) this.gate.open();
    return false;
  }
}

/** While closed, calls pass one at a time, each after the one before has left; while open, all pass at once. */
export function createGate() {
  let isOpen = false;
  let inside = 0;
  const waiting: ((failure?: TransportFailure) => void)[] = [];
  const admit = () => {
    while (waiting.length > 0 && (isOpen || inside === 0)) {
      inside++;
      waiting.shift()?.();
    }
  };
  const leave = () => {
    inside--;
    admit();
  };
  return {
    /** Waits for a turn. Gives the function that leaves the gate, to be called once, or why there is no turn. */
    async enter(): Promise<(() => void) | TransportFailure> {
      const turn = new Promise<TransportFailure | undefined>((end) => waiting.push(end));
      admit();
      return (await turn) ?? leave;
    },
    /** All calls that wait at this moment get this failure instead of a turn: they would only find out the same, one by one. */
    turnAway(failure: TransportFailure) {
      for (const refuse of waiting.splice(0)) refuse(failure);
    },
    open() {
      isOpen = true;
      admit();
    },
    close() {
      isOpen = false;
    },
  };
}

export type RetryReason = "failure" | "throttled";

const CAPACITY = 500;
const COSTS: Record<RetryReason, number> = { failure: 14, throttled: 5 };

// A bucket of tokens that retries are paid from, as in the standard retry mode of the AWS SDKs: while all goes well it is
// full, and when everything fails it runs dry after some 35 retries instead of multiplying the load by three.
export function createRetryQuota() {
  let tokens = CAPACITY;
  return {
    /** Takes what the retry costs; false when there is not enough left. */
    take(reason: RetryReason): boolean {
      // A limit of five minutes would empty the bucket, and waiting for it is exactly right: it is never refused.
      if (reason === "failure" && tokens < COSTS.failure) return false;
      tokens = Math.max(0, tokens - COSTS[reason]);
      return true;
    },
    /** After a success: gives back what its last retry took, or one token when it needed none. */
    giveBack(lastRetry: RetryReason | undefined) {
      tokens = Math.min(CAPACITY, tokens + (lastRetry === undefined ? 1 : COSTS[lastRetry]));
    },
    left: () => tokens,
  };
}
