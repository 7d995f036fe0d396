/**
 * An operation that achieved something and then failed: the engine keeps the id and the outputs, and the next `up` goes
 * on from there.
 */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly outputs: object,
    message: string,
  ) {
    super(message);
  }
}

/** A failure that needs no more than its sentence: the user can mend what it says. */
export class Failure extends Error {}
