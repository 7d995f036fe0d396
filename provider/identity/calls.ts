import type { ApiCall, ApiResponse } from "../api/api-call";
import { isObject } from "../api/json";
import type { Credentials } from "../api/sign";
import { hasUnsafeCharacters } from "../api/text";
import type { Account, Agency, PasswordSource } from "./source";

/**
 * The calls by which one becomes somebody: IAM (API Reference, "Token Management", "Access Key Management"), STS, and the
 * metadata of a virtual machine. Sending one twice makes a second key or token at most, and the first one ends by itself.
 */

const call = (more: Partial<ApiCall> & Pick<ApiCall, "method" | "path">): ApiCall => ({
  segments: [],
  safety: "idempotent",
  response: "object",
  ...more,
});

/** Which project or account a token is for. */
export type Scope =
  | { project: { id: string } }
  | { project: { name: string; domain?: object } }
  | { domain: object }
  /** Of the user's account, whichever that is. */
  | undefined;

const accountOf = ({ domainId, domainName }: Account) =>
  domainId === undefined ? { name: domainName } : { id: domainId };

/** A project by its id, else by its name in the account. */
export function projectScope(account: Account, projectId: string | undefined, projectName: string): Scope {
  if (projectId !== undefined) return { project: { id: projectId } };
  const isKnown = account.domainId !== undefined || account.domainName !== undefined;
  return { project: { name: projectName, ...(isKnown && { domain: accountOf(account) }) } };
}

/** The whole account: an agency may belong to another one, and so does the project that is wanted of it. */
export function accountScope(account: Account): Scope {
  const isKnown = account.domainId !== undefined || account.domainName !== undefined;
  return isKnown ? { domain: accountOf(account) } : undefined;
}

/** "Obtaining a Token", by the password of a user. */
export function tokenByPassword(
  { userId, userName, password, ...account }: PasswordSource,
  scope: Scope,
): ApiCall {
  const user =
    userId === undefined
      ? { name: userName, password, domain: accountOf(account) }
      : { id: userId, password };
  return tokenCall({ methods: ["password"], password: { user } }, scope);
}

/** "Obtaining a Token", by another token. */
export function tokenByToken(token: string, scope: Scope): ApiCall {
  return tokenCall({ methods: ["token"], token: { id: token } }, scope);
}

// The list of all services of the cloud would be hundreds of KB.
const tokenCall = (identity: object, scope: Scope) =>
  call({
    method: "POST",
    path: "/v3/auth/tokens",
    query: { nocatalog: "true" },
    body: { auth: { identity, scope } },
  });

/** Of the keys that are asked for with a token: the SDKs ask for as much. */
const KEY_SECONDS = 21_600;

/** "Obtaining a Temporary Access Key and Security Token Through a Token". */
export const keysByToken = (token: string): ApiCall =>
  call({
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    response: "keys",
    headers: { "x-auth-token": token },
    body: { auth: { identity: { methods: ["token"], token: { duration_seconds: KEY_SECONDS } } } },
  });

/** "Obtaining a Temporary Access Key and Security Token Through an Agency": by the name of its account. */
export const keysByAgency = (
  { name, duration, ...account }: Agency,
  callersAccount: string | undefined,
): ApiCall =>
  call({
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    response: "keys",
    ...(callersAccount !== undefined && { headers: { "x-domain-id": callersAccount } }),
    body: {
      auth: {
        identity: {
          methods: ["assume_role"],
          assume_role: {
            agency_name: name,
            ...(account.domainId === undefined
              ? { domain_name: account.domainName }
              : { domain_id: account.domainId }),
            ...(duration !== undefined && { duration_seconds: duration }),
          },
        },
      },
    },
  });

/** STS, "Obtaining Temporary Security Credentials Through an Agency": by the id of its account. */
export const keysByAgencyUrn = ({ name, domainId, duration }: Agency): ApiCall =>
  call({
    method: "POST",
    path: "/v5/agencies/assume",
    response: "keys",
    body: {
      agency_urn: `iam::${domainId}:agency:${name}`,
      agency_session_name: "pulumi-huaweicloud-vpcep",
      ...(duration !== undefined && { duration_seconds: duration }),
    },
  });

/** "Obtaining a Token with an OpenID Connect ID Token". */
export const tokenByIdToken = (idpId: string, idToken: string): ApiCall =>
  call({
    method: "POST",
    path: "/v3.0/OS-AUTH/id-token/tokens",
    headers: { "x-idp-id": idpId },
    body: { auth: { id_token: { id: idToken } } },
  });

/** "Querying Project Information": the cloud may take the name for a part of one. */
export const projectsNamed = (name: string): ApiCall =>
  call({
    method: "GET",
    path: "/v3/projects",
    query: { name },
    safety: "read",
    response: { list: "projects", texts: ["id", "name"] },
  });

/** "Querying Account Information Accessible to Users". */
export const accounts = (): ApiCall =>
  call({
    method: "GET",
    path: "/v3/auth/domains",
    safety: "read",
    response: { list: "domains", texts: ["id"] },
  });

const METADATA_TOKEN_SECONDS = "21600";

/** A token that the metadata service may demand. */
export const metadataToken = (): ApiCall =>
  call({
    method: "PUT",
    path: "/meta-data/latest/api/token",
    headers: { "x-metadata-token-ttl-seconds": METADATA_TOKEN_SECONDS },
    response: "text",
    attempts: 1,
  });

/** The keys of the machine's agency. */
export const metadataKeys = (token: string | undefined): ApiCall =>
  call({
    method: "GET",
    path: "/openstack/latest/securitykey",
    response: "keys",
    ...(token !== undefined && { headers: { "x-metadata-token": token } }),
    attempts: 1,
  });

/** What a login has brought. */
export interface Grant<Granted> {
  proof: Granted;
  /** Milliseconds that it is good for, by the clock of who gave it; undefined when it does not say. */
  lifeMs: number | undefined;
}

/** Keys of any of the calls; undefined when the response holds none. */
export function keysIn({ body, serverMs }: ApiResponse): Grant<Credentials> | undefined {
  const found = [body.credential, body.credentials].find(isObject);
  if (found === undefined) return undefined;
  const text = (...names: string[]) =>
    names.map((name) => found[name]).find((value) => typeof value === "string" && value !== "");
  const accessKey = text("access", "access_key_id");
  const secretKey = text("secret", "secret_access_key");
  const securityToken = text("securitytoken", "security_token");
  if (!(isUsable(accessKey) && isUsable(secretKey) && isUsable(securityToken))) return undefined;
  const proof: Credentials = { accessKey, secretKey, securityToken };
  return { proof, lifeMs: lifeUntil(text("expires_at", "expiration"), serverMs) };
}

/** The token of any of the calls, and the project that it is for. */
export function tokenIn({
  body,
  headers,
  serverMs,
}: ApiResponse): (Grant<{ token: string }> & { projectId?: string }) | undefined {
  const token = headers["x-subject-token"];
  if (!isUsable(token)) return undefined;
  const { expires_at, project } = isObject(body.token) ? body.token : {};
  const projectId = isObject(project) && typeof project.id === "string" ? { projectId: project.id } : {};
  return { proof: { token }, lifeMs: lifeUntil(expires_at, serverMs), ...projectId };
}

/** Goes into a header as it is. */
export function isUsable(text: unknown): text is string {
  return typeof text === "string" && text !== "" && !hasUnsafeCharacters(text);
}

/** Measured by the clock of the same response, so that ours decides nothing. */
function lifeUntil(end: unknown, serverMs: number | undefined): number | undefined {
  const endMs = typeof end === "string" ? Date.parse(end) : Number.NaN;
  return Number.isNaN(endMs) || serverMs === undefined ? undefined : endMs - serverMs;
}
