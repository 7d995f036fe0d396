import { cleanText, formatSeconds } from "./text";
import { type RequestTimeouts, TransportFailure } from "./transport";

export interface FailedExchange {
  url: URL;
  proxy: URL | undefined;
  timeouts: RequestTimeouts;
  /** Whether the connection was complete, TLS included, when it failed. */
  connected: boolean;
}

/** What errors of got and of node carry. */
type LibraryError = Error & { code?: string; event?: string };

/** Turns what the HTTP library threw into a `TransportFailure`: classified, in our words, with nothing else attached. */
export function failureOf(thrown: unknown, exchange: FailedExchange): TransportFailure {
  const error = thrown as LibraryError;
  // Got wraps an error that its stream is destroyed with.
  for (const own of [error, error.cause]) if (own instanceof TransportFailure) return own;
  const { code = "", message } = error;
  const { url, proxy, timeouts, connected } = exchange;
  const target = hostAndPort(url);
  const isTimeout = error.name === "TimeoutError";
  const through = proxy === undefined ? "" : ` through the proxy ${hostAndPort(proxy)}`;
  if (connected) {
    const limitMs = error.event === "response" ? timeouts.responseMs : timeouts.totalMs;
    const reason = isTimeout
      ? `no complete response from ${target} within ${formatSeconds(limitMs)} s`
      : `connection to ${target} broke before the response was complete (${code || "no code"})${through}`;
    return new TransportFailure("ambiguous", reason);
  }
  // Behind a complete handshake such a code is a broken connection like any other: the request may have left.
  if (TLS_CODE.test(code))
    return new TransportFailure("tls", `TLS with ${target} failed: ${tlsReason(code, message)}`);
  const inTime = `no connection to ${target} within ${formatSeconds(timeouts.connectMs)} s`;
  if (isTimeout) return new TransportFailure("notSent", inTime);
  const reason = message === "Proxy timeout" ? inTime : reasonOf(error, target, exchange);
  return new TransportFailure("notSent", reason + through);
}

function reasonOf({ code, message }: LibraryError, target: string, { url, proxy }: FailedExchange): string {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `host name ${(proxy ?? url).hostname} not found (${code})`;
  if (code === "ECONNREFUSED") return `connection refused${proxy === undefined ? ` by ${target}` : ""}`;
  const refusedByProxy = /^Bad response: (\d{3})$/.exec(message)?.[1];
  return `no connection to ${target}${refusedByProxy ? `: HTTP ${refusedByProxy}` : ` (${code ?? "no code"})`}`;
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

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
}
