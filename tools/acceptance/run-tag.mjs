// How a run marks what it makes, and knows it again.
import { randomBytes } from "node:crypto";

/** The key of the tag on every service and endpoint of the suite; its value is the run. */
export const TAG = "vpcep-acceptance";

/** @returns {string} such as `20260131-4f09ac`: a day, for whoever finds it, and what no other run has */
export function newRun() {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  return `${day}-${randomBytes(3).toString("hex")}`;
}

/** The beginning of the names of a run's services; a name may have 16 characters. @param {string} run */
export const namePrefix = (run) => `acc-${run.slice(-6)}`;

/** The beginning of the descriptions of a run's objects. @param {string} run */
export const descriptionPrefix = (run) => `${TAG} ${run}`;

/**
 * Whether an object as the API lists it was made by this run, or, without one, by any run. What a run has made is also known
 * by its name or description, should the cloud have lost the tags; other runs are known by the tag alone.
 * @param {Record<string, any>} record
 * @param {string} [run]
 * @returns {boolean}
 */
export function isMadeBy(record, run) {
  const tags = Array.isArray(record["tags"]) ? record["tags"] : [];
  const value = tags.find((tag) => tag?.key === TAG)?.value;
  if (run === undefined) return typeof value === "string" && /^\d{8}-[0-9a-f]{6}$/.test(value);
  const { service_name = "", description = "" } = record;
  const parts = String(service_name).split(".");
  return (
    value === run ||
    parts.some((part) => part === namePrefix(run) || part.startsWith(`${namePrefix(run)}-`)) ||
    String(description).startsWith(descriptionPrefix(run))
  );
}
