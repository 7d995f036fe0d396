import { refusal } from "../gateway/errors";
import { type Call, param } from "../gateway/operation";
import { type EndpointRecord, type ServiceRecord, serviceById } from "../world/records";
import type { Account } from "../world/settings";

/*
 * The objects of the project that a call addresses. Those of other projects do not exist for it, with two exceptions in
 * the same region: endpoints of other projects show as connections of its services, and it may connect to a service of
 * another project of its account, or of another account whose whitelist names the caller.
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

/** Services of other projects, and so of other accounts, in the same region. */
export function othersServices({ world, place }: Call): ServiceRecord[] {
  const projects = world.settings.accounts
    .flatMap((account) => account.projects)
    .filter(({ region, projectId }) => region === place.region && projectId !== place.projectId);
  return Object.values(world.state.services).filter(({ wire }) =>
    projects.some(({ projectId }) => projectId === wire.project_id),
  );
}

/** An account needs no record in its own. It belongs to no organization, so records of the type orgPath admit nobody. */
export function admits({ permissions, wire }: ServiceRecord, { domainId, projects }: Account): boolean {
  if (projects.some(({ projectId }) => projectId === wire.project_id)) return true;
  return permissions.some(({ permission }) => permission === "*" || permission === `iam:domain::${domainId}`);
}
