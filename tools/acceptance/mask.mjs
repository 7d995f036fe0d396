// Takes out of a text what belongs to the account: ids, addresses, names and secrets become placeholders. Pure.

/** Variables whose values say nothing about the account. */
const PLAIN = new Set([
  "HW_REGION_NAME",
  "HW_CLOUD",
  "HW_VPCEP_RULES",
  "HW_USE_METADATA",
  "HW_ASSUME_ROLE_DURATION",
  "VPCEP_ACCEPTANCE_SERVER_TYPE",
  "VPCEP_ACCEPTANCE_GATEWAY_SERVICE",
]);
const OF_THE_ACCOUNT = /^((HW|HUAWEICLOUD_SDK|VPCEP_ACCEPTANCE)_|https?_proxy$)/i;

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** What looks like an id, an address or a key, whatever it is. @type {readonly (readonly [what: string, RegExp])[]} */
const PATTERNS = [
  ["service", new RegExp(`(?<=vpc-endpoint-services/|service )${UUID}`, "gi")],
  ["endpoint", new RegExp(`(?<=vpc-endpoints/|endpoint )${UUID}`, "gi")],
  ["id", new RegExp(UUID, "gi")],
  ["id", /(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/gi],
  ["url", /https?:\/\/[^\s"'`)|]+/g],
  ["address", /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?(?!\.?\d)/g],
  ["address", /(?<![0-9a-z:])[0-9a-f]{1,4}(?:::?[0-9a-f]{1,4}){2,7}(?![0-9a-z:])/gi],
  ["key", /(?<![\w+/=-])(?=[A-Za-z+/=_-]*\d)[\w+/=-]{20,}(?![\w+/=-])/g],
];

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {Record<string, string>} known values and the names that they are to be shown by
 * @returns {(text: string) => string} the same value becomes the same placeholder each time
 */
export function maskFor(env, known) {
  const values = new Map(Object.entries(known).map(([value, name]) => [value, `<${name}>`]));
  for (const [name, value] of Object.entries(env)) {
    if (!value || !OF_THE_ACCOUNT.test(name) || PLAIN.has(name)) continue;
    for (const part of [value, ...value.split(","), ...hostsIn(value)])
      if (part.length >= 4 && !values.has(part)) values.set(part, `<${name}>`);
  }
  // The longest first, so that none is cut by another that is part of it.
  const longestFirst = [...values].sort(([one], [other]) => other.length - one.length);
  /** @type {Map<string, string>} */
  const numbered = new Map();
  /** @param {string} what @param {string} found */
  const placeholder = (what, found) => {
    const taken = [...numbered.values()].filter((name) => name.startsWith(`<${what}-`)).length;
    const name = numbered.get(found) ?? `<${what}-${taken + 1}>`;
    numbered.set(found, name);
    return name;
  };
  return (text) => {
    const masked = longestFirst.reduce((all, [value, name]) => all.replaceAll(value, name), text);
    return PATTERNS.reduce(
      (all, [what, pattern]) => all.replaceAll(pattern, (found) => placeholder(what, found)),
      masked,
    );
  };
}

/** A message names a host without the rest of its URL. @param {string} value */
function hostsIn(value) {
  return URL.canParse(value) ? [new URL(value).host, new URL(value).hostname] : [];
}
