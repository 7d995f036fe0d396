// Control characters, line and paragraph separators, and the marks that turn the direction of text around.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Text of foreign origin made fit for a one-line message: no control characters, at most `maxCharacters` long. */
export function cleanText(text: string, maxCharacters: number): string {
  const characters = [...text.replace(UNPRINTABLE, " ").trim()];
  return characters.length <= maxCharacters
    ? characters.join("")
    : `${characters.slice(0, maxCharacters).join("")}…`;
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
