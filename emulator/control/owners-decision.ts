import { connectionResponse, receive, reject } from "../operations/connections";
import type { JsonObject } from "../world/json";
import { UserError } from "../world/user-input";
import type { World } from "../world/world";

/** The calls of a service's owner refuse a connection in these. */
const undecidable = ["creating", "deleting", "failed"];

/** What the owner of the service can do about a connection, by its endpoint's id, and with the same effect. */
export function decide(world: World, endpointId: string, decision: "accept" | "reject"): JsonObject {
  const { endpoints } = world.state;
  const connection = Object.hasOwn(endpoints, endpointId) ? endpoints[endpointId] : undefined;
  if (connection === undefined) throw new UserError(`There is no endpoint ${JSON.stringify(endpointId)}.`);
  const { status } = connection.wire;
  if (undecidable.includes(status))
    throw new UserError(`The endpoint ${endpointId} is ${status}: nothing can be decided about it now.`);
  if (decision === "accept") receive(world, connection);
  else reject(world, connection);
  return connectionResponse(connection);
}
