import type { AccountView, Connection, Endpoint, Service } from "./wire";

export interface Consumer {
  connection: Connection;
  /** Not there for a moment when it has just been deleted. */
  endpoint: Endpoint | undefined;
}

/** The consumers of one account. */
export interface ConsumerGroup {
  domainId: string;
  /** The name of the account if the emulator has it. */
  name: string;
  consumers: Consumer[];
}

/** By account, in the order of their first connection. */
export function consumerGroups(
  { connections }: Service,
  endpoints: ReadonlyMap<string, Endpoint>,
  accounts: readonly AccountView[],
): ConsumerGroup[] {
  const groups = new Map<string, ConsumerGroup>();
  for (const connection of connections) {
    const { domain_id: domainId } = connection;
    const name = accounts.find((account) => account.domainId === domainId)?.name ?? domainId;
    const group = groups.get(domainId) ?? { domainId, name, consumers: [] };
    groups.set(domainId, group);
    group.consumers.push({ connection, endpoint: endpoints.get(connection.id) });
  }
  return [...groups.values()];
}

/** Not more than `most` of them, those that wait before all others, and each where it was. */
export function mostWaiting(groups: readonly ConsumerGroup[], most: number): ConsumerGroup[] {
  const all = groups.flatMap(({ consumers }) => consumers);
  const waits = ({ connection }: Consumer) => Number(isWaiting(connection));
  const chosen = new Set(all.toSorted((one, other) => waits(other) - waits(one)).slice(0, most));
  return groups
    .map((group) => ({ ...group, consumers: group.consumers.filter((consumer) => chosen.has(consumer)) }))
    .filter(({ consumers }) => consumers.length > 0);
}

export function isWaiting({ status }: Pick<Connection, "status">): boolean {
  return status === "pendingAcceptance";
}

/** The name that its owner gave it: the API shows it between region and id. */
export function shortName({ service_name, id }: Pick<Service, "service_name" | "id">): string {
  const name = String(service_name).split(".").slice(1, -1).join(".");
  return name === "" ? id : name;
}

/** Such as `4189d3c2…`: enough to tell ids apart, and the whole is in a title beside it. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
