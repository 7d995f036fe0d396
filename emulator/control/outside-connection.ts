import { newEndpoint, targetOf } from "../operations/endpoints/new-endpoint";
import { newHexId } from "../world/ids";
import { failure, serviceById } from "../world/records";
import { moveEndpoint } from "../world/transitions";
import type { World } from "../world/world";
import { noService } from "./outside-change";

export interface ConnectionPlan {
  /** The other account. Default: a new one. */
  domain_id?: string;
  /** Default: the one that the service's approval setting leads to, at once. */
  status?: string;
  description?: string;
}

const creationFailed = {
  error_code: "EndPoint.2022",
  error_message: "The VPC endpoint could not be created.",
};

export interface MadeConnection {
  id: string;
  marker_id: number;
  domain_id: string;
  status: string;
}

/** A consumer in another account; its endpoint shows only as a connection of the service. */
export function addConnection(world: World, serviceId: string, plan: ConnectionPlan): MadeConnection {
  const service = serviceById(world.state, serviceId);
  if (service === undefined) throw noService(serviceId);
  const owner = { domainId: plan.domain_id ?? newHexId(), projectId: newHexId() };
  const connection = newEndpoint(world, owner, targetOf(service), {
    serviceId,
    vpcId: newHexId(),
    subnetId: newHexId(),
    enableDns: false,
    tags: [],
    whitelist: [],
    enableWhitelist: false,
    routetables: [],
    ipVersion: "ipv4",
    description: "",
  });
  delete connection.pending;
  connection.unreachable = true;
  connection.connectionDescription = plan.description ?? "";
  const status = plan.status ?? (service.wire.approval_enabled ? "pendingAcceptance" : "accepted");
  moveEndpoint(connection, status, world.clock());
  if (status === "failed") connection.wire.error = [failure(creationFailed)];
  world.state.endpoints[connection.wire.id] = connection;
  const { id, marker_id } = connection.wire;
  return { id, marker_id, domain_id: owner.domainId, status };
}
