import type { Outcome } from "./retry";

export type TransportFailureKind = Extract<Outcome, "notSent" | "ambiguous" | "tls" | "oversize">;

/** Holds words of our own only: the HTTP library's error has the request's headers among its properties. */
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
