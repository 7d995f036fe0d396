// The schema of the Pulumi plugin: its resources, look-ups and settings, for every language. Words and types come from the
// doc comments and declarations of provider/, what a change means and which settings are secret from its tables, the
// examples from docs/examples/.
import { paragraphsOf, seeAlso } from "./comments.mjs";
import { exampleUsage } from "./examples.mjs";
import { tokenOf } from "./types.mjs";

/**
 * @param {import("./types.mjs").Types} types
 * @param {import("./tables.mjs").Tables} tables
 * @param {{ version: string, description: string, keywords: string[], license: string, homepage?: string }} manifest
 * @param {(name: string) => import("./examples.mjs").Example[]} examplesOf the programs for a resource or look-up
 */
export function schemaOf(types, tables, manifest, examplesOf) {
  const { version, description, keywords, homepage, license } = manifest;
  // In this order: types that several have stand as the arguments of resources say.
  const resources = Object.fromEntries(
    tables.resources.map((one) => resourceOf(types, one, examplesOf(one.type))),
  );
  const functions = Object.fromEntries(
    tables.lookUps.map(({ name }) => functionOf(types, name, examplesOf(name))),
  );
  const { variables, inputProperties } = settingsOf(types, tables.settings);
  const nested = [...types.nested].sort(([a], [b]) => (a < b ? -1 : 1));
  const schema = {
    name: "huaweicloud-vpcep",
    displayName: "Huawei Cloud VPC Endpoint",
    version,
    description,
    keywords,
    ...(homepage === undefined ? {} : { homepage }),
    license,
    language: languages(),
    config: { variables },
    provider: {
      description: markdown(paragraphsOf(types.symbol("Provider"), types.checker)),
      inputProperties,
    },
    resources,
    functions,
    types: Object.fromEntries(nested.map(([name, type]) => [tokenOf(name), type])),
  };
  return inNamespace(schema);
}

/**
 * @param {import("./types.mjs").Types} types
 * @param {import("../../provider/resource/fields.js").Definition} definition
 * @param {import("./examples.mjs").Example[]} examples
 */
function resourceOf(types, { type, fields }, examples) {
  const args = types.symbol(`${type}Args`);
  const resource = types.symbol(type);
  const inputs = types.membersOf(args);
  const inputProperties = Object.entries(inputs.properties).map(([name, property]) => {
    const isFixed = fields[name]?.change === "replace";
    return [name, isFixed ? { ...property, willReplaceOnChanges: true } : property];
  });
  // What the arguments are in a sentence is what the resource is; the rest holds for every program.
  const [, ...aboutArgs] = paragraphsOf(args, types.checker);
  const about = [...paragraphsOf(resource, types.checker), ...aboutArgs, ...seeAlso(args)];
  const spec = {
    description: markdown([...about, exampleUsage(examples)]),
    inputProperties: Object.fromEntries(inputProperties),
    requiredInputs: inputs.required,
    ...types.outputsOf(resource),
    // Stacks that have it as a dynamic resource move over without a replacement.
    aliases: [{ type: `pulumi-nodejs:dynamic/huaweicloud-vpcep:${type}` }],
  };
  return [tokenOf(type), spec];
}

/**
 * @param {import("./types.mjs").Types} types
 * @param {string} name
 * @param {import("./examples.mjs").Example[]} examples
 */
function functionOf(types, name, examples) {
  const base = `G${name.slice(1)}`;
  const look = types.symbol(name);
  /** @param {string} suffix */
  const object = (suffix) => {
    const symbol = types.symbol(base + suffix);
    return {
      type: "object",
      description: markdown(paragraphsOf(symbol, types.checker)),
      ...types.membersOf(symbol),
    };
  };
  const about = [...paragraphsOf(look, types.checker), ...seeAlso(types.symbol(`${base}Result`))];
  const spec = {
    description: markdown([...about, exampleUsage(examples)]),
    inputs: object("Args"),
    outputs: object("Result"),
  };
  return [tokenOf(name), spec];
}

/**
 * The settings of a stack, and those of an explicit provider. The SDKs fill in what has a default before they send it: an
 * explicit provider would keep keys of the environment in the state, and mix them with a login that it was given. So only
 * the stack's settings name the variables to a machine; the plugin reads them itself for both.
 * @param {import("./types.mjs").Types} types
 * @param {import("../../provider/configuration/settings.js").Setting[]} settings
 */
function settingsOf(types, settings) {
  const { properties } = types.membersOf(types.symbol("ProviderArgs"));
  /** @type {Record<string, import("./types.mjs").PropertySpec>} */
  const inputProperties = {};
  /** @type {Record<string, object>} */
  const variables = {};
  for (const { name, variable, isSecret } of settings) {
    const property = properties[name];
    if (property === undefined) throw new Error(`ProviderArgs has no ${name}`);
    // That of `endpoints` is not the object, but one of its URLs.
    const isSame = property.type !== "object";
    const description = isSame
      ? `${property.description} Environment variable: \`${variable}\`.`
      : property.description;
    const spec = { ...property, description, ...(isSecret ? { secret: true } : {}) };
    inputProperties[name] = spec;
    variables[name] = isSame ? { ...spec, defaultInfo: { environment: [variable] } } : spec;
  }
  return { inputProperties, variables };
}

function languages() {
  const respectSchemaVersion = true;
  return {
    // For Node there is no SDK to be written: what `pulumi import` writes takes it from this package.
    nodejs: { packageName: "pulumi-huaweicloud-vpcep/plugin", respectSchemaVersion },
    python: { pyproject: { enabled: true }, inputTypes: "classes-and-dicts", respectSchemaVersion },
    go: {
      importBasePath: "pulumi-huaweicloud-vpcep/sdk/go/huaweicloudvpcep",
      rootPackageName: "huaweicloudvpcep",
      generateResourceContainerTypes: true,
      respectSchemaVersion,
    },
    csharp: { respectSchemaVersion },
  };
}

/** @param {string[]} paragraphs */
const markdown = (paragraphs) => paragraphs.join("\n\n");

/**
 * The engine gives a plugin the settings of its own namespace, and no others.
 * @template Schema
 * @param {Schema} schema
 * @returns {Schema}
 */
function inNamespace(schema) {
  return JSON.parse(JSON.stringify(schema).replaceAll("`huaweicloud:", "`huaweicloud-vpcep:"));
}
