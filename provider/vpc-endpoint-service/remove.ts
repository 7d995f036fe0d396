import { hasCode, isNotFound } from "../api/errors";
import { Failure } from "../dynamic/failures";
import { callWhenReady } from "./busy";
import { connectionsOf, isOpen, namesOf, reject } from "./connections";
import type { Operation } from "./operation";
import { deleteService } from "./operations";
import { failedText, waitUntilGone } from "./settle";

/** The API does not delete a service that consumers use. */
const IN_USE = "EndPoint.3006";

/**
 * Deletes a service and waits until it is gone; one that is gone already is a success. Live connections block it: they
 * are rejected first when the program says so, else named.
 */
export async function remove(operation: Operation, id: string, rejectConnections: boolean): Promise<void> {
  try {
    try {
      await callWhenReady(operation, deleteService(id));
    } catch (error) {
      if (!hasCode(error, IN_USE)) throw error;
      const open = (await connectionsOf(operation, id)).filter(isOpen);
      if (!rejectConnections) throw blocked(error as Error, open);
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

function blocked(error: Error, open: Parameters<typeof namesOf>[0]): Failure {
  const who =
    open.length > 0 ? `${open.length} in use: ${namesOf(open)}` : "none is listed any more; try again";
  return new Failure(
    `${error.message} Connections that block it: ${who}. The setting counts from the next \`pulumi up\` on.`,
  );
}
