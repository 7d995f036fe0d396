import { connectionResponse } from "../operations/connections";
import { newResourceId } from "../world/ids";
import { copy, type JsonObject } from "../world/json";
import {
  apiTime,
  asJson,
  connectionsOf,
  liveConnectionsOf,
  type PermissionWire,
  type ServiceRecord,
  type ServiceWire,
  type State,
  serviceById,
} from "../world/records";
import { pending, touch } from "../world/transitions";
import { UserError } from "../world/user-input";
import type { World } from "../world/world";

/** Wire fields as in responses, which also show fields that the API does not know. */
export type ServicePatch = Partial<ServiceWire> & {
  permissions?: string[];
  /** How long an interim status lasts from now; null for ever. */
  settleSeconds?: number | null;
  [field: string]: unknown;
};

export interface StateView {
  services: JsonObject[];
  endpoints: JsonObject[];
  portVpc: Record<string, string>;
}

/** All objects as the API shows them, with what belongs to a service inside it. */
export function stateView({ state }: World): StateView {
  return copy({
    services: Object.values(state.services).map((service) => ({
      ...wholeService(state, service),
      server_resources: (service.serverResources ?? []).map((resource) => asJson(resource)),
      permissions: service.permissions.map((record) => asJson(record)),
      connections: connectionsOf(state, service.wire.id).map(connectionResponse),
    })),
    endpoints: Object.values(state.endpoints).map(({ wire, domainId, edition }) => ({
      ...asJson(wire),
      edition,
      domain_id: domainId,
    })),
    portVpc: state.portVpc,
  });
}

export function noService(id: string): UserError {
  return new UserError(`There is no service ${JSON.stringify(id)}.`);
}

/** A change that no client made, as if someone at the console or the cloud itself had. */
export function changeService(world: World, id: string, patch: ServicePatch): JsonObject {
  const service = serviceById(world.state, id);
  if (service === undefined) throw noService(id);
  const { settleSeconds, permissions, ...fields } = patch;
  const nowMs = world.clock();
  touch(service, nowMs);
  Object.assign(service.wire, fields);
  if (fields.status !== undefined) delete service.pending;
  if (settleSeconds !== undefined) {
    const final = service.wire.status === "deleting" ? "gone" : "available";
    service.pending = pending(final, nowMs, settleSeconds);
  }
  if (permissions !== undefined) replacePermissions(service, permissions, nowMs);
  return wholeService(world.state, service);
}

/** Every field that some response has. */
function wholeService(state: State, { wire }: ServiceRecord): JsonObject {
  return { ...asJson(wire), connection_count: liveConnectionsOf(state, wire.id).length };
}

function replacePermissions(service: ServiceRecord, permissions: string[], nowMs: number): void {
  service.permissions = permissions.map((permission) => {
    const known = service.permissions.find((record) => record.permission === permission);
    return known ?? newPermission(permission, nowMs);
  });
}

function newPermission(permission: string, nowMs: number): PermissionWire & { createdMs: number } {
  return {
    id: newResourceId(),
    permission,
    permission_type: permission.startsWith("organizations:") ? "orgPath" : "domainId",
    description: "",
    created_at: apiTime(nowMs),
    createdMs: nowMs,
  };
}
