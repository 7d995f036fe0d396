import type { Expected } from "./api-call";
import type { Credentials } from "./credentials";
import { type ErrorBody, readErrorBody } from "./error-body";
import type { Outcome } from "./errors";
import { listProblem, nameOfType } from "./expected";
import { isObject } from "./json";
import { withoutSecretsInData } from "./redact";
import { type ResponseBody, readBody } from "./response-body";
import { requestedWaitMs } from "./retry-after";
import type { ApiService } from "./service";
import { cleanText } from "./text";
import type { TransportResponse } from "./transport";

/** An HTTP response, understood. */
export type Verdict = { outcome: "ok"; body: Record<string, unknown>; requestId?: string } | FailedVerdict;

export interface FailedVerdict {
  outcome: Outcome;
  message: string;
  code?: string;
  requestId?: string;
  /** How long the server asks to wait. */
  requestedWaitMs?: number;
}

/**
 * Pure: what a response means for a call that expects an object, a list or nothing in it. The keys that the call was
 * signed with are taken out of all that is passed on.
 */
export function classifyResponse(
  raw: TransportResponse,
  expected: Expected,
  nowMs: number,
  credentials: Credentials,
  service: ApiService,
): Verdict {
  const response = { ...raw, headers: withoutSecretsInHeaders(raw.headers, credentials) };
  const body = readBody(raw.body, credentials);
  const requestId = response.headers["x-request-id"] ?? response.headers["x-iam-trace-id"];
  const origin = requestId === undefined ? {} : { requestId };
  // A promise of a response, with none to follow: the call may have been processed.
  if (response.status < 200) return { ...malformed(`HTTP ${response.status} ends no exchange`), ...origin };
  if (response.status >= 200 && response.status < 300)
    return { ...readSuccess(response, body, expected), ...origin };
  if (response.status >= 300 && response.status < 400) {
    return {
      outcome: "redirect",
      message: `redirect not followed (to ${redirectHost(response)})`,
      ...origin,
    };
  }
  const error = readErrorBody(body);
  const message =
    error.message ?? (error.isObject ? "no message in the response" : describeBody(response, body));
  const waitMs = requestedWaitMs(response.headers["retry-after"], message, serverNowMs(response, nowMs));
  return {
    outcome: outcomeOf(response, body, error, service),
    message,
    ...(waitMs !== undefined && { requestedWaitMs: waitMs }),
    ...(error.code !== undefined && { code: error.code }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    ...origin,
  };
}

function withoutSecretsInHeaders(headers: Record<string, string>, credentials: Credentials) {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    withoutSecretsInData(value, credentials),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

function outcomeOf(
  { status, headers }: TransportResponse,
  body: ResponseBody,
  error: ErrorBody,
  service: ApiService,
): Outcome {
  const code = (error.code ?? "").toLowerCase();
  const isOwn = code.startsWith(service.codePrefix);
  const meaning = isOwn ? service.meaningOf(code) : {};
  const isGatewayLimit = /^apigw?\.0308$/.test(code);
  if (status === 429 || isGatewayLimit || meaning.outcome === "throttled") return "throttled";
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (meaning.outcome !== undefined) return meaning.outcome;
  if (status >= 500) return "unavailable";
  // A wrong "gone" would drop a living resource from the state, so only the service itself is believed: not a gateway's
  // 404 (`APIGW.0101`, no such route), nor a web page's, nor anything else's on the way.
  const saysNotFound = status === 404 && (isOwn || (code === "" && isOfTheService(headers, body, error)));
  return (meaning.isGone ?? saysNotFound) ? "notFound" : "refused";
}

/**
 * Whether a response without a code may be the service's: those carry `X-Request-Id` (API reference: response headers),
 * which a load balancer or a wrong address does not send, and only a gateway repeats the id in the body.
 */
function isOfTheService(
  headers: TransportResponse["headers"],
  body: ResponseBody,
  error: ErrorBody,
): boolean {
  return (
    headers["x-request-id"] !== undefined && error.requestId === undefined && (error.isObject || body.isEmpty)
  );
}

// A Retry-After date is the server's, so it is measured by the server's clock where the response shows it.
function serverNowMs(response: TransportResponse, nowMs: number): number {
  const dateMs = Date.parse(response.headers["date"] ?? "");
  return Number.isNaN(dateMs) ? nowMs : dateMs;
}

function readSuccess(response: TransportResponse, body: ResponseBody, expected: Expected): Verdict {
  if (!body.isEmpty && !body.isJson) return malformed(describeBody(response, body));
  if (expected === "none") return { outcome: "ok", body: {} };
  const { value } = body;
  if (!isObject(value)) return malformed(`${nameOfType(value)} where an object was expected`);
  const problem = expected === "object" ? undefined : listProblem(value, expected);
  return problem === undefined ? { outcome: "ok", body: value } : malformed(problem);
}

function malformed(what: string): Verdict {
  return { outcome: "malformed", message: `malformed response: ${what}` };
}

/** `text/html "<!doctype html> <title>Sign in</title>…"`: the usual sign of a proxy or a portal in between. */
function describeBody(response: TransportResponse, body: ResponseBody): string {
  if (body.isEmpty) return "an empty body";
  const type = cleanText(response.headers["content-type"] ?? "no content type", 80);
  return `${type} "${body.quote(80)}"`;
}

// Only the host: the rest of a Location may carry somebody's token.
function redirectHost(response: TransportResponse): string {
  const location = response.headers["location"];
  if (location === undefined) return "nowhere";
  try {
    return cleanText(new URL(location, "https://same.host.invalid").host, 100).replace(
      "same.host.invalid",
      "the same host",
    );
  } catch {
    return "an unreadable address";
  }
}
