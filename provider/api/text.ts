// Control characters, line and paragraph separators, and the marks that turn the direction of text around.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/**
 * Text of foreign origin made fit for a one-line message: well-formed, without control characters, at most
 * `maxCharacters` long. Half a character (a lone surrogate, as from a server that cuts UTF-16) becomes U+FFFD: gRPC cannot
 * carry it, and the message would never leave the process.
 */
export function cleanText(text: string, maxCharacters: number): string {
  const characters = charactersOf(text);
  const isTooLong = characters.length > maxCharacters;
  return characters.slice(0, maxCharacters).join("") + (isTooLong ? "…" : "");
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
  return String(seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds));
}

/** A text that is only quoted: every key is taken out, however short. Cut it afterwards, or the cut may keep half a key. */
export function withoutSecrets(text: string, secrets: readonly string[], shortest = 1): string {
  if (text.length < shortest) return text;
  const known = secrets.filter(({ length }) => length >= shortest);
  // As they are, and as they stand in a URL. The longest first: one may be part of another.
  return [...known, ...known.map(encodeURIComponent)]
    .sort((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, "***"), text);
}

/**
 * A text that is used as well, such as a name in a response: what comes in is cleaned, so that no key that the cloud
 * echoes can get into the state, a log line or an error. No real key has less than 8 characters, and a shorter one may be
 * part of any word. A tag that contains a key on purpose cannot be told from an echo; `check` refuses it.
 */
export function withoutSecretsInData(text: string, secrets: readonly string[]): string {
  return withoutSecrets(text, secrets, 8);
}

/** A name without case and underscores. */
export const plain = (text: string) => text.toLowerCase().replaceAll("_", "");

/** Whether two names differ in nothing but case, underscores, or up to two letters in one place. */
export function isNear(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  if (a === b || Math.min(a.length, b.length) < 3) return a === b;
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return Math.max(a.length, b.length) - head - tail <= 2;
}
