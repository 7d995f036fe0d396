import { connectionsOf, isOpen, namesOf, reject, UNKNOWN_ACCOUNT } from "./connections";
import type { VpcEndpointServiceOutputs } from "./inputs";
import { serviceInList } from "./observe";
import { type Operation, warn } from "./operation";
import { whitelistOf } from "./permissions";

/**
 * Rejects the live connections of the accounts that a revocation shuts out. A removed record alone leaves them connected:
 * the whitelist decides only who may connect anew.
 */
export async function rejectRevoked(
  operation: Operation,
  id: string,
  revoked: readonly string[],
  now: VpcEndpointServiceOutputs,
): Promise<void> {
  const left = now.permissions ?? [];
  if (left.includes("*")) return;
  const paths = revoked.filter((permission) => permission.startsWith("organizations:"));
  if (paths.length > 0)
    warn(
      operation,
      `the accounts behind ${paths.join(", ")} cannot be told: their connections were not rejected`,
    );
  const accounts = revoked.filter((permission) => !paths.includes(permission));
  if (accounts.length === 0) return;
  if (accounts.includes("*") && (await whitelistOf(operation, id)).organizationPermissions.length > 0) {
    warn(
      operation,
      "organizations may still connect and their accounts cannot be told: no connection was rejected",
    );
    return;
  }
  const open = (await connectionsOf(operation, id)).filter(isOpen);
  const shutOut = accounts.includes("*")
    ? await strangersTo(operation, id, left, open)
    : open.filter(({ domainId }) => accounts.includes(permissionOf(domainId)));
  const unknown = open.filter((one) => one.domainId === UNKNOWN_ACCOUNT && !shutOut.includes(one));
  if (unknown.length > 0)
    warn(operation, `the API does not tell whose these are, so they stay: ${namesOf(unknown)}`);
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
  const own = (await serviceInList(operation, id))?.domain_id;
  return strange.filter(({ domainId }) => domainId !== own);
}
