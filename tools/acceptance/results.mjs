// What a step of a run comes to. Pure.
import { operationOf } from "./reference/index.mjs";

/** @typedef {import("./shape.cjs").Exchange} Exchange */

/**
 * `refused`: the cloud does not take what not every account may have. `skipped`: it was not tried.
 * @typedef {"done" | "failed" | "refused" | "skipped"} Outcome
 */

/**
 * @typedef {object} Result
 * @property {string} title
 * @property {Outcome} outcome
 * @property {number} seconds
 * @property {readonly string[]} calls what was written, each once: operation, fields of its body, status
 * @property {string} [reason]
 * @property {string} [output] what the CLI said when it failed, for the terminal alone
 */

/** @param {Exchange} exchange @returns {string} such as `UpdateEndpointService`, else the method and the path */
export function nameOf(exchange) {
  return operationOf(exchange)?.name ?? `${exchange.method} ${exchange.path}`;
}

/**
 * @param {Exchange} exchange
 * @returns {string} such as `UpdateEndpointService tcp_proxy`; of the calls about tags with the resource type
 */
export function callOf(exchange) {
  const [, resourceType] = /\/(endpoint_service|endpoint)\//.exec(exchange.path) ?? [];
  const fields = exchange.sent.filter((path) => !/[.[]/.test(path)).sort();
  return [nameOf(exchange), resourceType, ...fields].filter(Boolean).join(" ");
}

/** @param {Exchange} exchange */
export const isWrite = ({ method }) => method !== "GET";

/** @param {readonly Exchange[]} exchanges @returns {string[]} in order, each once, with what was not a success */
export function writesOf(exchanges) {
  const lines = exchanges
    .filter(isWrite)
    .map((exchange) => callOf(exchange) + (exchange.status < 400 ? "" : ` (${refusalOf(exchange)})`));
  return [...new Set(lines)];
}

/** @param {Exchange} exchange */
export const refusalOf = ({ status, code }) => ["HTTP", status, code].filter(Boolean).join(" ");

/**
 * The sentence that says why a run of the CLI failed.
 * @param {string} output
 * @returns {string}
 */
export function reasonIn(output) {
  const errors = output.split("\n").filter((line) => /\berror: /.test(line));
  // The engine's own summary says that there was an error, the provider's says which.
  const telling = errors.filter(
    (line) => !/error: (update|refresh|destroy|preview|import) failed/.test(line),
  );
  const [line = output.trim().split("\n").at(-1) ?? ""] = [...telling, ...errors];
  return line.replace(/^.*?\berror: /, "").trim();
}

/**
 * Whether a run of the CLI says of a resource that it failed.
 * @param {string} output
 * @param {string} type
 * @param {string} name
 */
export function isNamedIn(output, type, name) {
  return linesAbout(output, type, name).some((line) => line.includes("error:"));
}

/**
 * @param {string} output
 * @param {string} type
 * @param {string} name
 */
export function linesAbout(output, type, name) {
  return output.split("\n").filter((line) => line.includes(`${type} "${name}"`));
}
