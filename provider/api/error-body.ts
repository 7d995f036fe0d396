import { isObject } from "./json";
import type { ResponseBody } from "./response-body";

/** What an error response says; nothing, when its body is empty or not a JSON object. */
export interface ErrorBody {
  code?: string;
  message?: string;
  requestId?: string;
  isObject: boolean;
}

/**
 * Reads the shapes that the service, the gateway and the identity service use, in the order of the official SDKs:
 * `error_code`/`error_msg`, `errorCode`/`errorMsg`, `code`/`message`, then the same one level down in `error` and
 * in the first of `details`. (API reference: error codes; API Gateway: error codes)
 */
export function readErrorBody({ value: body }: ResponseBody): ErrorBody {
  if (!isObject(body)) return { isObject: false };
  const firstDetail: unknown = Array.isArray(body.details) ? body.details[0] : undefined;
  const pair = readPair(body) ?? readPair(body.error) ?? readPair(firstDetail);
  const encoded = body.encoded_authorization_message;
  const requestId = asText(body.request_id);
  return {
    ...(typeof encoded === "string" && { message: "not authorized by the account's policies" }),
    ...pair,
    ...(requestId !== undefined && { requestId }),
    isObject: true,
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
  for (const [codeKey, messageKey] of PAIRS) {
    const code = asText(body[codeKey]);
    const message = asText(body[messageKey]);
    if (message !== undefined) return { ...(code !== undefined && { code }), message };
  }
  const code = asText(body.error_code) ?? asText(body.errorCode) ?? asText(body.code);
  return code === undefined ? undefined : { code };
}

// The identity service sends its code as a number.
function asText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
