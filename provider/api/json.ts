/** Far deeper than anything of this API; a walk through what is deeper still would overflow the stack. */
const MAX_DEPTH = 64;

/**
 * Whole numbers that JavaScript cannot hold (`marker_id` may have 18 digits) become strings with all their digits; a key
 * `__proto__` is dropped, for `Object.assign` would obey it. Throws a SyntaxError also for endless nesting and for what
 * would be Infinity (`1e999`) and could not be passed on. `clean` sees every text, names included.
 */
export function parseJson(text: string, clean: (text: string) => string = (same) => same): unknown {
  return revised(JSON.parse(withLongIntegersQuoted(text.replace(/^\uFEFF/, ""))), clean, 0);
}

/** The object that a text spells; nothing when it is not JSON, or not an object. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// In one pass, so that digits inside a string are never touched. Fraction and exponent belong to a literal, so that it
// fails the test as a whole instead of passing it in pieces.
function withLongIntegersQuoted(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  let isInString = false;
  return text.replace(/\\.|"|[-+.eE\d]{16,}/gs, (token) => {
    if (token === '"') isInString = !isInString;
    const isUnsafeInteger = /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
    return !isInString && isUnsafeInteger ? `"${token}"` : token;
  });
}

function revised(value: unknown, clean: (text: string) => string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new SyntaxError("nested too deeply");
  if (typeof value === "string") return clean(value);
  if (typeof value === "number" && !Number.isFinite(value)) throw new SyntaxError("beyond all bounds");
  if (Array.isArray(value)) return value.map((item) => revised(item, clean, depth + 1));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
  return Object.fromEntries(entries.map(([key, item]) => [clean(key), revised(item, clean, depth + 1)]));
}
