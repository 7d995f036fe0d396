import type { ApiClient } from "../api/api-call";
import { hiddenState } from "../dynamic/hidden";
import type { Bag } from "../dynamic/kind";
import type { Operation } from "./operation";

/**
 * The services that this run has taken over, by the client of their region and project, each with the mark of that
 * adoption.
 *
 * A resource with `existingId` that is replaced (`pulumi up --replace`, `replaceOnChanges`, a new name without an alias)
 * takes the same service over again; the engine then deletes the predecessor, which is the very same service. Whoever is
 * asked to delete a service that a later adoption of the run holds leaves it alone.
 */
const marksOf = new WeakMap<ApiClient, Map<string, string>>();

/** Remembers an adoption; gives the mark to keep in the resource's state. */
export function markAdoption({ client, runtime }: Operation, id: string): string {
  const marks = marksOf.get(client) ?? new Map<string, string>();
  marksOf.set(client, marks);
  const mark = `${runtime.now()}-${marks.size}`;
  marks.set(id, mark);
  return mark;
}

/** Whether another resource than the one with these properties holds the service now. */
export function heldByAnother({ client }: Operation, id: string, properties: Bag): boolean {
  const mark = marksOf.get(client)?.get(id);
  return mark !== undefined && mark !== hiddenState(properties).adoption;
}
