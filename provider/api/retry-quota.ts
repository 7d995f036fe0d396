/**
 * A bucket of tokens that retries are paid from, as in the standard retry mode of the AWS SDKs: while all goes well
 * it is full, and when everything fails it runs dry after some 35 retries instead of multiplying the load by three.
 */
export interface RetryQuota {
  /** Takes what the retry costs; false when there is not enough left. Throttled calls are never refused. */
  take(reason: RetryReason): boolean;
  /** After a success: gives back what its last retry took, or one token when it needed none. */
  giveBack(lastRetry: RetryReason | undefined): void;
  /** Tokens left. */
  left(): number;
}

export type RetryReason = "failure" | "throttled";

const CAPACITY = 500;
const COSTS: Record<RetryReason, number> = { failure: 14, throttled: 5 };

export function createRetryQuota(): RetryQuota {
  let tokens = CAPACITY;
  return {
    take(reason) {
      const cost = COSTS[reason];
      // A limit of five minutes would empty the bucket, and waiting for it is exactly right.
      if (reason === "failure" && tokens < cost) return false;
      tokens = Math.max(0, tokens - cost);
      return true;
    },
    giveBack(lastRetry) {
      tokens = Math.min(CAPACITY, tokens + (lastRetry === undefined ? 1 : COSTS[lastRetry]));
    },
    left: () => tokens,
  };
}
