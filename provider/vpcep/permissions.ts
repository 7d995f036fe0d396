import type { Access, ApiCall } from "../api/api-call";
import { type ListCall, listAll } from "../api/pages";
import { PAGE_SIZE } from "./records";

/** The two types of whitelist records: accounts, and paths of organizations. */
export type PermissionType = "domainId" | "orgPath";

/** The type that a record's form shows; older editions give no other. */
export const typeOf = (permission: string): PermissionType =>
  permission.startsWith("organizations:") ? "orgPath" : "domainId";

/** "Querying Whitelist Records of a VPC Endpoint Service". */
export const listPermissions = (
  serviceId: string,
  query: Record<string, string | number> = {},
): ListCall => ({
  method: "GET",
  segments: ["vpc-endpoint-services", serviceId, "permissions"],
  query,
  safety: "read",
  response: { list: "permissions", texts: ["permission"] },
});

/** "Batch Adding or Deleting Whitelist Records of a VPC Endpoint Service". */
export const changePermissions = (
  serviceId: string,
  action: "add" | "remove",
  type: PermissionType,
  permissions: readonly string[],
): ApiCall => ({
  method: "POST",
  segments: ["vpc-endpoint-services", serviceId, "permissions", "action"],
  // Accounts are the default type, and older editions do not know the field.
  body: { permissions, action, ...(type === "orgPath" ? { permission_type: type } : {}) },
  safety: "idempotent",
  response: "object",
});

/** "Batch Adding Whitelist Records of a VPC Endpoint Service", with a description; not known in every edition. */
export const createPermission = (serviceId: string, permission: string, description?: string): ApiCall => ({
  method: "POST",
  segments: ["vpc-endpoint-services", serviceId, "permissions", "batch-create"],
  body: {
    permissions: [{ permission, ...(description === undefined ? {} : { description }) }],
    permission_type: typeOf(permission),
  },
  // A record that is there already is not made a second time.
  safety: "idempotent",
  response: "object",
});

/** "Updating the Description of a Whitelist Record". */
export const describePermission = (serviceId: string, id: string, description: string): ApiCall => ({
  method: "PUT",
  segments: ["vpc-endpoint-services", serviceId, "permissions", id],
  body: { permission: { description } },
  safety: "idempotent",
  response: "object",
});

/** Reads the whole whitelist; one call for up to 500 records of both types. */
export async function whitelistOf(
  { client, context }: Access,
  serviceId: string,
): Promise<Record<PermissionType, string[]>> {
  const pages = { call: listPermissions(serviceId), limit: PAGE_SIZE.permissions };
  const whitelist: Record<PermissionType, string[]> = { domainId: [], orgPath: [] };
  for (const { permission, permission_type } of await listAll(client, pages, context)) {
    const text = String(permission);
    whitelist[permission_type === "orgPath" ? "orgPath" : typeOf(text)].push(text);
  }
  return whitelist;
}
