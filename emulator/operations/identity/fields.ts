import type { Refusal } from "../../gateway/errors";
import { isJsonObject, type Json, type JsonObject } from "../../world/json";

/** The refusal of a field, in the words of the call that it belongs to. */
export type Malformed = (field: string) => Refusal;

/** An object within the body; one that is left out is empty. */
export function section(within: JsonObject, name: string, malformed: Malformed): JsonObject {
  const value = within[name] ?? {};
  if (!isJsonObject(value)) throw malformed(name);
  return value;
}

/** A text that may be left out, but not be empty or anything else. */
export function optionalText(within: JsonObject, name: string, malformed: Malformed): string | undefined {
  const value: Json | undefined = within[name] ?? undefined;
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw malformed(name);
}

export function requiredText(within: JsonObject, name: string, malformed: Malformed): string {
  const value = optionalText(within, name, malformed);
  if (value === undefined) throw malformed(name);
  return value;
}

/** `duration_seconds`. */
export function durationSeconds(
  within: JsonObject,
  limits: { fallback: number; min: number; max: number },
  malformed: Malformed,
): number {
  const seconds = within["duration_seconds"] ?? limits.fallback;
  if (Number.isInteger(seconds) && Number(seconds) >= limits.min && Number(seconds) <= limits.max)
    return Number(seconds);
  throw malformed("duration_seconds");
}

/** `auth.identity.methods`: clients name one. */
export function methodOf(identity: JsonObject, malformed: Malformed): string {
  const { methods } = identity;
  const [method] = Array.isArray(methods) ? methods : [];
  if (typeof method !== "string") throw malformed("methods");
  return method;
}
