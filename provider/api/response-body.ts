import type { Credentials } from "./credentials";
import { parseJson } from "./json";
import { withoutSecrets, withoutSecretsInData } from "./redact";
import { cleanText } from "./text";

/** A response's body as the rest of the client sees it: parsed once, without the keys that it may repeat. */
export interface ResponseBody {
  isEmpty: boolean;
  isJson: boolean;
  /** What the JSON spells; undefined without JSON. */
  value: unknown;
  /** Up to so many characters of the text, for a message. */
  quote(maxCharacters: number): string;
}

export function readBody(text: string, credentials: Credentials): ResponseBody {
  const isEmpty = text.trim() === "";
  // Escapes are resolved and keys taken out before the cut: a key may be spelt "\u0041…", or straddle the limit.
  const quote = (maxCharacters: number) =>
    cleanText(withoutSecrets(unescaped(text), credentials), maxCharacters);
  try {
    const value = parseJson(text, (part) => withoutSecretsInData(part, credentials));
    return { isEmpty, isJson: true, value, quote };
  } catch {
    return { isEmpty, isJson: false, value: undefined, quote };
  }
}

function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\([\\/"])/g, "$1");
}
