/** Far deeper than anything of this API; a walk through what is deeper still would overflow the stack. */
const MAX_DEPTH = 64;

/**
 * JSON of the API into plain values. Whole numbers that JavaScript cannot hold (`marker_id` may have 18 digits) become
 * strings with all their digits; a key `__proto__` is dropped, for `Object.assign` would obey it. Throws a SyntaxError
 * also for what JSON allows and no response holds: a number beyond all bounds (`1e999`), which would be Infinity here
 * and could not be passed on, and endless nesting. `clean` sees every text, names included.
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

// Scans like a JSON reader, so that digits inside a string are never touched.
function withLongIntegersQuoted(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  let result = "";
  let copiedTo = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
    } else if (isNumberPart(character)) {
      const end = endOfNumber(text, at);
      const literal = text.slice(at, end);
      if (isUnsafeInteger(literal)) {
        result += `${text.slice(copiedTo, at)}"${literal}"`;
        copiedTo = end;
      }
      at = end;
    } else {
      at++;
    }
  }
  return result + text.slice(copiedTo);
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}

function endOfNumber(text: string, start: number): number {
  let at = start;
  while (at < text.length && isNumberPart(text.charAt(at))) at++;
  return at;
}

// With fraction and exponent, so that they fail the test below as one literal instead of passing it in pieces.
function isNumberPart(character: string): boolean {
  return (character >= "0" && character <= "9") || "+-.eE".includes(character);
}

function isUnsafeInteger(literal: string): boolean {
  return /^-?\d+$/.test(literal) && !Number.isSafeInteger(Number(literal));
}

function revised(value: unknown, clean: (text: string) => string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new SyntaxError("nested too deeply");
  if (typeof value === "string") return clean(value);
  if (typeof value === "number" && !Number.isFinite(value))
    throw new SyntaxError("a number beyond all bounds");
  if (Array.isArray(value)) return value.map((item) => revised(item, clean, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
  return Object.fromEntries(entries.map(([key, item]) => [clean(key), revised(item, clean, depth + 1)]));
}
