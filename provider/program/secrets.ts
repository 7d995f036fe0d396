import * as pulumi from "@pulumi/pulumi";

/**
 * The names of the arguments that are secrets, or hold one. A provider is given every value in clear and cannot tell, but
 * the program can; so that no message quotes what must not be seen.
 */
export async function secretArguments(args: object): Promise<string[]> {
  const names = await Promise.all(
    Object.entries(args).map(async ([name, value]) =>
      hasOutput(value) && (await pulumi.isSecret(pulumi.output(value))) ? [name] : [],
    ),
  );
  return names.flat();
}

/** Whether an output or a promise stands anywhere in a value: all others are plain, and no secret. */
export function hasOutput(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return Object.values(value).some(hasOutput);
}
