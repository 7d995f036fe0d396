import { optionalString, refuseUnknownFields } from "../../gateway/body-fields";
import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, noContent, ok } from "../../gateway/operation";
import { isPathId } from "../../world/ids";
import { isJsonObject, type Json } from "../../world/json";
import { connectionsOf, type ServerResource, type ServiceRecord } from "../../world/records";
import { touch } from "../../world/transitions";
import { findService, ownServices } from "../own-objects";
import { checkPortConflict, checkPortInVpc } from "./ports";
import { type ModifyServiceBody, readModifyBody, readName } from "./service-body";
import { changedService, fullName } from "./services";

/**
 * API page: "Modifying a VPC Endpoint Service". Synchronous. A field that is left out keeps its value, `ports` replaces
 * the whole list, and fields that cannot be changed are ignored (with the strict option, refused).
 */
export function modifyService(call: Call): ApiResponse {
  const { world } = call;
  const wanted = readModifyBody(call.body, world.rules, world.settings.strict);
  const service = findAvailable(call);
  checkBackend(call, service, wanted);
  apply(call, service, wanted);
  return ok(changedService(service));
}

function checkBackend(call: Call, { wire }: ServiceRecord, wanted: ModifyServiceBody): void {
  const { state } = call.world;
  const portId = wanted.portId ?? wire.port_id;
  const others = ownServices(call).filter((other) => other.wire.id !== wire.id);
  if (portId !== wire.port_id) checkPortInVpc(state.portVpc, others, { portId, vpcId: wire.vpc_id });
  checkPortConflict(others, { portId, ports: wanted.ports ?? wire.ports });
}

function apply(call: Call, service: ServiceRecord, wanted: ModifyServiceBody): void {
  if (Object.values(wanted).every((value) => value === undefined)) return;
  const { wire } = service;
  if (wanted.name !== undefined) rename(call, service, wanted.name);
  wire.approval_enabled = wanted.approvalEnabled ?? wire.approval_enabled;
  wire.ports = wanted.ports ?? wire.ports;
  wire.port_id = wanted.portId ?? wire.port_id;
  wire.tcp_proxy = wanted.tcpProxy ?? wire.tcp_proxy;
  wire.description = wanted.description ?? wire.description;
  touch(service, call.nowMs);
}

/** API page: "Changing the Name of a VPC Endpoint Service"; here the field has another name than in a modify. */
export function renameService(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["endpoint_service_name"], call.world.settings.strict);
  const name = readName(call.body, "endpoint_service_name");
  const service = findAvailable(call);
  if (name !== undefined) {
    rename(call, service, name);
    touch(service, call.nowMs);
  }
  return ok({ endpoint_service_name: service.wire.service_name });
}

/** Existing endpoints show the new name too. */
function rename(call: Call, { wire }: ServiceRecord, name: string): void {
  wire.service_name = fullName(call.place.region, name, wire.id);
  for (const endpoint of connectionsOf(call.world.state, wire.id)) {
    endpoint.wire.endpoint_service_name = wire.service_name;
  }
}

/** API page: "Upgrading a VPC Endpoint Service" (v2): a basic service becomes a professional one. */
export function upgradeService(call: Call): ApiResponse {
  const service = findAvailable(call);
  service.wire.supported_editions = ["basic", "profession"];
  touch(service, call.nowMs);
  return noContent();
}

/** API page: "Adding Backend Resources to a VPC Endpoint Service" (v2). No response shows them. */
export function addServerResources(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["server_resources"], call.world.settings.strict);
  const added = readServerResources(call.body["server_resources"]);
  const service = findAvailable(call);
  const ids = new Set(added.map(({ resource_id }) => resource_id));
  const others = (service.serverResources ?? []).filter(({ resource_id }) => !ids.has(resource_id));
  service.serverResources = [...others, ...added];
  touch(service, call.nowMs);
  return noContent();
}

function readServerResources(list: Json | undefined): ServerResource[] {
  if (!Array.isArray(list) || list.length === 0) throw refusal("EndPoint.0002", "server_resources");
  return list.map((item) => {
    if (!isJsonObject(item) || !isPathId(item["resource_id"])) throw refusal("EndPoint.0002", "resource_id");
    const zone = optionalString(item, "availability_zone_id", "EndPoint.0002");
    return { resource_id: item["resource_id"], ...(zone !== undefined && { availability_zone_id: zone }) };
  });
}

function findAvailable(call: Call): ServiceRecord {
  const service = findService(call);
  if (service.wire.status !== "available") throw refusal("EndPoint.3045");
  return service;
}
