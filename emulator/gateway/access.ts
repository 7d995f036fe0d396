import { userPrincipal } from "../world/identity";
import { isAccountId } from "../world/ids";
import { Lockout, type LockRule } from "../world/lockout";
import type { Account, RegionProject } from "../world/settings";
import type { Holder } from "../world/tokens";
import type { World } from "../world/world";
import type { Caller } from "./caller";
import { gatewayRefusal, type Refusal, refusal } from "./errors";
import {
  canonicalRequest,
  headerValues,
  isSignedBody,
  readAuthorization,
  sameSignature,
  signatureOf,
  type WireRequest,
} from "./signature";

/** API Request Signing Guide: a request whose time is off by more than this is refused. */
const toleranceMs = 15 * 60 * 1000;
/** Gateway FAQ: more than five failed signatures in a row lock the key for about five minutes. */
const signatureLock: LockRule = { locksAt: 6, lockMs: 5 * 60 * 1000 };

/** A key that a request can be signed with. */
interface SigningKey extends Omit<Caller, "projects"> {
  secretKey: string;
  securityToken: string | undefined;
  expiresMs: number;
}

/** The gateway's first check: a signature or a token. */
export class AccessControl {
  private readonly wrongSignatures = new Lockout();

  constructor(private readonly world: World) {}

  reset(): void {
    this.wrongSignatures.clear();
  }

  /** Throws unless the request proves who sent it. */
  authenticate(request: WireRequest, nowMs: number): Caller {
    const token = headerValues(request.rawHeaders, "x-auth-token")[0];
    const authorization = headerValues(request.rawHeaders, "authorization")[0];
    if (authorization !== undefined) return this.verifySignature(request, authorization, nowMs);
    if (token === undefined) throw unauthenticated("x-auth-token not found");
    return this.verifyToken(token, nowMs);
  }

  private verifyToken(id: string, nowMs: number): Caller {
    const found = this.world.tokens.find(id);
    const account = this.accountOf(found);
    if (found === undefined || account === undefined) throw unauthenticated("decrypt token fail");
    if (found.expiresMs <= nowMs)
      throw unauthenticated(`token expires, expires_at: ${new Date(found.expiresMs).toISOString()}`);
    const projects = account.projects.filter(({ projectId }) => projectId === found.projectId);
    return { account, projects, principal: found.principal, by: "token" };
  }

  private verifySignature(request: WireRequest, authorization: string, nowMs: number): Caller {
    const credential = readAuthorization(authorization);
    if (credential === undefined)
      throw unauthenticated("verify aksk signature fail, malformed Authorization");
    const { accessKey, signedHeaders, signature } = credential;
    const key = this.permanentKey(accessKey) ?? this.temporaryKey(accessKey);
    if (key === undefined) throw unauthenticated(`Get secretKey failed,ak:${accessKey},err:ak not exist`);
    if (this.wrongSignatures.isLocked(accessKey, nowMs))
      throw unauthenticated("AK access failed to reach the limit,forbidden.");
    const problem = signatureProblem(request, key, signedHeaders, signature, nowMs);
    if (problem !== undefined) {
      this.wrongSignatures.fail(accessKey, nowMs, signatureLock);
      throw unauthenticated(problem);
    }
    this.wrongSignatures.succeed(accessKey);
    if (key.expiresMs <= nowMs)
      throw unauthenticated(`securitytoken expires, expires_at: ${new Date(key.expiresMs).toISOString()}`);
    const { account, principal, by } = key;
    return { account, projects: account.projects, principal, by };
  }

  private permanentKey(accessKey: string): SigningKey | undefined {
    const { accounts, securityToken } = this.world.settings;
    const account = accounts.find((each) => each.accessKey === accessKey);
    if (account === undefined) return undefined;
    const { secretKey, users } = account;
    const principal = userPrincipal(account, users[0]);
    const expiresMs = Number.POSITIVE_INFINITY;
    return { account, secretKey, securityToken, expiresMs, principal, by: "permanent key" };
  }

  private temporaryKey(accessKey: string): SigningKey | undefined {
    const key = this.world.keys.find(accessKey);
    const account = this.accountOf(key);
    return key && account && { ...key, account, by: "temporary key" };
  }

  private accountOf(holder: Holder | undefined): Account | undefined {
    return this.world.settings.accounts.find(({ domainId }) => domainId === holder?.domainId);
  }
}

function signatureProblem(
  request: WireRequest,
  { secretKey, securityToken }: SigningKey,
  signedHeaders: string[],
  signature: string,
  nowMs: number,
): string | undefined {
  const sdkDate = headerValues(request.rawHeaders, "x-sdk-date")[0] ?? "";
  const sentMs = readSdkDate(sdkDate);
  if (sentMs === undefined) return "verify aksk signature fail, x-sdk-date missing or malformed";
  if (Math.abs(nowMs - sentMs) > toleranceMs) {
    return `verify aksk signature fail, signature expired, x-sdk-date: ${sdkDate}`;
  }
  const expected = signatureOf(canonicalRequest(request, signedHeaders), sdkDate, secretKey);
  if (!sameSignature(expected, signature)) return "verify aksk signature fail";
  if (!isSignedBody(request, signedHeaders)) return "verify aksk signature fail, body hash differs";
  const sentToken = headerValues(request.rawHeaders, "x-security-token")[0];
  if ((sentToken ?? "") !== (securityToken ?? "")) return "decrypt securitytoken fail";
  return undefined;
}

/**
 * The path names a project, and with it the region. It must look like a project id (400) and be one of the caller's
 * own (403).
 */
export function findProject(inPath: string, ofCaller: readonly RegionProject[]): RegionProject {
  if (!isAccountId(inPath)) throw refusal("EndPoint.0014");
  const found = ofCaller.find(({ projectId }) => projectId === inPath);
  if (found === undefined) throw refusal("EndPoint.0004", "the project is not the caller's");
  return found;
}

function unauthenticated(detail: string): Refusal {
  return gatewayRefusal(401, "APIGW.0301", `Incorrect IAM authentication information: ${detail}`);
}

function readSdkDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}
