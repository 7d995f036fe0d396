/** What JSON can hold. Bodies are parsed into this and nothing wider, so a operation has to look before it trusts. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What nests deeper is no body of this API, and whoever copies or prints it would run out of stack. */
const deepest = 64;

/** The parsed text, or undefined if it is not JSON or nests too deep. What the emulator wrote itself may be deeper. */
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

/** A copy that shares nothing with the original. */
export function copy<T>(value: T): T {
  return structuredClone(value);
}
