import type { ApiCall } from "../api/api-call";
import type { ListCall } from "../api/pages";
import type { ApiRecord } from "../vpcep/records";
import { type Codec, type ListCodec, reasons, text, word } from "./codecs";
import type { Properties } from "./properties";
import { id, type Report, type Rule } from "./rules";

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
  /** Its name in records, where that is another one. */
  shown?: string;
  /** How its values are read, written and compared. A field without one is compared as it is. */
  codec?: Codec;
  /** What a value must be like; it is asked about known values only. */
  rule: Rule;
  /** Programs must give it, or the configuration does. */
  required?: true | "configured";
  /**
   * The API's default: what it means that the program had set the field and no longer does, unless a change replaces the
   * object. A field without one keeps its value then.
   */
  default?: unknown;
  /** What check fills in where the program gives none: a decision of the package, not of the API. */
  filled?: unknown;
  /** Which changes of a field with calls of its own no call makes, so that they replace the object. */
  replaces?(known: unknown, desired: unknown): boolean;
  /** No response ever shows its value: what was sent is all that is known of it. */
  untold?: true;
  /** Often a secret, so that no message quotes it whatever the program marks. */
  private?: true;
  /** The cloud chooses a value where the program gives none, so that an import does not take it for the program's. */
  chosen?: true;
}

/** The inputs of a resource, in the order in which they are shown. */
export type Table = Readonly<Record<string, Field>>;

/** A call that shows an object. */
export interface Look {
  call: ApiCall;
  /** Finds it in a response that is a list; undefined when it is not there. Default: the response is the object. */
  find?(body: ApiRecord): ApiRecord | undefined;
}

/** An output that is not an input. */
export type Computed = Pick<Field, "wire"> & { codec: Codec };

/** Where an object is: inputs of every resource. */
export const PLACE = {
  region: { change: "replace", codec: text, rule: id, required: "configured" },
  projectId: { change: "replace", codec: text, rule: id, required: "configured" },
} as const satisfies Table;

/** An object that is there already, to be taken over: an input of the resources that can. */
export const ADOPTION = { existingId: { change: "adopt", rule: id } } as const satisfies Table;

/** How an object is and came to be: outputs of every resource with a life of its own. */
export const LIFE = {
  status: { wire: "status", codec: word },
  createdAt: { wire: "created_at", codec: word },
  updatedAt: { wire: "updated_at", codec: word },
  error: { wire: "error", codec: reasons },
} as const satisfies Record<string, Computed>;

/** What the engine knows of a resource type. */
export interface Definition {
  /** The type as its users know it, such as `VpcEndpointService`. */
  type: string;
  /** What messages call an object of it, such as `service`. */
  noun: string;
  fields: Table;
  /** The output by which people know an object, where an id says little to them. */
  knownBy?: string;
  computed: Readonly<Record<string, Computed>>;
  /** Outputs that follow from fields, with those: a preview cannot know them when one of these changes. */
  follows?: Readonly<Record<string, readonly string[]>>;
  /** Outputs that need more than one field of the record, or other outputs. */
  derived?(id: string, record: ApiRecord, outputs: Properties, base: Properties): Properties;
  /** What the fields have to be together. */
  rule?(report: Report): void;
  /** Whether a replacement makes a new object, so that one that has failed is replaced. */
  isMade: boolean;
  /** The statuses in which an object with these inputs has what was last asked for, the best first. */
  settled(inputs: Properties): readonly string[];
  /** The codes by which the API refuses a call because the object is busy with something else. */
  busy: readonly string[];
  /** How an object is read. */
  look(id: string, properties: Properties): Look;
  /**
   * Lists objects, those of one status where the API can filter: a hundred of them that settle together are asked for with
   * one call. Newest first.
   */
  list?(status?: string): ListCall;
}

/** The names of the fields of which a change means one of these. */
export function fieldsThat(table: Table, ...changes: Change[]): string[] {
  return Object.keys(table).filter((name) => changes.includes(fieldOf(table, name).change));
}

/** The inputs that a program must give. */
export function requiredFields(table: Table): string[] {
  return Object.keys(table).filter((name) => fieldOf(table, name).required === true);
}

/** The optional inputs that a program sets. */
export function fieldsSetIn(table: Table, inputs: Properties): string[] {
  return Object.keys(table).filter(
    (name) => fieldOf(table, name).required === undefined && inputs[name] !== undefined,
  );
}

/** The steps that are not part of a create. */
export function unsentFields(table: Table): string[] {
  return fieldsThat(table, "step").filter((name) => fieldOf(table, name).wire === undefined);
}

/** Those of them whose value the record of the object does not show, but another call does. */
export function unshownFields(table: Table): string[] {
  return unsentFields(table).filter((name) => {
    const { shown, untold } = fieldOf(table, name);
    return shown === undefined && untold === undefined;
  });
}

/** The outputs of a resource: the fields whose value the cloud holds, and what only the cloud sets. */
export function outputsOf({ fields, computed }: Pick<Definition, "fields" | "computed">): string[] {
  return [...fieldsThat(fields, "replace", "modify", "step"), ...Object.keys(computed)];
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
export function toBody(table: Table, values: Properties, names = Object.keys(table)): Properties {
  const body: Properties = {};
  for (const name of names) {
    const { wire, codec } = fieldOf(table, name);
    if (wire === undefined || values[name] === undefined) continue;
    body[wire] = codec === undefined ? values[name] : codec.write(values[name]);
  }
  return body;
}

/**
 * Maps an object as the API shows it (any operation, any edition) to outputs. A field that is absent, null or of another
 * type keeps what `base` says: the value just sent, else the last one known.
 */
export function toOutputs(
  { fields, computed, derived }: Pick<Definition, "fields" | "computed" | "derived">,
  id: string,
  record: ApiRecord,
  base: Properties,
): Properties {
  const outputs = definedOf(base);
  const entries: [string, Pick<Field, "wire" | "shown" | "codec">][] = [
    ...Object.entries(fields),
    ...Object.entries(computed),
  ];
  for (const [name, { wire, shown = wire, codec }] of entries) {
    const value = shown === undefined ? undefined : codec?.read(record[shown]);
    if (value !== undefined) outputs[name] = value;
  }
  return definedOf({ ...outputs, ...derived?.(id, record, outputs, base) });
}

/** The properties that have a value. */
export function definedOf(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
