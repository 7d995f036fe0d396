import { hasCode, isNotFound } from "../api/errors";
import { type Probe, WaitTimeoutError, waitFor } from "../api/wait";
import { Failure } from "../resource/failures";
import { type Operation, send, tell } from "../resource/operation";
import { type Connection, connectionsOf, decide, isOpen, namesOf } from "../vpcep/connections";

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
      if (!taken.has(endpointId) && (await isTaken(operation, id, endpointId))) taken.add(endpointId);
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
async function isTaken(operation: Operation, id: string, endpointId: string): Promise<boolean> {
  try {
    await send(operation, decide(id, "reject", endpointId));
    return true;
  } catch (error) {
    if (!isNotFound(error) && !hasCode(error, ...IN_BETWEEN)) throw error;
    return false;
  }
}
