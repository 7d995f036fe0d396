import type { Principal } from "../world/identity";
import type { Account, RegionProject } from "../world/settings";

/** Who has sent a request. */
export interface Caller {
  account: Account;
  /** Those of the account, or the one that a token is for. */
  projects: readonly RegionProject[];
  principal: Principal;
  by: "permanent key" | "temporary key" | "token";
}
