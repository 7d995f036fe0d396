import { hasCode, isApiError } from "../api/errors";
import { listAll } from "../api/pages";
import { Failure } from "../resource/failures";
import { call, type Operation } from "../resource/operation";
import type { PermissionField } from "./fields";
import { changePermissions, listPermissions, PAGE_SIZE, type PermissionType } from "./operations";

/** The accounts and the paths of organizations that may connect. */
export type Whitelist = Record<PermissionField, string[]>;

const TYPES: Record<PermissionField, PermissionType> = {
  permissions: "domainId",
  organizationPermissions: "orgPath",
};

/** Records a call. The API publishes no limit; this keeps bodies small and a refusal's loss as well. */
export const PERMISSIONS_PER_CALL = 50;

/** Reads the whole whitelist; one call for up to 500 records of both kinds. */
export async function whitelistOf(operation: Operation, id: string): Promise<Whitelist> {
  const pages = { call: listPermissions(id), limit: PAGE_SIZE.permissions };
  const records = await listAll(operation.client, pages, operation.context);
  const whitelist: Whitelist = { permissions: [], organizationPermissions: [] };
  for (const { permission: text, permission_type } of records) {
    const permission = String(text);
    // Older editions tell no type; the form of the record does.
    const ofOrganization = permission_type === "orgPath" || permission.startsWith("organizations:");
    whitelist[ofOrganization ? "organizationPermissions" : "permissions"].push(permission);
  }
  return whitelist;
}

export interface PermissionDifference {
  added: string[];
  removed: string[];
}

export function permissionDifference(
  actual: readonly string[],
  desired: readonly string[],
): PermissionDifference {
  return {
    added: [...new Set(desired)].filter((permission) => !actual.includes(permission)),
    removed: actual.filter((permission) => !desired.includes(permission)),
  };
}

/**
 * Leads one list of the whitelist to what is wanted: adds before it removes, so that nobody who stays is locked out
 * meanwhile. `achieved` hears of the list after every call that succeeded.
 */
export async function changePermissionsTo(
  operation: Operation,
  id: string,
  field: PermissionField,
  actual: readonly string[],
  desired: readonly string[],
  achieved: (list: string[]) => void,
): Promise<PermissionDifference> {
  const difference = permissionDifference(actual, desired);
  let list = [...actual];
  const total = difference.added.length;
  let added = 0;
  for (const batch of batchesOf(difference.added)) {
    try {
      await call(operation, changePermissions(id, "add", TYPES[field], batch));
    } catch (error) {
      if (!isApiError(error)) throw error;
      const full = hasCode(error, "EndPoint.3049", "EndPoint.2045") ? " The whitelist is full." : "";
      const done = added > 0 ? ` (${difference.added.slice(0, added).join(", ")})` : "";
      throw new Failure(
        `${added} of ${total} were added${done}.${full} ${error.message}`,
        error.possiblySent,
      );
    }
    added += batch.length;
    list = [...list, ...batch];
    achieved(list);
  }
  for (const batch of batchesOf(difference.removed)) {
    await call(operation, changePermissions(id, "remove", TYPES[field], batch));
    list = list.filter((permission) => !batch.includes(permission));
    achieved(list);
  }
  return difference;
}

function batchesOf(list: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let start = 0; start < list.length; start += PERMISSIONS_PER_CALL)
    batches.push(list.slice(start, start + PERMISSIONS_PER_CALL));
  return batches;
}
