import { randomBytes } from "node:crypto";
import type { Clock } from "./settings";

/** API page: "Obtaining a User Token": a token is valid for 24 hours. */
const lifetimeMs = 24 * 60 * 60 * 1000;

export interface IssuedToken {
  issuedMs: number;
  expiresMs: number;
  /** The account of the user who logged in. */
  domainId: string;
  /** VPC Endpoint is a project-level service: a token for the account alone, without a project, does not open it. */
  projectId: string | undefined;
}

/** Tokens live in memory only: a restart makes clients log in again. */
export class Tokens {
  private readonly issued = new Map<string, IssuedToken>();

  constructor(private readonly clock: Clock) {}

  issue(domainId: string, projectId: string | undefined): { id: string; token: IssuedToken } {
    const nowMs = this.clock();
    const id = `MIIEMULATOR${randomBytes(48).toString("base64url")}`;
    const token = { issuedMs: nowMs, expiresMs: nowMs + lifetimeMs, domainId, projectId };
    this.issued.set(id, token);
    return { id, token };
  }

  find(id: string): IssuedToken | undefined {
    return this.issued.get(id);
  }

  clear(): void {
    this.issued.clear();
  }
}
