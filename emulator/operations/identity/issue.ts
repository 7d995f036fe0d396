import { randomBytes } from "node:crypto";
import type { Call } from "../../gateway/operation";
import type { Holder, IssuedToken, TemporaryKey } from "../../world/tokens";

/** The cloud, and what its clock says to whoever logs in. */
type Issuer = Pick<Call, "world" | "gatewayNowMs">;

/** A token is as long as those of the cloud, several KB, because that is what breaks clients. */
export function issueToken(
  { world: { settings, tokens }, gatewayNowMs: issuedMs }: Issuer,
  holder: Holder & Pick<IssuedToken, "projectId">,
  latestMs = Number.POSITIVE_INFINITY,
): { id: string; token: IssuedToken } {
  const id = `MIIEMULATOR${randomBytes(2048).toString("base64url")}`;
  const expiresMs = Math.min(issuedMs + settings.tokenSeconds * 1000, latestMs);
  const token = { ...holder, issuedMs, expiresMs };
  tokens.add(id, token);
  return { id, token };
}

export function issueKey(
  { world: { keys }, gatewayNowMs }: Issuer,
  { domainId, principal }: Holder,
  seconds: number,
): TemporaryKey {
  const key = {
    domainId,
    principal,
    accessKey: `HSTEMULATOR${randomBytes(6).toString("hex").toUpperCase()}`,
    secretKey: randomBytes(20).toString("hex"),
    securityToken: randomBytes(384).toString("base64url"),
    expiresMs: gatewayNowMs + seconds * 1000,
  };
  keys.add(key.accessKey, key);
  return key;
}

/** What C2, C3 and the metadata service show of a key; every value is a text. */
export function credentialOf({ accessKey, secretKey, securityToken, expiresMs }: TemporaryKey) {
  return {
    access: accessKey,
    secret: secretKey,
    securitytoken: securityToken,
    expires_at: identityTime(expiresMs),
  };
}

/** Times of the identity service have microseconds, and some SDKs fail without. */
export function identityTime(atMs: number): string {
  return new Date(atMs).toISOString().replace("Z", "000Z");
}
