// What may be kept of a call: names, types, statuses, codes and words of closed lists. Never a value that somebody chose,
// so that neither an id nor a secret can get into a recording. CommonJS, for the recorder is loaded by --require.

/**
 * @typedef {object} Exchange
 * @property {string} method
 * @property {string} path with `{id}` for every segment that is not a word of the API
 * @property {string[]} sent paths of the fields of the request's body
 * @property {number} status
 * @property {string} [code] the error code in the body
 * @property {Record<string, string>} fields path to type of every field of the response's body
 * @property {Record<string, string[]>} words path to the words seen, of fields whose values are words of the API
 */

/** The segments of the API's paths that are no ids. */
const SEGMENTS = new Set(
  (
    "v1 v2 vpc-endpoint-services public describe connections action description permissions batch-create batch-delete " +
    "name upgrade add-server-resources vpc-endpoints routetables policy quotas endpoint_service endpoint tags resource_instances"
  ).split(" "),
);

/** Fields whose values come from a closed list of the API. */
const WORD_FIELDS = new Set(
  (
    "status service_type server_type tcp_proxy active_status enable_status permission_type ip_version cidr_type " +
    "supported_editions protocol type"
  ).split(" "),
);

/**
 * @param {string} target the path of a request, a base path in front and a query behind included
 * @returns {string | undefined} undefined for a call of another service, such as a login
 */
function pathOf(target) {
  const segments = (target.split("?")[0] ?? "").split("/").filter((segment) => segment !== "");
  const version = segments.findIndex((segment) => segment === "v1" || segment === "v2");
  if (version < 0) return undefined;
  const own = segments.slice(version);
  // The third segment, behind the project, says whose call it is.
  if (!SEGMENTS.has(own[2] ?? "")) return undefined;
  // A project may have any id, one that reads like a word included.
  return `/${own.map((segment, index) => (index !== 1 && SEGMENTS.has(segment) ? segment : "{id}")).join("/")}`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function typeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** @param {string} name @returns {string} one that may be an id or a key, going by its digits, is not kept */
function nameOf(name) {
  return /^[A-Za-z_][A-Za-z0-9_-]{0,39}$/.test(name) && !/\d.*\d.*\d/.test(name) ? name : "{name}";
}

/** @param {unknown} value @returns {value is string} */
function isWord(value) {
  return typeof value === "string" && /^[A-Za-z][A-Za-z_]{0,29}[0-9]?$/.test(value);
}

/**
 * @param {unknown} body
 * @returns {Pick<Exchange, "fields" | "words">}
 */
function shapeOf(body) {
  /** @type {Map<string, Set<string>>} */
  const types = new Map();
  /** @type {Map<string, Set<string>>} */
  const words = new Map();
  /** @param {Map<string, Set<string>>} map @param {string} path @param {string} item */
  const add = (map, path, item) => map.set(path, (map.get(path) ?? new Set()).add(item));
  /** @param {unknown} value @param {string} path @param {string} name */
  const visit = (value, path, name) => {
    if (path !== "") add(types, path, typeOf(value));
    if (WORD_FIELDS.has(name) && isWord(value)) add(words, path, value);
    if (Array.isArray(value)) for (const item of value) visit(item, `${path}[]`, name);
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) {
        const known = nameOf(key);
        visit(item, path === "" ? known : `${path}.${known}`, known);
      }
  };
  visit(body, "", "");
  const sorted = [...types].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    fields: Object.fromEntries(sorted.map(([path, found]) => [path, [...found].sort().join("|")])),
    words: Object.fromEntries([...words].map(([path, found]) => [path, [...found].sort()])),
  };
}

/**
 * @param {any} body
 * @returns {string | undefined} the error code, wherever the editions put it
 */
function codeOf(body) {
  const inner = typeof body?.error === "object" ? body.error : undefined;
  for (const code of [body?.error_code, body?.code, inner?.error_code, inner?.code])
    if (typeof code === "string" && /^[A-Za-z]{2,12}\.[0-9]{3,8}$/.test(code)) return code;
  return undefined;
}

/** @param {string} text */
function parsed(text) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return "not JSON";
  }
}

/**
 * @param {{ method: string, target: string, requestBody: string, status: number, responseBody: string }} call
 * @returns {Exchange | undefined} undefined for a call of another service
 */
function exchangeOf({ method, target, requestBody, status, responseBody }) {
  const path = pathOf(target);
  if (path === undefined) return undefined;
  const body = parsed(responseBody);
  const { fields, words } = shapeOf(body);
  const code = status >= 400 ? codeOf(body) : undefined;
  return {
    method,
    path,
    sent: Object.keys(shapeOf(parsed(requestBody)).fields),
    status,
    ...(code !== undefined && { code }),
    fields: typeof body === "string" ? { "": "text" } : fields,
    words,
  };
}

module.exports = { exchangeOf, pathOf, shapeOf };
