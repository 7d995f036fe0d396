// What the suite's program wants: three services, an endpoint of the first with the owner's decision, a record on the
// whitelist of the second, and a gateway endpoint where the account names one.
import { descriptionPrefix, namePrefix, TAG } from "./run-tag.mjs";

/** @typedef {import("./variables.mjs").Ids} Ids */
/** @typedef {{ type: string, args: Record<string, unknown> }} Resource */
/** @typedef {Record<string, Resource>} Resources by their names in the program */

/** Accounts that nobody has, so that a whitelist lets nobody in. */
export const NOBODY = [
  "iam:domain::00000000000000000000000000000000",
  "iam:domain::00000000000000000000000000000001",
];

/**
 * @param {string} name
 * @param {string} output
 */
export const outputOf = (name, output) => ({ of: name, output });

/** @param {string} run */
export const tagsOf = (run) => ({ [TAG]: run });

/**
 * Nothing but what is required and what marks the run, so that each field is changed from its default.
 * @param {Ids} ids
 * @param {string} run
 * @returns {Resources}
 */
export function firstWanted(ids, run) {
  const { vpcId, subnetId, gatewayService } = ids;
  const tags = tagsOf(run);
  const description = `${descriptionPrefix(run)}: made by a test, may be deleted`;
  /** @param {number} port @param {string} name */
  const service = (port, name) => ({
    type: "VpcEndpointService",
    args: {
      serverType: ids.serverType ?? "LB",
      vpcId,
      portId: ids.portId,
      // Services of one port share no pair of server port and protocol.
      ports: [{ clientPort: port, serverPort: port }],
      serviceName: `${namePrefix(run)}-${name}`,
      description,
      tags,
    },
  });
  return {
    service: service(31_001, "a"),
    other: service(31_003, "b"),
    spare: service(31_004, "c"),
    endpoint: {
      type: "VpcEndpoint",
      args: { endpointServiceId: outputOf("service", "id"), vpcId, subnetId, description, tags },
    },
    connection: {
      type: "VpcEndpointConnection",
      args: {
        // From the endpoint, which may be led to another service.
        endpointServiceId: outputOf("endpoint", "endpointServiceId"),
        endpointId: outputOf("endpoint", "id"),
      },
    },
    permission: {
      type: "VpcEndpointServicePermission",
      args: { endpointServiceId: outputOf("other", "id"), permission: NOBODY[0] },
    },
    ...(hasGateway(ids) && {
      gateway: {
        type: "VpcEndpoint",
        args: {
          endpointServiceName: gatewayService,
          vpcId,
          routeTables: routeTablesOf(ids).slice(0, 1),
          description,
          tags,
        },
      },
    }),
  };
}

/** @param {Ids} ids */
export const routeTablesOf = ({ routeTableIds = "" }) => routeTableIds.split(",").map((id) => id.trim());

/**
 * Without route tables of its own a gateway endpoint would take the VPC's, and lead its traffic elsewhere.
 * @param {Ids} ids
 */
export const hasGateway = (ids) => ids.gatewayService !== undefined && routeTablesOf(ids).length === 2;

/**
 * The program without the resources that could not be made, and without what stands on them.
 * @param {Resources} resources
 * @param {(name: string, resource: Resource) => boolean} hasFailed
 * @returns {Resources}
 */
export function withoutFailed(resources, hasFailed) {
  let left = Object.entries(resources).filter(([name, resource]) => !hasFailed(name, resource));
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const names = left.map(([name]) => name);
    left = left.filter(([, { args }]) => standsOn(args).every((name) => names.includes(name)));
  }
  return Object.fromEntries(left);
}

/**
 * The resources whose outputs are among the arguments.
 * @param {object} args
 * @returns {string[]}
 */
export function standsOn(args) {
  return Object.values(args).flatMap((value) => (typeof value?.of === "string" ? [value.of] : []));
}

/** Every look-up of the package, about what the program has made. @type {[name: string, args: object][]} */
export const LOOK_UPS = [
  ["getVpcEndpointService", { id: outputOf("service", "id") }],
  ["getVpcEndpointService", { endpointServiceName: outputOf("service", "endpointServiceName") }],
  ["getVpcEndpointServices", { endpointServiceName: outputOf("service", "endpointServiceName") }],
  ["getPublicVpcEndpointServices", {}],
  ["getVpcEndpoint", { id: outputOf("endpoint", "id") }],
  ["getVpcEndpoints", { id: outputOf("endpoint", "id") }],
  ["getVpcEndpointConnections", { endpointServiceId: outputOf("connection", "endpointServiceId") }],
  ["getVpcEndpointServicePermissions", { endpointServiceId: outputOf("permission", "endpointServiceId") }],
  ["getVpcEndpointQuotas", {}],
  ["getVpcEndpointTags", { resourceType: "endpoint_service" }],
  ["getVpcEndpointTags", { resourceType: "endpoint" }],
];
