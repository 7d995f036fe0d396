import { cleanText } from "../api/text";

/** How the values of one field are read from a response, written into a body, and compared. */
export interface Codec<Value = unknown> {
  /** Undefined for what is absent, null or of another type. */
  read(value: unknown): Value | undefined;
  write(value: unknown): unknown;
  /** The same for values that mean the same to the API. */
  canonical(value: unknown): unknown;
}

/** A list whose order makes no difference. */
export interface ListCodec<Item = unknown> extends Codec<Item[]> {
  /** The same for items that mean the same. */
  key(item: unknown): string;
  /** An item without the parts that have a default; undefined for one that has none. */
  bare(item: unknown): unknown;
}

const same = (value: unknown) => value;
/** Values that are written and compared as they are. */
export function plain<Value>(read: Codec<Value>["read"]): Codec<Value> {
  return { read, write: same, canonical: same };
}

export const text = plain((value) => (typeof value === "string" ? value : undefined));
export const flag = plain((value) => (typeof value === "boolean" ? value : undefined));

/** Ports and counts: whole, and never negative, not even zero. Samples of the manuals print ports as strings. */
export const count = plain((value) => {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value + 0 : undefined;
  return typeof value === "string" && /^[0-9]{1,9}$/.test(value) ? Number(value) : undefined;
});

/** A number that may have more digits than JavaScript's numbers: it is kept as a text with all of them. */
export const digits = plain((value) => {
  const spelt = typeof value === "number" ? String(value) : value;
  return typeof spelt === "string" && /^[0-9]{1,32}$/.test(spelt) ? spelt : undefined;
});

/** A word or a time of the API's own: nobody compares it with what the program says, and messages quote it. */
export const word = plain((value) => (typeof value === "string" ? cleanText(value, 64) : undefined));
export const words = wordsOf(64);
/** As long as DNS lets them be. */
export const domainNames = wordsOf(253);

function wordsOf(maxCharacters: number): Codec<string[]> {
  return plain((value) =>
    Array.isArray(value)
      ? value
          .filter((item) => typeof item === "string")
          .map((item) => cleanText(item, maxCharacters))
          .slice(0, 20)
      : undefined,
  );
}

/** Any plain data, compared as it is. */
export const json = plain((value) => (typeof value === "object" && value !== null ? value : undefined));

/** More reasons than any failed object has, and a limit for what ends up in the state. */
const MAX_REASONS = 20;

/** One reason the API gives for a failed object. */
export interface FailureReason {
  /** The API's code, such as `EndPoint.3005`; empty when it gives none. */
  errorCode: string;
  /** The API's own words. */
  errorMessage: string;
}

/** The API's reasons for a failed object, fit for a message; the editions spell their keys in two ways. */
export const reasons = plain<FailureReason[]>((value) =>
  objects(value)
    .slice(0, MAX_REASONS)
    .map((item) => ({
      errorCode: word.read(item.error_code) ?? word.read(item.code) ?? "",
      errorMessage: cleanText(text.read(item.error_message) ?? text.read(item.message) ?? "", 500),
    })),
);

/** Texts in any order; one that stands there twice counts once. */
export const textSet: ListCodec<string> = {
  read: (value) => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined),
  write: same,
  canonical: (value) => (Array.isArray(value) ? [...new Set(value.map(String))].sort() : []),
  key: String,
  bare: () => undefined,
};

/** `{ key: value }` in programs, `[{ key, value }]` on the wire. */
export const tagMap: Codec<Record<string, string>> = {
  read(value) {
    const items = objects(value);
    if (!Array.isArray(value) || items.length < value.length) return undefined;
    if (items.some(({ key }) => typeof key !== "string")) return undefined;
    // Pulumi cannot carry a property named `__proto__`: it would be lost on its way, or worse.
    const pairs = items
      .filter(({ key }) => key !== "__proto__")
      .map((tag) => [String(tag.key), text.read(tag.value) ?? ""] as const);
    // Not by assignment, which fails for a key such as "constructor" where Object.prototype is frozen.
    return Object.fromEntries(pairs);
  },
  write: (value) => Object.entries(value as object).map(([key, item]) => ({ key, value: item })),
  canonical: (value) =>
    typeof value === "object" && value !== null
      ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
      : [],
};

/** One part of the objects in a list. */
export interface Part {
  wire: string;
  codec: Codec;
  /** What its absence means. A part without a default must be there. */
  default?: unknown;
}

/** Objects in any order. A list with an item that cannot be read is not known: without it, it would look like a change. */
export function objectList(parts: Readonly<Record<string, Part>>): ListCodec<Record<string, unknown>> {
  const names = Object.keys(parts);
  const map = (value: (name: string, part: Part) => [string, unknown]) =>
    Object.fromEntries(
      Object.entries(parts)
        .map(([name, part]) => value(name, part))
        .filter(([, found]) => found !== undefined),
    ) as Record<string, unknown>;
  const fromWire = (item: Record<string, unknown>) =>
    map((name, { wire, codec, default: byDefault }) => [name, codec.read(item[wire]) ?? byDefault]);
  const toWire = (item: Record<string, unknown>) => map((name, { wire }) => [wire, item[name]]);
  const key = (item: unknown) => {
    if (typeof item !== "object" || item === null) return String(item);
    const values = item as Record<string, unknown>;
    return names.map((name) => values[name] ?? parts[name]?.default).join(" ");
  };
  return {
    read(value) {
      const items = objects(value).map(fromWire);
      if (!Array.isArray(value) || items.length < value.length) return undefined;
      return items.every((item) => names.every((name) => Object.hasOwn(item, name))) ? items : undefined;
    },
    write: (value) => (value as Record<string, unknown>[]).map(toWire),
    canonical: (value) => (Array.isArray(value) ? value.map(key).sort() : value),
    key,
    bare(item) {
      const values = item as Record<string, unknown>;
      return map((name, part) => [name, part.default === undefined ? values[name] : undefined]);
    },
  };
}

/** The objects of a list; none where there is no list. */
export function objects(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "object" && item !== null && !Array.isArray(item));
}
