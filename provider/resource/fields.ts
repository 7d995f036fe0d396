import type { Codec, ListCodec } from "./codecs";

/**
 * What a change of a field means. `replace`: it is fixed for the life of the object. `modify`: the modify call takes it.
 * `step`: it has calls of its own. `setting`: the provider's own, for which no call is made. `adopt`: it is looked at when
 * the resource is created.
 */
export type Change = "replace" | "modify" | "step" | "setting" | "adopt";

/** All that the engine knows of one input. */
export interface Field {
  change: Change;
  /** Its name in bodies and records; absent where the record of the object does not have it. */
  wire?: string;
  /** How its values are read, written and compared. A field without one is compared as it is. */
  codec?: Codec;
  /** Programs must give it, or the configuration does. */
  required?: true;
  /**
   * The API's default: what it means that the program had set the field and no longer does. A field without one keeps its
   * value then.
   */
  default?: unknown;
}

/** The inputs of a resource, in the order in which they are shown. */
export type Table = Readonly<Record<string, Field>>;

/** What the engine knows of a type of resource. */
export interface Definition {
  /** The type as its users know it, such as `VpcEndpointService`. */
  type: string;
  fields: Table;
  /** The statuses in which an object has what was last asked for. */
  settled: readonly string[];
}

/** The names of the fields of which a change means one of these. */
export function fieldsThat(table: Table, ...changes: Change[]): string[] {
  return Object.keys(table).filter((name) => changes.includes(fieldOf(table, name).change));
}

/** The inputs that a program may leave out. */
export function optionalFields(table: Table): string[] {
  return Object.keys(table).filter((name) => fieldOf(table, name).required !== true);
}

/** The optional inputs that a program sets. */
export function fieldsSetIn(table: Table, inputs: Record<string, unknown>): string[] {
  return optionalFields(table).filter((name) => inputs[name] !== undefined);
}

/** The lists without an order. */
export function listFields(table: Table): string[] {
  return Object.keys(table).filter((name) => listCodecOf(table, name) !== undefined);
}

export function listCodecOf(table: Table, name: string): ListCodec | undefined {
  const { codec } = fieldOf(table, name);
  return codec !== undefined && "key" in codec ? (codec as ListCodec) : undefined;
}

export function fieldOf(table: Table, name: string): Field {
  const field = table[name];
  if (field === undefined) throw new TypeError(`there is no field ${name}`);
  return field;
}

/** Those of the given fields that have a value, as a body has them. */
export function toBody(
  table: Table,
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name of names) {
    const { wire, codec } = fieldOf(table, name);
    if (wire === undefined || values[name] === undefined) continue;
    body[wire] = codec === undefined ? values[name] : codec.write(values[name]);
  }
  return body;
}

/** The fields that a record of the API shows. What is absent, null or of another type is left out. */
export function fromRecord(table: Table, record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found = Object.entries(table).flatMap(([name, { wire, codec }]): [string, unknown][] => {
    const value = wire === undefined ? undefined : codec?.read(record[wire]);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(found);
}
