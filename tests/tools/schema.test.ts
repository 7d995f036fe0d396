// The schema of the plugin, against the tables that the engine works with, and the reference that is made from it.
// `pulumi schema check` reads it in tests/cli/.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fieldOf, fieldsThat, outputsOf, requiredFields, type Table } from "../../provider/resource/fields";
import { examplesIn } from "../../tools/schema/examples.mjs";
import { referenceOf } from "../../tools/schema/reference.mjs";
import { schemaOf } from "../../tools/schema/schema.mjs";
import { tablesFrom } from "../../tools/schema/tables.mjs";
import { openTypes } from "../../tools/schema/types.mjs";
import { root } from "../helpers/readme";

interface Property {
  description?: string;
  secret?: boolean;
  willReplaceOnChanges?: boolean;
  default?: unknown;
  defaultInfo?: { environment: string[] };
}
type Properties = Record<string, Property>;
interface Described {
  description?: string;
  properties?: Properties;
  inputProperties?: Properties;
}

const token = (name: string) => `huaweicloud-vpcep:index:${name}`;
const tables = tablesFrom((module) => require(`../../provider/${module}`));
const text = readFileSync(join(root, "provider", "plugin", "schema.json"), "utf8");
const schema = JSON.parse(text);

test("is what `npm run schema` makes of the sources now: run it if this fails", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const made = schemaOf(openTypes(root), tables, manifest, examplesIn(root));
  expect(schema).toEqual(made);
  // The order counts too: a schema that is made twice is the same.
  expect(text).toBe(`${JSON.stringify(made, undefined, 2)}\n`);
}, 120_000);

test("docs/reference/ has a page for each resource and look-up, made from the schema: run `npm run schema` if this fails", () => {
  const folder = join(root, "docs", "reference");
  const written = readdirSync(folder).map((name) => [
    name.replace(/\.md$/, ""),
    readFileSync(join(folder, name), "utf8"),
  ]);
  expect(Object.fromEntries(written)).toEqual(referenceOf(schema));
});

test("has the resources that a dynamic program has", () => {
  const { handlers } = require("../../provider/dynamic/handlers");
  expect(Object.keys(schema.resources).sort()).toEqual(Object.keys(handlers).map(token).sort());
});

describe.each(tables.resources.map((one) => [one.type, one] as const))("%s", (type, definition) => {
  const { fields } = definition;
  const resource = schema.resources[token(type)];
  const inputs: Properties = resource.inputProperties;

  test("takes the inputs of the table, and asks for those that a program must give", () => {
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(fields).sort());
    expect([...resource.requiredInputs].sort()).toEqual(requiredFields(fields).sort());
  });

  test("gives the outputs of the table, and nothing that is hidden", () => {
    expect(Object.keys(resource.properties).sort()).toEqual(outputsOf(definition).sort());
  });

  test("says of an input that its change replaces the resource where no call changes it", () => {
    const replacing = Object.keys(inputs).filter((name) => inputs[name]?.willReplaceOnChanges);
    expect(replacing.sort()).toEqual(fieldsThat(fields, "replace").sort());
  });

  /** What the words say of a change, for the one that an argument is like. */
  const said = (name: string): string => {
    const words = inputs[name]?.description ?? "";
    const [, other] = /\bAs `(\w+)`/.exec(words) ?? [];
    return other === undefined ? words : said(other);
  };
  test.each(Object.keys(fields))("says in words what a change of %s means", (name) => {
    const { change, replaces } = fieldOf(fields as Table, name);
    const inPlace = /A change( to `\w+`)? is made in place/;
    const words = {
      modify: inPlace,
      step: inPlace,
      replace: /A change replaces the \w+\./,
      setting: /a change makes no API call/,
      adopt: /another id replaces the resource/,
    };
    expect(said(name)).toMatch(words[change]);
    if (replaces !== undefined) expect(said(name)).toMatch(/replaces the \w+/);
  });

  test("fills in no default: an argument that is left out is the cloud's business", () => {
    const filled = Object.values(inputs).filter((one) => "default" in one || "defaultInfo" in one);
    expect(filled).toEqual([]);
  });

  test("takes over the same resource of a dynamic program", () => {
    expect(resource.aliases).toEqual([{ type: `pulumi-nodejs:dynamic/huaweicloud-vpcep:${type}` }]);
  });
});

test.each(tables.lookUps.map((one) => [one.name, one] as const))(
  "%s takes the arguments of its table",
  (name, { arguments: table }) => {
    const { inputs } = schema.functions[token(name)];
    const required = Object.keys(table).filter((argument) => table[argument]?.required);
    expect(Object.keys(inputs.properties).sort()).toEqual(Object.keys(table).sort());
    expect([...inputs.required].sort()).toEqual(required.sort());
  },
);

test("has the look-ups that a program can call", () => {
  const exported = Object.keys(require("../../provider")).filter((name) => /^get.*(?<!Output)$/.test(name));
  expect(Object.keys(schema.functions).sort()).toEqual(exported.map(token).sort());
});

describe("the settings", () => {
  const variables: Properties = schema.config.variables;
  const inputs: Properties = schema.provider.inputProperties;

  test("are those of the configuration, for the stack and for an explicit provider", () => {
    const names = tables.settings.map((setting) => setting.name);
    expect(Object.keys(variables)).toEqual(names);
    expect(Object.keys(inputs)).toEqual(names);
  });

  test("are secret where the configuration says so", () => {
    const secret = tables.settings.filter((setting) => setting.isSecret).map((setting) => setting.name);
    for (const found of [variables, inputs])
      expect(Object.keys(found).filter((name) => found[name]?.secret)).toEqual(secret);
  });

  test("name the variable that stands for one, where it has the same form", () => {
    for (const { name, variable } of tables.settings)
      expect(variables[name]?.defaultInfo?.environment).toEqual(
        name === "endpoints" ? undefined : [variable],
      );
  });

  test("of an explicit provider are not filled in from the environment, which would end up in the state", () => {
    expect(Object.values(inputs).filter((one) => "defaultInfo" in one)).toEqual([]);
  });
});

test("describes everything", () => {
  const { config, provider, resources, functions, types } = schema;
  const looks = Object.values<{ inputs: Described; outputs: Described }>(functions);
  const objects: Described[] = [
    ...[...Object.values<Described>(resources), provider],
    ...[...looks, ...looks.flatMap(({ inputs, outputs }) => [inputs, outputs])],
    ...Object.values<Described>(types),
  ];
  const properties = objects.flatMap((one) => [
    ...Object.entries(one.properties ?? {}),
    ...Object.entries(one.inputProperties ?? {}),
  ]);
  const all = [
    ...objects.map((one) => ["", one] as const),
    ...properties,
    ...Object.entries(config.variables),
  ];
  expect(all.filter(([, one]) => !(one as Described).description)).toEqual([]);
});

test("refers to types that it has, and has none that nothing refers to", () => {
  const references = [...text.matchAll(/"\$ref": "(.+)"/g)].map(([, reference = ""]) => reference);
  const own = references.filter((reference) => reference !== "pulumi.json#/Any");
  const expected = Object.keys(schema.types).map((name) => `#/types/${name}`);
  expect([...new Set(own)].sort()).toEqual(expected.sort());
});

test("speaks of the plugin, not of the dynamic resources", () => {
  const { resources, functions, types, config, provider } = schema;
  const words = JSON.stringify({ resources, functions, types, config, provider }, (key, value) =>
    key === "aliases" ? undefined : value,
  );
  expect(words).not.toMatch(/huaweicloud:\w|dynamic|__/);
});
