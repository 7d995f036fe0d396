import { isAccountId } from "../world/ids";
import type { RegionProject } from "../world/settings";
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

/** The gateway's first check: a signature or a token. */
export class AccessControl {
  private failures = 0;
  private lockedUntilMs = 0;

  constructor(private readonly world: World) {}

  reset(): void {
    this.failures = 0;
    this.lockedUntilMs = 0;
  }

  /** Throws unless the request proves who sent it. Returns the projects that the caller may use. */
  authenticate(request: WireRequest, nowMs: number): readonly RegionProject[] {
    const token = headerValues(request.rawHeaders, "x-auth-token")[0];
    const authorization = headerValues(request.rawHeaders, "authorization")[0];
    if (authorization !== undefined) {
      this.verifySignature(request, authorization, nowMs);
      return this.world.settings.regions;
    }
    if (token === undefined) throw unauthenticated("x-auth-token not found");
    const found = this.world.tokens.find(token);
    if (found === undefined) throw unauthenticated("decrypt token fail");
    if (found.expiresMs <= nowMs)
      throw unauthenticated(`token expires, expires_at: ${new Date(found.expiresMs).toISOString()}`);
    return this.world.settings.regions.filter(({ projectId }) => projectId === found.projectId);
  }

  private verifySignature(request: WireRequest, authorization: string, nowMs: number): void {
    const credential = readAuthorization(authorization);
    if (credential === undefined)
      throw unauthenticated("verify aksk signature fail, malformed Authorization");
    if (credential.accessKey !== this.world.settings.accessKey) {
      throw unauthenticated(`Get secretKey failed,ak:${credential.accessKey},err:ak not exist`);
    }
    if (nowMs < this.lockedUntilMs) throw unauthenticated("AK access failed to reach the limit,forbidden.");
    const problem = this.signatureProblem(request, credential.signedHeaders, credential.signature, nowMs);
    if (problem === undefined) {
      this.failures = 0;
      return;
    }
    this.countFailure(nowMs);
    throw unauthenticated(problem);
  }

  private signatureProblem(
    request: WireRequest,
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
    const { secretKey, securityToken } = this.world.settings;
    const expected = signatureOf(canonicalRequest(request, signedHeaders), sdkDate, secretKey);
    if (!sameSignature(expected, signature)) return "verify aksk signature fail";
    if (!isSignedBody(request, signedHeaders)) return "verify aksk signature fail, body hash differs";
    const sentToken = headerValues(request.rawHeaders, "x-security-token")[0];
    if ((sentToken ?? "") !== (securityToken ?? "")) return "decrypt securitytoken fail";
    return undefined;
  }

  private countFailure(nowMs: number): void {
    this.failures += 1;
    if (this.failures <= failuresAllowed) return;
    this.failures = 0;
    this.lockedUntilMs = nowMs + lockMs;
  }
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
