import type { ApiClient } from "./api/api-call";
import { type ClientOptions, createApiClient } from "./api/client";
import { type Access, accessTo } from "./configuration/access";
import type { ProviderConfig } from "./configuration/config";

export interface VpcepClientOptions extends Omit<ClientOptions, keyof Access> {
  config: ProviderConfig;
  region: string;
  projectId: string;
}

/**
 * The client of the VPC Endpoint service in a region, as the settings say. Throws `ConfigError` when they do not do for
 * a call: so create it with the first operation.
 */
export function createVpcepClient({ config, region, projectId, ...effects }: VpcepClientOptions): ApiClient {
  return createApiClient({ ...accessTo(config, region, projectId), ...effects });
}
