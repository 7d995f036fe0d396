import { isAbsent, optionalBoolean, refuseUnknownFields } from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import { type EndpointRecord, isProfessional, serviceById } from "../../world/records";
import { touch } from "../../world/transitions";
import { findEndpoint } from "../own-objects";
import { readRouteTables, readWhitelist } from "./endpoint-body";
import { endpointResponse } from "./endpoints";
import { policyForms, readPolicy } from "./policy-body";
import { checkRouteTables } from "./route-tables";

/** API page: "Updating the Whitelist of a VPC Endpoint": null counts as left out. A gateway has no address filter. */
export function updateEndpoint(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["whitelist", "enable_whitelist"], call.world.settings.strict);
  const whitelist = readWhitelist(call.body, call.world.rules);
  const enabled = optionalBoolean(call.body, "enable_whitelist", "EndPoint.2044");
  const endpoint = findChangeable(call);
  if (endpoint.wire.service_type === "interface") {
    if (whitelist !== undefined) endpoint.wire.whitelist = whitelist;
    if (enabled !== undefined) endpoint.wire.enable_whitelist = enabled;
  }
  touch(endpoint, call.nowMs);
  return ok(endpointResponse(endpoint));
}

/** API page: "Modifying the Route Tables of a VPC Endpoint": replaces them all; the last one cannot be taken away. */
export function updateRouteTables(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["routetables"], call.world.settings.strict);
  const tables = readRouteTables(call.body);
  if (tables === undefined) throw refusal("EndPoint.0002", "routetables");
  const endpoint = findChangeable(call);
  const { wire } = endpoint;
  if (wire.service_type !== "gateway" || tables.length === 0) throw refusal("EndPoint.2040");
  checkRouteTables(call, wire.endpoint_service_id, tables, wire.id);
  wire.routetables = tables;
  touch(endpoint, call.nowMs);
  return ok({ routetables: tables });
}

/** API page: "Updating the Policy of a VPC Endpoint". */
export function updatePolicy(call: Call): ApiResponse {
  refuseUnknownFields(call.body, policyForms, call.world.settings.strict);
  const endpoint = findChangeable(call);
  if (policyForms.every((form) => isAbsent(call.body, form))) throw refusal("EndPoint.2048");
  Object.assign(endpoint.wire, readPolicy(call.body, endpoint.policyForm));
  touch(endpoint, call.nowMs);
  return policyResponse(endpoint);
}

/** API page: "Deleting the Policy of a VPC Endpoint": the endpoint has none then, which is full access. */
export function deletePolicy(call: Call): ApiResponse {
  const endpoint = findChangeable(call);
  const { wire } = endpoint;
  if (policyForms.every((form) => wire[form] === undefined)) throw refusal("EndPoint.2049");
  for (const form of policyForms) delete wire[form];
  touch(endpoint, call.nowMs);
  return policyResponse(endpoint);
}

/** API page: "Upgrading a VPC Endpoint" (v2), to an edition that its service has to have already. */
export function upgradeEndpoint(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["action"], call.world.settings.strict);
  if ((call.body["action"] ?? "start") !== "start") throw refusal("EndPoint.0007");
  const endpoint = findChangeable(call);
  const service = serviceById(call.world.state, endpoint.wire.endpoint_service_id);
  if (service === undefined || !isProfessional(service)) throw refusal("EndPoint.0015");
  endpoint.edition = "profession";
  touch(endpoint, call.nowMs);
  return { status: 200 };
}

function policyResponse(endpoint: EndpointRecord): ApiResponse {
  return ok({ ...endpointResponse(endpoint), jobId: `endpoint_add_${endpoint.wire.id}` });
}

function findChangeable(call: Call): EndpointRecord {
  const endpoint = findEndpoint(call);
  if (endpoint.wire.status === "failed") throw refusal("EndPoint.2047");
  if (endpoint.wire.status === "deleting") throw refusal("EndPoint.2018");
  return endpoint;
}
