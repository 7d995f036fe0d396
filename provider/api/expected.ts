import type { ExpectedList } from "./api-call";
import { isObject } from "./json";

/** Pure: why an object is not the list that was asked for; undefined when it is. */
export function listProblem(
  body: Record<string, unknown>,
  { list, texts }: ExpectedList,
): string | undefined {
  const items = Object.hasOwn(body, list) ? body[list] : undefined;
  if (!Array.isArray(items)) return `no list ${list}`;
  const lacks = (item: unknown, name: string) =>
    !isObject(item) || typeof item[name] !== "string" || item[name] === "";
  const missing = texts.find((name) => items.some((item) => lacks(item, name)));
  return missing === undefined ? undefined : `an item of ${list} without ${missing}`;
}

/** For a message about a value that is not an object. */
export function nameOfType(value: unknown): string {
  if (value === undefined) return "an empty body";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
