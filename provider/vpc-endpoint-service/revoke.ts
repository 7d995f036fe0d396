import { createHash } from "node:crypto";
import { type Operation, warn } from "../resource/operation";
import { connectionsOf, isOpen, namesOf, reject, UNKNOWN_ACCOUNT } from "./connections";
import type { VpcEndpointServiceOutputs } from "./inputs";
import { serviceInList } from "./observe";
import { whitelistOf } from "./permissions";

/**
 * Rejects the live connections of the accounts that a revocation shuts out. A removed record alone leaves them connected:
 * the whitelist decides only who may connect anew.
 */
export async function rejectRevoked(
  operation: Operation,
  id: string,
  { digests, paths }: { digests: readonly string[]; paths: readonly string[] },
  now: VpcEndpointServiceOutputs,
): Promise<void> {
  const left = now.permissions ?? [];
  if (left.includes("*")) return;
  if (paths.length > 0)
    warn(
      operation,
      `the accounts behind ${paths.join(", ")} are not known, so their connections were not rejected`,
    );
  if (digests.length === 0) return;
  const everyone = digests.includes(digestOf("*"));
  if (everyone && (await whitelistOf(operation, id)).organizationPermissions.length > 0) {
    warn(
      operation,
      "organizations may still connect, and their accounts are not known: no connection was rejected",
    );
    return;
  }
  const open = (await connectionsOf(operation, id)).filter(isOpen);
  const shutOut = everyone
    ? await strangersTo(operation, id, left, open)
    : open.filter(({ domainId }) => digests.includes(digestOf(permissionOf(domainId))));
  const unknown = open.filter((one) => one.domainId === UNKNOWN_ACCOUNT && !shutOut.includes(one));
  if (unknown.length > 0)
    warn(operation, `the API does not tell whose these are, so they stay: ${namesOf(unknown)}`);
  await reject(operation, id, shutOut);
}

export const isOrganization = (permission: string) => permission.startsWith("organizations:");

/** What is left to reject: of an earlier run and of this one, less what is allowed again. */
export function revokedAfter(
  before: readonly string[],
  removed: readonly string[],
  allowed: readonly string[],
): string[] {
  const digests = removed.filter((permission) => !isOrganization(permission)).map(digestOf);
  const again = allowed.map(digestOf);
  return [...new Set([...before, ...digests])].filter((digest) => !again.includes(digest));
}

/** The state holds digests alone: a list of permissions may be a secret. */
function digestOf(permission: string): string {
  return createHash("sha256").update(permission).digest("hex").slice(0, 32);
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
