import * as http from "node:http";
import * as https from "node:https";
import * as tls from "node:tls";
import { HttpsProxyAgent } from "hpagent";
import { proxyFor, type Variables } from "./proxy";
import { cleanText, formatSeconds } from "./text";
import {
  type RequestTimeouts,
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport";

/** Of the body as it is after decompression. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** The only place that knows got, whose errors never get out: they carry the request's headers. */
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
      // One of AbortSignal.timeout would keep everything of the exchange in memory until its time is over.
      const whole = new AbortController();
      const timeUp = () => whole.abort(new DOMException("the time is over", "TimeoutError"));
      const timer = setTimeout(timeUp, timeouts.totalMs);
      try {
        return await exchange(request, agents, progress, whole.signal);
      } catch (error) {
        throw failureOf(error as LibraryError, progress);
      } finally {
        clearTimeout(timer);
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
  // As many sockets as Pulumi's usual parallelism of four operations per core, or more. With keepAlive off a finite number
  // would make node:http keep connections all the same, for requests that wait.
  const common = freshConnection ? { keepAlive: false } : { keepAlive: true, maxSockets: 64 };
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

interface Progress {
  url: URL;
  proxy: URL | undefined;
  timeouts: RequestTimeouts;
  /** Whether the connection is complete, TLS included: before, no byte of the request can have left. */
  connected: boolean;
}

async function exchange(
  { method, url, headers, body, timeouts }: TransportRequest,
  agents: Agents,
  progress: Progress,
  signal: AbortSignal,
): Promise<TransportResponse> {
  // Loaded with the first request: a preview makes none, and got takes 0.1 s to load.
  const { default: got } = await import("got");
  const { connectMs, responseMs } = timeouts;
  const stream = got.stream(url, {
    method: method as "GET",
    headers,
    ...(body !== undefined && { body }),
    agent: agents,
    timeout: { lookup: connectMs, connect: connectMs, secureConnect: connectMs, response: responseMs },
    // The timers above end with the first sign of a response, this one with the exchange.
    signal,
    // A token of the identity service alone may have several KB, of which Node takes 16.
    maxHeaderSize: 64 * 1024,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });
  // Without a body the stream would wait for one to be written.
  if (body === undefined && method !== "GET") stream.end();
  stream.once("request", (outgoing: http.ClientRequest) => {
    watchConnection(outgoing, progress);
    // Node hands over the connection and never ends the response.
    outgoing.once("upgrade", ({ statusCode }, socket) => {
      socket.destroy();
      const reason = `the other side changed the protocol (HTTP ${statusCode})`;
      stream.destroy(new TransportFailure("ambiguous", reason));
    });
  });
  // Once its body has been read nothing listens any more, and what breaks later would end the process.
  stream.on("error", () => undefined);
  const text = await readAll(stream);
  const { response } = stream;
  if (response === undefined)
    throw new TransportFailure("ambiguous", "the connection ended without a response");
  // A compressed body may be whole before its response is: such a connection is of no further use.
  if (!response.complete) stream.destroy();
  const pairs = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  return { status: response.statusCode, headers: Object.fromEntries(pairs), body: text };
}

function watchConnection(outgoing: http.ClientRequest, progress: Progress): void {
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
    if (bytes > MAX_BODY_BYTES)
      throw new TransportFailure("oversize", "the response is larger than the limit of 8 MiB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** What errors of got and of node carry. */
type LibraryError = Error & { code?: string; event?: string };

/** Classified, in our words, with nothing else attached. */
export function failureOf(error: LibraryError, progress: Progress): TransportFailure {
  // Got wraps an error that its stream is destroyed with.
  for (const own of [error, error.cause]) if (own instanceof TransportFailure) return own;
  const { url, proxy, timeouts, connected } = progress;
  const { code = "no code", message } = error;
  const target = hostAndPort(url);
  const isTimeout = error.name === "TimeoutError";
  const through = proxy === undefined ? "" : ` through the proxy ${hostAndPort(proxy)}`;
  if (connected) {
    const limitMs = error.event === "response" ? timeouts.responseMs : timeouts.totalMs;
    const reason = isTimeout
      ? `no complete response from ${target} within ${formatSeconds(limitMs)} s`
      : `connection to ${target} broke before the response was complete (${code})${through}`;
    return new TransportFailure("ambiguous", reason);
  }
  // Behind a complete handshake such a code is a broken connection like any other: the request may have left.
  if (TLS_CODE.test(code)) {
    const words = TLS_REASONS[code] ?? cleanText(message, 120);
    return new TransportFailure("tls", `TLS with ${target} failed: ${words} (${code})`);
  }
  const late = `no connection to ${target} within ${formatSeconds(timeouts.connectMs)} s`;
  const reason = isTimeout ? late : whyNotSent(error, progress, late) + through;
  return new TransportFailure("notSent", reason);
}

function whyNotSent(
  { code = "no code", message }: LibraryError,
  { url, proxy }: Progress,
  late: string,
): string {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `host name ${(proxy ?? url).hostname} not found (${code})`;
  if (code === "ECONNREFUSED")
    return proxy ? "connection refused" : `connection refused by ${hostAndPort(url)}`;
  if (message === "Proxy timeout") return late;
  const refusedByProxy = /^Bad response: (\d{3})$/.exec(message)?.[1];
  return `no connection to ${hostAndPort(url)}${refusedByProxy ? `: HTTP ${refusedByProxy}` : ` (${code})`}`;
}

/** Certificates that are wrong in any way, and handshakes that break. (Node.js: X509 certificate error codes) */
const TLS_CODE =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|CRL_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERROR_IN_CERT_|PATH_LENGTH_|EPROTO)/;

const UNKNOWN_AUTHORITY = "the certificate's authority is not known here";
const TLS_REASONS: Record<string, string> = {
  CERT_HAS_EXPIRED: "the certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
};

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
}
