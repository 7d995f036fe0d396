// How the reference is written down. Everything in this folder comes from the public API references, never from the
// emulator or the provider: it is what both are compared with.

/**
 * Fields by path: `ports[].client_port` is a field of the items of the list `ports`. A `?` behind the path: responses may
 * lack it. A `*` behind the path: what is inside is the caller's, and not compared. The value is the type, or the types
 * joined by `|`.
 * @typedef {Record<string, string>} Fields
 */

/** @typedef {Record<string, readonly string[]>} Words the words that a field may hold, by path */

/** @typedef {{ fields: Fields, words?: Words }} Shape */

/**
 * @typedef {object} Operation
 * @property {string} name as the SDKs call it
 * @property {"GET" | "POST" | "PUT" | "DELETE"} method
 * @property {string} path
 * @property {readonly number[]} success
 * @property {Shape} [response] none where the body is empty
 */

/**
 * The fields of an object where they stand in a list.
 * @param {string} list
 * @param {Shape} item
 * @param {string} [optional] "?" where responses may lack the list
 * @returns {Shape}
 */
export function listOf(list, { fields, words = {} }, optional = "") {
  return {
    fields: { [`${list}${optional}`]: "array", ...inItems(list, fields) },
    words: inItems(list, words),
  };
}

/**
 * @template Value
 * @param {string} list
 * @param {Record<string, Value>} entries
 * @returns {Record<string, Value>}
 */
function inItems(list, entries) {
  return Object.fromEntries(Object.entries(entries).map(([path, value]) => [`${list}[].${path}`, value]));
}

/**
 * @param {...Shape} shapes
 * @returns {Shape}
 */
export function together(...shapes) {
  return {
    fields: Object.assign({}, ...shapes.map(({ fields }) => fields)),
    words: Object.assign({}, ...shapes.map(({ words }) => words)),
  };
}

/** A list with the number of all matches. @param {string} list @param {Shape} item */
export function pageOf(list, item) {
  return together(listOf(list, item), { fields: { total_count: "integer" } });
}

/** @type {Shape} */
export const PORTS = listOf("ports", {
  fields: { client_port: "integer", server_port: "integer", "protocol?": "string" },
  words: { protocol: ["TCP", "UDP"] },
});

/** @type {Shape} */
export const TAGS = listOf("tags", { fields: { key: "string", value: "string" } });

/** Why something has failed; the editions spell the names in two ways. @type {Shape} */
export const REASONS = listOf(
  "error",
  {
    fields: {
      "code?": "string",
      "message?": "string",
      "error_code?": "string",
      "error_message?": "string",
    },
  },
  "?",
);
