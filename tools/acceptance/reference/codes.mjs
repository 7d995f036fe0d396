// The error codes of the reference with their HTTP statuses ("Error Codes", and the gateway's own).

/** The service's codes that come with another status than 400. @type {Record<string, readonly number[]>} */
const OTHER_STATUSES = {
  "0001": [500],
  "0003": [401],
  "0004": [403],
  "0005": [404],
  "0011": [504],
  "0012": [504],
  "0013": [504],
  // The table says 400, and live clients need 404 from a read.
  2003: [400, 404],
  2006: [404],
  2007: [404],
  2008: [404],
  2030: [404],
  4004: [404],
  4008: [404],
  4012: [404],
  4021: [404],
  4030: [404],
};

/** First and last of the codes that the table has in a row. @type {readonly (readonly [number, number])[]} */
const RANGES = [
  [1, 7],
  [9, 22],
  [23, 23],
  [1003, 1004],
  [1008, 1008],
  [1018, 1019],
  [2001, 2004],
  [2006, 2031],
  [2033, 2035],
  [2037, 2052],
  [3001, 3006],
  [3008, 3011],
  [3013, 3018],
  [3021, 3023],
  [3035, 3036],
  [3040, 3040],
  [3042, 3046],
  [3048, 3049],
  [3051, 3063],
  [3066, 3076],
  [4001, 4021],
  [4025, 4030],
];

/** @type {Record<string, readonly number[]>} */
const GATEWAY = { "0101": [404], "0301": [401], "0308": [429] };

/**
 * @param {string} code as the response spells it
 * @returns {readonly number[] | undefined} undefined for a code that the reference does not have
 */
export function statusesOf(code) {
  const [, prefix = "", digits = ""] = /^([A-Za-z]+)\.(\d{4})$/.exec(code) ?? [];
  if (/^(APIGW|APIG)$/.test(prefix)) return GATEWAY[digits];
  if (prefix.toLowerCase() !== "endpoint") return undefined;
  const isKnown = RANGES.some(([first, last]) => Number(digits) >= first && Number(digits) <= last);
  return isKnown ? (OTHER_STATUSES[digits] ?? [400]) : undefined;
}
