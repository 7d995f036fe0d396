import type { Emulator } from "../../emulator/index";
import { type Callee, type CallOptions, type Reply, unsigned } from "./client";

/** `auth` of a login by password; the first account's only user unless told otherwise. */
export function byPassword(emulator: Emulator, scope: object = projectScope(emulator), user: object = {}) {
  const [{ name, users }] = emulator.accounts;
  const given = { name: users[0].name, password: users[0].password, domain: { name }, ...user };
  return { identity: { methods: ["password"], password: { user: given } }, scope };
}

export function projectScope({ region }: Emulator) {
  return { project: { name: region } };
}

export function login(
  emulator: Emulator,
  auth: object = byPassword(emulator),
  headers?: Record<string, string>,
): Promise<Reply> {
  return unsigned(emulator, "POST /v3/auth/tokens", { auth }, headers);
}

export async function tokenFor(emulator: Emulator, auth?: object): Promise<string> {
  return tokenOf(await login(emulator, auth));
}

export function tokenOf({ headers }: Reply): string {
  return headers.get("x-subject-token") ?? "";
}

export const securityTokens = "/v3.0/OS-CREDENTIAL/securitytokens";

/** The temporary keys of a response, in the names of whichever call gave them. */
export function keysOf({ body }: Reply): Callee & { securityToken: string; expiresAt: string } {
  const { access, secret, securitytoken, expires_at } = body.credential ?? {};
  const given = body.credentials;
  const key = given ?? {
    access_key_id: access,
    secret_access_key: secret,
    security_token: securitytoken,
    expiration: expires_at,
  };
  return {
    url: "",
    projectId: "",
    accessKey: key.access_key_id,
    secretKey: key.secret_access_key,
    securityToken: key.security_token,
    expiresAt: key.expiration,
  };
}

/** Options of a call that is signed with temporary keys. */
export function signedWith(reply: Reply, securityToken = keysOf(reply).securityToken): CallOptions {
  const { accessKey, secretKey } = keysOf(reply);
  return { accessKey, secretKey, headers: { "x-security-token": securityToken } };
}
