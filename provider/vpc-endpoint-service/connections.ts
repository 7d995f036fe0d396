import { hasCode, isNotFound } from "../api/errors";
import { listAll } from "../api/pages";
import { cleanText } from "../api/text";
import { type Probe, WaitTimeoutError, waitFor } from "../api/wait";
import { Failure } from "../resource/failures";
import { call, type Operation, tell } from "../resource/operation";
import { listConnections, PAGE_SIZE, rejectConnection } from "./operations";

/** Stands for an account that the API does not tell. */
export const UNKNOWN_ACCOUNT = "unknown";

/** A consumer's endpoint, seen from the service. */
export interface Connection {
  endpointId: string;
  /** Account of the endpoint's owner. */
  domainId: string;
  status: string;
}

/** States in which a consumer uses the service, or may come to. */
const OPEN = ["accepted", "creating", "pendingAcceptance"];

export const isOpen = ({ status }: Connection) => OPEN.includes(status);

export async function connectionsOf(operation: Operation, id: string): Promise<Connection[]> {
  const pages = { call: listConnections(id), limit: PAGE_SIZE.connections };
  const found = await listAll(operation.client, pages, operation.context);
  return found.map((item) => ({
    endpointId: String(item.id),
    domainId: typeof item.domain_id === "string" ? item.domain_id : UNKNOWN_ACCOUNT,
    status: String(item.status),
  }));
}

/** `<endpoint> of account <account> (accepted)`, a line's worth of them. */
export function namesOf(connections: readonly Connection[]): string {
  const shown = connections.slice(0, 20).map(({ endpointId, domainId, status }) => {
    const [endpoint, account, word] = [endpointId, domainId, status].map((text) => cleanText(text, 64));
    return `${endpoint} of account ${account} (${word})`;
  });
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
    const onLong = (last: string) => tell(operation, `waiting for rejections to come through: ${last}`);
    await waitFor(look, { runtime: operation.runtime, deadlineMs: operation.context.deadlineMs, onLong });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new Failure(
      `the rejection of connections of service ${id} did not come through: ${error.message}.`,
    );
  }
  tell(operation, `rejected ${namesOf(connections)}`);
}

/** An endpoint that is being deleted, or made: nothing to reject any more, or not yet. */
const IN_BETWEEN = ["EndPoint.2018", "EndPoint.2019"];

/** Whether the API took the rejection; if it cannot now, the list tells later whether there is still something to reject. */
async function isRejected(operation: Operation, id: string, endpointId: string): Promise<boolean> {
  try {
    await call(operation, rejectConnection(id, endpointId));
    return true;
  } catch (error) {
    if (!isNotFound(error) && !hasCode(error, ...IN_BETWEEN)) throw error;
    return false;
  }
}
