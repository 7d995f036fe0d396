import type { RuleSetName } from "./rule-sets";

/** Milliseconds since the epoch; injected, so that a test can stand still, jump or be wrong by hours. */
export type Clock = () => number;

/** In Huawei Cloud a project belongs to one region; an emulated account has one project in each of its regions. */
export interface RegionProject {
  region: string;
  projectId: string;
}

export type Regions = readonly [RegionProject, ...RegionProject[]];

export interface Keys {
  accessKey: string;
  secretKey: string;
}

/** Ids that are part of every object: objects made under them make no sense under others. */
export interface AccountIds {
  regions: Regions;
  domainId: string;
}

/** Who can call: each account has keys of its own, and projects that no other can use. */
export interface Account extends AccountIds, Keys {
  name: string;
}

export type Accounts = readonly [Account, ...Account[]];

/** The options with every default filled in; the control routes can change some of them. */
export interface Settings {
  accounts: Accounts;
  clock: Clock;
  createSettleSeconds: number | null;
  deleteSettleSeconds: number | null;
  quota: number;
  endpointQuota: number;
  permissionQuota: number;
  securityToken: string | undefined;
  rules: RuleSetName;
  strict: boolean;
}

/** How long objects take to reach their final state; one number stands for both. */
export type SettleSeconds = number | { create?: number; delete?: number };

/** null means never: an object then stays in its interim state until a control route moves it. */
export function settleSettings(
  seconds: SettleSeconds | null,
): Pick<Settings, "createSettleSeconds" | "deleteSettleSeconds"> {
  if (seconds === null || typeof seconds === "number") {
    return { createSettleSeconds: seconds, deleteSettleSeconds: seconds };
  }
  return { createSettleSeconds: seconds.create ?? 0, deleteSettleSeconds: seconds.delete ?? 0 };
}
