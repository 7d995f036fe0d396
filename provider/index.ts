export { Provider, type ProviderArgs } from "./provider";
export type { FailureReason } from "./resource/codecs";
export type {
  IpVersion,
  PortMappingArgs,
  ServerType,
  TcpProxy,
  VpcEndpointServiceArgs,
} from "./vpc-endpoint-service/args";
export {
  type PortMappingOutput,
  VpcEndpointService,
  type VpcEndpointServiceOptions,
} from "./vpc-endpoint-service/resource";
