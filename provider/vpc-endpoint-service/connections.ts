import { isApiError } from "../api/errors";
import { listAll } from "../api/pages";
import { type Probe, WaitTimeoutError, waitFor } from "../api/wait";
import { Failure } from "../dynamic/failures";
import { call, type Operation, tell } from "./operation";
import { listConnections, PAGE_SIZE, rejectConnection } from "./operations";

/** A consumer's endpoint, seen from the service. */
export interface Connection {
  endpointId: string;
  /** Account of the endpoint's owner. */
  domainId: string;
  status: string;
}

/** States in which a consumer uses the service or is about to; the API does not delete a service that has any. */
const LIVE = ["accepted", "creating"];
/** States in which a connection may still become a live one. */
const OPEN = [...LIVE, "pendingAcceptance"];

export const isLive = ({ status }: Connection) => LIVE.includes(status);
export const isOpen = ({ status }: Connection) => OPEN.includes(status);

export async function connectionsOf(operation: Operation, id: string): Promise<Connection[]> {
  const pages = { call: listConnections(id), items: "connections", limit: PAGE_SIZE.connections };
  const found = await listAll(operation.client, pages, operation.context);
  return found.map((item) => ({
    endpointId: String(item.id),
    domainId: String(item.domain_id ?? "unknown"),
    status: String(item.status),
  }));
}

/** `<endpoint> of account <account> (accepted)`, a line's worth of them. */
export function namesOf(connections: readonly Connection[]): string {
  const shown = connections
    .slice(0, 20)
    .map(({ endpointId, domainId, status }) => `${endpointId} of account ${domainId} (${status})`);
  const more = connections.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/**
 * Rejects connections, one a call as the API wants it, and waits until none of them is live any more. A connection that
 * goes away meanwhile is what was wanted.
 */
export async function reject(
  operation: Operation,
  id: string,
  connections: readonly Connection[],
): Promise<void> {
  if (connections.length === 0) return;
  const wanted = new Set(connections.map(({ endpointId }) => endpointId));
  const taken = new Set<string>();
  const rejectAll = async (some: readonly Connection[]) => {
    for (const { endpointId } of some) {
      if (!taken.has(endpointId) && (await isRejected(operation, id, endpointId))) taken.add(endpointId);
    }
  };
  const look = async (): Promise<Probe<true>> => {
    const left = (await connectionsOf(operation, id)).filter(
      (one) => wanted.has(one.endpointId) && isOpen(one),
    );
    if (left.length === 0) return { state: "done", value: true };
    await rejectAll(left);
    return { state: "retry", last: `connected: ${namesOf(left)}` };
  };
  await rejectAll(connections);
  try {
    await waitFor(look, { runtime: operation.runtime, deadlineMs: operation.context.deadlineMs });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new Failure(`connections of service ${id} were rejected and are ${error.message}.`);
  }
  tell(operation, `rejected ${namesOf(connections)}`);
}

/**
 * Whether the API took the rejection. It refuses one of an endpoint that is going away, or that is just being made: the
 * list then tells which it was, and the latter is rejected later.
 */
async function isRejected(operation: Operation, id: string, endpointId: string): Promise<boolean> {
  try {
    await call(operation, rejectConnection(id, endpointId));
    return true;
  } catch (error) {
    if (!isApiError(error) || !["refused", "notFound"].includes(error.outcome)) throw error;
    return false;
  }
}
