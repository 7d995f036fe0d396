import type { Principal } from "./identity";
import type { Lease } from "./issued";
import type { Keys } from "./settings";

/** Who something was issued to. */
export interface Holder {
  /** The account in which it works. */
  domainId: string;
  principal: Principal;
}

export interface IssuedToken extends Lease, Holder {
  issuedMs: number;
  /** VPC Endpoint is a project-level service: a token without a project does not open it. */
  projectId: string | undefined;
}

/** An access key that works only together with its security token, and only for a while. */
export interface TemporaryKey extends Lease, Holder, Keys {
  securityToken: string;
}
