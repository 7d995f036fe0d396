import type { Access } from "../api/api-call";
import { isValidId } from "../api/identifiers";
import { type ListCall, listAll } from "../api/pages";
import { idOf } from "../vpc-endpoint-connection/fields";
import { importIdOf } from "../vpc-endpoint-service-permission/fields";
import { connectionsOf, UNKNOWN_ACCOUNT } from "../vpcep/connections";
import { listEndpoints } from "../vpcep/endpoints";
import { listPermissions } from "../vpcep/permissions";
import { type ApiRecord, isUsable, PAGE_SIZE } from "../vpcep/records";
import { listServices } from "../vpcep/services";
import type { Findings, Found, ImportType } from "./import-file";
import { granteeIn, serviceNameIn } from "./names";

/** A service whose parts are looked for. */
export interface Owner {
  id: string;
  /** What people know it by. */
  name: string;
}

/** What there is in the region and project of the client. */
export async function findInCloud(access: Access, types: readonly ImportType[]): Promise<Findings> {
  const isWanted = (...some: ImportType[]) => some.some((type) => types.includes(type));
  const owners = isWanted("VpcEndpointService", "VpcEndpointConnection", "VpcEndpointServicePermission")
    ? await ownServices(access)
    : [];
  const parts: Findings[] = [];
  if (isWanted("VpcEndpointService"))
    parts.push({ found: owners.map((owner) => ({ type: "VpcEndpointService", ...owner })), notes: [] });
  if (isWanted("VpcEndpoint")) parts.push({ found: await ownEndpoints(access), notes: [] });
  for (const owner of owners) {
    if (isWanted("VpcEndpointConnection")) parts.push(await decidedConnections(access, owner));
    if (isWanted("VpcEndpointServicePermission")) parts.push(await findRecords(access, owner));
  }
  return { found: parts.flatMap(({ found }) => found), notes: parts.flatMap(({ notes }) => notes) };
}

async function ownServices(access: Access): Promise<Owner[]> {
  const records = await living(access, listServices(), PAGE_SIZE.services);
  return records.map(({ id, service_name }) => ({
    id: String(id),
    name: serviceNameIn(service_name, access.client.region, id),
  }));
}

async function ownEndpoints(access: Access): Promise<Found[]> {
  const records = await living(access, listEndpoints(), PAGE_SIZE.endpoints);
  return records.map(({ id, endpoint_service_name, endpoint_service_id }) => ({
    type: "VpcEndpoint",
    id: String(id),
    name: serviceNameIn(endpoint_service_name, access.client.region, endpoint_service_id),
  }));
}

/** Connections of which the owner has decided: of the others an import would be the decision. */
async function decidedConnections(access: Access, { id, name }: Owner): Promise<Findings> {
  const connections = await connectionsOf(access, id);
  const decided = connections.filter(({ status }) => ["accepted", "rejected"].includes(status));
  const found = decided.map(({ endpointId, domainId }): Found => {
    const account = domainId === UNKNOWN_ACCOUNT ? "" : `-${domainId}`;
    return { type: "VpcEndpointConnection", id: idOf(id, endpointId), name: `${name}${account}` };
  });
  const rest = connections.length - decided.length;
  const notes =
    rest === 0 ? [] : [`left out of service ${id}: ${counted(rest, "connection")} without a decision`];
  return { found: found.filter(({ id: both }) => both.split("/").every(isValidId)), notes };
}

/** The records of a service's whitelist; some of them where others are not wanted. */
export async function findRecords(
  access: Access,
  { id, name }: Owner,
  isWanted: (permission: string) => boolean = () => true,
): Promise<Findings> {
  const pages = { call: listPermissions(id), limit: PAGE_SIZE.permissions };
  const records = (await listAll(access.client, pages, access.context)).filter(({ permission }) =>
    isWanted(String(permission)),
  );
  const named = records.filter((record) => typeof record.id === "string" && isValidId(record.id));
  const rest = records.length - named.length;
  const notes =
    rest === 0 ? [] : [`left out of service ${id}: ${counted(rest, "whitelist record")} without an id`];
  const found = named.map((record): Found => {
    const grantee = granteeIn(String(record.permission));
    const importId = importIdOf(id, String(record.id));
    return { type: "VpcEndpointServicePermission", id: importId, name: `${name}-${grantee}` };
  });
  return { found, notes };
}

/** Objects that are there to stay. The API lists the newest first; the oldest come first here, so that one more changes no name. */
async function living({ client, context }: Access, call: ListCall, limit: number): Promise<ApiRecord[]> {
  const records = await listAll(client, { call, limit }, context);
  return records
    .filter((record) => isUsable(record) && !["deleting", "deleted"].includes(String(record.status)))
    .toReversed();
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
