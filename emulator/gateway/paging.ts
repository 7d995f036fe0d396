import type { JsonObject } from "../world/json";
import { refusal } from "./errors";
import type { Call } from "./operation";

interface Sortable {
  id: string;
  createdMs: number;
  updatedMs: number;
}

/**
 * Query parameters that every list shares: limit (default 10), offset, sort_key, sort_dir (default: newest first).
 * An offset at or behind the end gives an empty page, and `total_count` counts all matches.
 */
export function page<T>(
  call: Call,
  items: readonly T[],
  key: (item: T) => Sortable,
  limits: { name: string; maxLimit: number; toWire: (item: T) => JsonObject },
): JsonObject {
  const limit = readCount(call.query, "limit", 10);
  if (limit === undefined || limit > limits.maxLimit) throw refusal("EndPoint.0006");
  const offset = readCount(call.query, "offset", 0);
  if (offset === undefined) throw refusal("EndPoint.0010");
  const sorted = [...items].sort(order(call, key));
  return {
    [limits.name]: sorted.slice(offset, offset + limit).map(limits.toWire),
    total_count: items.length,
  };
}

function readCount(query: URLSearchParams, name: string, fallback: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return fallback;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function order<T>(call: Call, key: (item: T) => Sortable): (one: T, other: T) => number {
  const sortKey = call.query.get("sort_key") || call.world.rules.sortKeys[0] || "";
  if (!call.world.rules.sortKeys.includes(sortKey)) throw refusal("EndPoint.0017");
  const direction = call.query.get("sort_dir") || "desc";
  if (direction !== "asc" && direction !== "desc") throw refusal("EndPoint.0018");
  const sign = direction === "asc" ? 1 : -1;
  const time = sortKey.startsWith("create") ? "createdMs" : "updatedMs";
  return (one, other) => {
    const [left, right] = [key(one), key(other)];
    // Ties are broken by id, so that pages do not overlap.
    return sign * (left[time] - right[time] || (left.id < right.id ? -1 : 1));
  };
}

/** Fuzzy at both ends, upper and lower case alike. */
export function contains(text: string, part: string | undefined): boolean {
  return part === undefined || text.toLowerCase().includes(part.toLowerCase());
}
