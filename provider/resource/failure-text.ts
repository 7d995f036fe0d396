import { ConfigError, isApiError } from "../api/errors";
import { InvalidIdError } from "../api/identifiers";
import { Failure } from "./failures";

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
