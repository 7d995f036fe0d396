import type { ApiCall } from "../api/api-call";
import type { ListCall } from "../api/pages";

/** The operations on an endpoint, by the names of their pages in the VPC Endpoint API Reference, "API V1". */

const ENDPOINTS = "vpc-endpoints";

/** "Creating a VPC Endpoint". There is no idempotency key: it is sent on a connection of its own, once. */
export const createEndpoint = (body: object): ApiCall => ({
  method: "POST",
  segments: [ENDPOINTS],
  body,
  safety: "create",
  freshConnection: true,
  response: "object",
});

/** "Querying VPC Endpoints", newest first, which is the default. */
export const listEndpoints = (query: Record<string, string | number> = {}): ListCall => ({
  method: "GET",
  segments: [ENDPOINTS],
  query,
  safety: "read",
  response: { list: "endpoints", texts: ["id"] },
});

/** "Querying Details of a VPC Endpoint". */
export const getEndpoint = (id: string): ApiCall => ({
  method: "GET",
  segments: [ENDPOINTS, id],
  safety: "read",
  response: "object",
});

/** "Updating the Whitelist of a VPC Endpoint": always both, for what an absent field means is not documented. */
export const setWhitelist = (id: string, whitelist: unknown, isEnabled: boolean): ApiCall => ({
  method: "PUT",
  segments: [ENDPOINTS, id],
  body: { whitelist, enable_whitelist: isEnabled },
  safety: "idempotent",
  response: "object",
});

/** "Modifying the Route Tables of a VPC Endpoint", with the full list. */
export const setRouteTables = (id: string, routetables: unknown): ApiCall => ({
  method: "PUT",
  segments: [ENDPOINTS, id, "routetables"],
  body: { routetables },
  safety: "idempotent",
  response: "object",
});

/** "Modifying the Policy of a VPC Endpoint". */
export const setPolicy = (id: string, body: object): ApiCall => ({
  method: "PUT",
  segments: [ENDPOINTS, id, "policy"],
  body,
  safety: "idempotent",
  response: "object",
});

/** "Deleting the Policy of a VPC Endpoint": what the API allows by default is allowed again. */
export const deletePolicy = (id: string): ApiCall => ({
  method: "DELETE",
  segments: [ENDPOINTS, id, "policy"],
  safety: "idempotent",
  response: "object",
});

/** "Upgrading a VPC Endpoint": from the basic edition to the professional one. */
export const upgradeEndpoint = (id: string): ApiCall => ({
  method: "POST",
  version: "v2",
  segments: [ENDPOINTS, id, "upgrade"],
  body: { action: "start" },
  safety: "idempotent",
  response: "none",
});

/** "Deleting a VPC Endpoint". */
export const deleteEndpoint = (id: string): ApiCall => ({
  method: "DELETE",
  segments: [ENDPOINTS, id],
  safety: "idempotent",
  response: "none",
});
