// Who may connect to a service and who does: its whitelist and its connections.
import { listOf, pageOf, REASONS, together } from "./shapes.mjs";

/** @typedef {import("./shapes.mjs").Operation} Operation */
/** @typedef {import("./shapes.mjs").Shape} Shape */

const SERVICE = "/v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}";

/** @type {Shape} */
const CONNECTION = together(REASONS, {
  fields: {
    id: "string",
    marker_id: "integer",
    domain_id: "string",
    status: "string",
    created_at: "string",
    updated_at: "string",
    "description?": "string",
  },
  words: { status: ["pendingAcceptance", "creating", "accepted", "rejected", "failed", "deleting"] },
});

const TYPES = ["domainId", "orgPath"];

/** @type {Shape} */
const PERMISSION = {
  fields: {
    id: "string",
    permission: "string",
    "permission_type?": "string",
    "description?": "string",
    created_at: "string",
  },
  words: { permission_type: TYPES },
};

/** @type {readonly Operation[]} */
export const CONNECTION_OPERATIONS = [
  {
    name: "ListServiceConnections",
    method: "GET",
    path: `${SERVICE}/connections`,
    success: [200],
    response: pageOf("connections", CONNECTION),
  },
  {
    name: "AcceptOrRejectEndpoint",
    method: "POST",
    path: `${SERVICE}/connections/action`,
    success: [200],
    response: listOf("connections", CONNECTION),
  },
  {
    name: "UpdateEndpointConnectionsDesc",
    method: "PUT",
    path: `${SERVICE}/connections/description`,
    success: [200],
    response: listOf("connections", CONNECTION),
  },
];

/** @type {readonly Operation[]} */
export const PERMISSION_OPERATIONS = [
  {
    name: "ListServicePermissionsDetails",
    method: "GET",
    path: `${SERVICE}/permissions`,
    success: [200],
    response: pageOf("permissions", PERMISSION),
  },
  {
    name: "AddOrRemoveServicePermissions",
    method: "POST",
    path: `${SERVICE}/permissions/action`,
    success: [200],
    response: {
      fields: { permissions: "array", "permissions[]": "string", "permission_type?": "string" },
      words: { permission_type: TYPES },
    },
  },
  {
    name: "BatchAddEndpointServicePermissions",
    method: "POST",
    path: `${SERVICE}/permissions/batch-create`,
    success: [200],
    response: listOf("permissions", PERMISSION),
  },
  {
    name: "BatchRemoveEndpointServicePermissions",
    method: "POST",
    path: `${SERVICE}/permissions/batch-delete`,
    success: [200],
    response: listOf("permissions", PERMISSION),
  },
  {
    name: "UpdateEndpointServicePermissionDesc",
    method: "PUT",
    path: `${SERVICE}/permissions/{permission_id}`,
    success: [200],
    response: listOf("permissions", PERMISSION),
  },
];
