import { refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, noContent, ok } from "../../gateway/operation";
import { byRecord, contains, equals, page, queryText } from "../../gateway/paging";
import { sameId } from "../../world/ids";
import { type JsonObject, without } from "../../world/json";
import { asJson, type EndpointRecord } from "../../world/records";
import { pending } from "../../world/transitions";
import { admits, findEndpoint, othersServices, ownEndpoints, ownService } from "../own-objects";
import { publicServices } from "../services/public-services";
import { type CreateEndpointBody, readCreateEndpoint } from "./endpoint-body";
import { type EndpointTarget, newEndpoint, targetOf } from "./new-endpoint";
import { readPolicy } from "./policy-body";
import { checkRouteTables } from "./route-tables";

/** API page: "Creating a VPC Endpoint". Asynchronous: the response shows `creating`. */
export function createEndpoint(call: Call): ApiResponse {
  const { world } = call;
  const wanted = readCreateEndpoint(call.body, world.rules, world.settings.strict);
  const target = findTarget(call, wanted.serviceId);
  const policy = readPolicy(call.body, target.policy);
  if (wanted.ipVersion === "dualstack" && target.edition === "basic")
    throw refusal("EndPoint.0015", "ip_version");
  if (target.type === "interface" && !wanted.subnetId) throw refusal("EndPoint.2010");
  if (target.type === "gateway") checkRouteTables(call, target.id, wanted.routetables);
  checkSubnet(call, target, wanted);
  checkPrivateDns(call, target, wanted);
  checkAddress(call, wanted);
  if (ownEndpoints(call).length >= world.settings.endpointQuota) throw refusal("Endpoint.1018");
  const endpoint = newEndpoint(world, { ...call.account, ...call.place }, target, { ...wanted, policy });
  world.state.endpoints[endpoint.wire.id] = endpoint;
  return ok(endpointResponse(endpoint));
}

/** In the same region: an own service, one of the operator, or one of another account whose whitelist has the caller. */
function findTarget(call: Call, serviceId: string): EndpointTarget {
  const others = othersServices(call).find(({ wire }) => wire.id === serviceId);
  if (others !== undefined && !admits(others, call.account)) throw refusal("EndPoint.2012");
  const service = ownService(call, serviceId) ?? others;
  if (service !== undefined) {
    if (service.wire.status !== "available") throw refusal("EndPoint.2004");
    return targetOf(service);
  }
  const shared = publicServices(call.place.region).find(({ id }) => id === serviceId);
  if (shared === undefined) throw refusal("EndPoint.2003");
  const { id, service_name: name, service_type: type } = shared;
  const policy = shared.enable_policy ? "policy_statement" : undefined;
  return { id, name, approval: false, type, edition: "basic", policy };
}

/** API page: "Creating a VPC Endpoint": in the basic edition a subnet has one endpoint for a service. */
function checkSubnet(call: Call, target: EndpointTarget, { subnetId }: CreateEndpointBody): void {
  if (target.edition === "profession" || target.type === "gateway") return;
  const connected = ownEndpoints(call).some(
    ({ wire }) => wire.endpoint_service_id === target.id && wire.subnet_id === subnetId,
  );
  if (connected) throw refusal("EndPoint.2014", "the subnet has one");
}

/** API page: "Creating a VPC Endpoint": in a VPC a service has one private domain name. */
function checkPrivateDns(call: Call, target: EndpointTarget, { enableDns, vpcId }: CreateEndpointBody): void {
  if (!enableDns || target.type === "gateway") return;
  const named = ownEndpoints(call).some(
    ({ wire, wantsDns }) => wantsDns && wire.endpoint_service_id === target.id && sameId(wire.vpc_id, vpcId),
  );
  if (named) throw refusal("EndPoint.2034", "the VPC has a private domain name for the service");
}

function checkAddress(call: Call, wanted: CreateEndpointBody): void {
  if (wanted.portIp === undefined) return;
  const taken = ownEndpoints(call).some(
    ({ wire, address }) => wire.subnet_id === wanted.subnetId && address === wanted.portIp,
  );
  if (taken) throw refusal("EndPoint.2042");
}

/** API page: "Querying Details of a VPC Endpoint". */
export function getEndpoint(call: Call): ApiResponse {
  return ok(endpointResponse(findEndpoint(call)));
}

/** API page: "Querying VPC Endpoints". */
export function listEndpoints(call: Call): ApiResponse {
  const wanted = (name: string) => queryText(call, name);
  const found = ownEndpoints(call).filter(
    ({ wire, createdMs }) =>
      createdMs <= call.hideCreatedAfterMs &&
      contains(wire.endpoint_service_name, wanted("endpoint_service_name")) &&
      equals(wire.vpc_id, wanted("vpc_id")) &&
      equals(wire.id, wanted("id")),
  );
  return page(call, found, byRecord, { name: "endpoints", maxLimit: 1000, toWire: endpointListItem });
}

/** API page: "Deleting a VPC Endpoint". */
export function deleteEndpoint(call: Call): ApiResponse {
  const endpoint = findEndpoint(call);
  endpoint.wire.status = "deleting";
  if (endpoint.pending?.to !== "gone") {
    endpoint.pending = pending("gone", call.nowMs, call.world.settings.deleteSettleSeconds);
  }
  return noContent();
}

/** API page: "Querying VPC Endpoints". */
function endpointListItem(endpoint: EndpointRecord): JsonObject {
  return without(endpointResponse(endpoint), ["enable_status", "specification_name"]);
}

/** There are private domain names while `enable_dns` is true, that is from acceptance on. */
export function endpointResponse({ wire }: EndpointRecord): JsonObject {
  const names = wire.enable_dns ? { dns_names: [`vpcep-${wire.id}.emulator.internal`] } : {};
  return { ...asJson(wire), ...names };
}
