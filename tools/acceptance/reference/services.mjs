// Endpoint services: "Creating", "Querying", "Modifying", "Deleting", "Upgrading a VPC Endpoint Service" and their like.
import { listOf, PORTS, pageOf, REASONS, TAGS, together } from "./shapes.mjs";

/** @typedef {import("./shapes.mjs").Operation} Operation */
/** @typedef {import("./shapes.mjs").Shape} Shape */

const SERVICES = "/v1/{project_id}/vpc-endpoint-services";
const SERVICE = `${SERVICES}/{vpc_endpoint_service_id}`;
const IN_V2 = "/v2/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}";

/** Of every response that shows a service ("Modifying a VPC Endpoint Service", table 4). @type {Shape} */
const COMMON = together(PORTS, TAGS, {
  fields: {
    id: "string",
    port_id: "string",
    "vip_port_id?": "string",
    service_name: "string",
    server_type: "string",
    vpc_id: "string",
    "pool_id?": "string",
    approval_enabled: "boolean",
    status: "string",
    service_type: "string",
    created_at: "string",
    updated_at: "string",
    project_id: "string",
    tcp_proxy: "string",
    "description?": "string",
    "enable_policy?": "boolean",
    "ip?": "string",
    "ip_version?": "string",
    "cidr_type?": "string",
  },
  words: {
    server_type: ["LB", "VM", "VIP", "BMS"],
    service_type: ["interface", "gateway"],
    tcp_proxy: ["close", "toa_open", "proxy_open", "open", "proxy_vni"],
    ip_version: ["ipv4", "ipv6"],
    cidr_type: ["public", "internal"],
  },
});

/** @type {Shape} */
const WRITTEN = together(COMMON, { fields: {}, words: { status: ["creating", "available", "failed"] } });

/** @type {Shape} */
const READ = together(COMMON, REASONS, {
  fields: { "snat_network_id?": "string", "supported_editions?": "array", "supported_editions[]": "string" },
  words: {
    status: ["creating", "available", "failed", "deleting"],
    "supported_editions[]": ["basic", "profession"],
  },
});

/** @type {Shape} */
const LISTED = together(READ, {
  fields: { domain_id: "string", connection_count: "integer", "public_border_group?": "string" },
});

/** A service of the cloud's operator. @type {Shape} */
const PUBLIC = {
  fields: {
    id: "string",
    owner: "string",
    service_name: "string",
    service_type: "string",
    created_at: "string",
    is_charge: "boolean",
    "enable_policy?": "boolean",
  },
  words: { service_type: ["interface", "gateway"] },
};

/** @type {Shape} */
const SUMMARY = {
  fields: {
    id: "string",
    service_name: "string",
    service_type: "string",
    created_at: "string",
    is_charge: "boolean",
    "public_border_group?": "string",
    "enable_policy?": "boolean",
  },
  words: { service_type: ["interface", "gateway"] },
};

/** @type {readonly Operation[]} */
export const SERVICE_OPERATIONS = [
  { name: "CreateEndpointService", method: "POST", path: SERVICES, success: [200], response: WRITTEN },
  {
    name: "ListEndpointService",
    method: "GET",
    path: SERVICES,
    success: [200],
    response: pageOf("endpoint_services", LISTED),
  },
  {
    name: "ListServicePublicDetails",
    method: "GET",
    path: `${SERVICES}/public`,
    success: [200],
    response: pageOf("endpoint_services", PUBLIC),
  },
  {
    name: "ListServiceDescribeDetails",
    method: "GET",
    path: `${SERVICES}/describe`,
    success: [200],
    response: SUMMARY,
  },
  { name: "ListServiceDetails", method: "GET", path: SERVICE, success: [200], response: READ },
  { name: "UpdateEndpointService", method: "PUT", path: SERVICE, success: [200], response: WRITTEN },
  // The status table says 204; a sentence in some editions says 200.
  { name: "DeleteEndpointService", method: "DELETE", path: SERVICE, success: [204] },
  {
    name: "UpdateEndpointServiceName",
    method: "PUT",
    path: `${SERVICE}/name`,
    success: [200],
    response: { fields: { endpoint_service_name: "string" } },
  },
  { name: "UpgradeEndpointService", method: "POST", path: `${IN_V2}/upgrade`, success: [204] },
  {
    name: "AddEndpointServiceServerResource",
    method: "POST",
    path: `${IN_V2}/add-server-resources`,
    success: [204],
  },
];

/** "Querying Version Information". @type {Shape} */
const VERSION = together(
  {
    fields: {
      id: "string",
      status: "string",
      updated: "string",
      version: "string",
      min_version: "string",
    },
    words: { status: ["CURRENT", "SUPPORT", "DEPRECATED"] },
  },
  listOf("links", { fields: { rel: "string", href: "string", "type?": "string" } }),
);

/** @type {Shape} */
const ONE_VERSION = {
  fields: {
    version: "object",
    ...Object.fromEntries(Object.entries(VERSION.fields).map(([path, type]) => [`version.${path}`, type])),
  },
};

/** @type {readonly Operation[]} */
export const VERSION_OPERATIONS = [
  {
    name: "ListVersionDetails",
    method: "GET",
    path: "/",
    success: [200],
    response: listOf("versions", VERSION),
  },
  {
    name: "ListSpecifiedVersionDetails",
    method: "GET",
    path: "/{version}",
    success: [200],
    response: ONE_VERSION,
  },
];
