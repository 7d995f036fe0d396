import type { Expected } from "./api-call";
import type { Credentials } from "./credentials";
import type { Attempt, Outcome } from "./errors";
import { isObject } from "./json";
import { withoutSecretsInData } from "./redact";
import { type ErrorBody, listProblem, type ResponseBody, readBody, readErrorBody } from "./response-body";
import type { ApiService } from "./service";
import { cleanText } from "./text";
import type { TransportResponse } from "./transport";

type Headers = TransportResponse["headers"];

/**
 * Pure: what a response means for a call that expects an object, a list or nothing in it. The keys that the call was
 * signed with are taken out of all that is passed on.
 */
export function classifyResponse(
  response: TransportResponse,
  expected: Expected,
  nowMs: number,
  credentials: Credentials,
  service: ApiService,
): Attempt {
  const { status } = response;
  const headers: Headers = {};
  for (const [name, value] of Object.entries(response.headers))
    headers[name] = withoutSecretsInData(value, credentials);
  const body = readBody(response.body, credentials);
  const requestId = headers["x-request-id"] ?? headers["x-iam-trace-id"];
  const dateMs = Date.parse(headers["date"] ?? "");
  const serverMs = Number.isNaN(dateMs) ? undefined : dateMs;
  const facts = { status, requestId, serverMs };
  const malformed = (what: string): Attempt => {
    return { ...facts, outcome: "malformed", message: `malformed response: ${what}` };
  };
  // A promise of a response, with none to follow: the call may have been processed.
  if (status < 200) return malformed(`HTTP ${status} ends no exchange`);
  if (status < 300) {
    if (!body.isEmpty && !body.isJson) return malformed(describeBody(headers, body));
    if (expected === "none") return { ...facts, outcome: "ok", body: {} };
    const { value } = body;
    if (!isObject(value)) return malformed(`${nameOfType(value)} where an object was expected`);
    const problem = expected === "object" ? undefined : listProblem(value, expected);
    return problem === undefined ? { ...facts, outcome: "ok", body: value } : malformed(problem);
  }
  if (status < 400) {
    const host = redirectHost(headers["location"]);
    return { ...facts, outcome: "redirect", message: `redirect not followed (to ${host})` };
  }
  const error = readErrorBody(body);
  const fallback = isObject(body.value) ? "no message in the response" : describeBody(headers, body);
  const message = error.message ?? fallback;
  return {
    ...facts,
    outcome: outcomeOf(status, headers, body, error, service),
    message,
    // A Retry-After date is the server's, so it is measured by the server's clock where the response shows it.
    requestedWaitMs: requestedWaitMs(headers["retry-after"], message, serverMs ?? nowMs),
    code: error.code,
    requestId: requestId ?? error.requestId,
  };
}

function outcomeOf(
  status: number,
  headers: Headers,
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
  // 404 (`APIGW.0101`, no such route), nor a web page's, nor anything else's on the way. Responses of the service carry
  // `X-Request-Id` (API reference: response headers), which a load balancer or a wrong address does not send, and only a
  // gateway repeats the id in the body.
  const mayBeOwn =
    code === "" &&
    headers["x-request-id"] !== undefined &&
    error.requestId === undefined &&
    (body.isEmpty || isObject(body.value));
  return (meaning.isGone ?? (status === 404 && (isOwn || mayBeOwn))) ? "notFound" : "refused";
}

/** `text/html "<!doctype html> <title>Sign in</title>…"`: the usual sign of a proxy or a portal in between. */
function describeBody(headers: Headers, body: ResponseBody): string {
  if (body.isEmpty) return "an empty body";
  return `${cleanText(headers["content-type"] ?? "no content type", 80)} "${body.quote(80)}"`;
}

function nameOfType(value: unknown): string {
  if (value === undefined) return "an empty body";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

// Only the host: the rest of a Location may carry somebody's token.
function redirectHost(location: string | undefined): string {
  if (location === undefined) return "nowhere";
  const here = "same.host.invalid";
  if (!URL.canParse(location, `https://${here}`)) return "an unreadable address";
  return cleanText(new URL(location, `https://${here}`).host, 100).replace(here, "the same host");
}

const MILLISECONDS_OF: Record<string, number> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * How long the server asks to wait: the header `Retry-After`, as seconds or as a date, else the window that the API
 * gateway's text names (`…limit:200,time:5 minute`).
 */
export function requestedWaitMs(
  retryAfter: string | undefined,
  message: string,
  serverNowMs: number,
): number | undefined {
  const asked = retryAfter?.trim() ?? "";
  if (/^\d+$/.test(asked)) return Number(asked) * 1000;
  // Date.parse takes all sorts of things, such as "2.5"; an HTTP date begins with the day's name.
  const dateMs = /^[A-Z][a-z]{2}/.test(asked) ? Date.parse(asked) : Number.NaN;
  if (!Number.isNaN(dateMs)) return Math.max(0, dateMs - serverNowMs);
  const [, amount, unit] = /\btime:\s*(\d{1,6})\s*(second|minute|hour|day)/i.exec(message) ?? [];
  const windowMs = Number(amount) * Number(MILLISECONDS_OF[String(unit).toLowerCase()]);
  return Number.isNaN(windowMs) ? undefined : windowMs;
}
