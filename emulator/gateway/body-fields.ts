import { isJsonObject, type JsonObject, parseJson } from "../world/json";
import { refusal, type ServiceCode } from "./errors";

/**
 * Whether a body is needed. `optional` is for operations that take none but get one from some clients; it is not read.
 * `allowed` is read if there is one.
 * `login` is for the identity service, which has words of its own for a missing field: what is no object has none.
 */
export type BodyNeed = "required" | "login" | "allowed" | "optional";

/** Error codes page: a missing body is 0011 (504), one that is not a JSON object 0002. */
export function readBody(text: string, need: BodyNeed): JsonObject {
  const isEmpty = text.trim() === "";
  if (need === "optional" || (need === "allowed" && isEmpty)) return {};
  if (need === "required" && isEmpty) throw refusal("EndPoint.0011");
  const body = parseJson(text);
  if (isJsonObject(body)) return body;
  if (need === "login") return {};
  throw refusal("EndPoint.0002", "the body is not a JSON object");
}

/** null counts as left out, because golangsdk and others send it in some places. */
export function isAbsent(body: JsonObject, name: string): boolean {
  return body[name] === undefined || body[name] === null;
}

export function optionalBoolean(body: JsonObject, name: string, code: ServiceCode): boolean | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw refusal(code, name);
}

export function optionalString(body: JsonObject, name: string, code: ServiceCode): string | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw refusal(code, name);
}

export function stringList(body: JsonObject, name: string, code: ServiceCode): string[] | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw refusal(code, name);
}

/** With the strict option, fields that the operation does not know or cannot change are refused, not ignored. */
export function refuseUnknownFields(body: JsonObject, known: readonly string[], strict: boolean): void {
  if (!strict) return;
  const stray = Object.keys(body).find((name) => !known.includes(name));
  if (stray !== undefined) throw refusal("EndPoint.0002", `unexpected field ${stray}`);
}

/** No `<` or `>`, and no longer than the edition allows. */
export function checkDescription(text: string, maxLength: number): void {
  if (/[<>]/.test(text) || characters(text) > maxLength) throw refusal("EndPoint.0002", "description");
}

/** The limits of the API count code points, not UTF-16 units. */
export function characters(text: string): number {
  return [...text].length;
}
