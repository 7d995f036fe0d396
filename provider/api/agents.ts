import * as http from "node:http";
import * as https from "node:https";
import * as tls from "node:tls";
import { HttpsProxyAgent } from "hpagent";

export type Agents = ReturnType<typeof createAgents>;

interface AgentOptions {
  /** Certificates of more authorities to trust, in PEM form. */
  authorities: string | undefined;
  proxy: URL | undefined;
  keepAlive: boolean;
  connectMs: number;
}

/** At least as many as Pulumi's usual parallelism of four operations per core. */
const MAX_SOCKETS = 64;

/** Agents that treat connections alike: kept alive between requests, or a new one for each. */
export function createAgents(options: AgentOptions) {
  // A finite maxSockets would make node:http keep connections for waiting requests, whatever keepAlive says.
  const common = options.keepAlive ? { keepAlive: true, maxSockets: MAX_SOCKETS } : { keepAlive: false };
  const secure: https.AgentOptions = {
    ...common,
    minVersion: "TLSv1.2",
    // Stated here, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot switch it off.
    rejectUnauthorized: true,
    // A list given to TLS replaces the built-in one.
    ...(options.authorities !== undefined && { ca: [...tls.rootCertificates, options.authorities] }),
  };
  return {
    http: new http.Agent(common),
    https:
      options.proxy === undefined
        ? new https.Agent(secure)
        : // The agent's time limit is the one for the proxy's response to CONNECT.
          new HttpsProxyAgent({ ...secure, proxy: options.proxy, timeout: options.connectMs }),
  };
}
