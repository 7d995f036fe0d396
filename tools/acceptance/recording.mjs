// The shapes of a run, kept as JSON, and the comparison of two of them. Pure.
import { OPERATIONS } from "./reference/index.mjs";
import { nameOf } from "./results.mjs";

/** @typedef {import("./shape.cjs").Exchange} Exchange */
/** @typedef {import("./results.mjs").Result} Result */

/**
 * @typedef {object} Recording
 * @property {Record<string, string>} about versions, region, date
 * @property {{ title: string, outcome: string, calls: readonly string[] }[]} steps
 * @property {Record<string, Record<string, string>>} responses operation with status, and code if any, to its fields and
 *   their types
 * @property {{ difference: string, reason: string }[]} known differences of the emulator from this cloud that stay
 */

/**
 * @param {Record<string, string>} about
 * @param {readonly Result[]} results
 * @param {readonly Exchange[]} exchanges
 * @returns {Recording}
 */
export function recordingOf(about, results, exchanges) {
  /** @type {Record<string, Record<string, string>>} */
  const responses = {};
  for (const exchange of exchanges) {
    const { status, code, fields } = exchange;
    const key = [nameOf(exchange), status, code].filter(Boolean).join(" ");
    const known = responses[key] ?? {};
    for (const [path, type] of Object.entries(fields)) known[path] = joined(known[path], type);
    responses[key] = sorted(known);
  }
  const steps = results.map(({ title, outcome, calls }) => ({ title, outcome, calls }));
  return { about, steps, responses: sorted(responses), known: [] };
}

/** @param {string | undefined} types @param {string} more */
function joined(types, more) {
  return [...new Set([...(types?.split("|") ?? []), ...more.split("|")])].sort().join("|");
}

/** @template Value @param {Record<string, Value>} entries @returns {Record<string, Value>} */
function sorted(entries) {
  return Object.fromEntries(Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * How a run against the emulator differs from what a cloud did. Steps that either of them did not take, and responses that
 * only one of them had, are not compared: accounts differ in what they may do.
 * @param {Recording} cloud
 * @param {Recording} emulator
 * @returns {string[]}
 */
export function differencesBetween(cloud, emulator) {
  /** @type {string[]} */
  const found = [];
  for (const step of cloud.steps) {
    const own = emulator.steps.find(({ title }) => title === step.title);
    if (own === undefined || step.outcome !== "done" || own.outcome !== "done") continue;
    // A run against the emulator has every variable, and so may make more.
    const missing = step.calls.filter((call) => !own.calls.includes(call));
    found.push(...missing.map((call) => `step ${step.title}: ${call} was sent to the cloud alone`));
  }
  for (const [response, fields] of Object.entries(cloud.responses)) {
    const own = emulator.responses[response];
    if (own !== undefined) found.push(...fieldDifferences(response, fields, own));
  }
  return found;
}

/**
 * @param {string} response
 * @param {Record<string, string>} cloud
 * @param {Record<string, string>} emulator
 */
function fieldDifferences(response, cloud, emulator) {
  /** @type {string[]} */
  const found = [];
  for (const [path, type] of Object.entries(cloud)) {
    const own = emulator[path];
    if (own === undefined) {
      if (isComparable(path, emulator))
        found.push(`${response}: field ${path} (${type}) is not in the emulator's`);
    } else if (own !== type)
      found.push(`${response}: field ${path} is ${type} in the cloud, ${own} in the emulator`);
  }
  const operation = OPERATIONS.find(({ name }) => name === response.split(" ")[0]);
  // What responses may lack depends on what was asked for.
  const mayLack = (/** @type {string} */ path) => `${path}?` in (operation?.response?.fields ?? {});
  for (const [path, type] of Object.entries(emulator))
    if (!(path in cloud) && isComparable(path, cloud) && !mayLack(path))
      found.push(`${response}: field ${path} (${type}) is in the emulator's alone`);
  return found;
}

/**
 * Of an empty list nobody knows what its items are like, and what an absent object holds.
 * @param {string} path
 * @param {Record<string, string>} fields
 */
function isComparable(path, fields) {
  const parent = path.replace(/(\[\]|\.[^.[]+)$/, "");
  if (parent === path) return true;
  return path.endsWith("[]") ? false : parent in fields;
}

/**
 * @param {Recording} cloud a recording as it was kept
 * @param {Recording} emulator
 * @returns {{ unknown: string[], outdated: string[] }} differences that nobody has accepted, and accepted ones that are gone
 */
export function heldAgainst(cloud, emulator) {
  const found = differencesBetween(cloud, emulator);
  const known = cloud.known.map(({ difference }) => difference);
  return {
    unknown: found.filter((difference) => !known.includes(difference)),
    outdated: known.filter((difference) => !found.includes(difference)),
  };
}

/** @param {readonly Exchange[]} exchanges */
export const countOf = (exchanges) => ({
  calls: exchanges.length,
  operations: new Set(exchanges.map(nameOf)).size,
});
