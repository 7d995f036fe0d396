import { createCaller } from "./call";
import { ConfigError, missingSettings, type ProviderConfig, unknownMarker } from "./config";
import { baseUrlFor } from "./endpoints";
import { sharedHttpTransport } from "./http";
import { isValidId } from "./identifiers";
import type { Safety } from "./retry";
import { type Log, type Runtime, systemRuntime } from "./runtime";
import { type Session, sessionFor } from "./session";
import { cleanText } from "./text";
import { defaultTimeouts, type RequestTimeouts, type Transport } from "./transport";

export interface ApiCall {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path behind `/v1/{project_id}/`; every part is checked as an id and escaped. */
  segments: readonly string[];
  query?: Record<string, string | number | undefined>;
  body?: object;
  /**
   * What sending it twice would do. A `create` is never sent again once it may have been processed: it throws, with
   * `possiblySent`, and the caller looks whether the object is there.
   */
  safety: Safety;
  /** Use a new connection, as every create does. */
  freshConnection?: boolean;
  /** What a success brings: an object, or nothing worth reading. */
  answer: "object" | "none";
  /** Default 3. Throttled attempts do not count: they go on until the deadline. */
  attempts?: number;
  /**
   * The call exists only because another failed (a look-up after a create that may have worked, the second POST), so
   * it is paid from the retry quota from its first attempt on. Default false.
   */
  isRepair?: boolean;
}

export interface CallContext {
  /** Epoch milliseconds by `runtime.now`. */
  deadlineMs: number;
  log: Log;
  /** Begins each line for the user: `VpcEndpointService "orders"`. */
  subject: string;
}

export interface ApiAnswer {
  status: number;
  /** `{}` where nothing was expected. */
  body: Record<string, unknown>;
  requestId?: string;
}

export interface ApiClient {
  readonly projectId: string;
  readonly region: string;
  /** Epoch milliseconds by the server's clock, as far as its Date headers told. */
  serverNow(): number;
  /** Throws `ApiError`, or `InvalidIdError` for a segment that is no id. */
  call(call: ApiCall, context: CallContext): Promise<ApiAnswer>;
}

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
  const { config, region, projectId, runtime = systemRuntime, timeouts = defaultTimeouts } = options;
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
  if ([region, projectId, config.caFile, ...Object.values(credentials)].includes(unknownMarker)) {
    throw new ConfigError("The configuration of Huawei Cloud depends on a value that is not known yet.");
  }
  if (projectId === "" || !isValidId(projectId))
    throw new ConfigError(`projectId is not the id of a project: "${cleanText(projectId, 64)}".`);
  return credentials;
}
