// A software bill of materials (CycloneDX) out of the one that npm writes of the whole tree. npm's own `--omit dev` loses
// every package that a development dependency needs as well, and time and serial number are new at each run.
import { createHash } from "node:crypto";

/** @typedef {{ "bom-ref": string, properties?: unknown[] }} Component */

/**
 * @param {any} all `npm sbom --sbom-format cyclonedx`, of everything that is installed
 * @param {{ name: string, version: string }} subject what it is the bill of
 * @param {readonly { name: string, version: string }[]} packages what the subject holds or brings along
 * @param {string} time of the commit, in ISO 8601
 */
export function sbomOf(all, subject, packages, time) {
  const own = all.metadata.component["bom-ref"];
  const refs = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const isKept = (/** @type {string} */ ref) => refs.has(ref);
  const components = all.components
    .filter((/** @type {Component} */ one) => isKept(one["bom-ref"]))
    // npm marks what this repository needs for development as well.
    .map((/** @type {Component} */ { properties: _, ...component }) => component)
    .sort(byRef);
  const missing = [...refs].filter(
    (ref) => !components.some((/** @type {Component} */ one) => one["bom-ref"] === ref),
  );
  if (missing.length > 0) throw new Error(`npm sbom does not list ${missing.join(", ")}`);
  const dependencies = all.dependencies
    .filter((/** @type {{ ref: string }} */ { ref }) => ref === own || isKept(ref))
    .map((/** @type {{ ref: string, dependsOn: string[] }} */ { ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter(isKept).sort(),
    }));
  const component = { ...all.metadata.component, ...subject };
  const bom = { ...all, metadata: { ...all.metadata, timestamp: time, component }, components, dependencies };
  return { ...bom, serialNumber: serialNumberOf(bom) };
}

/**
 * A UUID of version 8, made of what the bill says.
 * @param {object} bom
 */
function serialNumberOf(bom) {
  const hex = createHash("sha256")
    .update(JSON.stringify({ ...bom, serialNumber: "" }))
    .digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join("-")}`;
}

/**
 * @param {Component} one
 * @param {Component} other
 */
const byRef = (one, other) => (one["bom-ref"] < other["bom-ref"] ? -1 : 1);
