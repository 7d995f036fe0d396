import type { Json, JsonObject } from "../world/json";

/** One request to the API without its bodies. It has no headers, and so no key or token. */
export interface LoggedEntry {
  /** Counts from 1 since the start or the last reset. */
  seq: number;
  time: string;
  /** Name of the account that the call claims to come from; null if its key, token and project are nobody's. */
  account: string | null;
  method: string;
  /** With the query, as it arrived. */
  path: string;
  /** Services and endpoints that the call names, or has made: their ids, four at the most. */
  objects: string[];
  /** Size of the body, kept or not. */
  bodyBytes: number;
  /** null if the connection broke before a status was sent. */
  status: number | null;
  errorCode: string | null;
  requestId: string;
  /** Number of the TCP connection, from 1: shows which requests were sent on a new one. */
  connection: number;
  /** The fault that struck, if one did, with the number of its rule. */
  fault: { rule: number; kind: string; at: string } | null;
  /** Whether all has been sent that will be. */
  over: boolean;
}

/** One request as it can be read back. */
export interface LoggedRequest extends LoggedEntry {
  /** Parsed JSON; null if it is not JSON, or larger than 64 KiB. */
  body: Json;
  /** Of a PUT to an object that exists: what the keys of the body had for values until then, null for none. */
  before: JsonObject | null;
}

/** What has happened in the log since a reader last looked. */
export interface LogNews {
  /** Whether the reader has to forget all that it has: another start, or the log was emptied. */
  fresh: boolean;
  /** The oldest request that is still kept. */
  oldestSeq: number;
  /** New or changed, in the order of the change. */
  entries: LoggedEntry[];
}
