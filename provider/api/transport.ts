import type { Outcome } from "./errors";

export type TransportFailureKind = Extract<Outcome, "notSent" | "ambiguous" | "tls" | "oversize">;

/** A request without a usable response. Holds words of our own only, never the HTTP library's error, whose properties include the request's headers. */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";

  constructor(
    readonly kind: TransportFailureKind,
    readonly reason: string,
  ) {
    super(reason);
  }
}

export interface RequestTimeouts {
  /** Name look-up, TCP connect and TLS handshake, each. Default 10,000 ms. */
  connectMs: number;
  /** From the last byte of the request to the first of the response. Default 60,000 ms. */
  responseMs: number;
  /** The whole exchange. Default 120,000 ms. */
  totalMs: number;
}

export const DEFAULT_TIMEOUTS: RequestTimeouts = { connectMs: 10_000, responseMs: 60_000, totalMs: 120_000 };

export interface TransportRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Use a connection of its own: a kept-alive one may be closing just now, and then nobody knows what was processed. */
  freshConnection: boolean;
  timeouts: RequestTimeouts;
}

export interface TransportResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

export interface Transport {
  /** Throws `TransportFailure`, or `ConfigError` before anything is sent. Redirects are responses like any other (status 3xx). */
  send(request: TransportRequest): Promise<TransportResponse>;
}
