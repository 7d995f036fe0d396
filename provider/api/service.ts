import type { FailedAttempt } from "./retry";

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
  /** Of a code of the service, in lower case. */
  meaningOf(code: string): CodeMeaning;
}

/** What is known of a failed call, to choose a hint by. */
export interface HintQuestion extends Pick<FailedAttempt, "outcome" | "status" | "code"> {
  method: string;
  /** The path behind `/v1/{project_id}/`, split. */
  segments: readonly string[];
  usesSecurityToken: boolean;
  /** False when the response had no Date header by which the clock could have been checked. */
  serverClockKnown: boolean;
  /** Spent waiting for the API's limit. */
  throttledSeconds: number;
}

/** In plain words, what to do about a failed call; nothing when the API's own words are all there is to say. */
export type HintFor = (failed: HintQuestion) => string | undefined;
