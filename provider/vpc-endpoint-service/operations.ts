import type { ApiCall } from "../api/api-call";
import type { ListCall } from "../api/pages";
import type { CreateBody, ModifyBody, TagWire } from "./wire";

/**
 * The API operations on a service, each as the call that makes it. Names are those of the API reference's pages; all of
 * them are below "API V1" of the VPC Endpoint API Reference.
 */

const SERVICES = "vpc-endpoint-services";

/** "Creating a VPC Endpoint Service". There is no idempotency key: it is sent on a connection of its own, once. */
export const createService = (body: CreateBody): ApiCall => ({
  method: "POST",
  segments: [SERVICES],
  body,
  safety: "create",
  freshConnection: true,
  response: "object",
});

/** "Querying VPC Endpoint Services", newest first, which is the default. */
export const listServices = (query: Record<string, string | number> = {}): ListCall => ({
  method: "GET",
  segments: [SERVICES],
  query,
  safety: "read",
  response: { list: "endpoint_services", texts: ["id"] },
});

/** "Querying Details About a VPC Endpoint Service". */
export const getService = (id: string): ApiCall => ({
  method: "GET",
  segments: [SERVICES, id],
  safety: "read",
  response: "object",
});

/** "Modifying a VPC Endpoint Service". */
export const modifyService = (id: string, body: ModifyBody): ApiCall => ({
  method: "PUT",
  segments: [SERVICES, id],
  body,
  safety: "idempotent",
  response: "object",
});

/** "Deleting a VPC Endpoint Service". */
export const deleteService = (id: string): ApiCall => ({
  method: "DELETE",
  segments: [SERVICES, id],
  safety: "idempotent",
  response: "none",
});

/** "Querying Connections of a VPC Endpoint Service". */
export const listConnections = (id: string): ListCall => ({
  method: "GET",
  segments: [SERVICES, id, "connections"],
  safety: "read",
  response: { list: "connections", texts: ["id", "status"] },
});

/** "Accepting or Rejecting a VPC Endpoint": exactly one endpoint a call. */
export const rejectConnection = (id: string, endpointId: string): ApiCall => ({
  method: "POST",
  segments: [SERVICES, id, "connections", "action"],
  body: { action: "reject", endpoints: [endpointId] },
  safety: "idempotent",
  response: "object",
});

/** "Querying Whitelist Records of a VPC Endpoint Service". */
export const listPermissions = (id: string): ListCall => ({
  method: "GET",
  segments: [SERVICES, id, "permissions"],
  safety: "read",
  response: { list: "permissions", texts: ["permission"] },
});

export type PermissionType = "domainId" | "orgPath";

/** "Batch Adding or Deleting Whitelist Records of a VPC Endpoint Service". */
export const changePermissions = (
  id: string,
  action: "add" | "remove",
  permissionType: PermissionType,
  permissions: readonly string[],
): ApiCall => ({
  method: "POST",
  segments: [SERVICES, id, "permissions", "action"],
  // Accounts are the default kind, and older editions do not know the field.
  body: {
    permissions,
    action,
    ...(permissionType === "orgPath" ? { permission_type: permissionType } : {}),
  },
  safety: "idempotent",
  response: "object",
});

/** "Batch Adding or Deleting Resource Tags". A tag to delete is named by its key alone. */
export const changeTags = (
  id: string,
  action: "create" | "delete",
  tags: readonly TagWire[] | readonly { key: string }[],
): ApiCall => ({
  method: "POST",
  segments: ["endpoint_service", id, "tags", "action"],
  body: { action, tags },
  safety: "idempotent",
  response: "none",
});

/** Largest pages of the lists (API reference, quotas and limits). */
export const PAGE_SIZE = { services: 1000, connections: 1000, permissions: 500 } as const;
