import type { ExpectedList } from "./api-call";
import type { Credentials } from "./credentials";
import { isObject, parseJson } from "./json";
import { withoutSecrets, withoutSecretsInData } from "./redact";
import { cleanText } from "./text";

/** A response's body as the rest of the client sees it: parsed once, without the keys that it may repeat. */
export interface ResponseBody {
  isEmpty: boolean;
  isJson: boolean;
  /** What the JSON spells; undefined without JSON. */
  value?: unknown;
  /** Up to so many characters of the text, for a message. */
  quote(maxCharacters: number): string;
}

export function readBody(text: string, credentials: Credentials): ResponseBody {
  const isEmpty = text.trim() === "";
  // Escapes are resolved and keys taken out before the cut: a key may be spelt "\u0041…", or straddle the limit.
  const quote = (maxCharacters: number) =>
    cleanText(withoutSecrets(unescaped(text), credentials), maxCharacters);
  try {
    const value = parseJson(text, (part) => withoutSecretsInData(part, credentials));
    return { isEmpty, isJson: true, value, quote };
  } catch {
    return { isEmpty, isJson: false, quote };
  }
}

function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\([\\/"])/g, "$1");
}

/** Pure: why an object is not the list that was asked for; undefined when it is. */
export function listProblem(
  body: Record<string, unknown>,
  { list, texts }: ExpectedList,
): string | undefined {
  const items = Object.hasOwn(body, list) ? body[list] : undefined;
  if (!Array.isArray(items)) return `no list ${list}`;
  const lacks = (item: unknown, name: string) => !isObject(item) || !isText(item[name]);
  const missing = texts.find((name) => items.some((item) => lacks(item, name)));
  return missing === undefined ? undefined : `an item of ${list} without ${missing}`;
}

/** What an error response tells; nothing, when its body is empty or not a JSON object. */
export interface ErrorBody {
  code?: string | undefined;
  message?: string | undefined;
  requestId?: string | undefined;
}

/**
 * Reads the shapes that the service, the gateway and the identity service use, in the order of the official SDKs:
 * `error_code`/`error_msg`, `errorCode`/`errorMsg`, `code`/`message`, then the same one level down in `error` and
 * in the first of `details`. (API reference: error codes; API Gateway: error codes)
 */
export function readErrorBody({ value: body }: ResponseBody): ErrorBody {
  if (!isObject(body)) return {};
  const firstDetail: unknown = Array.isArray(body.details) ? body.details[0] : undefined;
  const found = readPair(body) ?? readPair(body.error) ?? readPair(firstDetail);
  const isEncodedDenial = typeof body.encoded_authorization_message === "string";
  return {
    code: found?.code,
    message: found?.message ?? (isEncodedDenial ? "not authorized by the account's policies" : undefined),
    requestId: asText(body.request_id),
  };
}

const PAIRS = [
  ["error_code", "error_msg"],
  ["errorCode", "errorMsg"],
  ["code", "message"],
  ["error_code", "error_message"],
] as const;

function readPair(body: unknown): Pick<ErrorBody, "code" | "message"> | undefined {
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
