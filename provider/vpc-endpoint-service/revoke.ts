import { type Operation, warn } from "../resource/operation";
import type { Properties } from "../resource/properties";
import type { Progress, Subject } from "../resource/reconcile";
import { hiddenState } from "../resource/state";
import { connectionsOf, isOpen, namesOf, UNKNOWN_ACCOUNT } from "../vpcep/connections";
import { whitelistOf } from "../vpcep/permissions";
import { serviceInList } from "../vpcep/services";
import { reject } from "./reject";
import { digestOf, listIn, PERMISSION_FIELDS, permissionDifference } from "./whitelist";

/** The last act of a reconciliation: when the program says so, the connections of those who were taken from the list go. */
export async function revoke(subject: Subject, progress: Progress): Promise<void> {
  const { operation, id, inputs } = subject;
  const digests = revokedBy(subject, progress.now);
  const paths = removedBy(subject, progress.now).filter(isOrganization);
  if (inputs.rejectConnectionsOnRevoke !== true || digests.length + paths.length === 0) return;
  progress.remaining = () => "rejecting the connections of revoked accounts";
  await rejectRevoked(operation, id, { digests, paths }, listIn(progress.now, "permissions"));
}

/** What the next run still has to reject when this one fails. */
export function stillRevoked(subject: Subject, now: Properties): string[] {
  return subject.inputs.rejectConnectionsOnRevoke === true ? revokedBy(subject, now) : [];
}

/**
 * Rejects the live connections of the accounts that a revocation shuts out. A removed record alone leaves them connected:
 * the whitelist decides only who may connect anew.
 */
async function rejectRevoked(
  operation: Operation,
  id: string,
  { digests, paths }: { digests: readonly string[]; paths: readonly string[] },
  left: readonly string[],
): Promise<void> {
  if (left.includes("*")) return;
  if (paths.length > 0)
    warn(
      operation,
      `the accounts behind ${paths.join(", ")} are not known, so their connections were not rejected`,
    );
  if (digests.length === 0) return;
  const everyone = digests.includes(digestOf("*"));
  if (everyone && (await whitelistOf(operation, id)).orgPath.length > 0) {
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

const isOrganization = (permission: string) => permission.startsWith("organizations:");

/** Permissions taken back by this run, as far as it came. */
function removedBy({ known }: Subject, now: Properties): string[] {
  return PERMISSION_FIELDS.flatMap(
    (field) => permissionDifference(listIn(known, field), listIn(now, field)).removed,
  );
}

/** The same with those of an earlier run that are left to reject, less what is allowed again, as digests. */
function revokedBy(subject: Subject, now: Properties): string[] {
  const before = hiddenState(subject.known).owed ?? [];
  const accounts = removedBy(subject, now).filter((permission) => !isOrganization(permission));
  const again = PERMISSION_FIELDS.flatMap((field) => listIn(now, field)).map((permission) =>
    digestOf(permission),
  );
  return [...new Set([...before, ...accounts.map((account) => digestOf(account))])].filter(
    (digest) => !again.includes(digest),
  );
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
