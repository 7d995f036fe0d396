// Control characters, line and paragraph separators, and the marks that turn the direction of text around.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/**
 * Text of foreign origin made fit for a one-line message: well-formed, without control characters, at most
 * `maxCharacters` long. Half a character (a lone surrogate, as from a server that cuts UTF-16) becomes U+FFFD: gRPC cannot
 * carry it, and the message would never leave the process.
 */
export function cleanText(text: string, maxCharacters: number): string {
  const characters = charactersOf(text);
  return characters.length <= maxCharacters
    ? characters.join("")
    : `${characters.slice(0, maxCharacters).join("")}…`;
}

/** The same for a whole sentence: what is too much goes from its middle, for what to do about it stands at the end. */
export function cleanSentence(text: string, maxCharacters: number): string {
  const characters = charactersOf(text);
  if (characters.length <= maxCharacters) return characters.join("");
  const kept = Math.ceil((maxCharacters * 3) / 4);
  return `${characters.slice(0, kept).join("")} … ${characters.slice(kept - maxCharacters).join("")}`;
}

function charactersOf(text: string): string[] {
  return [...text.toWellFormed().replace(UNPRINTABLE, " ").trim()];
}

/** True when a header value or a host name made of the text could smuggle in a second line or an odd byte. */
export function hasUnsafeCharacters(text: string): boolean {
  return /[^\u0021-\u007e]/.test(text);
}

/** Milliseconds as seconds for people: `0.3`, `12`. */
export function formatSeconds(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 10 ? String(Math.round(seconds * 10) / 10) : String(Math.round(seconds));
}
