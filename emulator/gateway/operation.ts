import type { JsonObject } from "../world/json";
import type { Account, RegionProject } from "../world/settings";
import type { World } from "../world/world";
import type { Caller } from "./caller";

/** One authenticated, routed request with its body parsed. */
export interface Call {
  world: World;
  /** Who calls; the first account if anybody may. */
  account: Account;
  /** The project in the path, with its region; the caller's first one if the path has none. */
  place: RegionProject;
  /** Who has signed the request, or whose token it carries; throws if that is nobody. */
  authenticate(): Caller;
  /** A header of the request, its name in lower case. */
  header(name: string): string | undefined;
  nowMs: number;
  /** What `Date` says, which a fault can shift: signatures and logins go by it. */
  gatewayNowMs: number;
  params: Record<string, string>;
  query: URLSearchParams;
  body: JsonObject;
  /** `http://host:port`, for links in responses. */
  origin: string;
  /** Lists leave out objects created after this; the fault "hide" sets it. */
  hideCreatedAfterMs: number;
}

/** `body` is absent in a response without one (204), and a text where the response is not JSON. */
export interface ApiResponse {
  status: number;
  body?: JsonObject | string;
  headers?: Record<string, string>;
}

export type Operation = (call: Call) => ApiResponse;

export function ok(body: JsonObject): ApiResponse {
  return { status: 200, body };
}

export function noContent(): ApiResponse {
  return { status: 204 };
}

/** A path parameter that the route is known to have. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}
