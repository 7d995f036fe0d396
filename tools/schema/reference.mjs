// The reference for readers, docs/reference/: a page for each resource and look-up, made from the schema and nothing else.
import { splitDescription } from "./examples.mjs";

/**
 * @typedef {{ type?: string, items?: Type, additionalProperties?: Type, $ref?: string }} Type
 * @typedef {Type & { description: string }} Property
 * @typedef {Record<string, Property>} Properties
 * @typedef {{ description: string, properties: Properties, required?: string[] }} Described
 * @typedef {Described & { inputProperties: Properties, requiredInputs?: string[] }} Resource
 * @typedef {{ description: string, inputs: Described, outputs: Described }} LookUp
 * @typedef {{ resources: Record<string, Resource>, functions: Record<string, LookUp>, types: Record<string, Described> }} Schema
 */

const NOTE = "<!-- Made by `npm run schema` from the doc comments and docs/examples/. -->";
const HEADINGS = { typescript: "TypeScript", python: "Python", yaml: "YAML" };

/** What `pulumi import` wants after the name. */
const IMPORT_IDS = {
  VpcEndpointService: "<service id>",
  VpcEndpoint: "<endpoint id>",
  VpcEndpointConnection: "<service id>/<endpoint id>",
  VpcEndpointServicePermission: "<service id>/<record id>",
};

/**
 * @param {Schema} schema
 * @returns {Record<string, string>} the pages' texts, by name
 */
export function referenceOf({ resources, functions, types }) {
  const pages = [
    ...Object.entries(resources).map(([token, one]) => [nameOf(token), resourcePage(token, one, types)]),
    ...Object.entries(functions).map(([token, one]) => [nameOf(token), lookUpPage(token, one, types)]),
  ];
  return Object.fromEntries(pages);
}

/**
 * @param {string} token
 * @param {Resource} resource
 * @param {Schema["types"]} types
 */
function resourcePage(token, resource, types) {
  const { description, inputProperties, requiredInputs, properties } = resource;
  const { about, examples } = splitDescription(description);
  const name = nameOf(token);
  const id = IMPORT_IDS[/** @type {keyof typeof IMPORT_IDS} */ (name)];
  if (id === undefined) throw new Error(`reference.mjs does not know the id that imports a ${name}`);
  return page([
    `# ${name}`,
    about,
    ...exampleSections(examples),
    "## Arguments",
    propertyTable("argument", inputProperties, requiredInputs),
    "## Outputs",
    propertyTable("output", { id: { type: "string", description: "The id." }, ...properties }),
    ...nestedSections(inputProperties, properties, types),
    "## Import",
    `\`\`\`bash\npulumi import ${token} <name> ${id}\n\`\`\``,
    "It needs [the plugin](../plugin.md). [What exists already](../existing.md) has the other ways.",
  ]);
}

/**
 * @param {string} token
 * @param {LookUp} lookUp
 * @param {Schema["types"]} types
 */
function lookUpPage(token, { description, inputs, outputs }, types) {
  const { about, examples } = splitDescription(description);
  const name = nameOf(token);
  return page([
    `# ${name}`,
    about,
    `\`${name}Output\` takes outputs and gives one; in Node programs \`${name}\` takes plain values and gives a promise. [Look-ups](../look-ups.md) says more.`,
    ...exampleSections(examples),
    "## Arguments",
    inputs.description,
    propertyTable("argument", inputs.properties, inputs.required),
    "## Result",
    outputs.description,
    propertyTable("output", outputs.properties),
    ...nestedSections(inputs.properties, outputs.properties, types),
  ]);
}

/** @param {import("./examples.mjs").Example[]} examples */
function exampleSections(examples) {
  const sections = examples.map(({ language, text }) => {
    const heading = HEADINGS[/** @type {keyof typeof HEADINGS} */ (language)];
    return `### ${heading}\n\n\`\`\`${language}\n${text}\n\`\`\``;
  });
  return ["## Example", ...sections];
}

/**
 * A table for each object that these properties hold, at any depth.
 * @param {Properties} inputs
 * @param {Properties} outputs
 * @param {Schema["types"]} types
 */
function nestedSections(inputs, outputs, types) {
  const given = nestedIn(inputs, types);
  return [...new Set([...given, ...nestedIn(outputs, types)])].flatMap((token) => {
    const type = types[token];
    if (type === undefined) return [];
    // What a program must give is no question of what it only gets.
    const required = given.includes(token) ? type.required : [];
    return [`## ${nameOf(token)}`, type.description, propertyTable("member", type.properties, required)];
  });
}

/**
 * @param {Properties} properties
 * @param {Schema["types"]} types
 * @param {string[]} above the types that hold these properties
 * @returns {string[]}
 */
function nestedIn(properties, types, above = []) {
  const found = Object.values(properties).flatMap(referencesOf);
  return found
    .filter((token) => !above.includes(token))
    .flatMap((token) => [token, ...nestedIn(types[token]?.properties ?? {}, types, [...above, token])]);
}

/**
 * @param {string} what
 * @param {Properties} properties
 * @param {string[]} [required]
 */
function propertyTable(what, properties, required = []) {
  const rows = Object.entries(properties).map(([name, property]) => {
    const type = required.includes(name) ? `${typeOf(property)}, required` : typeOf(property);
    return `| \`${name}\` | ${type} | ${property.description.replaceAll("|", "\\|").replaceAll("\n\n", " ")} |`;
  });
  return [`| ${what} | type | meaning |`, "| --- | --- | --- |", ...rows].join("\n");
}

/**
 * @param {Type} type
 * @returns {string}
 */
function typeOf({ type, items, additionalProperties, $ref }) {
  if (items) return `list of ${plural(typeOf(items))}`;
  if (additionalProperties) return `map of ${plural(typeOf(additionalProperties))}`;
  if ($ref === undefined) return type ?? "";
  const [token] = referencesOf({ $ref });
  return token === undefined ? "anything" : `[${nameOf(token)}](#${nameOf(token).toLowerCase()})`;
}

/** @param {string} type */
const plural = (type) => type.replace(/^(string|number|integer|boolean|list|map)\b/, "$1s");

/**
 * @param {Type} type
 * @returns {string[]} the schema's own types in it
 */
function referencesOf({ items, additionalProperties, $ref }) {
  const own = $ref?.startsWith("#/types/") ? [$ref.replace("#/types/", "")] : [];
  return [...own, ...[items, additionalProperties].flatMap((one) => (one ? referencesOf(one) : []))];
}

/** @param {string} token */
const nameOf = (token) => token.split(":").at(-1) ?? "";

/**
 * The plugin's settings have a namespace of their own, which the documents tell once.
 * @param {string[]} parts
 */
function page(parts) {
  return `${[NOTE, ...parts].join("\n\n").replaceAll("`huaweicloud-vpcep:", "`huaweicloud:")}\n`;
}
