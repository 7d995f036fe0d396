import type * as pulumi from "@pulumi/pulumi";
import { HIDDEN, type HiddenInputs, timeoutsInSeconds } from "../resource/state";
import { hasOutput, secretArguments } from "./secrets";

/** What the provider is to know of a resource beside its arguments; see `HiddenInputs`. */
export function hiddenInputsOf(
  name: string,
  args: object,
  { customTimeouts }: pulumi.CustomResourceOptions,
): HiddenInputs | Promise<HiddenInputs> {
  const timeouts = timeoutsInSeconds(customTimeouts);
  const hidden = { name, ...(timeouts === undefined ? {} : { customTimeouts: timeouts }) };
  if (!hasOutput(args)) return hidden;
  return secretArguments(args).then((secrets) => (secrets.length === 0 ? hidden : { ...hidden, secrets }));
}

/**
 * Lets the resource's own transformations set `customTimeouts` too: it comes after them and sees what they made of the
 * options. Those of parents and of the stack come later still, where a resource cannot follow.
 */
export function withTimeoutsOfTransformations(
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const { transformations = [] } = opts;
  if (transformations.length === 0) return opts;
  const last: pulumi.ResourceTransformation = ({ props, opts: changed, name }) => ({
    props: { ...props, [HIDDEN]: hiddenInputsOf(name, props, changed as pulumi.CustomResourceOptions) },
    opts: changed,
  });
  return { ...opts, transformations: [...transformations, last] };
}
