import { ConfigError } from "../api/errors";
import { isValidRegion } from "../api/identifiers";
import { proxyFor } from "../api/proxy";
import { readAuthorities } from "./access";
import type { ProviderConfig } from "./config";
import { baseUrlFor } from "./endpoints";
import { UNKNOWN_MARKER, type Variables } from "./settings";

/** Why no connection could be made for a region: endpoint, proxy or CA file. A wrong region has a rule of its own. */
export function connectionProblem(
  config: Pick<ProviderConfig, "cloud" | "vpcepEndpoint" | "caFile" | "namespace">,
  region: string,
  env: Variables,
): string | undefined {
  const { cloud, vpcepEndpoint, caFile } = config;
  if (!isValidRegion(region) || [cloud, vpcepEndpoint, caFile].includes(UNKNOWN_MARKER)) return undefined;
  try {
    proxyFor(new URL(baseUrlFor(config, region)), env);
    readAuthorities(config);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
