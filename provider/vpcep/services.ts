import type { Access, ApiCall } from "../api/api-call";
import type { ListCall } from "../api/pages";
import type { ApiRecord } from "./records";

/** The operations on a service, by the names of their pages in the VPC Endpoint API Reference, "API V1". */

const SERVICES = "vpc-endpoint-services";

/** "Creating a VPC Endpoint Service". There is no idempotency key: it is sent on a connection of its own, once. */
export const createService = (body: object): ApiCall => ({
  method: "POST",
  segments: [SERVICES],
  body,
  safety: "create",
  freshConnection: true,
  response: "object",
});

/** "Querying VPC Endpoint Services", newest first, which is the default. */
export const listServices = (query: Record<string, string | number> = {}): ListCall => ({
  method: "GET",
  segments: [SERVICES],
  query,
  safety: "read",
  response: { list: "endpoint_services", texts: ["id"] },
});

/** "Querying Details About a VPC Endpoint Service". */
export const getService = (id: string): ApiCall => ({
  method: "GET",
  segments: [SERVICES, id],
  safety: "read",
  response: "object",
});

/** "Modifying a VPC Endpoint Service": what is in the body changes, what is not stays. */
export const modifyService = (id: string, body: object): ApiCall => ({
  method: "PUT",
  segments: [SERVICES, id],
  body,
  safety: "idempotent",
  response: "object",
});

/** "Deleting a VPC Endpoint Service". */
export const deleteService = (id: string): ApiCall => ({
  method: "DELETE",
  segments: [SERVICES, id],
  safety: "idempotent",
  response: "none",
});

/** "Upgrading a VPC Endpoint Service": from the basic edition to the professional one. */
export const upgradeService = (id: string): ApiCall => ({
  method: "POST",
  version: "v2",
  segments: [SERVICES, id, "upgrade"],
  safety: "idempotent",
  response: "none",
});

/** "Adding Server Resources": whether adding one twice is refused is not documented, so it is sent once. */
export const addServerResources = (id: string, resources: unknown): ApiCall => ({
  method: "POST",
  version: "v2",
  segments: [SERVICES, id, "add-server-resources"],
  body: { server_resources: resources },
  safety: "create",
  response: "none",
});

/** "Querying Details About a VPC Endpoint Service by Name": also of a service of somebody else. */
export const describeService = (fullName: string): ApiCall => ({
  method: "GET",
  segments: [SERVICES, "describe"],
  query: { endpoint_service_name: fullName },
  safety: "read",
  response: "object",
});

/** A service as the list shows it, which tells more than its own page; undefined when it is not listed. */
export async function serviceInList(
  { client, context }: Access,
  id: string,
  attempts?: number,
): Promise<ApiRecord | undefined> {
  const list = listServices({ id });
  const { body } = await client.call(attempts === undefined ? list : { ...list, attempts }, context);
  return (body.endpoint_services as ApiRecord[]).find((service) => service.id === id);
}
