// Compares what a cloud answered with what the API reference says. Pure.
import { statusesOf } from "./reference/codes.mjs";
import { operationOf } from "./reference/index.mjs";

/** @typedef {import("./shape.cjs").Exchange} Exchange */
/** @typedef {import("./reference/shapes.mjs").Shape} Shape */

/**
 * @typedef {object} Difference
 * @property {string} operation
 * @property {string} what the status, code, field or word that it is about
 * @property {string} seen
 * @property {string} reference
 */

/** What a refused call has for a body: of the service, of older editions, of the gateway. @type {Shape} */
const ERROR = {
  fields: {
    "error_code?": "string",
    "error_msg?": "string",
    "request_id?": "string",
    "code?": "string",
    "message?": "string",
    "error?": "object",
    "error.code": "string",
    "error.message": "string",
    // Some calls list what is wrong with which argument.
    "encoded_authorization_message?": "string",
  },
};

/**
 * @param {readonly Exchange[]} exchanges
 * @returns {Difference[]} each once
 */
export function differencesFromReference(exchanges) {
  /** @type {Map<string, Difference>} */
  const found = new Map();
  for (const exchange of exchanges)
    for (const difference of differencesOf(exchange)) found.set(JSON.stringify(difference), difference);
  return [...found.values()];
}

/**
 * @param {Exchange} exchange
 * @returns {Difference[]}
 */
function differencesOf(exchange) {
  const operation = operationOf(exchange);
  const { method, path, status, code } = exchange;
  if (operation === undefined)
    return [{ operation: `${method} ${path}`, what: "operation", seen: "called", reference: "none" }];
  const { name, success, response } = operation;
  if (status >= 400) {
    const inError = shapeDifferences(exchange, ERROR).map((one) => ({
      ...one,
      operation: name,
      what: `${one.what} of the refusal`,
    }));
    return [...codeDifferences(name, status, code), ...inError];
  }
  const ofStatus = success.includes(status)
    ? []
    : [{ operation: name, what: "status", seen: String(status), reference: success.join(" or ") }];
  const inBody = shapeDifferences(exchange, response ?? { fields: {} });
  return [...ofStatus, ...inBody.map((one) => ({ ...one, operation: name }))];
}

/**
 * @param {string} operation
 * @param {number} status
 * @param {string | undefined} code
 * @returns {Difference[]}
 */
function codeDifferences(operation, status, code) {
  if (code === undefined)
    return [{ operation, what: "code", seen: `none with HTTP ${status}`, reference: "error_code" }];
  const documented = statusesOf(code);
  const seen = `HTTP ${status} ${code}`;
  if (documented === undefined) return [{ operation, what: "code", seen, reference: "no such code" }];
  if (documented.includes(status)) return [];
  return [{ operation, what: "status", seen, reference: `HTTP ${documented.join(" or ")} ${code}` }];
}

/**
 * @param {Pick<Exchange, "fields" | "words">} seen
 * @param {Shape} shape
 * @returns {Omit<Difference, "operation">[]}
 */
function shapeDifferences(seen, { fields, words = {} }) {
  const documented = Object.entries(fields).map(([path, type]) => fieldOf(path, type));
  const free = documented.filter(({ isFree }) => isFree).map(({ path }) => path);
  /** @param {string} path */
  const isInside = (path) => free.some((own) => path.startsWith(`${own}.`) || path.startsWith(`${own}[`));
  /** @type {Omit<Difference, "operation">[]} */
  const found = [];
  for (const [path, type] of Object.entries(seen.fields)) {
    if (isInside(path)) continue;
    const known = documented.find((field) => field.path === path);
    // The items of a list of objects are told by their fields.
    if (known === undefined && path.endsWith("[]") && type === "object" && hasItems(documented, path))
      continue;
    if (known === undefined) found.push({ what: fieldName(path), seen: type, reference: "not documented" });
    else if (!type.split("|").every((one) => known.types.includes(one)))
      found.push({ what: fieldName(path), seen: type, reference: known.types.join(" or ") });
  }
  for (const { path, types, isOptional } of documented) {
    if (isOptional || path.endsWith("[]") || path in seen.fields || !isDue(path, seen.fields)) continue;
    found.push({ what: fieldName(path), seen: "missing", reference: types.join(" or ") });
  }
  for (const [path, values] of Object.entries(seen.words)) {
    const allowed = words[path];
    const others = allowed === undefined ? [] : values.filter((value) => !allowed.includes(value));
    if (others.length > 0 && allowed !== undefined)
      found.push({ what: `value of \`${path}\``, seen: others.join(", "), reference: allowed.join(", ") });
  }
  return found;
}

/** @param {string} path @param {string} type */
function fieldOf(path, type) {
  const [, name = path, marks = ""] = /^(.*?)([?*]*)$/.exec(path) ?? [];
  return {
    path: name,
    types: type.split("|"),
    isOptional: marks.includes("?"),
    isFree: marks.includes("*"),
  };
}

/** @param {{ path: string }[]} documented @param {string} path */
function hasItems(documented, path) {
  return documented.some((field) => field.path.startsWith(`${path}.`));
}

/**
 * A field of an object that is not there is not missing.
 * @param {string} path
 * @param {Record<string, string>} seen
 */
function isDue(path, seen) {
  const parent = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : undefined;
  return parent === undefined || parent in seen;
}

/** @param {string} path */
function fieldName(path) {
  return path === "" ? "body" : `field \`${path}\``;
}
