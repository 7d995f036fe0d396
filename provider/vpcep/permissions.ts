import type { ApiCall, ApiClient, CallContext } from "../api/api-call";
import { type ListCall, listAll } from "../api/pages";
import { PAGE_SIZE } from "./records";

/** The two types of whitelist records: accounts, and paths of organizations. */
export type PermissionType = "domainId" | "orgPath";

/** "Querying Whitelist Records of a VPC Endpoint Service". */
const listPermissions = (serviceId: string): ListCall => ({
  method: "GET",
  segments: ["vpc-endpoint-services", serviceId, "permissions"],
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

/** Reads the whole whitelist; one call for up to 500 records of both types. */
export async function whitelistOf(
  { client, context }: { client: ApiClient; context: CallContext },
  serviceId: string,
): Promise<Record<PermissionType, string[]>> {
  const pages = { call: listPermissions(serviceId), limit: PAGE_SIZE.permissions };
  const whitelist: Record<PermissionType, string[]> = { domainId: [], orgPath: [] };
  for (const { permission, permission_type } of await listAll(client, pages, context)) {
    const text = String(permission);
    // Older editions give no type; the form of the record shows it.
    const isPath = permission_type === "orgPath" || text.startsWith("organizations:");
    whitelist[isPath ? "orgPath" : "domainId"].push(text);
  }
  return whitelist;
}
