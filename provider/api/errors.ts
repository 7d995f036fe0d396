import type { Outcome } from "./retry";
import { cleanText, formatSeconds } from "./text";

/** A mistake in the configuration: one sentence that needs no stack. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Has these fields and no others: no headers, no `cause`, so that neither inspecting nor serialising it shows a key. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly method: string;
  readonly path: string;
  readonly outcome: Outcome;
  declare readonly status?: number | undefined;
  /** The API's own code, as spelt in the response, such as `EndPoint.3044`. */
  declare readonly code?: string | undefined;
  /** The API's own words, or the reason why there are none. */
  readonly apiMessage: string;
  declare readonly requestId?: string | undefined;
  /** Requests sent, or tried to send. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** From the call's start to this error. */
  readonly seconds: number;
  declare readonly hint?: string | undefined;
  /** True when the server may have done the work all the same. */
  readonly possiblySent: boolean;

  constructor(failure: ApiFailure) {
    super(describe(failure));
    this.method = failure.method;
    this.path = failure.path;
    this.outcome = failure.outcome;
    this.apiMessage = failure.apiMessage;
    this.attempts = failure.attempts;
    this.maxAttempts = failure.maxAttempts;
    this.seconds = failure.seconds;
    this.possiblySent = failure.possiblySent;
    if (failure.status !== undefined) this.status = failure.status;
    if (failure.code !== undefined) this.code = failure.code;
    if (failure.requestId !== undefined) this.requestId = failure.requestId;
    if (failure.hint !== undefined) this.hint = failure.hint;
  }
}

export type ApiFailure = Omit<ApiError, keyof Error>;

/** `PUT /v1/… -> HTTP 400 EndPoint.3042: Port not in VPC. (request_id 8f…, attempt 1/3, 0.2s). <hint>` */
function describe(failure: ApiFailure): string {
  const { method, path, status, code, requestId, attempts, hint } = failure;
  const response = [status && `HTTP ${status}`, code].filter(Boolean).join(" ");
  const words = [response, cleanText(failure.apiMessage, 500)].filter(Boolean).join(": ");
  const facts = [
    requestId && `request_id ${requestId}`,
    attempts === 0 ? "not sent" : `attempt ${attempts}/${Math.max(attempts, failure.maxAttempts)}`,
    `${formatSeconds(failure.seconds * 1000)}s`,
  ];
  const end = hint === undefined ? "" : ` ${hint}`;
  return `${method} ${path} -> ${words} (${facts.filter(Boolean).join(", ")}).${end}`;
}

/** The failure of a call that its caller has sent more than once, with all the attempts and all the time it took. */
export function ofAllAttempts(last: ApiError, attempts: number, seconds: number): ApiError {
  return new ApiError({ ...last, attempts, maxAttempts: attempts, seconds });
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** Compares without case: the API publishes `EndPoint.3044` and `Endpoint.1018`. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  if (!isApiError(error) || error.code === undefined) return false;
  const code = error.code.toLowerCase();
  return codes.some((candidate) => candidate.toLowerCase() === code);
}

/** The object that the call named is gone; see `classify.ts` for which responses say so. */
export function isNotFound(error: unknown): boolean {
  return isApiError(error) && error.outcome === "notFound";
}
