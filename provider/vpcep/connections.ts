import type { Access, ApiCall } from "../api/api-call";
import { type ListCall, listAll } from "../api/pages";
import { cleanText } from "../api/text";
import { PAGE_SIZE } from "./records";

/** Stands for an account that the API does not tell. */
export const UNKNOWN_ACCOUNT = "unknown";

/** A consumer's endpoint, seen from the service. */
export interface Connection {
  endpointId: string;
  /** Account of the endpoint's owner. */
  domainId: string;
  status: string;
}

/** "Querying Connections of a VPC Endpoint Service". */
export const listConnections = (
  serviceId: string,
  query: Record<string, string | number> = {},
): ListCall => ({
  method: "GET",
  segments: ["vpc-endpoint-services", serviceId, "connections"],
  query,
  safety: "read",
  response: { list: "connections", texts: ["id", "status"] },
});

/** "Accepting or Rejecting a VPC Endpoint": exactly one endpoint a call. */
export const decide = (serviceId: string, action: "receive" | "reject", endpointId: string): ApiCall => ({
  method: "POST",
  segments: ["vpc-endpoint-services", serviceId, "connections", "action"],
  body: { action, endpoints: [endpointId] },
  safety: "idempotent",
  response: "object",
});

/** "Updating the Description of a VPC Endpoint Connection": the owner's note. */
export const describeConnection = (serviceId: string, endpointId: string, description: string): ApiCall => ({
  method: "PUT",
  segments: ["vpc-endpoint-services", serviceId, "connections", "description"],
  body: { connections: [{ id: endpointId, description }] },
  safety: "idempotent",
  response: "object",
});

export async function connectionsOf({ client, context }: Access, serviceId: string): Promise<Connection[]> {
  const pages = { call: listConnections(serviceId), limit: PAGE_SIZE.connections };
  return (await listAll(client, pages, context)).map((record) => ({
    endpointId: String(record.id),
    domainId: typeof record.domain_id === "string" ? record.domain_id : UNKNOWN_ACCOUNT,
    status: String(record.status),
  }));
}

/** States in which a consumer uses the service, or may come to. */
export const isOpen = ({ status }: Connection) =>
  ["accepted", "creating", "pendingAcceptance"].includes(status);

/** `<endpoint> of account <account> (accepted)`, a line's worth of them. */
export function namesOf(connections: readonly Connection[]): string {
  const shown = connections.slice(0, 20).map(({ endpointId, domainId, status }) => {
    const [endpoint, account, word] = [endpointId, domainId, status].map((text) => cleanText(text, 64));
    return `${endpoint} of account ${account} (${word})`;
  });
  const more = connections.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
