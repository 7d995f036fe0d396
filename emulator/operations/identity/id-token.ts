import type { IdentityProvider } from "../../world/identity";
import { isJsonObject, parseJson } from "../../world/json";

/** Whom an id token is about; undefined if it is not valid. Nobody's key set is fetched, so a signature proves nothing. */
export function subjectOf(
  { idTokens }: IdentityProvider,
  idToken: string,
  nowMs: number,
): string | undefined {
  if (idTokens.includes(idToken)) return "emulated-subject";
  const [, payload, ...signature] = idToken.split(".");
  if (payload === undefined || signature.length !== 1) return undefined;
  const claims = parseJson(Buffer.from(payload, "base64url").toString("utf8"));
  if (!isJsonObject(claims) || typeof claims["exp"] !== "number") return undefined;
  if (claims["exp"] * 1000 <= nowMs) return undefined;
  return typeof claims["sub"] === "string" ? claims["sub"] : "emulated-subject";
}
