// VPC endpoints: "Creating", "Querying", "Modifying", "Deleting", "Upgrading a VPC Endpoint" and their like.
import { listOf, pageOf, REASONS, TAGS, together } from "./shapes.mjs";

/** @typedef {import("./shapes.mjs").Operation} Operation */
/** @typedef {import("./shapes.mjs").Shape} Shape */

const ENDPOINTS = "/v1/{project_id}/vpc-endpoints";
const ENDPOINT = `${ENDPOINTS}/{vpc_endpoint_id}`;
const IN_V2 = "/v2/{project_id}/vpc-endpoints/{vpc_endpoint_id}";

/** The statements of a policy, with the names that IAM gives them. @type {Shape} */
const POLICY = {
  ...listOf(
    "policy_statement",
    {
      fields: {
        Effect: "string",
        Action: "array",
        "Action[]": "string",
        Resource: "array",
        "Resource[]": "string",
        "Condition?*": "object",
        "Sid?": "string",
      },
    },
    "?",
  ),
};

/** @type {Shape} */
const SHOWN = together(TAGS, REASONS, POLICY, {
  fields: {
    id: "string",
    service_type: "string",
    status: "string",
    active_status: "array",
    "active_status[]": "string",
    "enable_status?": "string",
    endpoint_service_id: "string",
    endpoint_service_name: "string",
    marker_id: "integer",
    "enable_dns?": "boolean",
    "dns_names?": "array",
    "dns_names[]": "string",
    "ip?": "string",
    vpc_id: "string",
    "subnet_id?": "string",
    created_at: "string",
    updated_at: "string",
    project_id: "string",
    "whitelist?": "array",
    "whitelist[]": "string",
    "enable_whitelist?": "boolean",
    "routetables?": "array",
    "routetables[]": "string",
    "specification_name?": "string",
    "description?": "string",
    "policy_document?*": "object",
    "endpoint_pool_id?": "string",
    "public_border_group?": "string",
    "ipv6_address?": "string",
    "ip_version?": "string",
  },
  words: {
    service_type: ["interface", "gateway"],
    status: ["pendingAcceptance", "creating", "accepted", "rejected", "failed", "deleting"],
    "active_status[]": [
      "active",
      "frozen",
      "arrear_frozen",
      "verify_frozen",
      "police_frozen",
      "illegal_frozen",
      "partner_frozen",
    ],
    enable_status: ["enable", "disable"],
    ip_version: ["ipv4", "dualstack"],
  },
});

/** The samples of the policy calls have one field more. @type {Shape} */
const WITH_JOB = together(SHOWN, { fields: { "jobId?": "string" } });

/** @type {Shape} */
const BOUND = {
  fields: {
    routetables: "array",
    "routetables[]": "string",
    "error?": "array",
    ...Object.fromEntries(
      ["bind_failed", "unbind_failed"].flatMap((list) => [
        [`error[].${list}?`, "array"],
        [`error[].${list}[].id`, "string"],
        [`error[].${list}[].error_message`, "string"],
      ]),
    ),
  },
};

/** @type {readonly Operation[]} */
export const ENDPOINT_OPERATIONS = [
  { name: "CreateEndpoint", method: "POST", path: ENDPOINTS, success: [200], response: SHOWN },
  {
    name: "ListEndpoints",
    method: "GET",
    path: ENDPOINTS,
    success: [200],
    response: pageOf("endpoints", SHOWN),
  },
  { name: "ListEndpointInfoDetails", method: "GET", path: ENDPOINT, success: [200], response: SHOWN },
  { name: "UpdateEndpointWhite", method: "PUT", path: ENDPOINT, success: [200], response: SHOWN },
  { name: "DeleteEndpoint", method: "DELETE", path: ENDPOINT, success: [204] },
  {
    name: "UpdateEndpointRoutetable",
    method: "PUT",
    path: `${ENDPOINT}/routetables`,
    success: [200],
    response: BOUND,
  },
  {
    name: "UpdateEndpointPolicy",
    method: "PUT",
    path: `${ENDPOINT}/policy`,
    success: [200],
    response: WITH_JOB,
  },
  {
    name: "DeleteEndpointPolicy",
    method: "DELETE",
    path: `${ENDPOINT}/policy`,
    success: [200],
    response: WITH_JOB,
  },
  // Which of them is not documented; clients accept all three.
  { name: "UpgradeEndpoint", method: "POST", path: `${IN_V2}/upgrade`, success: [200, 201, 202] },
];
