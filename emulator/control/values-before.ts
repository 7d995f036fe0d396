import { isJsonObject, type Json, type JsonObject, parseJson } from "../world/json";
import { asJson, connectionsOf, type ServiceRecord, type State, serviceById } from "../world/records";

/**
 * What a PUT is about to replace: the keys of its body with the values that its object has. undefined for other calls,
 * and for objects that do not exist.
 */
export function valuesBefore(
  state: State,
  { method, path, body }: { method: string; path: string; body: Buffer },
): JsonObject | undefined {
  if (method !== "PUT") return undefined;
  const sent = parseJson(body.toString("utf8"));
  const current = isJsonObject(sent) ? currentObject(state, path.split("/").slice(3), sent) : undefined;
  if (!isJsonObject(sent) || current === undefined) return undefined;
  const own = (key: string): Json => (Object.hasOwn(current, key) ? (current[key] ?? null) : null);
  return Object.fromEntries(Object.keys(sent).map((key) => [key, own(key)]));
}

function currentObject(
  state: State,
  [collection, id = "", part, partId]: string[],
  sent: JsonObject,
): JsonObject | undefined {
  if (collection === "vpc-endpoints")
    return Object.hasOwn(state.endpoints, id) ? asJson(state.endpoints[id]?.wire ?? {}) : undefined;
  const service = collection === "vpc-endpoint-services" ? serviceById(state, id) : undefined;
  if (service === undefined) return undefined;
  if (part === "permissions") return permission(service, partId);
  return part === "connections" ? { connections: notes(state, id, sent) } : named(service);
}

/** A body has the name as the user chose it, and a response between region and id. */
function named({ wire }: ServiceRecord): JsonObject {
  const name = wire.service_name.split(".").slice(1, -1).join(".");
  return { ...asJson(wire), service_name: name, endpoint_service_name: name };
}

function permission({ permissions }: ServiceRecord, id: string | undefined): JsonObject | undefined {
  const found = permissions.find((record) => record.id === id);
  return found && asJson(found);
}

/** The owner's notes of the same connections, in the order of the body. */
function notes(state: State, serviceId: string, sent: JsonObject): Json {
  const known = connectionsOf(state, serviceId);
  const wanted = Array.isArray(sent["connections"]) ? sent["connections"] : [];
  return wanted.filter(isJsonObject).map(({ id = null }) => {
    const found = known.find(({ wire }) => wire.id === id);
    return { id, description: found?.connectionDescription ?? null };
  });
}
