import { hasCode, isNotFound } from "../api/errors";
import { Failure } from "../resource/failures";
import type { Operation } from "../resource/operation";
import { callWhenReady } from "./busy";
import { connectionsOf, isOpen, namesOf, reject } from "./connections";
import { deleteService } from "./operations";
import { failedText, waitUntilGone } from "./settle";

/** The API does not delete a service that consumers use. */
const IN_USE = "EndPoint.3006";

/**
 * Deletes a service and waits until it is gone; one that is gone already is a success. Live connections block it: they
 * are rejected first when the program says so, else named.
 */
export async function remove(operation: Operation, id: string, setInState: boolean): Promise<void> {
  const wishes = operation.holders.wishesFor(id);
  // What this run's program says counts: a replaced service waits for its deletion with the settings of its last day.
  const rejectConnections = wishes?.rejectConnections ?? setInState;
  try {
    try {
      await callWhenReady(operation, deleteService(id));
    } catch (error) {
      if (!hasCode(error, IN_USE)) throw error;
      const open = (await connectionsOf(operation, id)).filter(isOpen);
      if (!rejectConnections) throw blocked(error as Error, open, wishes !== undefined);
      await reject(operation, id, open);
      // A rejected connection may block for a moment longer.
      await callWhenReady(operation, deleteService(id), [IN_USE]);
    }
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  const left = await waitUntilGone(operation, id);
  if (left !== undefined) throw new Failure(`the deletion failed: ${failedText(id, left)}`);
}

function blocked(error: Error, open: Parameters<typeof namesOf>[0], isInProgram: boolean): Failure {
  if (open.length === 0)
    return new Failure(
      `${error.message} None that blocks it is listed any longer: run the same command again.`,
    );
  const next = isInProgram
    ? "Reject them, or set rejectConnectionsOnDelete: true and run `pulumi up` again."
    : "Reject them, or put the resource into the program with rejectConnectionsOnDelete: true, run `pulumi up`, and delete it then.";
  return new Failure(`${error.message} In its way: ${namesOf(open)}. ${next}`);
}
