// What users of the package rely on beside its types, as one readable text.
import { createHash } from "node:crypto";

/**
 * @typedef {object} Facts
 * @property {any} manifest package.json
 * @property {any} schema
 * @property {import("../../provider/configuration/settings.js").Setting[]} settings
 * @property {Record<string, readonly string[]>} endpoints what can stand among them, with its variables
 * @property {string[]} codes of the API that docs/errors.md explains
 * @property {Record<string, string>} help what each command says of its options
 */

/** @param {Facts} facts */
export function surfaceText({ manifest, schema, settings, endpoints, codes, help }) {
  return [
    "# Public surface",
    "Beside the types of the entry points, in the files beside this one. `npm run surface` writes it.",
    "## Subpaths",
    ...list(Object.keys(manifest.exports)),
    "## Versions",
    ...list([`node ${manifest.engines.node}`, ...pairs(manifest.peerDependencies)]),
    "## Commands",
    ...Object.keys(manifest.bin).map((name) => `* ${[name, ...optionsIn(help[name] ?? "")].join(" ")}`),
    "## Configuration",
    ...list(settings.map(settingLine)),
    "## Endpoints",
    ...list(Object.entries(endpoints).map(([name, variables]) => [name, ...variables].join(" "))),
    "## Codes whose errors say what to do",
    ...list(codes),
    "## Schema of the plugin",
    ...list([...schemaLines(schema), `digest without descriptions: ${digest(schema)}`]),
    "",
  ].join("\n");
}

/** @param {readonly string[]} lines */
const list = (lines) => lines.map((line) => `* ${line}`);

/** @param {Record<string, string>} object */
const pairs = (object) => Object.entries(object).map((pair) => pair.join(" "));

/** @param {string} text its lines about options begin with them */
const optionsIn = (text) =>
  text
    .split("\n")
    .filter((line) => /^ +--/.test(line))
    .flatMap((line) => line.match(/(?<=^ +|, )--[a-z-]+/g) ?? [])
    .sort();

/** @param {import("../../provider/configuration/settings.js").Setting} setting */
function settingLine({ key, variable, sdkVariable, isSecret }) {
  return [key, variable, sdkVariable, isSecret && "(secret)"].filter(Boolean).join(" ");
}

/** @param {any} schema */
function schemaLines({ resources, functions, types }) {
  return [
    ...Object.entries(resources).flatMap(([token, one]) => [
      `${token} takes ${members({ properties: one.inputProperties, required: one.requiredInputs })}`,
      `${token} gives ${members(one)}`,
    ]),
    ...Object.entries(functions).flatMap(([token, { inputs, outputs }]) => [
      `${token} takes ${members(inputs)}`,
      `${token} gives ${members(outputs)}`,
    ]),
    ...Object.entries(types).map(([token, one]) => `${token} has ${members(one)}`),
  ];
}

/**
 * With a `?` what may be left out.
 * @param {{ properties: object, required?: string[] }} object
 */
function members({ properties, required = [] }) {
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .sort()
    .join(", ");
}

/** @param {object} schema */
function digest(schema) {
  const text = JSON.stringify(schema, (key, value) =>
    (key === "description" && typeof value === "string") || key === "version" ? undefined : value,
  );
  return createHash("sha256").update(text).digest("hex");
}
