/**
 * More than five rejected signatures in a row lock the access key for five minutes (API gateway FAQ). So after two
 * in this process nothing more is sent, until a signature is accepted; calls already under way may still do that.
 */
export interface Breaker {
  isOpen(): boolean;
  rejected(): void;
  accepted(): void;
}

const MAX_REJECTED_IN_A_ROW = 2;

export function createBreaker(): Breaker {
  let rejectedInARow = 0;
  return {
    isOpen: () => rejectedInARow >= MAX_REJECTED_IN_A_ROW,
    rejected() {
      rejectedInARow++;
    },
    accepted() {
      rejectedInARow = 0;
    },
  };
}
