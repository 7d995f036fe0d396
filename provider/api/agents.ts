import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as tls from "node:tls";
import { HttpsProxyAgent } from "hpagent";
import { ConfigError } from "./config";
import { cleanText } from "./text";

/** Connections of one kind: kept alive between requests, or a new one for each. */
export interface Agents {
  http: http.Agent;
  https: https.Agent;
}

export interface AgentOptions {
  caFile: string | undefined;
  proxy: URL | undefined;
  keepAlive: boolean;
  connectMs: number;
}

/** At least as many as Pulumi's usual parallelism of four operations per core. */
const MAX_SOCKETS = 64;

export function createAgents(options: AgentOptions): Agents {
  // A finite maxSockets would make node:http keep connections for waiting requests, whatever keepAlive says.
  const common = options.keepAlive ? { keepAlive: true, maxSockets: MAX_SOCKETS } : { keepAlive: false };
  const secure: https.AgentOptions = {
    ...common,
    minVersion: "TLSv1.2",
    // Said out loud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot switch it off.
    rejectUnauthorized: true,
    ...(options.caFile !== undefined && { ca: trustedAuthorities(options.caFile) }),
  };
  return {
    http: new http.Agent(common),
    https:
      options.proxy === undefined
        ? new https.Agent(secure)
        : // The agent's time limit is the one for the proxy's answer to CONNECT.
          new HttpsProxyAgent({ ...secure, proxy: options.proxy, timeout: options.connectMs }),
  };
}

/** A list given to TLS replaces the built-in one, so the file's certificates go behind the system's. */
function trustedAuthorities(caFile: string): string[] {
  const where = `The file in huaweicloud:caFile (or HW_CA_FILE), "${cleanText(caFile, 200)}",`;
  let pem: string;
  try {
    pem = readFileSync(caFile, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new ConfigError(`${where} cannot be read (${code}).`);
  }
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) {
    throw new ConfigError(`${where} holds no certificate in PEM form.`);
  }
  return [...tls.rootCertificates, pem];
}
