import type { ApiClient } from "./api-call";
import { createCaller } from "./call";
import type { Connections } from "./connections";
import type { Credentials } from "./credentials";
import { type Runtime, systemRuntime } from "./runtime";
import type { ApiService, HintFor } from "./service";
import { DEFAULT_TIMEOUTS, type RequestTimeouts } from "./transport";

export interface ClientOptions {
  region: string;
  projectId: string;
  /** Without a slash at the end. */
  baseUrl: string;
  credentials: Credentials;
  /** Certificates of more authorities to trust, in PEM form. */
  authorities?: string | undefined;
  service: ApiService;
  /** What a failed call's message ends with. */
  hintFor: HintFor;
  connections: Connections;
  runtime?: Runtime;
  timeouts?: RequestTimeouts;
}

export function createApiClient(options: ClientOptions): ApiClient {
  const { region, projectId, baseUrl, credentials, service, hintFor } = options;
  const { runtime = systemRuntime, timeouts = DEFAULT_TIMEOUTS } = options;
  const session = options.connections.sessionFor(baseUrl, credentials);
  const transport = options.connections.transportFor(options.authorities);
  return {
    projectId,
    region,
    serverNow: () => runtime.now() + session.serverOffsetMs,
    call: createCaller(
      { baseUrl, projectId, credentials, userAgent: service.userAgent },
      { service, hintFor, runtime, transport, session, timeouts },
    ),
  };
}
