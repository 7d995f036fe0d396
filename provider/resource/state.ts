import type { Properties } from "./properties";

/** Seconds that an operation may take; what is absent takes the default of the resource. */
export interface Timeouts {
  create?: number;
  update?: number;
  delete?: number;
}

/**
 * What the program tells the provider of a resource beside its inputs. It travels as the property `__vpcep`. It hardly
 * ever changes, for the CLI shows what does.
 */
export interface HiddenInputs {
  /** The resource's name in the program, for messages: the engine tells a dynamic provider neither name nor URN. */
  name: string;
  /** From the `customTimeouts` option, which never reaches a provider by itself. */
  customTimeouts?: Timeouts;
  /** The arguments that are secrets in the program; the provider is given all of them in clear. */
  secrets?: string[];
}

/** What the provider must remember of a resource: the property `__vpcep` among its outputs. */
export interface HiddenState extends HiddenInputs {
  /**
   * The optional inputs that the program last applied had set. One that is set no more goes back to the API's default;
   * one that never was is the cloud's business.
   */
  set: string[];
  /** How the program wrote lists that the outputs hold in other words (order, a protocol left out). */
  written?: Record<string, Spelling>;
  /** What a run that failed still has to do beside the fields; digests, in the words of the resource type. */
  owed?: string[];
  /**
   * There after an operation that failed half-way: the fields of which nobody knows whether their write was done, often
   * none. The next update looks before it believes the outputs.
   */
  unfinished?: string[];
  /** Ids of the objects that this one replaced: one may still wait for its deletion. */
  predecessors?: string[];
  /** Digests of lists that the program does not manage, as a refresh last saw them. */
  seen?: Record<string, string>;
  /** Marks the run that took the object over (`existingId`), so that nobody deletes it as its own predecessor. */
  adoption?: string;
}

/**
 * A list as the program wrote it, by the positions of its items in the outputs. Positions alone, for the state does not
 * mark the hidden property as a secret, and any value may be one.
 */
export interface Spelling {
  order: number[];
  /** Those of them that were written without the part that has a default. */
  bare: number[];
}

export const HIDDEN = "__vpcep";

/** The name of a resource that no program has yet, such as one that was just imported. */
export const NAMELESS = "?";

/**
 * Outputs as the state keeps them: the hidden state as one text. The engine writes the whole state at every step, each item
 * of a list on a line of its own.
 */
export function packed(outputs: Properties): Properties {
  const hidden = outputs[HIDDEN];
  return typeof hidden === "object" ? { ...outputs, [HIDDEN]: JSON.stringify(hidden) } : outputs;
}

function unpacked(raw: unknown): Partial<HiddenState> {
  if (typeof raw !== "string") return typeof raw === "object" && raw !== null ? raw : {};
  try {
    const parsed: unknown = JSON.parse(raw);
    return typeof parsed === "string" ? {} : unpacked(parsed);
  } catch {
    return {};
  }
}

/** Reads the hidden state out of properties of any age: what is missing or misshapen counts as not there. */
export function hiddenState(properties: Properties): HiddenState {
  const found = unpacked(properties[HIDDEN]);
  return {
    name: typeof found.name === "string" ? found.name : NAMELESS,
    ...(typeof found.customTimeouts === "object" && found.customTimeouts !== null
      ? { customTimeouts: found.customTimeouts }
      : {}),
    ...(Array.isArray(found.secrets) ? { secrets: stringsOf(found.secrets) } : {}),
    set: stringsOf(found.set),
    ...(typeof found.written === "object" && found.written !== null ? { written: found.written } : {}),
    ...(Array.isArray(found.owed) ? { owed: stringsOf(found.owed) } : {}),
    ...(Array.isArray(found.unfinished) ? { unfinished: stringsOf(found.unfinished) } : {}),
    ...(typeof found.seen === "object" && found.seen !== null ? { seen: found.seen } : {}),
    ...(Array.isArray(found.predecessors) ? { predecessors: stringsOf(found.predecessors) } : {}),
    ...(typeof found.adoption === "string" ? { adoption: found.adoption } : {}),
  };
}

/** Whether these are the properties of a resource that was created or read before: only those say what was set. */
export function isManaged(properties: Properties): boolean {
  return "set" in unpacked(properties[HIDDEN]);
}

/** The part of the hidden state that belongs to the inputs. */
export function hiddenInputs(properties: Properties): HiddenInputs {
  const { name, customTimeouts, secrets } = hiddenState(properties);
  return {
    name,
    ...(customTimeouts === undefined ? {} : { customTimeouts }),
    ...(secrets === undefined ? {} : { secrets }),
  };
}

function stringsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

const UNIT_SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/**
 * Seconds of a duration as Pulumi's `customTimeouts` take it ("5m", "1h30m", "90s"), or undefined when it is none; the
 * engine refuses such a one with a message of its own.
 */
export function durationSeconds(text: string): number | undefined {
  if (!/^([0-9]+(\.[0-9]+)?(h|ms|m|s|us|µs|ns))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)([a-zµ]+)/g)) {
    seconds += Number(amount) * (UNIT_SECONDS[unit ?? ""] ?? 0);
  }
  return seconds;
}

/** The `customTimeouts` option in seconds, as far as it is set. */
export function timeoutsInSeconds(
  option: { create?: string; update?: string; delete?: string } | undefined,
): Timeouts | undefined {
  const timeouts: Timeouts = {};
  for (const operation of ["create", "update", "delete"] as const) {
    const seconds = durationSeconds(option?.[operation] ?? "");
    if (seconds !== undefined && seconds > 0) timeouts[operation] = seconds;
  }
  return Object.keys(timeouts).length > 0 ? timeouts : undefined;
}
