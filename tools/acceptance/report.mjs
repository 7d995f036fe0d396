// The report of a run, ready to be pasted into an issue. Pure; the caller masks what belongs to the account.
import { NOT_CHANGED } from "./fields.mjs";
import { countOf } from "./recording.mjs";

/** @typedef {import("./results.mjs").Result} Result */
/** @typedef {import("./conformance.mjs").Difference} Difference */

/**
 * @param {object} run
 * @param {Record<string, string>} run.about
 * @param {readonly Result[]} run.results
 * @param {readonly import("./shape.cjs").Exchange[]} run.exchanges
 * @param {readonly Difference[]} run.differences from the reference
 * @returns {string}
 */
export function reportOf({ about, results, exchanges, differences }) {
  const { calls, operations } = countOf(exchanges);
  const compared = `${calls} responses of ${operations} operations were compared`;
  const rest = results.filter(({ outcome, reason }) => outcome !== "done" && reason !== undefined);
  return [
    "# Acceptance report",
    "",
    table(["", ""], Object.entries(about)),
    "",
    `${summaryOf(results)}.`,
    "",
    "## What differs from the API reference",
    "",
    differences.length === 0
      ? `Nothing: ${compared}.`
      : table(
          ["operation", "what", "seen", "reference"],
          differences.map(({ operation, what, seen, reference }) => [operation, what, seen, reference]),
        ),
    ...(differences.length === 0 ? [] : ["", `${compared}.`]),
    "",
    "## What was not done",
    "",
    rest.length === 0
      ? "Every step was done."
      : table(
          ["step", "result", "why"],
          rest.map(({ title, outcome, reason = "" }) => [title, outcome, reason]),
        ),
    "",
    "## Steps",
    "",
    table(
      ["step", "result", "seconds", "calls"],
      results.map(({ title, outcome, seconds, calls: sent }) => [
        title,
        outcome,
        outcome === "skipped" ? "" : seconds.toFixed(1),
        sent.join(", "),
      ]),
    ),
    "",
    "## Fields that no step changes",
    "",
    table(
      ["field", "why"],
      Object.entries(NOT_CHANGED).flatMap(([type, fields]) =>
        Object.entries(fields).map(([field, why]) => [`${type}.${field}`, why]),
      ),
    ),
    "",
  ].join("\n");
}

/** @param {readonly Result[]} results @returns {string} `38 done, 1 failed, 4 skipped` */
export function summaryOf(results) {
  return /** @type {const} */ (["done", "failed", "refused", "skipped"])
    .map((outcome) => [results.filter((result) => result.outcome === outcome).length, outcome])
    .filter(([count, outcome]) => count !== 0 || outcome === "failed")
    .map((pair) => pair.join(" "))
    .join(", ");
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
