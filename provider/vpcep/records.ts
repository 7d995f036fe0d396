import { isValidId } from "../api/identifiers";
import { cleanText } from "../api/text";

/** An object as a response shows it, whatever the operation. */
export type ApiRecord = Record<string, unknown>;

/**
 * What every response about an object must hold; the rest is optional. An id that no later call could name ("../../x") is
 * none: in the state it would make every later operation fail.
 */
export function isUsable(record: ApiRecord): boolean {
  return typeof record.id === "string" && isValidId(record.id) && statusOf(record) !== "";
}

/** The API's word for how an object is; empty when there is none. */
export function statusOf({ status }: ApiRecord): string {
  return typeof status === "string" ? cleanText(status, 64) : "";
}

/** Largest pages of the lists (API reference, quotas and limits). */
export const PAGE_SIZE = {
  services: 1000,
  publicServices: 1000,
  endpoints: 1000,
  connections: 1000,
  permissions: 500,
} as const;
