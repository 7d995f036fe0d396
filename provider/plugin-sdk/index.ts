// `pulumi-huaweicloud-vpcep/plugin`: the names of the package, with resources that the plugin makes in place of Pulumi's
// dynamic providers. A program moves over by changing its import.
import type * as connections from "../functions/connections";
import type * as endpoints from "../functions/endpoints";
import type * as permissions from "../functions/permissions";
import type * as publicServices from "../functions/public-services";
import type * as quotas from "../functions/quotas";
import type * as services from "../functions/services";
import type * as tags from "../functions/tags";
import { markExclusive } from "../program/whitelists";
import type { VpcEndpointArgs } from "../vpc-endpoint/args";
import { ENDPOINT } from "../vpc-endpoint/fields";
import type { VpcEndpoint as Endpoint } from "../vpc-endpoint/resource";
import type { VpcEndpointConnectionArgs } from "../vpc-endpoint-connection/args";
import { CONNECTION } from "../vpc-endpoint-connection/fields";
import type { VpcEndpointConnection as Connection } from "../vpc-endpoint-connection/resource";
import type { VpcEndpointServiceArgs } from "../vpc-endpoint-service/args";
import { SERVICE } from "../vpc-endpoint-service/fields";
import {
  EXCLUSIVE_LISTS,
  refuseSharedPorts,
  type VpcEndpointService as Service,
} from "../vpc-endpoint-service/resource";
import type { VpcEndpointServicePermissionArgs } from "../vpc-endpoint-service-permission/args";
import { PERMISSION } from "../vpc-endpoint-service-permission/fields";
import {
  type VpcEndpointServicePermission as Permission,
  refuseListed,
} from "../vpc-endpoint-service-permission/resource";
import { pluginFunction, pluginFunctionOutput } from "./functions";
import { pluginClass } from "./resource";

export type * from "../index";
export { Provider } from "./provider";

export const VpcEndpoint = pluginClass<Endpoint, VpcEndpointArgs>(ENDPOINT);
export type VpcEndpoint = Endpoint;

export const VpcEndpointConnection = pluginClass<Connection, VpcEndpointConnectionArgs>(CONNECTION);
export type VpcEndpointConnection = Connection;

export const VpcEndpointService = pluginClass<Service, VpcEndpointServiceArgs>(SERVICE, {
  look: refuseSharedPorts,
  mark: (service, name, args) => markExclusive(service, name, args, EXCLUSIVE_LISTS),
});
export type VpcEndpointService = Service;

export const VpcEndpointServicePermission = pluginClass<Permission, VpcEndpointServicePermissionArgs>(
  PERMISSION,
  { look: refuseListed },
);
export type VpcEndpointServicePermission = Permission;

export const getVpcEndpointService =
  pluginFunction<typeof services.getVpcEndpointService>("getVpcEndpointService");
export const getVpcEndpointServiceOutput =
  pluginFunctionOutput<typeof services.getVpcEndpointServiceOutput>("getVpcEndpointService");
export const getVpcEndpointServices =
  pluginFunction<typeof services.getVpcEndpointServices>("getVpcEndpointServices");
export const getVpcEndpointServicesOutput =
  pluginFunctionOutput<typeof services.getVpcEndpointServicesOutput>("getVpcEndpointServices");
export const getPublicVpcEndpointServices = pluginFunction<
  typeof publicServices.getPublicVpcEndpointServices
>("getPublicVpcEndpointServices");
export const getPublicVpcEndpointServicesOutput = pluginFunctionOutput<
  typeof publicServices.getPublicVpcEndpointServicesOutput
>("getPublicVpcEndpointServices");
export const getVpcEndpoint = pluginFunction<typeof endpoints.getVpcEndpoint>("getVpcEndpoint");
export const getVpcEndpointOutput =
  pluginFunctionOutput<typeof endpoints.getVpcEndpointOutput>("getVpcEndpoint");
export const getVpcEndpoints = pluginFunction<typeof endpoints.getVpcEndpoints>("getVpcEndpoints");
export const getVpcEndpointsOutput =
  pluginFunctionOutput<typeof endpoints.getVpcEndpointsOutput>("getVpcEndpoints");
export const getVpcEndpointConnections =
  pluginFunction<typeof connections.getVpcEndpointConnections>("getVpcEndpointConnections");
export const getVpcEndpointConnectionsOutput =
  pluginFunctionOutput<typeof connections.getVpcEndpointConnectionsOutput>("getVpcEndpointConnections");
export const getVpcEndpointServicePermissions = pluginFunction<
  typeof permissions.getVpcEndpointServicePermissions
>("getVpcEndpointServicePermissions");
export const getVpcEndpointServicePermissionsOutput = pluginFunctionOutput<
  typeof permissions.getVpcEndpointServicePermissionsOutput
>("getVpcEndpointServicePermissions");
export const getVpcEndpointQuotas =
  pluginFunction<typeof quotas.getVpcEndpointQuotas>("getVpcEndpointQuotas");
export const getVpcEndpointQuotasOutput =
  pluginFunctionOutput<typeof quotas.getVpcEndpointQuotasOutput>("getVpcEndpointQuotas");
export const getVpcEndpointTags = pluginFunction<typeof tags.getVpcEndpointTags>("getVpcEndpointTags");
export const getVpcEndpointTagsOutput =
  pluginFunctionOutput<typeof tags.getVpcEndpointTagsOutput>("getVpcEndpointTags");
