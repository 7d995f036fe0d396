import { checkDescription, refuseUnknownFields } from "../gateway/body-fields";
import { refusal } from "../gateway/errors";
import { type ApiResponse, type Call, ok } from "../gateway/operation";
import { byRecord, equals, page, queryText } from "../gateway/paging";
import { isPathId } from "../world/ids";
import { isJsonObject, type Json, type JsonObject } from "../world/json";
import { asJson, connectionsOf, type EndpointRecord } from "../world/records";
import { moveEndpoint, pending, touch } from "../world/transitions";
import type { World } from "../world/world";
import { findService } from "./own-objects";

export const connectionStatuses = [
  "pendingAcceptance",
  "creating",
  "accepted",
  "rejected",
  "failed",
  "deleting",
];
/** API page: "Updating the Description of a VPC Endpoint Connection": 0 to 512 characters. */
const maxDescription = 512;

/** API page: "Querying Connections of a VPC Endpoint Service". */
export function listConnections(call: Call): ApiResponse {
  const [status, marker, id] = ["status", "marker_id", "id"].map((name) => queryText(call, name));
  if (status !== undefined && !connectionStatuses.includes(status)) throw refusal("EndPoint.0019");
  if (marker !== undefined && !/^\d{1,18}$/.test(marker)) throw refusal("EndPoint.0021");
  const found = connectionsOf(call.world.state, findService(call).wire.id).filter(
    ({ wire, createdMs }) =>
      createdMs <= call.hideCreatedAfterMs &&
      equals(wire.id, id) &&
      equals(String(wire.marker_id), marker) &&
      equals(wire.status, status),
  );
  return page(call, found, byRecord, { name: "connections", maxLimit: 1000, toWire: connectionResponse });
}

/** API page: "Accepting or Rejecting a VPC Endpoint": exactly one at a time. */
export function actOnConnection(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["action", "endpoints"], call.world.settings.strict);
  const { action } = call.body;
  if (action !== "receive" && action !== "reject") throw refusal("EndPoint.2027");
  const connection = findConnection(call, readOneEndpoint(call.body["endpoints"]));
  if (action === "receive") receive(call.world, connection);
  else reject(call.world, connection);
  return ok({ connections: [connectionResponse(connection)] });
}

function readOneEndpoint(endpoints: Json | undefined): Json {
  if (!Array.isArray(endpoints) || endpoints.length === 0) throw refusal("EndPoint.2017");
  const [id, ...more] = endpoints;
  if (more.length > 0) throw refusal("EndPoint.2031");
  return id ?? null;
}

/** An accepted connection stays as it is; a rejected one can still be accepted. */
export function receive({ clock, settings }: World, connection: EndpointRecord): void {
  if (connection.wire.status === "accepted") return;
  const nowMs = clock();
  moveEndpoint(connection, "creating", nowMs);
  connection.pending = pending("accepted", nowMs, settings.createSettleSeconds);
}

export function reject({ clock }: World, connection: EndpointRecord): void {
  delete connection.pending;
  moveEndpoint(connection, "rejected", clock());
}

function findConnection(call: Call, id: Json): EndpointRecord {
  const service = findService(call);
  if (!isPathId(id)) throw refusal("EndPoint.2017");
  const { endpoints } = call.world.state;
  const connection = Object.hasOwn(endpoints, id) ? endpoints[id] : undefined;
  if (connection === undefined) throw refusal("EndPoint.2006");
  if (connection.wire.endpoint_service_id !== service.wire.id) throw refusal("EndPoint.2013");
  if (connection.wire.status === "deleting") throw refusal("EndPoint.2018");
  if (connection.wire.status === "creating") throw refusal("EndPoint.2019");
  if (connection.wire.status === "failed") throw refusal("EndPoint.2047");
  return connection;
}

/** API page: "Updating the Description of a VPC Endpoint Connection": the owner's note, not the endpoint's own. */
export function describeConnections(call: Call): ApiResponse {
  refuseUnknownFields(call.body, ["connections"], call.world.settings.strict);
  const wanted = readNotes(call.body["connections"]);
  const known = connectionsOf(call.world.state, findService(call).wire.id);
  const changed = wanted.map(({ id, description }) => {
    const connection = known.find(({ wire }) => wire.id === id);
    if (connection === undefined) throw refusal("EndPoint.2006");
    return { connection, description };
  });
  for (const { connection, description } of changed) {
    connection.connectionDescription = description;
    touch(connection, call.nowMs);
  }
  return ok({ connections: changed.map(({ connection }) => connectionResponse(connection)) });
}

function readNotes(value: Json | undefined): { id: string; description: string }[] {
  if (!Array.isArray(value) || value.length === 0) throw refusal("EndPoint.0002", "connections");
  return value.map((item) => {
    if (!isJsonObject(item)) throw refusal("EndPoint.0002", "connections");
    const { id, description } = item;
    if (!isPathId(id)) throw refusal("EndPoint.2017");
    if (typeof description !== "string") throw refusal("EndPoint.0002", "description");
    checkDescription(description, maxDescription);
    return { id, description };
  });
}

/** The id of a connection is that of its endpoint. */
export function connectionResponse({ wire, domainId, connectionDescription }: EndpointRecord): JsonObject {
  return {
    id: wire.id,
    marker_id: wire.marker_id,
    domain_id: domainId,
    status: wire.status,
    created_at: wire.created_at,
    updated_at: wire.updated_at,
    description: connectionDescription,
    ...(wire.status === "failed" && wire.error !== undefined && { error: wire.error.map((e) => asJson(e)) }),
  };
}
