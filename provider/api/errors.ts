import { cleanText, formatSeconds } from "./text";

/**
 * How a call ended without a usable response. Decisions are made by outcome or code, never by an error's text.
 */
export type Outcome =
  /** Nothing left this machine: connection refused, name not found, timeout while connecting. */
  | "notSent"
  /** The connection broke, or no response came in time, after bytes had left. */
  | "ambiguous"
  /** The API limits its calls: HTTP 429, or `EndPoint.0022` with HTTP 400. */
  | "throttled"
  /** HTTP 5xx. */
  | "unavailable"
  /** HTTP 401: keys or token rejected, or the clock is off. */
  | "unauthorized"
  /** HTTP 403. */
  | "forbidden"
  /** The object of the call does not exist. */
  | "notFound"
  /** A definite no: any other HTTP 4xx, and the permanent 504s. */
  | "refused"
  /** The TLS handshake failed: nothing was sent, and a second try ends the same way. */
  | "tls"
  /** HTTP 3xx, which is not followed. */
  | "redirect"
  /** A success status with a body that is not what the API documents. */
  | "malformed"
  /** The response was larger than the limit. */
  | "oversize"
  /** Not sent, because two signatures in this process were rejected before. */
  | "breaker"
  /** Would have been retried, but too much was failing in this process already. */
  | "quotaExhausted";

/** An attempt that brought no usable response. */
export interface FailedAttempt {
  outcome: Outcome;
  /** The API's own words, or the reason why there are none. */
  message: string;
  status?: number | undefined;
  code?: string | undefined;
  requestId?: string | undefined;
  /** How long the server asks to wait. */
  requestedWaitMs?: number | undefined;
  /** Epoch milliseconds by the response's Date header. */
  serverMs?: number | undefined;
  /** It was signed for a time far from the server's; the next one is not. */
  clockWasOff?: boolean;
  /** Another call tried, for this one too. */
  isShared?: boolean;
  /** Nothing was sent, nor was it tried. */
  isUnsent?: boolean;
}

/** How one attempt of a call ended. */
export type Attempt =
  | (Pick<FailedAttempt, "requestId" | "serverMs"> & {
      outcome: "ok";
      status: number;
      body: Record<string, unknown>;
    })
  | FailedAttempt;

/** A mistake in the configuration: one sentence that needs no stack. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * The one error of API calls. It holds these fields and no others: no request, no headers, no `cause`, so that
 * neither inspecting nor serialising it can show a key.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly method: string;
  readonly path: string;
  readonly outcome: Outcome;
  /** HTTP status, if a response came. */
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
  /** What to do about it. */
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
  const status = failure.status === undefined ? undefined : `HTTP ${failure.status}`;
  const response = [status, failure.code].filter((part) => part !== undefined).join(" ");
  const words = [response, cleanText(failure.apiMessage, 500)].filter((part) => part !== "").join(": ");
  const tries = Math.max(failure.attempts, failure.maxAttempts);
  const facts = [
    ...(failure.requestId === undefined ? [] : [`request_id ${failure.requestId}`]),
    failure.attempts === 0 ? "not sent" : `attempt ${failure.attempts}/${tries}`,
    `${formatSeconds(failure.seconds * 1000)}s`,
  ];
  const hint = failure.hint === undefined ? "" : ` ${failure.hint}`;
  return `${failure.method} ${failure.path} -> ${words} (${facts.join(", ")}).${hint}`;
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
