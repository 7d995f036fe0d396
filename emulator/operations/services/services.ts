import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, noContent, ok } from "../../gateway/operation";
import { byRecord, contains, equals, page, queryText } from "../../gateway/paging";
import { newResourceId } from "../../world/ids";
import { type JsonObject, without } from "../../world/json";
import { apiTime, asJson, liveConnectionsOf, type ServiceRecord, type State } from "../../world/records";
import { pending } from "../../world/transitions";
import { findService, ownServices } from "../own-objects";
import { checkPortConflict, checkPortInVpc } from "./ports";
import { type CreateServiceBody, readCreateBody } from "./service-body";

/** API page: "Creating a VPC Endpoint Service". Asynchronous: the response shows `creating`. */
export function createService(call: Call): ApiResponse {
  const { world, nowMs } = call;
  const wanted = readCreateBody(call.body, world.rules, world.settings.strict);
  const others = ownServices(call);
  checkPortInVpc(world.state.portVpc, others, wanted);
  checkPortConflict(others, wanted);
  if (others.length >= world.settings.quota) throw refusal("Endpoint.1018");
  const service = newService(call, wanted, newResourceId());
  service.pending = pending("available", nowMs, world.settings.createSettleSeconds);
  if (world.failNextCreate !== undefined) {
    service.failWith = world.failNextCreate;
    world.failNextCreate = undefined;
  }
  world.state.services[service.wire.id] = service;
  return ok(changedService(service));
}

function newService(call: Call, wanted: CreateServiceBody, id: string): ServiceRecord {
  const { region, projectId } = call.place;
  const time = apiTime(call.nowMs);
  const wire: ServiceRecord["wire"] = {
    id,
    port_id: wanted.portId,
    vpc_id: wanted.vpcId,
    pool_id: wanted.poolId ?? newResourceId(),
    status: "creating",
    approval_enabled: wanted.approvalEnabled,
    service_name: fullName(region, wanted.name, id),
    service_type: "interface",
    server_type: wanted.serverType,
    project_id: projectId,
    domain_id: call.account.domainId,
    created_at: time,
    updated_at: time,
    ports: wanted.ports,
    tcp_proxy: wanted.tcpProxy,
    tags: wanted.tags,
    description: wanted.description,
    enable_policy: wanted.enablePolicy,
    cidr_type: "internal",
    ip_version: wanted.ipVersion,
    supported_editions: ["basic"],
    public_border_group: "center",
  };
  if (wanted.snatNetworkId !== undefined) wire.snat_network_id = wanted.snatNetworkId;
  if (wanted.serverType === "VIP" && wanted.vipPortId !== undefined) wire.vip_port_id = wanted.vipPortId;
  return { wire, createdMs: call.nowMs, updatedMs: call.nowMs, permissions: [] };
}

/** API page: "Querying Details of a VPC Endpoint Service". */
export function getService(call: Call): ApiResponse {
  return ok(without(asJson(findService(call).wire), onlyInLists));
}

const statuses = ["creating", "available", "failed", "deleting"];
const netTypes = ["vlan", "vxlan", "all"];

/** API page: "Querying VPC Endpoint Services". */
export function listServices(call: Call): ApiResponse {
  const wanted = (name: string) => queryText(call, name);
  const [status, netType] = [wanted("status"), wanted("net_type")];
  if (status !== undefined && !statuses.includes(status)) throw refusal("EndPoint.0019");
  if (netType !== undefined && !netTypes.includes(netType)) throw refusal("EndPoint.3048");
  const found = ownServices(call).filter(
    ({ wire, createdMs }) =>
      createdMs <= call.hideCreatedAfterMs &&
      contains(wire.service_name, wanted("endpoint_service_name")) &&
      equals(wire.id, wanted("id")) &&
      equals(wire.status, status) &&
      equals(wire.server_type, wanted("server_type")) &&
      equals(wire.public_border_group, wanted("public_border_group")) &&
      netType !== "vlan",
  );
  return page(call, found, byRecord, {
    name: "endpoint_services",
    maxLimit: 1000,
    toWire: (service) => serviceListItem(call.world.state, service),
  });
}

/** API page: "Deleting a VPC Endpoint Service". */
export function deleteService(call: Call): ApiResponse {
  const service = findService(call);
  if (service.wire.status === "deleting") return noContent();
  if (service.wire.status === "creating") throw refusal("EndPoint.3045");
  if (liveConnectionsOf(call.world.state, service.wire.id).length > 0) throw refusal("EndPoint.3006");
  service.wire.status = "deleting";
  service.pending = pending("gone", call.nowMs, call.world.settings.deleteSettleSeconds);
  return noContent();
}

const onlyInLists = ["domain_id", "public_border_group"];

/** API pages: "Creating a VPC Endpoint Service" and "Modifying a VPC Endpoint Service": less than a get shows. */
export function changedService({ wire }: ServiceRecord): JsonObject {
  return without(asJson(wire), [...onlyInLists, "snat_network_id", "supported_editions"]);
}

/** API page: "Querying VPC Endpoint Services": list items also name the account and count live connections. */
function serviceListItem(state: State, { wire }: ServiceRecord): JsonObject {
  const live = liveConnectionsOf(state, wire.id);
  return { ...without(asJson(wire), ["cidr_type"]), connection_count: live.length };
}

/** `<region>.<name>.<id>`, or `<region>.<id>` without a name: the stored name, which consumers use. */
export function fullName(region: string, name: string, id: string): string {
  return name === "" ? `${region}.${id}` : `${region}.${name}.${id}`;
}
