import * as pulumi from "@pulumi/pulumi";
import { type Definition, outputsOf, requiredFields } from "../resource/fields";
import type { Properties } from "../resource/properties";
import { HIDDEN } from "../resource/state";
import { bridgeText } from "./bridge";
import { hiddenInputsOf, withTimeoutsOfTransformations } from "./hidden";
import { refuseMisspeltSettings } from "./settings";

/** Options of a resource: all but `import`, which Pulumi cannot do for dynamic resources (use `existingId`). */
export type ResourceOptions = Omit<pulumi.CustomResourceOptions, "import">;

/** What the constructor of a resource class hands to Pulumi. */
export interface Registration {
  properties: Properties;
  options: pulumi.CustomResourceOptions;
}

/**
 * The common part of the resource classes' constructors. `look` sees the arguments before anything is registered, and may
 * refuse them.
 */
export function registrationOf<Args extends object>(
  { type, fields, computed }: Definition,
  look: (name: string, args: Args, opts: ResourceOptions) => Args = (_name, args) => args,
): (name: string, args: Args, opts: ResourceOptions) => Registration {
  // Outputs also where the program says nothing of them and only the cloud fills them in: Pulumi makes an output of every
  // property that is named, and each costs.
  const outputs = outputsOf({ fields, computed });
  const required = requiredFields(fields);
  return (name, args, opts) => {
    const isRead = opts.id !== undefined;
    if (!isRead) refuseUnusable(`${type} "${name}"`, required, args, opts);
    if (opts.provider === undefined) refuseMisspeltSettings();
    const properties: Properties = {};
    for (const output of outputs) properties[output] = undefined;
    if (!isRead) Object.assign(properties, look(name, args, opts));
    properties[HIDDEN] = hiddenInputsOf(name, isRead ? {} : args, opts);
    properties.__provider = bridgeText(type);
    return { properties, options: withTimeoutsOfTransformations(opts) };
  };
}

/** What the types would not let through, for programs that have none. */
function refuseUnusable(
  subject: string,
  required: readonly string[],
  args: object | undefined,
  opts: ResourceOptions & { import?: string },
): void {
  const missing = required.filter((field) => (args?.[field as keyof typeof args] ?? null) === null);
  if (missing.length > 0) throw new pulumi.RunError(`${subject}: ${missing.join(", ")} must be given.`);
  if (opts.import !== undefined)
    throw new pulumi.RunError(
      `${subject}: Pulumi cannot import resources of this kind. Take the option import out and set existingId: "${opts.import}" among the arguments.`,
    );
}

/** The type token of a resource class. */
export const tokenOf = (type: string) => `pulumi-nodejs:dynamic/huaweicloud-vpcep:${type}`;

/** Whether an object is a resource of this type, also one that another copy of this package has made. */
export function isOfType(object: unknown, token: string): boolean {
  if (typeof object !== "object" || object === null) return false;
  return (object as { __pulumiType?: unknown }).__pulumiType === token;
}
