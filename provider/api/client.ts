import type { ApiClient } from "./api-call";
import { CallInProgress } from "./call-in-progress";
import type { Connections } from "./connections";
import { type Runtime, systemRuntime } from "./runtime";
import type { ApiService, HintFor } from "./service";
import type { Origin } from "./signed-request";
import { DEFAULT_TIMEOUTS, type RequestTimeouts } from "./transport";

export interface ClientOptions extends Origin {
  region: string;
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
  const { region, authorities, connections, hintFor, ...given } = options;
  const session = connections.sessionFor(given.baseUrl, given.credentials);
  const transport = connections.transportFor(authorities);
  const sender = { runtime: systemRuntime, timeouts: DEFAULT_TIMEOUTS, ...given, session, transport };
  return {
    projectId: sender.projectId,
    region,
    serverNow: () => sender.runtime.now() + session.serverOffsetMs,
    call: async (call, context) => new CallInProgress(sender, hintFor, call, context).response(),
  };
}
