/** A failure that needs no more than its sentence: the user can mend what it says. */
export class Failure extends Error {
  constructor(
    message: string,
    /** True when the call that failed may have done its work all the same. */
    readonly possiblySent = false,
  ) {
    super(message);
  }
}

/**
 * An operation that achieved something and then failed: the engine keeps the id and the outputs, and the next `up` goes
 * on from there.
 */
export class PartialFailure extends Failure {
  constructor(
    readonly id: string,
    readonly outputs: object,
    message: string,
  ) {
    super(message);
  }
}
