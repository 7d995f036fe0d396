import { refuseUnknownFields } from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, noContent, ok, param } from "../../gateway/operation";
import type { TagWire } from "../../world/records";
import { ownEndpoints, ownServices } from "../own-objects";
import { readPairs, readTags } from "../tag-list";

export interface Tagged {
  createdMs: number;
  wire: { id: string; tags: TagWire[] };
}

/** API page: "Batch Adding or Deleting Resource Tags". An existing key gets the new value. */
export function changeTags(call: Call): ApiResponse {
  checkResourceType(call);
  refuseUnknownFields(call.body, ["action", "tags"], call.world.settings.strict);
  const { action } = call.body;
  if (action !== "create" && action !== "delete") throw refusal("EndPoint.0007");
  const pairs = readPairs(call.body["tags"]);
  if (pairs.length === 0) throw refusal("EndPoint.3066");
  if (action === "create") addTags(call);
  else removeTags(findTagged(call), pairs);
  return noContent();
}

function addTags(call: Call): void {
  const { rules } = call.world;
  const added = readTags(call.body["tags"], rules);
  const resource = findTagged(call);
  const keys = new Set(added.map((tag) => tag.key));
  const tags = [...resource.wire.tags.filter((tag) => !keys.has(tag.key)), ...added];
  if (tags.length > rules.tagsPerResource) throw refusal("EndPoint.3069");
  resource.wire.tags = tags;
}

/** A pair without a value matches by its key alone. A tag that does not exist is not an error. */
function removeTags(resource: Tagged, pairs: { key: string; value: string | undefined }[]): void {
  resource.wire.tags = resource.wire.tags.filter(
    (tag) => !pairs.some(({ key, value }) => key === tag.key && (value === undefined || value === tag.value)),
  );
}

/** API page: "Querying Tags of a Tenant's Resources". */
export function listTags(call: Call): ApiResponse {
  const values = new Map<string, Set<string>>();
  for (const { wire } of taggedResources(call)) {
    for (const { key, value } of wire.tags) values.set(key, (values.get(key) ?? new Set()).add(value));
  }
  return ok({ tags: [...values].map(([key, found]) => ({ key, values: [...found] })) });
}

/** The caller's own resources of the type in the path. */
export function taggedResources(call: Call): Tagged[] {
  return checkResourceType(call) === "endpoint_service" ? ownServices(call) : ownEndpoints(call);
}

function checkResourceType(call: Call): "endpoint_service" | "endpoint" {
  const type = param(call, "resource_type");
  if (type !== "endpoint_service" && type !== "endpoint") throw refusal("EndPoint.3070");
  return type;
}

function findTagged(call: Call): Tagged {
  const id = param(call, "resource_id");
  const found = taggedResources(call).find(({ wire }) => wire.id === id);
  if (found === undefined) throw refusal("EndPoint.0005");
  return found;
}
