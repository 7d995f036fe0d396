import { type Answer, noContent } from "../../gateway/answer";
import { refusal } from "../../gateway/errors";
import type { Call } from "../../gateway/operation";
import { isJsonObject } from "../../world/json";
import { findService } from "../own-objects";

/** API page: "Upgrading a VPC Endpoint Service" (v2): a basic service becomes a professional one. */
export function upgradeService(call: Call): Answer {
  findService(call).wire.supported_editions = ["basic", "profession"];
  return noContent();
}

/** API page: "Adding Backend Resources to a VPC Endpoint Service" (v2). The backends themselves are not kept. */
export function addServerResources(call: Call): Answer {
  const resources = call.body["server_resources"];
  const good =
    Array.isArray(resources) &&
    resources.length > 0 &&
    resources.every((item) => isJsonObject(item) && typeof item["resource_id"] === "string");
  if (!good) throw refusal("EndPoint.0002", "server_resources");
  findService(call);
  return noContent();
}
