import type { ApiClient } from "./api/api-call";
import { type ClientOptions, createApiClient } from "./api/client";
import { type Access, accessTo } from "./configuration/access";
import { type ProviderConfig, settingsOf } from "./configuration/config";
import { createHints } from "./configuration/hints";
import { vpcepService } from "./vpcep/codes";

export interface VpcepClientOptions extends Omit<ClientOptions, keyof Access | "service" | "hintFor"> {
  config: ProviderConfig;
  region: string;
  projectId: string;
}

/**
 * The client of the VPC Endpoint service in a region, as the settings say. Throws `ConfigError` when they do not do for
 * a call: so create it with the first operation.
 */
export function createVpcepClient({ config, region, projectId, ...effects }: VpcepClientOptions): ApiClient {
  const access = accessTo(config, region, projectId);
  return createApiClient({
    ...access,
    service: vpcepService,
    hintFor: createHints(settingsOf(config)),
    ...effects,
  });
}
