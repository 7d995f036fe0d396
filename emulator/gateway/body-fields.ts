import type { JsonObject } from "../world/json";
import { refusal, type ServiceCode } from "./errors";

/** A field that was left out; golangsdk and others send null for it in some places. */
export function isAbsent(body: JsonObject, name: string): boolean {
  return body[name] === undefined || body[name] === null;
}

export function optionalBoolean(body: JsonObject, name: string, code: ServiceCode): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw refusal(code, name);
  return value;
}

export function optionalString(body: JsonObject, name: string, code: ServiceCode): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw refusal(code, name);
  return value;
}

export function stringList(body: JsonObject, name: string, code: ServiceCode): string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw refusal(code, name);
  return value.map((item) => {
    if (typeof item !== "string") throw refusal(code, name);
    return item;
  });
}

/** With the strict option, what the operation does not know or cannot change is refused instead of ignored. */
export function refuseUnknownFields(body: JsonObject, known: readonly string[], strict: boolean): void {
  if (!strict) return;
  const stray = Object.keys(body).find((name) => !known.includes(name));
  if (stray !== undefined) throw refusal("EndPoint.0002", `unexpected field ${stray}`);
}

/** No `<` and no `>`, and not longer than the edition allows. */
export function checkDescription(text: string, maxLength: number): void {
  if (/[<>]/.test(text) || [...text].length > maxLength) throw refusal("EndPoint.0002", "description");
}
