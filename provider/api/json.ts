/**
 * JSON of the API into plain values. Whole numbers that JavaScript cannot hold (`marker_id` may have 18 digits)
 * become strings with all their digits; a key `__proto__` is dropped, for `Object.assign` would obey it.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(withLongIntegersQuoted(text.replace(/^\uFEFF/, "")));
  // Most answers hold neither the name nor an escape that could spell it; the walk is for those that do.
  return /__proto__|\\u/i.test(text) ? withoutProtoKeys(value) : value;
}

/** The object that a text spells; nothing when it is no JSON, or of another kind. */
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

function withoutProtoKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProtoKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutProtoKeys(inner)]));
}
