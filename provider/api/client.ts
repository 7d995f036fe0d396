import type { ApiClient } from "./api-call";
import { createCaller } from "./call";
import { ConfigError, missingSettings, type ProviderConfig, UNKNOWN_MARKER } from "./config";
import { baseUrlFor } from "./endpoints";
import { sharedHttpTransport } from "./http";
import { isValidId } from "./identifiers";
import { type Runtime, systemRuntime } from "./runtime";
import { type Session, sessionFor } from "./session";
import { cleanText } from "./text";
import { DEFAULT_TIMEOUTS, type RequestTimeouts, type Transport } from "./transport";

export interface ClientOptions {
  config: ProviderConfig;
  region: string;
  projectId: string;
  runtime?: Runtime;
  transport?: Transport;
  session?: Session;
  timeouts?: RequestTimeouts;
}

/** Throws `ConfigError`, one sentence, when something is missing or malformed: so create it with the first operation. */
export function createApiClient(options: ClientOptions): ApiClient {
  const { config, region, projectId, runtime = systemRuntime, timeouts = DEFAULT_TIMEOUTS } = options;
  const credentials = usableCredentials(options);
  const baseUrl = baseUrlFor(config, region);
  const session = options.session ?? sessionFor(baseUrl, credentials);
  const transport = options.transport ?? sharedHttpTransport(config.caFile);
  return {
    projectId,
    region,
    serverNow: () => runtime.now() + session.serverOffsetMs,
    call: createCaller({ baseUrl, projectId, credentials }, { runtime, transport, session, timeouts }),
  };
}

function usableCredentials({ config, region, projectId }: ClientOptions) {
  const [problem] = config.problems;
  if (problem !== undefined) throw new ConfigError(problem);
  const missing = missingSettings(config, { region: region !== "", projectId: projectId !== "" });
  if (missing !== undefined || config.credentials === undefined) throw new ConfigError(missing);
  const { credentials } = config;
  if ([region, projectId, config.caFile, ...Object.values(credentials)].includes(UNKNOWN_MARKER)) {
    throw new ConfigError("The configuration of Huawei Cloud depends on a value that is not known yet.");
  }
  if (projectId === "" || !isValidId(projectId))
    throw new ConfigError(`projectId is not the id of a project: "${cleanText(projectId, 64)}".`);
  return credentials;
}
