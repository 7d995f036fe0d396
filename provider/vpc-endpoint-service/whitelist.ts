import { createHash } from "node:crypto";
import { hasCode, isApiError } from "../api/errors";
import { Failure } from "../resource/failures";
import { type Operation, send, warn } from "../resource/operation";
import type { Properties } from "../resource/properties";
import type { Step, Subject } from "../resource/reconcile";
import { hiddenState } from "../resource/state";
import { changePermissions, type PermissionType, whitelistOf } from "../vpcep/permissions";

/** The two lists of the whitelist, which the record of a service does not show, each with the type of its records. */
const TYPES = { permissions: "domainId", organizationPermissions: "orgPath" } as const satisfies Record<
  string,
  PermissionType
>;
export type PermissionField = keyof typeof TYPES;
export const PERMISSION_FIELDS = Object.keys(TYPES) as PermissionField[];

export type Whitelist = Record<PermissionField, string[]>;

/** Records a call. The API publishes no limit; this keeps bodies small and a refusal's loss as well. */
export const PERMISSIONS_PER_CALL = 50;

export async function readWhitelist(operation: Operation, id: string): Promise<Whitelist> {
  const { domainId, orgPath } = await whitelistOf(operation, id);
  return { permissions: domainId, organizationPermissions: orgPath };
}

export const listIn = (properties: Properties, field: PermissionField) =>
  (properties[field] ?? []) as string[];

export function permissionDifference(
  actual: readonly string[],
  desired: readonly string[],
): { added: string[]; removed: string[] } {
  return {
    added: [...new Set(desired)].filter((permission) => !actual.includes(permission)),
    removed: actual.filter((permission) => !desired.includes(permission)),
  };
}

/** Brings one list of the whitelist to what is wanted: adds before it removes, so that nobody who stays is locked out. */
export function whitelistStep(
  { operation, id }: Subject,
  field: PermissionField,
  desired: readonly string[],
): Step {
  const change = (action: "add" | "remove", batch: string[]) =>
    send(operation, changePermissions(id, action, TYPES[field], batch));
  return {
    fields: [field],
    remaining: () => field,
    async run(now, reach) {
      const { added, removed } = permissionDifference(listIn(now, field), desired);
      let list = listIn(now, field);
      for (const [done, batch] of batchesOf(added)) {
        try {
          await change("add", batch);
        } catch (error) {
          if (!isApiError(error)) throw error;
          const full = hasCode(error, "EndPoint.3049", "EndPoint.2045") ? " The whitelist is full." : "";
          const names = done > 0 ? ` (${added.slice(0, done).join(", ")})` : "";
          const text = `${done} of ${added.length} were added${names}.${full} ${error.message}`;
          throw new Failure(text, error.possiblySent);
        }
        list = [...list, ...batch];
        reach({ ...now, [field]: list });
      }
      for (const [, batch] of batchesOf(removed)) {
        await change("remove", batch);
        list = list.filter((permission) => !batch.includes(permission));
        reach({ ...now, [field]: list });
      }
    },
    look: async (now) => ({ ...now, [field]: (await readWhitelist(operation, id))[field] }),
    sent(before, after) {
      const { added, removed } = permissionDifference(listIn(before, field), listIn(after, field));
      return added.length + removed.length > 0 ? [`${field} +${added.length} -${removed.length}`] : [];
    },
  };
}

/** Each batch with the number of records before it. */
function batchesOf(list: readonly string[]): [number, string[]][] {
  const batches: [number, string[]][] = [];
  for (let start = 0; start < list.length; start += PERMISSIONS_PER_CALL)
    batches.push([start, list.slice(start, start + PERMISSIONS_PER_CALL)]);
  return batches;
}

/**
 * Whether a refresh looks at the part of a whitelist that the program leaves to the cloud, which may cost a call: where
 * being on it is enough to get in, because approval is off, and where something about the consumers has changed.
 */
export function unmanagedMatters(known: Properties, now: Properties): boolean {
  if (known.status === undefined) return false;
  const isNoticed = ["approvalEnabled", "connectionCount"].some((field) => hasChanged(field, known, now));
  return now.approvalEnabled === false || isNoticed;
}

/**
 * Says who can get in that could not before, where the program leaves that to the cloud: such drift is not a difference,
 * so nothing else would show it. Gives what the next refresh is to compare with.
 */
export function reportUnmanaged(
  operation: Operation,
  known: Properties,
  now: Properties,
  whitelist: Whitelist | undefined,
): Record<string, string> {
  const { set, adoption, seen = {} } = hiddenState(known);
  if (hasChanged("approvalEnabled", known, now) && !set.includes("approvalEnabled"))
    warn(operation, now.approvalEnabled ? APPROVAL_ON : APPROVAL_OFF);
  if (whitelist === undefined) return seen;
  const found = { ...seen };
  for (const field of PERMISSION_FIELDS.filter((field) => !set.includes(field))) {
    found[field] = digestOf(...whitelist[field]);
    // A service that was made here began with an empty whitelist; of one that was taken over nothing is known.
    const before = seen[field] ?? (adoption === undefined ? digestOf() : undefined);
    if (before === undefined || before === found[field]) continue;
    const entries = whitelist[field].length === 1 ? "1 entry" : `${whitelist[field].length} entries`;
    warn(
      operation,
      `the whitelist was changed outside Pulumi and has ${entries} for ${field} now. The program does not set ${field}, so nothing changes it back`,
    );
  }
  return found;
}

const APPROVAL_OFF =
  "approval was turned off outside Pulumi, so whoever is on the whitelist connects unasked. The program does not set approvalEnabled, so it stays off";
const APPROVAL_ON =
  "approval was turned on outside Pulumi. The program does not set approvalEnabled, so it stays on";

function hasChanged(field: string, known: Properties, now: Properties): boolean {
  return known[field] !== undefined && known[field] !== now[field];
}

/** Of permissions without their order; the state holds none of them, for a list of permissions may be a secret. */
export function digestOf(...permissions: readonly string[]): string {
  return createHash("sha256")
    .update([...permissions].sort().join("\n"))
    .digest("hex")
    .slice(0, 32);
}
