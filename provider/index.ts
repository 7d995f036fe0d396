export { Provider, type ProviderArgs } from "./provider";
export type {
  IpVersion,
  PortMappingArgs,
  ServerType,
  TcpProxy,
  VpcEndpointServiceArgs,
} from "./vpc-endpoint-service/args";
export type { ServiceError } from "./vpc-endpoint-service/inputs";
export {
  type PortMappingOutput,
  VpcEndpointService,
  type VpcEndpointServiceOptions,
} from "./vpc-endpoint-service/resource";
