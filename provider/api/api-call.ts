import type { Safety } from "./retry";
import type { Log } from "./runtime";

/** An object, an object that holds a list, or nothing worth reading. Anything else is malformed. */
export type Expected = "object" | "none" | ExpectedList;

/**
 * A list. Without its array a response is malformed, not empty: "nobody is on the list" is believed only when the API
 * says so.
 */
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
  /** The path behind `/v1/{project_id}/`; every part is checked as an id and escaped. */
  segments: readonly string[];
  query?: Record<string, string | number | undefined>;
  body?: object;
  /**
   * What sending it twice would do. A `create` is never sent again once it may have been processed: it throws, with
   * `possiblySent`, and the caller looks whether the object is there.
   */
  safety: Safety;
  /** Use a new connection, as every create does. */
  freshConnection?: boolean;
  /** What a success brings. */
  response: Expected;
  /** Default 3. Throttled attempts do not count: they go on until the deadline. */
  attempts?: number;
  /**
   * The call exists only because another failed (a look-up after a create that may have worked, the second POST), so
   * it is paid from the retry quota from its first attempt on. Default false.
   */
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
  /** `{}` where nothing was expected. */
  body: Record<string, unknown>;
  requestId?: string;
}

export interface ApiClient {
  readonly projectId: string;
  readonly region: string;
  /** Epoch milliseconds by the server's clock, as far as its Date headers showed. */
  serverNow(): number;
  /** Throws `ApiError`, or `InvalidIdError` for a segment that is not an id. */
  call(call: ApiCall, context: CallContext): Promise<ApiResponse>;
}
