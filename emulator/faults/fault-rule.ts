import type { Json, JsonObject } from "../world/json";

/** When in the life of a request a fault strikes; `pointsOfKind` says which kinds can strike when. */
export type FaultPoint =
  /** The request has been read, nothing has been done yet. */
  | "before"
  /** The headers have been read, the body has not been read to its end. */
  | "mid-request"
  /** The work is done and stored, then the response breaks. */
  | "after-processing"
  /** The work is done; status line, headers and half of the body have been sent. */
  | "mid-body";

export interface FaultMatch {
  method?: string;
  /** A glob over the path without its query (`*` within a segment, `**` across), or a regular expression if it begins with `^`. */
  path?: string;
  /** Which of the matching requests: a number from 1, or the first and last of a range. Default: all of them. */
  nth?: number | [number, number];
  bodyIncludes?: string;
}

interface FaultBase {
  match?: FaultMatch;
  at?: FaultPoint;
  /** After this many hits the rule is spent. Default: no limit. */
  times?: number;
  /** So many seconds after it was added the rule is spent. Default: never. */
  lastsSeconds?: number;
}

export type Fault =
  /** The port is closed for that long; or, with `times` alone, that many connections are dropped unread. */
  | { kind: "refuse"; forSeconds?: number }
  | { kind: "reset" }
  /** Silence for ever; or for that long, and then the response. */
  | { kind: "stall"; forSeconds?: number }
  /** Waits `delayMs` at its point; the other two fields pace the body. */
  | { kind: "slow"; delayMs?: number; bytesPerSecond?: number; sliceBytes?: number }
  /** Content-Length promises more than is sent; with `complete` it is honest, and only the JSON is cut short. */
  | { kind: "truncate"; keepBytes?: number; complete?: boolean }
  /** `errorCode` alone takes status and text from the error table. */
  | { kind: "status"; status?: number; errorCode?: string; body?: Json; headers?: Record<string, string> }
  | { kind: "html"; status?: number; body?: string }
  | { kind: "empty"; status?: number }
  | { kind: "oversize"; bytes?: number }
  | { kind: "gzip-bomb"; bytes?: number }
  | { kind: "redirect"; location: string; status?: number }
  /** Signatures are checked, and the Date header written, as if the clock were that much ahead. */
  | { kind: "clock-skew"; skewSeconds: number; noDate?: boolean }
  /** Lists omit what was created within that many seconds; without a number, everything created since the rule was added. */
  | { kind: "hide"; forSeconds?: number }
  | { kind: "drop-fields"; fields: string[] }
  /** `body` replaces the whole body, `merge` some of its keys. */
  | { kind: "replace-body"; body?: Json; merge?: JsonObject };

export type FaultKind = Fault["kind"];
export type FaultRule = FaultBase & Fault;

/** A rule that has been added, and what has become of it. */
export type ArmedRule = FaultRule & {
  /** Counts from 0 since all rules were last removed; the log names a fault by it. */
  number: number;
  /** ISO 8601. */
  added: string;
  /** How many requests it matched. */
  seen: number;
  /** How many requests, or connections, it struck. */
  hits: number;
};

const everywhere: readonly FaultPoint[] = ["before", "mid-request", "after-processing", "mid-body"];
/** Instead of the work, or instead of its response. */
const madeUp: readonly FaultPoint[] = ["before", "after-processing"];

/** When each kind can strike; the first is the default. `refuse` strikes before there is a request. */
export const pointsOfKind: Record<FaultKind, readonly FaultPoint[]> = {
  refuse: [],
  reset: everywhere,
  stall: everywhere,
  slow: ["after-processing", "before", "mid-body"],
  truncate: ["mid-body"],
  status: madeUp,
  html: madeUp,
  empty: madeUp,
  oversize: madeUp,
  "gzip-bomb": madeUp,
  redirect: madeUp,
  "clock-skew": ["before"],
  hide: ["after-processing"],
  "drop-fields": ["after-processing"],
  "replace-body": ["after-processing"],
};

export function pointOf({ kind, at }: FaultRule): FaultPoint {
  return at ?? pointsOfKind[kind][0] ?? "before";
}

export function isFaultPoint(value: unknown): value is FaultPoint {
  return everywhere.some((point) => point === value);
}

export const faultPointNames = everywhere.join(", ");
