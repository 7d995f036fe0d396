import type { Bag } from "../resource/handlers";
import { hiddenState } from "../resource/state";
import { containsUnknown } from "../resource/unknown";
import { DEFAULT_PROTOCOL } from "./fields";
import type { PortMapping } from "./inputs";

/**
 * Whether a new service could not be made while the old one lives: both would share `portId` and a pair of server port
 * and protocol, which the API refuses within a project (API page, `ports`; EndPoint.3044).
 */
export function wouldClash(olds: Bag, news: Bag): boolean {
  if (olds.region !== news.region || olds.projectId !== news.projectId) return false;
  const { doubt = [] } = hiddenState(olds);
  // What the old one really serves is not known: it may be what the new one is to.
  if (doubt.includes("portId") || doubt.includes("ports")) return true;
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
    .map(({ serverPort, protocol }: PortMapping) => `${serverPort}/${protocol ?? DEFAULT_PROTOCOL}`);
  return [...new Set(pairs)];
}
