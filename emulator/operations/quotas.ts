import { refusal } from "../gateway/errors";
import { type ApiResponse, type Call, ok } from "../gateway/operation";
import { ownEndpoints, ownServices } from "./own-objects";

/** API page: "Querying Quotas". Without `type` the response has both resource types. Each region counts on its own. */
export function listQuotas(call: Call): ApiResponse {
  const { settings } = call.world;
  const resources = [
    { type: "endpoint_service", used: ownServices(call).length, quota: settings.quota },
    { type: "endpoint", used: ownEndpoints(call).length, quota: settings.endpointQuota },
  ];
  const type = call.query.get("type");
  if (!type) return ok({ quotas: { resources } });
  const found = resources.filter((resource) => resource.type === type);
  if (found.length === 0) throw refusal("EndPoint.3070");
  return ok({ quotas: { resources: found } });
}
