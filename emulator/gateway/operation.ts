import { isJsonObject, type Json, type JsonObject, parseJson } from "../world/json";
import type { RegionProject } from "../world/settings";
import type { World } from "../world/world";
import type { Answer } from "./answer";
import { Refusal, refusal } from "./errors";

/** One authenticated, routed request with its body parsed, as a handler gets it. */
export interface Call {
  world: World;
  /** The project that the path names, with its region; the first one where the path names none. */
  place: RegionProject;
  nowMs: number;
  params: Record<string, string>;
  query: URLSearchParams;
  body: JsonObject;
  /** `http://host:port`, for links in answers. */
  origin: string;
  /** Lists leave out what was created after this; the fault "hide" sets it. */
  hideCreatedAfterMs: number;
}

export type Handler = (call: Call) => Answer;

/**
 * Whether a body is needed. `optional` stands for the operations that take none but get one from some clients;
 * those bodies are not looked at.
 */
export type BodyNeed = "required" | "required by IAM" | "optional";

/** Error codes page: a missing body is 0011 (504), one that is no JSON object 0002. */
export function readBody(text: string, need: BodyNeed): JsonObject {
  if (need === "optional") return {};
  if (need === "required by IAM") {
    const login = parseJson(text);
    if (!isJsonObject(login)) throw new Refusal(400, "IAM.0011", "Request body is invalid.");
    return login;
  }
  if (text.trim() === "") throw refusal("EndPoint.0011");
  const body: Json | undefined = parseJson(text);
  if (!isJsonObject(body)) throw refusal("EndPoint.0002", "the body is not a JSON object");
  return body;
}

/** A path parameter that the route is known to have. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}
