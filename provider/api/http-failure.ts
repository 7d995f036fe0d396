import { ConfigError } from "./errors";
import { cleanText, formatSeconds } from "./text";
import { type RequestTimeouts, TransportFailure } from "./transport";

export interface FailedExchange {
  url: URL;
  proxy: URL | undefined;
  timeouts: RequestTimeouts;
  /** Whether the connection was complete, TLS included, when it failed. */
  connected: boolean;
}

/** Turns what the HTTP library threw into a `TransportFailure`: classified, in our words, with nothing else attached. */
export function failureOf(error: unknown, exchange: FailedExchange): TransportFailure | ConfigError {
  if (error instanceof TransportFailure || error instanceof ConfigError) return error;
  const { code = "", message, event } = detailsOf(error);
  const target = hostAndPort(exchange.url);
  // Behind a complete handshake such a code is a broken connection like any other: the request may have left.
  if (TLS_CODE.test(code) && !exchange.connected)
    return new TransportFailure("tls", `TLS with ${target} failed: ${tlsReason(code, message)}`);
  if (event !== undefined) return timeoutFailure(event, target, exchange);
  const kind = exchange.connected ? "ambiguous" : "notSent";
  const through = exchange.proxy === undefined ? "" : ` through the proxy ${hostAndPort(exchange.proxy)}`;
  return new TransportFailure(kind, `${reasonOf(code, message, exchange)}${through}`);
}

function timeoutFailure(event: string, target: string, exchange: FailedExchange): TransportFailure {
  const { connectMs, responseMs, totalMs } = exchange.timeouts;
  if (["lookup", "connect", "secureConnect"].includes(event) || !exchange.connected) {
    return new TransportFailure("notSent", `no connection to ${target} within ${formatSeconds(connectMs)} s`);
  }
  const limitMs = event === "response" ? responseMs : totalMs;
  const reason = `no complete response from ${target} within ${formatSeconds(limitMs)} s`;
  return new TransportFailure("ambiguous", reason);
}

function reasonOf(code: string, message: string, exchange: FailedExchange): string {
  const { url, connected, proxy, timeouts } = exchange;
  const target = hostAndPort(url);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `host name ${(proxy ?? url).hostname} not found (${code})`;
  if (code === "ECONNREFUSED")
    return proxy === undefined ? `connection refused by ${target}` : "connection refused";
  if (connected)
    return `connection to ${target} broke before the response was complete (${code || "no code"})`;
  if (message === "Proxy timeout")
    return `no connection to ${target} within ${formatSeconds(timeouts.connectMs)} s`;
  const refusedByProxy = /^Bad response: (\d{3})$/.exec(message)?.[1];
  if (refusedByProxy !== undefined) return `no connection to ${target}: HTTP ${refusedByProxy}`;
  return `no connection to ${target} (${code || "no code"})`;
}

/** Certificates that are wrong in any way, and handshakes that break. (Node.js: X509 certificate error codes) */
const TLS_CODE =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|CRL_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERROR_IN_CERT_|PATH_LENGTH_|EPROTO)/;

function tlsReason(code: string, message: string): string {
  const unknown = "the certificate's authority is not known here";
  const words: Record<string, string> = {
    CERT_HAS_EXPIRED: "the certificate has expired",
    ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host name",
    DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
    SELF_SIGNED_CERT_IN_CHAIN: unknown,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknown,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknown,
  };
  return `${words[code] ?? cleanText(message, 120)} (${code})`;
}

function detailsOf(error: unknown): { code?: string; message: string; event?: string } {
  if (!(error instanceof Error)) return { message: "unknown failure" };
  const { message, code, event } = error as Error & { code?: string; event?: string };
  return { message, ...(code && { code }), ...(event && { event }) };
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
}
