import type { Outcome } from "./retry";

export type TransportFailureKind = Extract<Outcome, "notSent" | "ambiguous" | "tls" | "oversize">;

/**
 * A request without a usable response. Holds words of our own only, never the HTTP library's error, whose properties
 * include the request's headers.
 */
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
  /** Name look-up, TCP connect and TLS handshake, each. */
  connectMs: number;
  /** From the last byte of the request to the first of the response. */
  responseMs: number;
  /** The whole exchange. */
  totalMs: number;
}

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
  /** Throws `TransportFailure`, or `ConfigError` before anything is sent. A redirect is a response like any other. */
  send(request: TransportRequest): Promise<TransportResponse>;
}
