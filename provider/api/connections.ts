import { createHttpTransport } from "./http";
import type { Variables } from "./proxy";
import { Session } from "./session";
import type { Credentials } from "./sign";
import type { Transport } from "./transport";

/** What the clients of a process share, so that one of them learns for all. */
export interface Connections {
  /** One for each set of authorities (PEM), with its kept-alive connections. */
  transportFor(authorities: string | undefined): Transport;
  /** One for each key at an endpoint. A new secret or token of the same key starts a fresh one. */
  sessionFor(baseUrl: string, credentials: Credentials): Session;
}

/** `env` is read for HTTPS_PROXY and NO_PROXY. */
export function createConnections(env: Variables = process.env): Connections {
  const transports = new Map<string | undefined, Transport>();
  const sessions = new Map<string, Session>();
  return {
    transportFor: (authorities) =>
      kept(transports, authorities, () => createHttpTransport({ authorities, env })),
    sessionFor: (baseUrl, credentials) =>
      kept(sessions, JSON.stringify([baseUrl, credentials]), () => new Session()),
  };
}

/** The value of a key, made when it is first asked for. */
export function kept<K, V>(known: Map<K, V>, key: K, create: () => V): V {
  if (!known.has(key)) known.set(key, create());
  return known.get(key) as V;
}
