export {
  type GetVpcEndpointConnectionsArgs,
  type GetVpcEndpointConnectionsResult,
  getVpcEndpointConnections,
  getVpcEndpointConnectionsOutput,
  type ListedVpcEndpointConnection,
} from "./functions/connections";
export {
  type GetVpcEndpointArgs,
  type GetVpcEndpointResult,
  type GetVpcEndpointsArgs,
  type GetVpcEndpointsResult,
  getVpcEndpoint,
  getVpcEndpointOutput,
  getVpcEndpoints,
  getVpcEndpointsOutput,
} from "./functions/endpoints";
export type { LookUpInputs } from "./functions/invoke";
export {
  type GetVpcEndpointServicePermissionsArgs,
  type GetVpcEndpointServicePermissionsResult,
  getVpcEndpointServicePermissions,
  getVpcEndpointServicePermissionsOutput,
  type ListedVpcEndpointServicePermission,
} from "./functions/permissions";
export {
  type GetPublicVpcEndpointServicesArgs,
  type GetPublicVpcEndpointServicesResult,
  getPublicVpcEndpointServices,
  getPublicVpcEndpointServicesOutput,
  type PublicVpcEndpointService,
} from "./functions/public-services";
export {
  type GetVpcEndpointQuotasArgs,
  type GetVpcEndpointQuotasResult,
  getVpcEndpointQuotas,
  getVpcEndpointQuotasOutput,
  type VpcEndpointQuota,
} from "./functions/quotas";
export {
  type GetVpcEndpointServiceArgs,
  type GetVpcEndpointServiceResult,
  type GetVpcEndpointServicesArgs,
  type GetVpcEndpointServicesResult,
  getVpcEndpointService,
  getVpcEndpointServiceOutput,
  getVpcEndpointServices,
  getVpcEndpointServicesOutput,
  type ListedVpcEndpointService,
} from "./functions/services";
export {
  type GetVpcEndpointTagsArgs,
  type GetVpcEndpointTagsResult,
  getVpcEndpointTags,
  getVpcEndpointTagsOutput,
  type VpcEndpointTag,
} from "./functions/tags";
export type { LookedUpWhere, LookUpWhere } from "./functions/where";
export { Provider, type ProviderArgs } from "./provider";
export type { FailureReason } from "./resource/codecs";
export type { PolicyStatementArgs, VpcEndpointArgs } from "./vpc-endpoint/args";
export { VpcEndpoint } from "./vpc-endpoint/resource";
export type { VpcEndpointConnectionArgs } from "./vpc-endpoint-connection/args";
export { VpcEndpointConnection } from "./vpc-endpoint-connection/resource";
export type {
  IpVersion,
  PortMappingArgs,
  ServerResourceArgs,
  ServerType,
  TcpProxy,
  VpcEndpointServiceArgs,
} from "./vpc-endpoint-service/args";
export {
  type PortMappingOutput,
  type ServerResourceOutput,
  VpcEndpointService,
  type VpcEndpointServiceOptions,
} from "./vpc-endpoint-service/resource";
export type { VpcEndpointServicePermissionArgs } from "./vpc-endpoint-service-permission/args";
export { VpcEndpointServicePermission } from "./vpc-endpoint-service-permission/resource";
