import type { JsonObject } from "../world/json";
import { refusal } from "./errors";
import { type ApiResponse, type Call, ok } from "./operation";

interface Sortable {
  id: string;
  createdMs: number;
  updatedMs: number;
}

/**
 * Query parameters that every list shares: limit (default 10), offset, sort_key, sort_dir (default: newest first).
 * An offset at or beyond the end gives an empty page, and `total_count` counts all matches.
 */
export function page<T>(
  call: Call,
  items: readonly T[],
  key: (item: T) => Sortable,
  limits: { name: string; maxLimit: number; toWire: (item: T) => JsonObject },
): ApiResponse {
  const limit = readCount(queryText(call, "limit"), 10);
  if (limit === undefined || limit > limits.maxLimit) throw refusal("EndPoint.0006");
  const offset = readCount(queryText(call, "offset"), 0);
  if (offset === undefined) throw refusal("EndPoint.0010");
  const sorted = [...items].sort(order(call, key));
  return ok({
    [limits.name]: sorted.slice(offset, offset + limit).map(limits.toWire),
    total_count: items.length,
  });
}

/** undefined if it is not a number of at most nine digits. */
export function readCount(text: string | undefined, fallback: number): number | undefined {
  if (text === undefined) return fallback;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function order<T>(call: Call, key: (item: T) => Sortable): (one: T, other: T) => number {
  const { sortKeys } = call.world.rules;
  const sortKey = queryText(call, "sort_key") ?? sortKeys[0] ?? "";
  if (!sortKeys.includes(sortKey)) throw refusal("EndPoint.0017");
  const direction = queryText(call, "sort_dir") ?? "desc";
  if (direction !== "asc" && direction !== "desc") throw refusal("EndPoint.0018");
  const sign = direction === "asc" ? 1 : -1;
  const time = sortKey.startsWith("create") ? "createdMs" : "updatedMs";
  return (one, other) => {
    const [left, right] = [key(one), key(other)];
    // Ties are broken by id, so that pages do not overlap.
    return sign * (left[time] - right[time] || (left.id < right.id ? -1 : 1));
  };
}

/** How services and endpoints are sorted. */
export function byRecord({
  wire,
  createdMs,
  updatedMs,
}: Omit<Sortable, "id"> & { wire: { id: string } }): Sortable {
  return { id: wire.id, createdMs, updatedMs };
}

/** A query parameter; an empty one counts as left out. */
export function queryText(call: Call, name: string): string | undefined {
  return call.query.get(name) || undefined;
}

/** Whether a value passes an exact filter. */
export function equals(value: string, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}

/** Whether a value passes a fuzzy filter: a part of it, in upper or lower case. */
export function contains(text: string, part: string | undefined): boolean {
  return part === undefined || text.toLowerCase().includes(part.toLowerCase());
}
