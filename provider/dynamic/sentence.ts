import type { Log } from "../api/runtime";
import type { Credentials } from "../api/sign";
import { cleanSentence, withoutSecretsInData } from "../api/text";

/** Of one error or one line for the user. */
const MAX_CHARACTERS = 2000;

/**
 * The filter that every sentence passes on its way out, whichever text it quotes: one of the API, of the program or of a
 * bug. It takes the keys out, then control characters, and cuts last. (Responses are cleaned of the keys where they come
 * in as well: see redact.ts.)
 */
export function sentence(text: string, credentials: Credentials | undefined): string {
  const redacted = credentials === undefined ? text : withoutSecretsInData(text, credentials);
  return cleanSentence(redacted, MAX_CHARACTERS);
}

/** A log whose lines all pass it. */
export function cleanLog(log: Log, credentials: Credentials | undefined): Log {
  return {
    info: (line) => log.info(sentence(line, credentials)),
    warn: (line) => log.warn(sentence(line, credentials)),
  };
}
