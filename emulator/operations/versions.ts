import { gatewayRefusal } from "../gateway/errors";
import { type ApiResponse, type Call, ok, param } from "../gateway/operation";
import type { JsonObject } from "../world/json";

const updatedOf: Record<string, string> = { v1: "2018-09-30T00:00:00Z", v2: "2020-03-30T00:00:00Z" };

/** API page: "Querying API Versions"; needs no authentication. */
export function listVersions(call: Call): ApiResponse {
  return ok({ versions: Object.keys(updatedOf).map((id) => version(id, call.origin)) });
}

/** API page: "Querying a Specified API Version". */
export function getVersion(call: Call): ApiResponse {
  const id = param(call, "version");
  if (!Object.hasOwn(updatedOf, id)) {
    throw gatewayRefusal(404, "APIGW.0101", "The API does not exist or has not been published.");
  }
  return ok({ version: version(id, call.origin) });
}

function version(id: string, origin: string): JsonObject {
  return {
    id,
    status: "CURRENT",
    updated: updatedOf[id] ?? "",
    version: id.slice(1),
    min_version: "",
    links: [{ rel: "self", href: `${origin}/${id}`, type: "application/json" }],
  };
}
