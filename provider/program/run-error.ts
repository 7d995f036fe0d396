import * as pulumi from "@pulumi/pulumi";

/**
 * A user's mistake that shows in an output or a promise. The SDK inspects an error that has a stack, with everything that
 * hangs on the output it came from: half a minute.
 */
export function withoutStack(message: string): pulumi.RunError {
  return Object.assign(new pulumi.RunError(message), { stack: "" });
}
