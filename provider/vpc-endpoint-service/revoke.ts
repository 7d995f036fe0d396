import { connectionsOf, isOpen, reject } from "./connections";
import type { PermissionField } from "./fields";
import type { VpcEndpointServiceOutputs } from "./inputs";
import { call, type Operation, warn } from "./operation";
import { listServices } from "./operations";
import { whitelistOf } from "./permissions";

/**
 * Rejects the live connections of the accounts that a revocation shuts out. A removed record alone leaves them connected:
 * the whitelist decides only who may connect anew.
 */
export async function rejectRevoked(
  operation: Operation,
  id: string,
  field: PermissionField,
  removed: readonly string[],
  now: VpcEndpointServiceOutputs,
): Promise<void> {
  const left = now.permissions ?? [];
  if (left.includes("*")) return;
  if (field === "organizationPermissions") {
    warn(
      operation,
      `the accounts behind ${removed.join(", ")} cannot be told: their connections were not rejected`,
    );
    return;
  }
  if (removed.includes("*") && (await whitelistOf(operation, id)).organizationPermissions.length > 0) {
    warn(
      operation,
      "organizations may still connect and their accounts cannot be told: no connection was rejected",
    );
    return;
  }
  const open = (await connectionsOf(operation, id)).filter(isOpen);
  const shutOut = removed.includes("*")
    ? await strangersTo(operation, id, left, open)
    : open.filter(({ domainId }) => removed.includes(permissionOf(domainId)));
  await reject(operation, id, shutOut);
}

const permissionOf = (domainId: string) => `iam:domain::${domainId}`;

/** After "everyone" was taken back: the connections of accounts that are neither on the list nor the owner's own. */
async function strangersTo<Open extends { domainId: string }>(
  operation: Operation,
  id: string,
  left: readonly string[],
  open: readonly Open[],
): Promise<Open[]> {
  const strange = open.filter(({ domainId }) => !left.includes(permissionOf(domainId)));
  if (strange.length === 0) return [];
  const { body } = await call(operation, listServices({ id }));
  const [service] = Array.isArray(body.endpoint_services)
    ? (body.endpoint_services as Record<string, unknown>[])
    : [];
  return strange.filter(({ domainId }) => domainId !== service?.domain_id);
}
