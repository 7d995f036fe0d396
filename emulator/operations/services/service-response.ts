import { refusal } from "../../gateway/errors";
import type { Call } from "../../gateway/operation";
import { param } from "../../gateway/operation";
import type { JsonObject } from "../../world/json";
import { asJson, type EndpointRecord, type ServiceRecord, type State } from "../../world/records";

/** The service of the path; a missing one is a 404, by which clients see that it was deleted. */
export function findService(call: Call): ServiceRecord {
  const service = serviceHere(call, param(call, "vpc_endpoint_service_id"));
  if (service === undefined) throw refusal("EndPoint.0005");
  return service;
}

/** The services of the project that the call addresses; those of other regions do not exist for it. */
export function servicesHere({ world, place }: Call): ServiceRecord[] {
  return Object.values(world.state.services).filter(({ wire }) => wire.project_id === place.projectId);
}

export function serviceHere(call: Call, id: string): ServiceRecord | undefined {
  const service = serviceById(call.world.state, id);
  return service?.wire.project_id === call.place.projectId ? service : undefined;
}

export function serviceById(state: State, id: string): ServiceRecord | undefined {
  return Object.hasOwn(state.services, id) ? state.services[id] : undefined;
}

/** `<region>.<name>.<id>`, without a name `<region>.<id>`: the stored name that consumers use. */
export function longName(region: string, name: string, id: string): string {
  return name === "" ? `${region}.${id}` : `${region}.${name}.${id}`;
}

export function connectionsOf(state: State, serviceId: string): EndpointRecord[] {
  return Object.values(state.endpoints).filter(({ wire }) => wire.endpoint_service_id === serviceId);
}

/** API page: "Querying Details of a VPC Endpoint Service": what create, modify and get answer. */
export function serviceAnswer({ wire }: ServiceRecord): JsonObject {
  const { domain_id: _account, public_border_group: _group, ...shown } = wire;
  return asJson(shown);
}

/** API page: "Querying VPC Endpoint Services": list items also name the account and count live connections. */
export function serviceListItem(state: State, { wire }: ServiceRecord): JsonObject {
  const live = connectionsOf(state, wire.id).filter(isLive);
  return { ...asJson(wire), connection_count: live.length };
}

/** These connections keep a service from being deleted. */
export function isLive({ wire }: EndpointRecord): boolean {
  return wire.status === "accepted" || wire.status === "creating";
}
