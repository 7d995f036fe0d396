import type { RuleSetName } from "./rule-sets";

/** Milliseconds since the epoch; injected, so that a test can stand still, jump or be wrong by hours. */
export type Clock = () => number;

/** In Huawei Cloud a project belongs to one region; the emulated account has one project in each of its regions. */
export interface RegionProject {
  region: string;
  projectId: string;
}

export type Regions = readonly [RegionProject, ...RegionProject[]];

/** Ids that are part of every object: objects made under them make no sense under others. */
export interface Account {
  regions: Regions;
  domainId: string;
}

export interface Keys {
  accessKey: string;
  secretKey: string;
}

/** The options with every default filled in; the control routes can change some of them. */
export interface Settings extends Account, Keys {
  clock: Clock;
  createSettleSeconds: number | null;
  deleteSettleSeconds: number | null;
  quota: number;
  endpointQuota: number;
  permissionQuota: number;
  domainName: string;
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
