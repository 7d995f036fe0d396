import type { Json, JsonObject } from "./wire";

/** A key of a body that was sent, beside what its object had for it until then. */
export interface SentKey {
  key: string;
  sent: Json;
  was: Json;
  changed: boolean;
}

export function sentKeys(body: JsonObject, before: JsonObject): SentKey[] {
  return Object.entries(body).map(([key, sent]) => {
    const was = before[key] ?? null;
    return { key, sent, was, changed: !asBefore(sent, was) };
  });
}

/** What a call leaves out of an object keeps its value, as the protocol of a port mapping does. */
function asBefore(sent: Json, was: Json): boolean {
  if (Array.isArray(sent)) {
    if (!Array.isArray(was) || sent.length !== was.length) return false;
    return sent.every((item, place) => asBefore(item, was[place] ?? null));
  }
  if (isObject(sent)) {
    if (!isObject(was)) return false;
    return Object.entries(sent).every(([key, value]) => asBefore(value, was[key] ?? null));
  }
  return sent === was;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
