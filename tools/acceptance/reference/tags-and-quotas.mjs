// Tags and quotas, which are asked for by resource type.
import { listOf, TAGS, together } from "./shapes.mjs";

/** @typedef {import("./shapes.mjs").Operation} Operation */

const TAGGED = "/v1/{project_id}/{resource_type}";

/** @type {readonly Operation[]} */
export const TAG_OPERATIONS = [
  {
    name: "BatchAddOrRemoveResourceInstance",
    method: "POST",
    path: `${TAGGED}/{resource_id}/tags/action`,
    success: [204],
  },
  {
    name: "ListQueryProjectResourceTags",
    method: "GET",
    path: `${TAGGED}/tags`,
    success: [200],
    response: listOf("tags", { fields: { key: "string", values: "array", "values[]": "string" } }),
  },
  {
    name: "ListResourceInstances",
    method: "POST",
    path: `${TAGGED}/resource_instances/action`,
    success: [200],
    // A count alone where that was asked for.
    response: {
      fields: {
        ...listOf(
          "resources",
          together(TAGS, {
            fields: { resource_id: "string", resource_detail: "null", resource_name: "string" },
          }),
          "?",
        ).fields,
        total_count: "integer",
      },
    },
  },
];

/** @type {Operation} */
export const QUOTA_OPERATION = {
  name: "ListQuotaDetails",
  method: "GET",
  path: "/v1/{project_id}/quotas",
  success: [200],
  response: {
    fields: {
      quotas: "object",
      "quotas.resources": "array",
      "quotas.resources[].type": "string",
      "quotas.resources[].used": "integer",
      "quotas.resources[].quota": "integer",
    },
    words: { "quotas.resources[].type": ["endpoint_service", "endpoint"] },
  },
};
