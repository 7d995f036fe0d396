import type { ApiService, CodeMeaning, Expected, ExpectedList } from "./api-call";
import { isObject, parseJson } from "./json";
import type { Attempt, FailedAttempt, Outcome, RequestLimit } from "./retry";
import { cleanText, withoutSecrets, withoutSecretsInData } from "./text";
import type { TransportResponse } from "./transport";

/** Pure: what a response means. The keys that the call was signed with are taken out of all that is passed on. */
export function classifyResponse(
  response: TransportResponse,
  expected: Expected,
  nowMs: number,
  secrets: readonly string[],
  service: ApiService,
): Attempt {
  const { status } = response;
  const headers: TransportResponse["headers"] = {};
  for (const [name, value] of Object.entries(response.headers))
    headers[name] = withoutSecretsInData(value, secrets);
  const isEmpty = response.body.trim() === "";
  const body = parsed(response.body, secrets);
  const dateMs = Date.parse(headers["date"] ?? "");
  const requestId = headers["x-request-id"] ?? headers["x-iam-trace-id"];
  const facts = {
    status,
    ...(requestId !== undefined && { requestId }),
    ...(!Number.isNaN(dateMs) && { serverMs: dateMs }),
  };
  const malformed = (what: string): FailedAttempt => {
    return { ...facts, outcome: "malformed", message: `malformed response: ${what}` };
  };
  // `text/html "<!doctype html> <title>Sign in</title>…"`: the usual sign of a proxy or a portal in between.
  const bodyInWords = () => {
    const type = cleanText(headers["content-type"] ?? "no content type", 80);
    return isEmpty ? "an empty body" : `${type} "${quoted(response.body, secrets)}"`;
  };
  // A promise of a response, with none to follow: the call may have been processed.
  if (status < 200) return malformed(`HTTP ${status} ends no exchange`);
  if (status < 300) {
    const success = (read: Record<string, unknown>) =>
      ({ ...facts, outcome: "ok", headers, body: read }) as const;
    if (expected === "text")
      return isEmpty ? malformed("an empty text") : success({ text: response.body.trim() });
    if (!isEmpty && body === undefined)
      return malformed(expected === "keys" ? "not JSON that can be read" : bodyInWords());
    if (expected === "none") return success({});
    if (!isObject(body)) return malformed(`${nameOfType(body)} where an object was expected`);
    const problem = typeof expected === "string" ? undefined : listProblem(body, expected);
    return problem === undefined ? success(body) : malformed(problem);
  }
  if (status < 400) {
    const host = redirectHost(headers["location"]);
    return { ...facts, outcome: "redirect", message: `redirect not followed (to ${host})` };
  }
  const error = readErrorBody(body);
  const message = error.message ?? (isObject(body) ? "no message in the response" : bodyInWords());
  // A wrong "gone" would drop a living resource from the state, so only the service itself is believed: not a gateway's
  // 404 (no such route), nor a web page's. A load balancer or a wrong address does not send `X-Request-Id` (API reference:
  // response headers), and only a gateway repeats the id in the body.
  const mayBeOwn =
    error.code === undefined &&
    headers["x-request-id"] !== undefined &&
    error.requestId === undefined &&
    (isEmpty || isObject(body));
  return {
    ...facts,
    outcome: outcomeOf(status, (error.code ?? "").toLowerCase(), mayBeOwn, service),
    message,
    // A Retry-After date is the server's, so it is measured by the server's clock where the response shows it.
    requestedWaitMs: requestedWaitMs(headers["retry-after"], message, facts.serverMs ?? nowMs),
    limit: limitIn(message),
    code: error.code,
    requestId: facts.requestId ?? error.requestId,
  };
}

function outcomeOf(status: number, code: string, mayBeOwn: boolean, service: ApiService): Outcome {
  const isOwn = code.startsWith(service.codePrefix);
  const { outcome, isGone }: CodeMeaning = isOwn || mayBeOwn ? service.meaningOf(code) : {};
  const isGatewayLimit = /^apigw?\.0308$/.test(code);
  if (status === 429 || isGatewayLimit || outcome === "throttled") return "throttled";
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (outcome !== undefined) return outcome;
  if (status >= 500) return "unavailable";
  return (isGone ?? (status === 404 && (isOwn || mayBeOwn))) ? "notFound" : "refused";
}

/** What the JSON spells; undefined when it is none. */
function parsed(text: string, secrets: readonly string[]): unknown {
  try {
    return parseJson(text, (part) => withoutSecretsInData(part, secrets));
  } catch {
    return undefined;
  }
}

// Escapes are resolved and keys taken out before the cut: a key may be spelt "\u0041…", or straddle the limit.
function quoted(text: string, secrets: readonly string[]): string {
  const unescaped = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\([\\/"])/g, "$1");
  return cleanText(withoutSecrets(unescaped, secrets), 80);
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

const SECONDS_OF: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** By the header `Retry-After`, else by the window that the API gateway's text names (`…limit:200,time:5 minute`). */
export function requestedWaitMs(retryAfter: string | undefined, message: string, serverNowMs: number) {
  const asked = retryAfter?.trim() ?? "";
  if (/^\d+$/.test(asked)) return Number(asked) * 1000;
  // Date.parse takes all sorts of things, such as "2.5"; an HTTP date begins with the day's name.
  const dateMs = /^[A-Z][a-z]{2}/.test(asked) ? Date.parse(asked) : Number.NaN;
  if (!Number.isNaN(dateMs)) return Math.max(0, dateMs - serverNowMs);
  return windowMsIn(message);
}

/** The limit that the API gateway's text tells; undefined when it tells none, or one that lets nothing through. */
export function limitIn(message: string): RequestLimit | undefined {
  const requests = Number(/\blimit:\s*(\d{1,9})\b/i.exec(message)?.[1] ?? 0);
  const windowMs = windowMsIn(message) ?? 0;
  return requests > 0 && windowMs > 0 ? { requests, windowMs } : undefined;
}

function windowMsIn(message: string): number | undefined {
  const [, amount, unit = ""] = /\btime:\s*(\d{1,6})\s*(second|minute|hour|day)/i.exec(message) ?? [];
  return amount === undefined ? undefined : Number(amount) * (SECONDS_OF[unit.toLowerCase()] ?? 0) * 1000;
}

/** Why an object is not the list that was asked for; undefined when it is. */
export function listProblem(body: Record<string, unknown>, { list, texts }: ExpectedList) {
  const items = Object.hasOwn(body, list) ? body[list] : undefined;
  if (!Array.isArray(items)) return `no list ${list}`;
  const missing = texts.find((name) => !items.every((item) => isObject(item) && isText(item[name])));
  return missing && `an item of ${list} without ${missing}`;
}

/** What an error response tells; nothing, when its body is empty or not a JSON object. */
interface ErrorBody {
  code?: string | undefined;
  message?: string | undefined;
  requestId?: string | undefined;
}

const PAIRS = [
  ["error_code", "error_msg"],
  ["errorCode", "errorMsg"],
  ["code", "message"],
  ["error_code", "error_message"],
] as const;

// The shapes that the service, the gateway and the identity service use, in the order of the official SDKs. (API
// reference: error codes; API Gateway: error codes)
function readErrorBody(body: unknown): ErrorBody {
  if (!isObject(body)) return {};
  const firstDetail: unknown = Array.isArray(body.details) ? body.details[0] : undefined;
  const found = readPair(body) ?? readPair(body.error) ?? readPair(firstDetail);
  const isEncodedDenial = typeof body.encoded_authorization_message === "string";
  const denial = isEncodedDenial ? "not authorized by the account's policies" : undefined;
  return { code: found?.code, message: found?.message ?? denial, requestId: asText(body.request_id) };
}

function readPair(body: unknown): ErrorBody | undefined {
  if (!isObject(body)) return undefined;
  const pairs = PAIRS.map(([code, message]) => ({
    code: asText(body[code]),
    message: asText(body[message]),
  }));
  return pairs.find(({ message }) => message !== undefined) ?? pairs.find(({ code }) => code !== undefined);
}

// The identity service sends its code as a number.
function asText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return isText(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
