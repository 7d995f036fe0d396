import { isApiError } from "../api/errors";
import { isValidId } from "../api/identifiers";
import { listAll } from "../api/pages";
import type { Operation } from "../resource/operation";
import type { PortMapping, VpcEndpointServiceInputs } from "./inputs";
import { listServices, PAGE_SIZE } from "./operations";
import { sharedPorts } from "./ports";
import { type ServiceAnswer, toOutputs } from "./wire";

/** The API's code for it: another service with the same backend port has one of the server ports. */
export const PORT_CLASH = "EndPoint.3044";

/** What a service wants to serve. */
type Wanted = Pick<VpcEndpointServiceInputs, "region" | "projectId" | "portId"> & { ports: PortMapping[] };

export interface Clash {
  id: string;
  /** `Service <id> (created …) already serves 80/TCP of port <port>.` */
  text: string;
}

/** What to do about a clash: one cause, as far as this run can tell it, and its way out. */
export function clashAdvice(
  { holders }: Operation,
  { id }: Clash,
  resource: string,
  operation: "create" | "update",
): string {
  const holder = holders.nameOf(id);
  if (holder === resource)
    return holders.wishesFor(id)?.wouldClash
      ? "It is the service that this resource replaces: set the option deleteBeforeReplace: true, for `--replace` and `state taint` do not ask the provider which order is right."
      : "It is the service that this resource replaces, and the state does not know that it serves these: run `pulumi refresh`, then `pulumi up`.";
  if (holder !== undefined)
    return `It belongs to "${holder}" of this program. If that one gives them up in the same change, it has to come first: give this resource the option dependsOn with it, and run \`pulumi up\` again.`;
  if (operation === "update") return "Choose another serverPort, or delete that service first.";
  return (
    "If this stack made it under another name, for a rename or a move into a component, give the resource the option aliases. " +
    `If an interrupted run left it behind, take it over with existingId: "${id}".`
  );
}

/** Finds the service that a refusal with `EndPoint.3044` speaks of; undefined when the cloud shows none, or cannot tell. */
export async function findClash(
  operation: Operation,
  wanted: Wanted,
  ownId?: string,
): Promise<Clash | undefined> {
  const pages = { call: listServices(), limit: PAGE_SIZE.services };
  let services: ServiceAnswer[];
  try {
    services = await listAll(operation.client, pages, operation.context);
  } catch (error) {
    if (isApiError(error)) return undefined;
    throw error;
  }
  const { region, projectId } = wanted;
  for (const service of services) {
    const id = String(service.id);
    const other = toOutputs(id, service, { region, projectId });
    const shared = sharedPorts(other.ports, wanted.ports);
    // An id that no call could name is no use to anybody.
    if (!isValidId(id) || id === ownId || other.portId !== wanted.portId || shared.length === 0) continue;
    const created = other.createdAt ?? "at an unknown time";
    return {
      id,
      text: `Service ${id} (created ${created}) already serves ${shared.join(", ")} of port ${wanted.portId}.`,
    };
  }
  return undefined;
}
