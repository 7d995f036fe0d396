// Every field of every resource type: how it is changed alone, or why it is not. A test compares this with the tables of
// the provider, so that a new field is not forgotten.
import { descriptionPrefix, namePrefix } from "./run-tag.mjs";
import { OPTIONAL } from "./variables.mjs";
import { hasGateway, NOBODY, outputOf, routeTablesOf, tagsOf } from "./wanted.mjs";

/** @typedef {import("./variables.mjs").Ids} Ids */

/**
 * @typedef {object} FieldStep
 * @property {string} type
 * @property {string} resource its name in the program
 * @property {string[]} fields one, or several that the API takes together only
 * @property {Record<string, unknown>} set the arguments that become this
 * @property {string[]} [unset] arguments that are taken out, which is no change of the object
 * @property {string} [call] the one call that the change is: operation and fields of its body
 * @property {string} [replaces] the operation by which the object is made anew, and the field in its body
 * @property {string} [mayBeRefused] why an account or region may not have it
 * @property {true} [mayBeUnseen] responses may lack the field until it is set, and then the package replaces nothing
 * @property {string} [after] the resource whose own steps have to be over: it is made anew, or its edition changes
 * @property {string} [skip] why the step is not taken
 */

const PROFESSIONAL = "it belongs to the professional edition, which few regions have";

/**
 * The changes, in an order in which each finds what it needs.
 * @param {Ids} ids
 * @param {string} run
 * @returns {FieldStep[]}
 */
export function fieldSteps(ids, run) {
  /** @param {keyof Ids & keyof typeof OPTIONAL} key */
  const needs = (key) => (ids[key] === undefined ? { skip: `${OPTIONAL[key]} is not set` } : {});
  const gateway = hasGateway(ids)
    ? {}
    : { skip: `${OPTIONAL.gatewayService} and two ids in ${OPTIONAL.routeTableIds} are not set` };
  const changed = `${descriptionPrefix(run)}: changed`;
  const tags = { ...tagsOf(run), changed: "yes" };

  /** @param {string} resource @param {Record<string, unknown>} set @param {Partial<FieldStep>} [more] */
  const service = (resource, set, more) => step("VpcEndpointService", resource, set, more);
  /** @param {Record<string, unknown>} set @param {Partial<FieldStep>} [more] */
  const endpoint = (set, more) => step("VpcEndpoint", "endpoint", set, more);
  // What every endpoint has is changed on the one that has less to do.
  /** @param {Record<string, unknown>} set @param {Partial<FieldStep>} [more] */
  const anyEndpoint = (set, more) => step("VpcEndpoint", hasGateway(ids) ? "gateway" : "endpoint", set, more);
  const modify = (/** @type {string} */ field) => ({ call: `UpdateEndpointService ${field}` });
  /** @param {string} field */
  const anewService = (field) => ({
    replaces: `CreateEndpointService ${field}`,
    mayBeUnseen: /** @type {const} */ (true),
  });
  /** @param {string} field */
  const anew = (field) => ({ replaces: `CreateEndpoint ${field}` });

  return [
    service("service", { tcpProxy: "proxy_open" }, modify("tcp_proxy")),
    service("service", { approvalEnabled: false }, modify("approval_enabled")),
    service("service", { portId: ids.otherPortId }, { ...modify("port_id"), ...needs("otherPortId") }),
    service("service", { ports: twoMappings }, modify("ports")),
    service("service", { serviceName: `${namePrefix(run)}-n` }, modify("service_name")),
    service("service", { description: changed }, modify("description")),
    service("service", { tags }, { call: "BatchAddOrRemoveResourceInstance endpoint_service action tags" }),
    service(
      "service",
      { permissions: NOBODY.slice(0, 1) },
      { call: "AddOrRemoveServicePermissions action permissions" },
    ),
    service(
      "service",
      { organizationPermissions: ["organizations:orgPath::o-vpcep-acceptance/*"] },
      {
        call: "AddOrRemoveServicePermissions action permission_type permissions",
        mayBeRefused: "older editions know no organizations",
      },
    ),

    service(
      "other",
      { enablePolicy: true },
      { ...anewService("enable_policy"), mayBeRefused: "some regions do not know the field" },
    ),
    service(
      "other",
      { edition: "profession" },
      { call: "UpgradeEndpointService", mayBeRefused: PROFESSIONAL },
    ),
    service(
      "other",
      { serverResources: [{ resourceId: ids.loadBalancerId }] },
      {
        call: "AddEndpointServiceServerResource server_resources",
        mayBeRefused: PROFESSIONAL,
        ...needs("loadBalancerId"),
      },
    ),
    service(
      "spare",
      { ipVersion: "ipv6", snatNetworkId: ids.subnetId },
      { ...anewService("ip_version"), mayBeRefused: PROFESSIONAL },
    ),
    service(
      "spare",
      { poolId: ids.poolId },
      { ...anewService("pool_id"), mayBeRefused: "it takes a dedicated cluster", ...needs("poolId") },
    ),
    service("spare", { protectConnections: true }),
    service("spare", { rejectConnectionsOnDelete: true }),
    service("spare", { rejectConnectionsOnRevoke: true }),

    endpoint({ enableWhitelist: true }, { call: "UpdateEndpointWhite enable_whitelist whitelist" }),
    endpoint({ whitelist: ["192.0.2.0/24"] }, { call: "UpdateEndpointWhite enable_whitelist whitelist" }),
    anyEndpoint({ tags }, { call: "BatchAddOrRemoveResourceInstance endpoint action tags" }),
    // An endpoint that is made anew takes its connection along.
    endpoint({ description: changed }, { ...anew("description"), after: "connection" }),
    endpoint({ ip: ids.ip }, { ...anew("port_ip"), ...needs("ip") }),
    // An address belongs to its subnet, and to one endpoint.
    endpoint(
      { subnetId: ids.otherSubnetId },
      { ...anew("subnet_id"), unset: ["ip"], ...needs("otherSubnetId") },
    ),
    endpoint({ enableDns: true }, anew("enable_dns")),
    endpoint(
      { endpointServiceName: outputOf("service", "endpointServiceName") },
      { unset: ["endpointServiceId"] },
    ),
    endpoint(
      { endpointServiceId: outputOf("other", "id") },
      { ...anew("endpoint_service_id"), unset: ["endpointServiceName", "ip"], after: "other" },
    ),
    endpoint(
      { policyDocument },
      { call: "UpdateEndpointPolicy policy_document", mayBeRefused: "few services take such a policy" },
    ),
    endpoint({ edition: "profession" }, { call: "UpgradeEndpoint action", mayBeRefused: PROFESSIONAL }),
    endpoint(
      { ipVersion: "dualstack" },
      { ...anew("ip_version"), mayBeRefused: PROFESSIONAL, mayBeUnseen: true },
    ),
    endpoint(
      { ipv6Address: ids.ipv6Address },
      { ...anew("ipv6_address"), mayBeRefused: PROFESSIONAL, mayBeUnseen: true, ...needs("ipv6Address") },
    ),
    // Last: an endpoint made anew would wait for a decision that comes after it.
    anyEndpoint({ waitForAcceptance: true }),

    step(
      "VpcEndpoint",
      "gateway",
      { routeTables: routeTablesOf(ids).slice(1) },
      { call: "UpdateEndpointRoutetable routetables", ...gateway },
    ),
    step(
      "VpcEndpoint",
      "gateway",
      { policyStatement },
      { call: "UpdateEndpointPolicy policy_statement", ...gateway },
    ),

    step(
      "VpcEndpointConnection",
      "connection",
      { description: changed },
      { call: "UpdateEndpointConnectionsDesc connections" },
    ),
    step(
      "VpcEndpointConnection",
      "connection",
      { accepted: false },
      { call: "AcceptOrRejectEndpoint action endpoints" },
    ),
    step(
      "VpcEndpointConnection",
      "connection",
      { accepted: true },
      { call: "AcceptOrRejectEndpoint action endpoints" },
    ),

    step(
      "VpcEndpointServicePermission",
      "permission",
      { description: changed },
      { call: "UpdateEndpointServicePermissionDesc permission", after: "other" },
    ),
    step(
      "VpcEndpointServicePermission",
      "permission",
      { permission: NOBODY[1] },
      { replaces: "BatchAddEndpointServicePermissions permissions" },
    ),
  ];
}

const twoMappings = [
  { clientPort: 31_001, serverPort: 31_001 },
  { clientPort: 31_002, serverPort: 31_002 },
];
const policyStatement = [
  { Effect: "Deny", Action: ["obs:bucket:DeleteBucket"], Resource: ["obs:*:*:bucket:*"] },
];
const policyDocument = {
  Version: "5.0",
  Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"], Principal: "*" }],
};

/**
 * @param {string} type
 * @param {string} resource
 * @param {Record<string, unknown>} set
 * @param {Partial<FieldStep>} [more]
 * @returns {FieldStep}
 */
function step(type, resource, set, more = {}) {
  return { type, resource, fields: Object.keys(set), set, ...more };
}

const ELSEWHERE = "it would need a second project";
const OF_THE_RUN = "a field of the package's own, used by the part `import`";
const FOLLOWS = "it changes with the endpoint that it is about, in the steps that replace that";

/** Fields that no step changes, and why. @type {Record<string, Record<string, string>>} */
export const NOT_CHANGED = {
  VpcEndpointService: {
    region: ELSEWHERE,
    projectId: ELSEWHERE,
    serverType: "the port is a backend of one type",
    vpcId: "it would need a backend in a second VPC",
    serviceType: "users can make services of one type only",
    ip: "the API takes it for services of VLAN type only, which users cannot make",
    existingId: OF_THE_RUN,
  },
  VpcEndpoint: {
    region: ELSEWHERE,
    projectId: ELSEWHERE,
    vpcId: "it would need a second VPC",
    existingId: OF_THE_RUN,
  },
  VpcEndpointConnection: {
    region: ELSEWHERE,
    projectId: ELSEWHERE,
    endpointServiceId: FOLLOWS,
    endpointId: FOLLOWS,
  },
  VpcEndpointServicePermission: {
    region: ELSEWHERE,
    projectId: ELSEWHERE,
    endpointServiceId: "a record of another service is another record, as with a change of `permission`",
  },
};
