import type { Json, JsonObject } from "../http/json";

/** Where in the life of a request a fault strikes. */
export type FaultPoint =
  /** The request was read, no work is done. */
  | "before"
  /** The headers were read, the body is not read to its end. */
  | "mid-request"
  /** The work is done and stored, then the answer is broken. */
  | "after-processing"
  /** The work is done, the status line, the headers and half of the body are sent. */
  | "mid-body";

const faultPoints: readonly FaultPoint[] = ["before", "mid-request", "after-processing", "mid-body"];

export interface FaultMatch {
  method?: string;
  /** A glob over the path without its query (`*` within a segment, `**` across), or a regular expression if it begins with `^`. */
  path?: string;
  /** Which of the requests that match the rest: 1-based number, or first and last. Default: every one. */
  nth?: number | [number, number];
  bodyIncludes?: string;
}

interface FaultBase {
  match?: FaultMatch;
  at?: FaultPoint;
  /** After this many hits the rule is spent. Default: no limit. */
  times?: number;
}

export type Fault =
  /** The listener is closed for that long; or, with `times` alone, that many connections are dropped unread. */
  | { kind: "refuse"; forSeconds?: number }
  | { kind: "reset" }
  /** Silence; for ever, or for that long and then the answer. */
  | { kind: "stall"; forSeconds?: number }
  | { kind: "slow"; delayMs?: number; bytesPerSecond?: number; sliceBytes?: number }
  /** Content-Length promises more than is sent; with `complete` it is honest, and only the JSON is cut. */
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
  /** Lists omit what was created within that many seconds; without a number, everything created since the rule came. */
  | { kind: "hide"; forSeconds?: number }
  | { kind: "drop-fields"; fields: string[] }
  /** `body` replaces the answer's, `merge` overwrites some of its keys. */
  | { kind: "replace-body"; body?: Json; merge?: JsonObject };

export type FaultKind = Fault["kind"];
export type FaultRule = FaultBase & Fault;

const fieldsOfKind: Record<FaultKind, readonly string[]> = {
  refuse: ["forSeconds"],
  reset: [],
  stall: ["forSeconds"],
  slow: ["delayMs", "bytesPerSecond", "sliceBytes"],
  truncate: ["keepBytes", "complete"],
  status: ["status", "errorCode", "body", "headers"],
  html: ["status", "body"],
  empty: ["status"],
  oversize: ["bytes"],
  "gzip-bomb": ["bytes"],
  redirect: ["location", "status"],
  "clock-skew": ["skewSeconds", "noDate"],
  hide: ["forSeconds"],
  "drop-fields": ["fields"],
  "replace-body": ["body", "merge"],
};
const fieldsOfEvery = ["match", "at", "times", "kind"];
const fieldsOfMatch = ["method", "path", "nth", "bodyIncludes"];

/** One sentence about what is wrong with a rule, or undefined. A typo must not turn into a fault that never strikes. */
export function faultRuleProblem(rule: unknown): string | undefined {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return "A fault rule is an object.";
  const given = rule as Record<string, unknown>;
  const kind = String(given["kind"]);
  if (!Object.hasOwn(fieldsOfKind, kind)) {
    return `Unknown fault kind ${JSON.stringify(given["kind"])}: one of ${Object.keys(fieldsOfKind).join(", ")}.`;
  }
  const known = [...fieldsOfEvery, ...fieldsOfKind[kind as FaultKind]];
  const stray = Object.keys(given).find((key) => !known.includes(key));
  if (stray !== undefined) return `A fault of kind ${kind} has no field ${JSON.stringify(stray)}.`;
  if (given["at"] !== undefined && !faultPoints.includes(given["at"] as FaultPoint)) {
    return `Unknown point ${JSON.stringify(given["at"])}: one of ${faultPoints.join(", ")}.`;
  }
  return matchProblem(given["match"]) ?? requiredProblem(given, kind as FaultKind);
}

function matchProblem(match: unknown): string | undefined {
  if (match === undefined) return undefined;
  if (typeof match !== "object" || match === null) return "The match of a fault rule is an object.";
  const stray = Object.keys(match).find((key) => !fieldsOfMatch.includes(key));
  return stray === undefined ? undefined : `The match of a fault rule has no field ${JSON.stringify(stray)}.`;
}

function requiredProblem(given: Record<string, unknown>, kind: FaultKind): string | undefined {
  if (kind === "redirect" && typeof given["location"] !== "string") return "A redirect needs a location.";
  if (kind === "clock-skew" && typeof given["skewSeconds"] !== "number")
    return "A clock-skew needs skewSeconds.";
  if (kind === "drop-fields" && !Array.isArray(given["fields"])) return "A drop-fields needs fields.";
  if (kind === "refuse" && given["forSeconds"] === undefined && given["times"] === undefined) {
    return "A refuse needs forSeconds (listener closed) or times (connections dropped).";
  }
  if (given["at"] === "mid-request" && kind !== "reset" && kind !== "stall") {
    return "At mid-request a connection can only be reset or stalled.";
  }
  return undefined;
}
