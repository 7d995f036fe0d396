import { refusal } from "../gateway/errors";
import { type Call, param } from "../gateway/operation";
import { type EndpointRecord, type ServiceRecord, serviceById } from "../world/records";

/*
 * The objects of the project that a call addresses. Those of other regions and accounts do not exist for it; the
 * endpoints of other accounts show only as connections of its services.
 */

export function ownServices({ world, place }: Call): ServiceRecord[] {
  return Object.values(world.state.services).filter(({ wire }) => wire.project_id === place.projectId);
}

export function ownService({ world, place }: Call, id: string): ServiceRecord | undefined {
  const service = serviceById(world.state, id);
  return service?.wire.project_id === place.projectId ? service : undefined;
}

/** The service in the path; a missing one is a 404, which tells clients that it was deleted. */
export function findService(call: Call): ServiceRecord {
  const service = ownService(call, param(call, "vpc_endpoint_service_id"));
  if (service === undefined) throw refusal("EndPoint.0005");
  return service;
}

export function ownEndpoints({ world, place }: Call): EndpointRecord[] {
  return Object.values(world.state.endpoints).filter(
    ({ domainId, wire }) => domainId === world.settings.domainId && wire.project_id === place.projectId,
  );
}
