import type { ApiCall } from "../api/api-call";
import type { ListCall } from "../api/pages";

/** What the tag calls call a type of resource. */
export type TaggedType = "endpoint_service" | "endpoint";

/** "Batch Adding or Deleting Resource Tags". A tag to delete is named by its key alone. */
export const changeTags = (
  type: TaggedType,
  id: string,
  action: "create" | "delete",
  tags: unknown,
): ApiCall => ({
  method: "POST",
  segments: [type, id, "tags", "action"],
  body: { action, tags },
  safety: "idempotent",
  response: "none",
});

/** "Querying Tags of Resources of a Type": every key of the project's resources with its values, in one response. */
export const listTags = (type: TaggedType): ListCall => ({
  method: "GET",
  segments: [type, "tags"],
  safety: "read",
  response: { list: "tags", texts: ["key"] },
});
