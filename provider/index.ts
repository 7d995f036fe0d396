export { Provider, type ProviderArgs } from "./provider";
export type { PortMappingArgs, VpcEndpointServiceArgs } from "./vpc-endpoint-service/args";
export type { ServiceError } from "./vpc-endpoint-service/inputs";
export { type PortMappingOutput, VpcEndpointService } from "./vpc-endpoint-service/resource";
