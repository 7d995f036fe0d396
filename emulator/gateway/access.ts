import { isAccountId } from "../world/ids";
import type { Account, RegionProject } from "../world/settings";
import type { World } from "../world/world";
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
const failuresAllowed = 5;
const lockMs = 5 * 60 * 1000;

export interface Caller {
  account: Account;
  /** Those of the account, or the one that a token is for. */
  projects: readonly RegionProject[];
}

/** How often the signatures of a key were wrong, in a row. */
interface Attempts {
  failures: number;
  lockedUntilMs: number;
}

/** The gateway's first check: a signature or a token. */
export class AccessControl {
  private readonly attempts = new Map<string, Attempts>();

  constructor(private readonly world: World) {}

  reset(): void {
    this.attempts.clear();
  }

  /** Throws unless the request proves who sent it. */
  authenticate(request: WireRequest, nowMs: number): Caller {
    const token = headerValues(request.rawHeaders, "x-auth-token")[0];
    const authorization = headerValues(request.rawHeaders, "authorization")[0];
    if (authorization !== undefined) {
      const account = this.verifySignature(request, authorization, nowMs);
      return { account, projects: account.regions };
    }
    if (token === undefined) throw unauthenticated("x-auth-token not found");
    const found = this.world.tokens.find(token);
    const account = this.world.settings.accounts.find(({ domainId }) => domainId === found?.domainId);
    if (found === undefined || account === undefined) throw unauthenticated("decrypt token fail");
    if (found.expiresMs <= nowMs)
      throw unauthenticated(`token expires, expires_at: ${new Date(found.expiresMs).toISOString()}`);
    const projects = account.regions.filter(({ projectId }) => projectId === found.projectId);
    return { account, projects };
  }

  private verifySignature(request: WireRequest, authorization: string, nowMs: number): Account {
    const credential = readAuthorization(authorization);
    if (credential === undefined)
      throw unauthenticated("verify aksk signature fail, malformed Authorization");
    const { accessKey, signedHeaders, signature } = credential;
    const account = this.world.settings.accounts.find((each) => each.accessKey === accessKey);
    if (account === undefined) throw unauthenticated(`Get secretKey failed,ak:${accessKey},err:ak not exist`);
    const attempts = this.attempts.get(accessKey) ?? { failures: 0, lockedUntilMs: 0 };
    if (nowMs < attempts.lockedUntilMs)
      throw unauthenticated("AK access failed to reach the limit,forbidden.");
    const problem = this.signatureProblem(request, account, signedHeaders, signature, nowMs);
    if (problem !== undefined) {
      this.attempts.set(accessKey, failedAgain(attempts, nowMs));
      throw unauthenticated(problem);
    }
    this.attempts.delete(accessKey);
    return account;
  }

  private signatureProblem(
    request: WireRequest,
    account: Account,
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
    const { securityToken } = this.world.settings;
    const expected = signatureOf(canonicalRequest(request, signedHeaders), sdkDate, account.secretKey);
    if (!sameSignature(expected, signature)) return "verify aksk signature fail";
    if (!isSignedBody(request, signedHeaders)) return "verify aksk signature fail, body hash differs";
    const sentToken = headerValues(request.rawHeaders, "x-security-token")[0];
    if ((sentToken ?? "") !== (securityToken ?? "")) return "decrypt securitytoken fail";
    return undefined;
  }
}

function failedAgain({ failures, lockedUntilMs }: Attempts, nowMs: number): Attempts {
  if (failures < failuresAllowed) return { failures: failures + 1, lockedUntilMs };
  return { failures: 0, lockedUntilMs: nowMs + lockMs };
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
