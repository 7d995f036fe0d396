import type { JsonObject } from "../world/json";

/** What a handler gives back; `body` absent means an answer without one (204). */
export interface Answer {
  status: number;
  body?: JsonObject;
  headers?: Record<string, string>;
}

export function ok(body: JsonObject): Answer {
  return { status: 200, body };
}

export function noContent(): Answer {
  return { status: 204 };
}
