// The 33 operations of the VPC Endpoint API Reference.
import { CONNECTION_OPERATIONS, PERMISSION_OPERATIONS } from "./consumers.mjs";
import { ENDPOINT_OPERATIONS } from "./endpoints.mjs";
import { SERVICE_OPERATIONS, VERSION_OPERATIONS } from "./services.mjs";
import { QUOTA_OPERATION, TAG_OPERATIONS } from "./tags-and-quotas.mjs";

/** @typedef {import("./shapes.mjs").Operation} Operation */

/** @type {readonly Operation[]} */
export const OPERATIONS = [
  ...VERSION_OPERATIONS,
  ...SERVICE_OPERATIONS,
  ...CONNECTION_OPERATIONS,
  ...PERMISSION_OPERATIONS,
  ...ENDPOINT_OPERATIONS,
  QUOTA_OPERATION,
  ...TAG_OPERATIONS,
];

/**
 * @param {{ method: string, path: string }} call with `{id}` in the place of ids
 * @returns {Operation | undefined}
 */
export function operationOf({ method, path }) {
  return OPERATIONS.find((operation) => operation.method === method && patternOf(operation.path).test(path));
}

/** @param {string} path */
function patternOf(path) {
  const pattern = path
    .replaceAll("{resource_type}", "(endpoint_service|endpoint)")
    .replaceAll(/\{[a-z_]+\}/g, "\\{id\\}");
  return new RegExp(`^${pattern}$`);
}
