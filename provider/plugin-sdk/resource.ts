import * as pulumi from "@pulumi/pulumi";
import { isOfType, tokenOf } from "../program/registration";
import { type Definition, outputsOf, requiredFields } from "../resource/fields";
import type { Properties } from "../resource/properties";
import { pluginToken } from "../resource/token";

/** A resource class whose resources the plugin makes; its instances have the outputs of the class of the same name. */
export interface PluginClass<Instance, Args> {
  /**
   * @param name The name of the resource in the program.
   * @param args What the object is to be.
   * @param opts Options of the resource; all of them work, `import` too.
   */
  new (name: string, args: Args, opts?: pulumi.CustomResourceOptions): Instance;
  /** Reads an existing object without owning it. */
  get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Instance;
  /** Whether an object is a resource of this type, by whichever front. */
  isInstance(object: unknown): object is Instance;
}

/** What a program's own checks see of a resource, before it is registered and after. */
interface Checks<Args> {
  look?(name: string, args: Args, opts: pulumi.CustomResourceOptions): Args;
  mark?(resource: pulumi.CustomResource, name: string, args: Args): void;
}

/** The plugin-backed class of a resource type. A stack that has the dynamic one moves over by its alias. */
export function pluginClass<Instance extends pulumi.CustomResource, Args extends object>(
  { type, fields, computed }: Definition,
  { look = (_name, args) => args, mark = () => undefined }: Checks<Args> = {},
): PluginClass<Instance, Args> {
  const token = pluginToken(type);
  const outputs = outputsOf({ fields, computed });
  const required = requiredFields(fields);
  class Resource extends pulumi.CustomResource {
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Resource {
      return new Resource(name, {} as Args, { ...opts, id });
    }

    static override isInstance(object: unknown): object is Resource {
      return isOfType(object, token) || isOfType(object, tokenOf(type));
    }

    constructor(name: string, args: Args, opts: pulumi.CustomResourceOptions = {}) {
      const isRead = opts.id !== undefined;
      const missing = required.filter((field) => (args?.[field as keyof Args] ?? null) === null);
      if (!isRead && missing.length > 0)
        throw new pulumi.RunError(`${type} "${name}": ${missing.join(", ")} must be given.`);
      const properties: Properties = Object.fromEntries(outputs.map((output) => [output, undefined]));
      if (!isRead) Object.assign(properties, look(name, args, opts));
      super(token, name, properties, pulumi.mergeOptions({ aliases: [{ type: tokenOf(type) }] }, opts));
      if (!isRead) mark(this, name, args);
    }
  }
  return Resource as unknown as PluginClass<Instance, Args>;
}
