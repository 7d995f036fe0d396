import * as pulumi from "@pulumi/pulumi";

/** Which lists of its whitelist a service of the program manages alone, by its own arguments. */
interface Exclusive {
  name: string;
  fields: string[];
}

/** Kept on the service itself, which lives as long as the run of its program. */
const EXCLUSIVE = Symbol("pulumi-huaweicloud-vpcep.exclusive");

type Marked = object & { [EXCLUSIVE]?: Exclusive };

/** Remembers which of the lists the arguments of a service give. */
export function markExclusive(service: Marked, name: string, args: object, lists: readonly string[]): void {
  const fields = lists.filter((list) => (args as Record<string, unknown>)[list] !== undefined);
  if (fields.length > 0) service[EXCLUSIVE] = { name, fields };
}

/**
 * Refuses a single record of a list that the service's own arguments manage: each run would remove it and add it again.
 * Only the program sees both. It goes by the output that the record takes the service's id from; ids that are plain texts
 * may belong to any stack.
 *
 * @param list The argument of the service that manages records like this one; undefined while that is not known.
 */
export function refuseBesideExclusive(
  subject: string,
  endpointServiceId: pulumi.Input<string> | undefined,
  list: string | undefined,
): void {
  if (!pulumi.Output.isInstance(endpointServiceId)) return;
  const { resources } = endpointServiceId as { resources?: () => Set<Marked> };
  const [service, ...others] = resources?.call(endpointServiceId) ?? [];
  // An output that was made of several resources may be the id of any of them.
  const exclusive = others.length === 0 ? service?.[EXCLUSIVE] : undefined;
  const field = exclusive?.fields.find((one) => list === undefined || one === list);
  if (exclusive === undefined || field === undefined) return;
  throw new pulumi.RunError(
    `${subject} and ${field} of VpcEndpointService "${exclusive.name}" are for the same whitelist: ${field} is the whole of it, and would remove the record. Put the record into ${field}, or take ${field} out.`,
  );
}
