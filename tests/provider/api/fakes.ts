import type { Connections } from "../../../provider/api/client";
import type { Runtime } from "../../../provider/api/runtime";
import { Session } from "../../../provider/api/session";
import type { Credentials } from "../../../provider/api/sign";
import {
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "../../../provider/api/transport";
import type { Source } from "../../../provider/identity/source";

/** 2026-01-02T03:04:05Z. */
export const startMs = Date.UTC(2026, 0, 2, 3, 4, 5);

export interface FakeRuntime extends Runtime {
  /** Every sleep asked for, in order. */
  slept: number[];
  nowMs: number;
}

/** Time passes only by sleeping; every random number is the one given. */
export function fakeRuntime(random = 0.5): FakeRuntime {
  const runtime: FakeRuntime = {
    slept: [],
    nowMs: startMs,
    now: () => runtime.nowMs,
    elapsed: () => runtime.nowMs,
    async sleep(ms, signal) {
      // A time limit, which nothing here outlasts.
      if (signal) return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      runtime.slept.push(ms);
      runtime.nowMs += ms;
    },
    random: () => random,
  };
  return runtime;
}

export type Step =
  | TransportResponse
  | TransportFailure
  | ((request: TransportRequest) => TransportResponse | Promise<TransportResponse>);

/** Responds with the steps in order, the last one again and again; failures are thrown. */
export function fakeTransport(...steps: Step[]): Transport & { requests: TransportRequest[] } {
  const requests: TransportRequest[] = [];
  return {
    requests,
    async send(request) {
      const step = steps[Math.min(requests.length, steps.length - 1)];
      requests.push(request);
      if (step === undefined) throw new Error("the test gave no response");
      if (step instanceof TransportFailure) throw step;
      return typeof step === "function" ? step(request) : step;
    },
  };
}

/** Everything goes through this transport. */
export function connectionsOver(transport: Transport, session = new Session()): Connections {
  return { transportFor: () => transport, sessionFor: () => session };
}

/** A response of the service; a body that is not a text is sent as JSON. */
export function response(status: number, body: unknown = "", more: Headers = {}): TransportResponse {
  const headers = { "content-type": "application/json", "x-request-id": "req-1", ...more };
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

export function errorResponse(status: number, code: string, message: string, headers: Headers = {}) {
  return response(status, { error_code: code, error_msg: message }, headers);
}

type Headers = Record<string, string>;

/** Somebody with these keys. */
export function sourceWith(keys: Credentials, from = "a test"): Source {
  return { from, base: { kind: "keys", ...keys } };
}
