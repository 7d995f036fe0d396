import type { FailedAttempt, Safety } from "./retry";
import type { Log } from "./runtime";

/**
 * An object, one of keys that no message quotes, an object that holds a list, a plain text, or nothing worth reading. Anything
 * else is malformed.
 */
export type Expected = "object" | "keys" | "text" | "none" | ExpectedList;

/** Without its array a response is malformed, not empty: only the API can say that nobody is on a list. */
export interface ExpectedList {
  /** Name of the array. */
  list: string;
  /** Properties that every item has, each a text that is not empty. The first one tells items apart. */
  texts: readonly [string, ...string[]];
}

export interface ApiCall {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Default `v1`. */
  version?: "v2";
  /** The whole path of a call that belongs to no project; `segments` are empty then. */
  path?: string;
  /** Beside those of every call; in lower case. */
  headers?: Record<string, string>;
  /** The path behind `/v1/{project_id}/`; every part is checked as an id. */
  segments: readonly string[];
  query?: Record<string, string | number | undefined>;
  body?: object;
  /** A `create` that may have been processed is not sent again: it throws, with `possiblySent`, and its caller looks. */
  safety: Safety;
  /** Use a new connection, as every create does. */
  freshConnection?: boolean;
  /** What a success brings. */
  response: Expected;
  /** Default 3. Throttled attempts do not count: they go on until the deadline. */
  attempts?: number;
  /** It is made only because another one failed, and so paid from the retry quota from its first attempt on. */
  isRepair?: boolean;
}

export interface CallContext {
  /** Epoch milliseconds by `runtime.now`. */
  deadlineMs: number;
  log: Log;
  /** Begins each line for the user: `VpcEndpointService "orders"`. */
  subject: string;
}

export interface ApiResponse {
  status: number;
  /** `{}` where nothing was expected; `text` holds a text. */
  body: Record<string, unknown>;
  /** Names in lower case. */
  headers: Record<string, string>;
  requestId?: string;
  /** Epoch milliseconds by the response's Date header. */
  serverMs?: number;
}

export interface ApiClient {
  readonly projectId: string;
  readonly region: string;
  /** Epoch milliseconds by the server's clock, as far as its Date headers showed. */
  serverNow(): number;
  /** Throws `ApiError`, or `InvalidIdError` for a segment that is not an id. */
  call(call: ApiCall, context: CallContext): Promise<ApiResponse>;
}

/** Whom to ask, and until when. */
export interface Access {
  client: ApiClient;
  context: CallContext;
}

/** What an error code of a service means beyond its HTTP status. */
export interface CodeMeaning {
  /** Of the call, whatever the HTTP status. */
  outcome?: "throttled" | "refused";
  /** True: the object of the call does not exist. False: not even an HTTP 404 with this code means that. */
  isGone?: boolean;
  /** What to do about it. */
  hint?: string | ((failed: HintQuestion) => string);
}

/** What is peculiar to one service of the cloud. */
export interface ApiService {
  /** What the client calls itself to the service. */
  userAgent: string;
  /** In front of the service's own codes, in lower case; other codes come from a gateway on the way to it. */
  codePrefix: string;
  /** Of a code of the service, in lower case; empty for a response of its own that has none. */
  meaningOf(code: string): CodeMeaning;
}

/** What is known of a failed call, to choose a hint by. */
export interface HintQuestion extends Pick<FailedAttempt, "outcome" | "status" | "code"> {
  method: string;
  segments: readonly string[];
  usesSecurityToken: boolean;
  /** False when the response had no Date header by which the clock could have been checked. */
  serverClockKnown: boolean;
  /** Spent waiting for the API's limit. */
  throttledSeconds: number;
}

/** In plain words, what to do about a failed call; nothing when the API's own words are all there is to say. */
export type HintFor = (failed: HintQuestion) => string | undefined;
