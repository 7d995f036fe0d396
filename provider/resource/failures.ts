import { ConfigError, isApiError } from "../api/errors";
import { InvalidIdError } from "../api/identifiers";

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

/** The sentence of a failure that the user can mend; of anything else, that it is a bug, and where. */
export function textOf(error: unknown): string {
  const ours =
    [Failure, ConfigError, InvalidIdError].some((type) => error instanceof type) || isApiError(error);
  if (ours) return (error as Error).message;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const place =
    stack
      ?.split("\n")
      .find((line) => line.trimStart().startsWith("at "))
      ?.trim() ?? "";
  return `a bug in pulumi-huaweicloud-vpcep, please report it: ${name}: ${message} ${place}`;
}
