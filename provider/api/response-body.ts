import type { ExpectedList } from "./api-call";
import { isObject } from "./json";

/** Why an object is not the list that was asked for; undefined when it is. */
export function listProblem(
  body: Record<string, unknown>,
  { list, texts }: ExpectedList,
): string | undefined {
  const items = Object.hasOwn(body, list) ? body[list] : undefined;
  if (!Array.isArray(items)) return `no list ${list}`;
  const missing = texts.find((name) => !items.every((item) => isObject(item) && isText(item[name])));
  return missing && `an item of ${list} without ${missing}`;
}

/** What an error response tells; nothing, when its body is empty or not a JSON object. */
export interface ErrorBody {
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

/**
 * Reads the shapes that the service, the gateway and the identity service use, in the order of the official SDKs: one of
 * the pairs, then the same one level down in `error` and in the first of `details`. (API reference: error codes; API
 * Gateway: error codes)
 */
export function readErrorBody(body: unknown): ErrorBody {
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
