import { createAgents } from "./agents";
import { ConfigError, type ProviderConfig, UNKNOWN_MARKER } from "./config";
import { baseUrlFor } from "./endpoints";
import { isValidRegion } from "./identifiers";
import { proxyFor } from "./proxy";
import type { Variables } from "./settings";

/** Why no connection could be made for a region: endpoint, proxy or CA file. A wrong region has a rule of its own. */
export function connectionProblem(
  config: Pick<ProviderConfig, "cloud" | "vpcepEndpoint" | "caFile">,
  region: string,
  env: Variables,
): string | undefined {
  const { cloud, vpcepEndpoint, caFile } = config;
  if (!isValidRegion(region) || [cloud, vpcepEndpoint, caFile].includes(UNKNOWN_MARKER)) return undefined;
  try {
    const proxy = proxyFor(new URL(baseUrlFor(config, region)), env);
    createAgents({ caFile, proxy, keepAlive: false, connectMs: 0 });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
