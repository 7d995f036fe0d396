import * as http from "node:http";
import * as https from "node:https";
import * as tls from "node:tls";
import { HttpsProxyAgent } from "hpagent";
import { type FailedExchange, failureOf } from "./http-failure";
import { proxyFor, type Variables } from "./proxy";
import { type Transport, TransportFailure, type TransportRequest, type TransportResponse } from "./transport";

/** Of the body as it is after decompression. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** At least as many as Pulumi's usual parallelism of four operations per core. */
const MAX_SOCKETS = 64;

/**
 * The only place that knows got. Nothing of got's errors gets out: they carry the request's headers. `authorities` are
 * certificates (PEM) to trust beside the usual ones; `env` is read for HTTPS_PROXY and NO_PROXY.
 */
export function createHttpTransport(given: { authorities?: string | undefined; env: Variables }): Transport {
  const pools = new Map<string, Agents>();
  return {
    async send(request) {
      const { freshConnection, timeouts } = request;
      const url = new URL(request.url);
      const proxy = proxyFor(url, given.env);
      const key = `${freshConnection} ${timeouts.connectMs} ${proxy?.href}`;
      const agents = pools.get(key) ?? createAgents(given.authorities, proxy, request);
      pools.set(key, agents);
      const progress = { url, proxy, timeouts, connected: false };
      try {
        return await exchange(request, agents, progress);
      } catch (error) {
        throw failureOf(error, progress);
      }
    },
  };
}

type Agents = ReturnType<typeof createAgents>;

/** Agents that treat connections alike: kept alive between requests, or a new one for each. */
export function createAgents(
  authorities: string | undefined,
  proxy: URL | undefined,
  { freshConnection, timeouts }: Pick<TransportRequest, "freshConnection" | "timeouts">,
) {
  // A finite maxSockets would make node:http keep connections for waiting requests, whatever keepAlive says.
  const common = freshConnection ? { keepAlive: false } : { keepAlive: true, maxSockets: MAX_SOCKETS };
  const secure: https.AgentOptions = {
    ...common,
    minVersion: "TLSv1.2",
    // Stated here, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot switch it off.
    rejectUnauthorized: true,
    // A list given to TLS replaces the built-in one.
    ...(authorities !== undefined && { ca: [...tls.rootCertificates, authorities] }),
  };
  // The time limit of a proxy's agent is the one for the proxy's response to CONNECT.
  const viaProxy = proxy && new HttpsProxyAgent({ ...secure, proxy, timeout: timeouts.connectMs });
  return { http: new http.Agent(common), https: viaProxy ?? new https.Agent(secure) };
}

async function exchange(
  request: TransportRequest,
  agents: Agents,
  progress: FailedExchange,
): Promise<TransportResponse> {
  // Loaded with the first request: a preview makes none, and got takes 0.1 s to load.
  const { default: got } = await import("got");
  const { connectMs, responseMs, totalMs } = request.timeouts;
  const stream = got.stream(request.url, {
    method: request.method as "GET",
    headers: request.headers,
    ...(request.body !== undefined && { body: request.body }),
    agent: agents,
    timeout: { lookup: connectMs, connect: connectMs, secureConnect: connectMs, response: responseMs },
    // The timers above end with the first sign of a response, this one with the exchange.
    signal: AbortSignal.timeout(totalMs),
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });
  // Without a body the stream would wait for one to be written.
  if (request.body === undefined && request.method !== "GET") stream.end();
  stream.once("request", (outgoing: http.ClientRequest) => {
    watchConnection(outgoing, progress);
    // Node hands over the connection and never ends the response.
    outgoing.once("upgrade", (response, socket) => {
      socket.destroy();
      const reason = `the other side changed the protocol (HTTP ${response.statusCode})`;
      stream.destroy(new TransportFailure("ambiguous", reason));
    });
  });
  // Once its body has been read nothing listens any more, and what breaks later would end the process.
  stream.on("error", () => undefined);
  const body = await readAll(stream);
  const { response } = stream;
  if (response === undefined)
    throw new TransportFailure("ambiguous", "the connection ended without a response");
  // A compressed body may be whole before its response is: such a connection is of no further use.
  if (!response.complete) stream.destroy();
  const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  return { status: response.statusCode, headers: Object.fromEntries(headers), body };
}

/** Before the handshake is complete, no byte of the request can have left. */
function watchConnection(outgoing: http.ClientRequest, progress: FailedExchange): void {
  const markConnected = () => {
    progress.connected = true;
  };
  outgoing.once("socket", (socket) => {
    if (outgoing.reusedSocket) markConnected();
    else if (outgoing.protocol === "https:") socket.once("secureConnect", markConnected);
    else if (socket.connecting) socket.once("connect", markConnected);
    else markConnected();
  });
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new TransportFailure("oversize", TOO_LARGE);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const TOO_LARGE = `the response is larger than the limit of ${MAX_BODY_BYTES / 1024 / 1024} MiB`;
