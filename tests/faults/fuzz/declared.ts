// Whether values have the types that the schema of the package declares.
import schema from "../../../provider/plugin/schema.json";

interface Declared {
  type?: string;
  $ref?: string;
  items?: Declared;
  additionalProperties?: Declared;
  properties?: Record<string, Declared>;
  inputProperties?: Record<string, Declared>;
  required?: string[];
}

const types = schema.types as Record<string, Declared>;
const resources = schema.resources as Record<string, Declared>;
const functions = schema.functions as Record<string, { outputs: Declared }>;
const own = (name: string) => `huaweicloud-vpcep:index:${name}`;

/**
 * What is wrong with the outputs of a resource; undefined when all of them are declared and of their types. Those that a
 * failure has left, or a false response, need not be all.
 */
export function outputsProblem(
  type: string,
  outputs: Record<string, unknown>,
  isPartial = false,
): string | undefined {
  const { __vpcep, __provider, ...others } = outputs;
  const declared = resources[own(type)];
  // Settings of the provider's own are inputs that the state keeps.
  const properties = { ...declared?.inputProperties, ...declared?.properties };
  const required = isPartial ? [] : (declared?.required ?? []);
  return new Check(true).object({ required, properties }, others, type);
}

/** The same for the result of a look-up, which lacks what the response does not tell. */
export function resultProblem(name: string, result: Record<string, unknown>): string | undefined {
  return new Check(false).object(functions[own(name)]?.outputs ?? {}, result, name);
}

class Check {
  constructor(private readonly isWhole: boolean) {}

  object({ properties = {}, required = [] }: Declared, value: object, at: string): string | undefined {
    const lacking = required.find((name) => this.isWhole && !Object.hasOwn(value, name));
    if (lacking !== undefined) return `${at} lacks ${lacking}`;
    return firstOf(Object.entries(value), ([name, item]) => {
      const declared = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (declared === undefined) return `${at}.${name} is not declared`;
      return this.value(declared, item, `${at}.${name}`);
    });
  }

  private value(declared: Declared, value: unknown, at: string): string | undefined {
    const { $ref, type, items, additionalProperties: each } = declared;
    if ($ref === "pulumi.json#/Any") return undefined;
    if (type === "array") {
      if (!Array.isArray(value)) return `${at} is no list`;
      return (
        items && firstOf([...value.entries()], ([nth, item]) => this.value(items, item, `${at}[${nth}]`))
      );
    }
    if ($ref !== undefined || type === "object") {
      if (!isRecord(value)) return `${at} is no object`;
      if ($ref !== undefined) return this.object(types[$ref.replace("#/types/", "")] ?? {}, value, at);
      return (
        each && firstOf(Object.entries(value), ([name, item]) => this.value(each, item, `${at}.${name}`))
      );
    }
    const isRight = type === "integer" ? Number.isInteger(value) : typeof value === type;
    return isRight ? undefined : `${at} is not of the type ${type}: ${JSON.stringify(value)}`;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function firstOf<T>(values: readonly T[], problemOf: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = problemOf(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
