import { createHash } from "node:crypto";
import { type Operation, warn } from "../resource/operation";
import { hiddenState } from "../resource/state";
import { PERMISSION_FIELDS } from "./fields";
import type { VpcEndpointServiceOutputs } from "./inputs";
import type { Whitelist } from "./permissions";

type Known = Partial<VpcEndpointServiceOutputs>;

/**
 * Whether a refresh looks at the part of a whitelist that the program leaves to the cloud, which may cost a call: where
 * being on it is enough to get in, because approval is off, and where something about the consumers has changed.
 */
export function unmanagedMatters(known: Known, now: Known): boolean {
  if (known.status === undefined) return false;
  return (
    now.approvalEnabled === false ||
    hasChanged("approvalEnabled", known, now) ||
    hasChanged("connectionCount", known, now)
  );
}

/**
 * Says who can get in that could not before, where the program leaves that to the cloud: such drift is not a difference,
 * so nothing else would show it. Gives what the next refresh is to compare with.
 */
export function reportUnmanaged(
  operation: Operation,
  known: Known,
  now: Known,
  whitelist: Whitelist | undefined,
): Record<string, string> {
  const { set, adoption, seen = {} } = hiddenState({ ...known });
  if (hasChanged("approvalEnabled", known, now) && !set.includes("approvalEnabled"))
    warn(operation, now.approvalEnabled ? APPROVAL_ON : APPROVAL_OFF);
  if (whitelist === undefined) return seen;
  const found = { ...seen };
  for (const field of PERMISSION_FIELDS.filter((field) => !set.includes(field))) {
    found[field] = digestOf(whitelist[field]);
    // A service that was made here began with an empty whitelist; of one that was taken over nothing is known.
    const before = seen[field] ?? (adoption === undefined ? digestOf([]) : undefined);
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

function hasChanged(field: "approvalEnabled" | "connectionCount", known: Known, now: Known): boolean {
  return known[field] !== undefined && known[field] !== now[field];
}

/** Of a list without its order; the state holds no values of a list that may be a secret. */
function digestOf(permissions: readonly string[]): string {
  return createHash("sha256")
    .update([...permissions].sort().join("\n"))
    .digest("hex")
    .slice(0, 32);
}
