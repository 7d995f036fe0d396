import type { Credentials } from "./credentials";

const MASK = "***";
/** No real key is shorter. A shorter one may be part of any word, and a name that contains it must stay what it is. */
const SHORTEST_IN_DATA = 8;

/** A text that is only quoted: every key is taken out, however short. Cut it afterwards, or the cut may keep half a key. */
export function withoutSecrets(text: string, credentials: Credentials): string {
  return masked(text, credentials, 1);
}

/**
 * A text that is used as well, such as a name or an id in a response.
 *
 * Responses are cleaned here, where they come in, and not where texts go out: nothing behind the client ever sees a key
 * that the cloud echoes, so none can get into the state, a log line or an error, whichever field it came in. A tag or a
 * description that contains one of the keys on purpose cannot be told from an echo; `check` refuses it.
 */
export function withoutSecretsInData(text: string, credentials: Credentials): string {
  return text.length < SHORTEST_IN_DATA ? text : masked(text, credentials, SHORTEST_IN_DATA);
}

function masked(text: string, credentials: Credentials, shortest: number): string {
  const { accessKey, secretKey, securityToken = "" } = credentials;
  const secrets = [accessKey, secretKey, securityToken].filter(({ length }) => length >= shortest);
  // As they are, and as they stand in a URL. The longest first: one may be part of another.
  return [...new Set([...secrets, ...secrets.map(encodeURIComponent)])]
    .sort((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, MASK), text);
}
