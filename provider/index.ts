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
