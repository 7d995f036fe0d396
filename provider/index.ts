export { Provider, type ProviderArgs } from "./provider";
export type { ServiceError } from "./vpc-endpoint-service/inputs";
export {
  type PortMappingArgs,
  type PortMappingOutput,
  VpcEndpointService,
  type VpcEndpointServiceArgs,
} from "./vpc-endpoint-service/resource";
