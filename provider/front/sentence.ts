import type { Log } from "../api/runtime";
import { cleanSentence, withoutSecretsInData } from "../api/text";

/** Of one error or one line for the user. */
const MAX_CHARACTERS = 2000;

/**
 * The filter that every sentence passes on its way out, whichever text it quotes: one of the API, of the program or of a
 * bug. It takes the keys out, then control characters, and cuts last. (Responses are cleaned of the keys where they come
 * in as well: see api/text.ts.)
 */
export function sentence(text: string, secrets: readonly string[]): string {
  const redacted = withoutSecretsInData(text, secrets);
  return cleanSentence(redacted, MAX_CHARACTERS);
}

/** A log whose lines all pass it. */
export function cleanLog(log: Log, secrets: () => readonly string[]): Log {
  return {
    info: (line) => log.info(sentence(line, secrets())),
    warn: (line) => log.warn(sentence(line, secrets())),
  };
}
