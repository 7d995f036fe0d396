import { isJsonObject } from "../world/json";
import {
  anything,
  count,
  countFromOne,
  type Expected,
  filledText,
  flag,
  isWholeFrom,
  milliseconds,
  number,
  seconds,
  text,
  wholeNumber,
} from "../world/user-input";
import { pathPattern } from "./fault-match";
import { type FaultKind, faultPointNames, isFaultPoint } from "./fault-rule";

const status = wholeNumber(200, 599);
const headerText: Expected = { words: "a header's text, without control characters", fits: isHeaderText };
const headers: Expected = {
  words: "headers, each a name with a text",
  fits: (value) =>
    isJsonObject(value) &&
    Object.entries(value).every(([name, each]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && isHeaderText(each)),
};
const someNames: Expected = {
  words: "a list of at least one name",
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every((name) => text.fits(name)),
};
const object: Expected = { words: "an object", fits: isJsonObject };
const rate: Expected = {
  words: "a number above 0",
  fits: (value) => Number.isFinite(value) && Number(value) > 0,
};

export const fieldsOfKind: Record<FaultKind, Record<string, Expected>> = {
  refuse: { forSeconds: seconds },
  reset: {},
  stall: { forSeconds: seconds },
  slow: { delayMs: milliseconds, bytesPerSecond: rate, sliceBytes: countFromOne },
  truncate: { keepBytes: count, complete: flag },
  status: { status, errorCode: filledText, body: anything, headers },
  html: { status, body: text },
  empty: { status },
  oversize: { bytes: count },
  "gzip-bomb": { bytes: count },
  redirect: { location: headerText, status },
  "clock-skew": { skewSeconds: number, noDate: flag },
  hide: { forSeconds: seconds },
  "drop-fields": { fields: someNames },
  "replace-body": { body: anything, merge: object },
};

export const fieldsOfEvery: Record<string, Expected> = {
  kind: text,
  match: object,
  at: { words: `one of ${faultPointNames}`, fits: isFaultPoint },
  times: countFromOne,
  lastsSeconds: seconds,
};

export const fieldsOfMatch: Record<string, Expected> = {
  method: filledText,
  path: { words: "a glob that begins with / or *, or a regular expression that begins with ^", fits: isPath },
  nth: { words: "a whole number from 1, or first and last of them", fits: isNth },
  bodyIncludes: text,
};

function isHeaderText(value: unknown): boolean {
  return typeof value === "string" && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/** Anything else, such as a path without its leading slash, would match no request. */
function isPath(value: unknown): boolean {
  if (typeof value !== "string" || !/^[/*^]/.test(value)) return false;
  try {
    return pathPattern(value) instanceof RegExp;
  } catch {
    return false;
  }
}

function isNth(value: unknown): boolean {
  if (!Array.isArray(value)) return isWholeFrom(value, 1);
  const [first, last, ...more] = value;
  return more.length === 0 && isWholeFrom(first, 1) && isWholeFrom(last, first);
}
