import { isApiError } from "../api/errors";
import { isValidId } from "../api/identifiers";
import { isObject } from "../api/json";
import { listAll } from "../api/pages";
import { count, objectList, text, word } from "../resource/codecs";
import type { Operation } from "../resource/operation";
import { containsUnknown, isUnknown, type Properties } from "../resource/properties";
import { objectOf, oneOf, type Rule } from "../resource/rules";
import { hiddenState } from "../resource/state";
import { type ApiRecord, PAGE_SIZE } from "../vpcep/records";
import { listServices } from "../vpcep/services";

/** The default of a mapping's `protocol` (API page, table 3). */
export const DEFAULT_PROTOCOL = "TCP";

/** API page "Modifying a VPC Endpoint Service", table 3. */
export const portMappings = objectList({
  clientPort: { wire: "client_port", codec: count },
  serverPort: { wire: "server_port", codec: count },
  protocol: { wire: "protocol", codec: text, default: DEFAULT_PROTOCOL },
});

const portNumber: Rule = (report, property, port) => {
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535)
    report.fail(property, `must be a whole number from 1 to 65535${report.found(property, port)}`);
};

const mappingRule = objectOf("a port mapping", {
  clientPort: { rule: portNumber, required: true },
  serverPort: { rule: portNumber, required: true },
  protocol: { rule: (...given) => oneOf(given[3].protocols)(...given) },
});

/** API page, table 2: `ports`. */
const MAX_MAPPINGS = 200;

/** API page, table 2 (`ports`) and table 3. */
export const portRule: Rule = (report, property, mappings, limits) => {
  if (!Array.isArray(mappings)) {
    report.fail(property, `must be a list of port mappings${report.found(property, mappings)}`);
    return;
  }
  if (mappings.length === 0) report.fail(property, "must have one mapping at least");
  if (mappings.length > MAX_MAPPINGS)
    report.fail(property, `may have ${MAX_MAPPINGS} mappings at most, has ${mappings.length}`);
  const seen = new Map<string, number>();
  for (const [index, mapping] of mappings.entries()) {
    if (isUnknown(mapping)) continue;
    const path = `${property}[${index}]`;
    mappingRule(report, path, mapping, limits);
    if (!isObject(mapping) || containsUnknown(mapping)) continue;
    const key = portMappings.key(mapping);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else report.fail(path, `is the same mapping as ${property}[${first}]`);
  }
};

/**
 * Whether a new service could not be made while the old one lives: both would share `portId` and a pair of server port
 * and protocol, which the API refuses within a project (API page, `ports`; EndPoint.3044).
 */
export function wouldClash(olds: Properties, news: Properties): boolean {
  if (olds.region !== news.region || olds.projectId !== news.projectId) return false;
  const { unfinished = [] } = hiddenState(olds);
  // What the old one really serves is not known: it may be what the new one is to.
  if (unfinished.includes("portId") || unfinished.includes("ports")) return true;
  return olds.portId === news.portId && sharedPorts(olds.ports, news.ports).length > 0;
}

/** The server ports with protocol that two lists of mappings have in common; unknown ones are passed over. */
export function sharedPorts(some: unknown, others: unknown): string[] {
  const theirs = new Set(portPairs(others));
  return portPairs(some).filter((pair) => theirs.has(pair));
}

/** The server ports with protocol of a list of mappings, such as `80/TCP`, each once; unknown ones are passed over. */
export function portPairs(list: unknown): string[] {
  const pairs = (Array.isArray(list) ? list : [])
    .filter((mapping) => typeof mapping === "object" && mapping !== null && !containsUnknown(mapping))
    .map(({ serverPort, protocol }) => `${serverPort}/${protocol ?? DEFAULT_PROTOCOL}`);
  return [...new Set(pairs)];
}

/** The API's code for a clash: another service with the same backend port has one of the server ports. */
export const PORT_CLASH = "EndPoint.3044";

/**
 * A refusal with that code, with the service that it speaks of and the way out; the refusal alone where the cloud shows
 * none, or cannot tell. The other service is never adopted unasked: it may be anyone's.
 */
export async function clashFailure(
  operation: Operation,
  refusal: Error,
  wanted: Properties,
  ownId?: string,
): Promise<string | undefined> {
  const other = await findClash(operation, wanted, ownId);
  if (other === undefined) return undefined;
  const { name } = hiddenState(wanted);
  const serves = `Service ${other.id} (created ${other.created}) already serves ${other.shared.join(", ")} of port ${wanted.portId}.`;
  return `${refusal.message} ${serves} ${advice(operation, other.id, name, ownId === undefined)}`;
}

/** What to do about a clash: one cause, as far as this run can tell it, and its way out. */
function advice({ holders }: Operation, id: string, resource: string, isCreate: boolean): string {
  const holder = holders.nameOf(id);
  if (holder === resource)
    return holders.wishesFor(id)?.wouldClash
      ? "It is the service that this resource replaces: set the option deleteBeforeReplace: true, for `--replace` and `state taint` do not ask the provider which order is right."
      : "It is the service that this resource replaces, and the state does not know that it serves these: run `pulumi refresh`, then `pulumi up`.";
  if (holder !== undefined)
    return `It belongs to "${holder}" of this program. If that one gives them up in the same change, it has to come first: give this resource the option dependsOn with it, and run \`pulumi up\` again.`;
  if (!isCreate) return "Choose another serverPort, or delete that service first.";
  return (
    "If this stack made it under another name, for a rename or a move into a component, give the resource the option aliases. " +
    `If an interrupted run left it behind, take it over with existingId: "${id}".`
  );
}

interface Clash {
  id: string;
  created: string;
  shared: string[];
}

async function findClash(
  operation: Operation,
  wanted: Properties,
  ownId: string | undefined,
): Promise<Clash | undefined> {
  const pages = { call: listServices(), limit: PAGE_SIZE.services };
  let services: ApiRecord[];
  try {
    services = await listAll(operation.client, pages, operation.context);
  } catch (error) {
    if (isApiError(error)) return undefined;
    throw error;
  }
  for (const { port_id, ports, created_at, ...service } of services) {
    const id = String(service.id);
    const shared = sharedPorts(portMappings.read(ports), wanted.ports);
    // An id that no call could name is no use to anybody.
    if (!isValidId(id) || id === ownId || port_id !== wanted.portId || shared.length === 0) continue;
    return { id, created: word.read(created_at) ?? "at an unknown time", shared };
  }
  return undefined;
}
