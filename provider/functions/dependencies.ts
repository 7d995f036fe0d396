import * as pulumi from "@pulumi/pulumi";

/** What the SDK knows of an output and of a component, and its types do not show. */
type Traced = { allResources?: () => Promise<Set<pulumi.Resource>> };
type Component = { __data?: Promise<unknown>; __childResources?: Set<pulumi.Resource> };

/**
 * Resolves when all is there that a look-up comes after: the resources that its arguments come from, and those of
 * `dependsOn`. In a preview the id of one that is still to be created is unknown, and so is what waits for it.
 */
export function allBefore(
  args: pulumi.Output<unknown>,
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"] = [],
): pulumi.Output<unknown> {
  const explicit = pulumi.output(dependsOn) as pulumi.Output<pulumi.Resource | pulumi.Resource[]>;
  const before = async (output: pulumi.Output<unknown>, named: pulumi.Resource[] = []) => {
    const traced = await (output as Traced).allResources?.();
    const resources = await customOf([...named, ...(traced ?? [])]);
    return [...resources].map(({ id }) => id);
  };
  const named = explicit.apply((found) => pulumi.output(before(explicit, [found].flat())));
  return pulumi.all([pulumi.output(before(args)), named]);
}

/** Custom resources stand for themselves, components for what they hold. */
async function customOf(
  resources: Iterable<pulumi.Resource>,
  seen = new Set<pulumi.Resource>(),
): Promise<Set<pulumi.CustomResource>> {
  const found = new Set<pulumi.CustomResource>();
  for (const resource of resources) {
    if (seen.has(resource)) continue;
    seen.add(resource);
    if (pulumi.CustomResource.isInstance(resource)) found.add(resource);
    if (!pulumi.ComponentResource.isInstance(resource)) continue;
    const { __data, __childResources = [] } = resource as Component;
    // A component may go on making its children after its constructor.
    await __data;
    for (const custom of await customOf(__childResources, seen)) found.add(custom);
  }
  return found;
}
