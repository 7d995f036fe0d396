/**
 * Passes on what Pulumi can carry: null, booleans, finite numbers, strings, lists and plain objects of them. Anything
 * else would be lost on its way or, worse, fail after the cloud object exists and orphan it; so undefined properties are
 * dropped here, texts are made well-formed and the rest is refused by name.
 */
export function assertPlain<T>(value: T, path = "outputs"): T {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return value.toWellFormed() as T;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => assertPlain(item, `${path}[${index}]`)) as T;
  if (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(
      entries.map(([key, item]) => [key.toWellFormed(), assertPlain(item, `${path}.${key}`)]),
    ) as T;
  }
  throw new TypeError(`${path} is no plain data (${typeof value})`);
}

/**
 * The same value with every text in it well-formed, names of properties included. A lone surrogate, from wherever it
 * came, would keep the whole message from leaving the process, and the run would hang.
 */
export function wellFormed<T>(value: T): T {
  if (typeof value === "string") return value.toWellFormed() as T;
  if (Array.isArray(value)) return value.map(wellFormed) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]),
  ) as T;
}

/** The properties that Pulumi can carry, for a failure that must not be lost over one that it cannot. */
export function plainPart(properties: Record<string, unknown>): Record<string, unknown> {
  const carried = Object.entries(properties).flatMap(([key, value]) => {
    try {
      return value === undefined ? [] : [[key.toWellFormed(), assertPlain(value)]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(carried);
}
