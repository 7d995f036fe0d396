import { refusal } from "../gateway/errors";
import { type Call, param } from "../gateway/operation";
import { type EndpointRecord, type ServiceRecord, serviceById } from "../world/records";
import type { Account } from "../world/settings";

/*
 * The objects of the project that a call addresses. Those of other regions and accounts do not exist for it, with two
 * exceptions: endpoints of other accounts show as connections of its services, and it may connect to a service of
 * another account whose whitelist names the caller.
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
  return Object.values(world.state.endpoints).filter(({ wire }) => wire.project_id === place.projectId);
}

/** The endpoint in the path. */
export function findEndpoint(call: Call): EndpointRecord {
  const id = param(call, "vpc_endpoint_id");
  const endpoint = ownEndpoints(call).find(({ wire }) => wire.id === id);
  if (endpoint === undefined) throw refusal("EndPoint.2006");
  return endpoint;
}

/** Services of other accounts in the same region. */
export function othersServices({ world, account, place }: Call): ServiceRecord[] {
  const others = world.settings.accounts.filter(({ domainId }) => domainId !== account.domainId);
  const projects = others.flatMap(({ regions }) => regions).filter(({ region }) => region === place.region);
  return Object.values(world.state.services).filter(({ wire }) =>
    projects.some(({ projectId }) => projectId === wire.project_id),
  );
}

/** The emulated accounts belong to no organization, so records of the type orgPath admit nobody. */
export function admits({ permissions }: ServiceRecord, { domainId }: Account): boolean {
  return permissions.some(({ permission }) => permission === "*" || permission === `iam:domain::${domainId}`);
}
