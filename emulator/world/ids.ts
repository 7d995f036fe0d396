import { createHash, randomBytes, randomUUID } from "node:crypto";

/** Ids of resources: lower-case UUIDs with hyphens. */
export function newResourceId(): string {
  return randomUUID();
}

/** The same id for the same text: for what the cloud knows and nothing here has made. */
export function derivedResourceId(text: string): string {
  const digits = createHash("sha256").update(text).digest("hex");
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Project, domain and request ids: 32 hexadecimal digits. */
export function newHexId(): string {
  return randomBytes(16).toString("hex");
}

/** Hexadecimal digits mean the same in upper and lower case. */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** Ids of projects and accounts. API reference, path parameter `project_id` and whitelist records: letters and digits. */
export function isAccountId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9]{1,64}$/.test(value);
}

/** What the API reference allows as an id in a path: 1 to 64 characters. */
export function isPathId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(value);
}
