/** Bodies are parsed into this and nothing narrower, so operations have to check before they trust a value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** No body of this API nests deeper, and copying or printing one that does could overflow the stack. */
const deepest = 64;

/** undefined if the text is not JSON or nests too deep. */
export function parseJson(text: string, maxDepth = deepest): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isDeeper(value, maxDepth) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((item: Json) => isDeeper(item, levels - 1));
}

/** A copy that lacks some fields. */
export function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

export function copy<T>(value: T): T {
  return structuredClone(value);
}
