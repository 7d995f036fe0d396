import type { AccountIdentity } from "./identity";
import type { RuleSetName } from "./rule-sets";

/** Milliseconds since the epoch; injected, so that a test can stand still, jump or be wrong by hours. */
export type Clock = () => number;

/** In Huawei Cloud a project belongs to one region; an account has a built-in project in each of its regions. */
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

/** Who can call: each account has keys and logins of its own, and projects that no other can use. */
export interface Account extends AccountIds, Keys, AccountIdentity {
  name: string;
}

export type Accounts = readonly [Account, ...Account[]];

/** How the metadata service of the emulated server treats tokens: it may be too old to have any (404, 405). */
export const metadataTokenModes = ["optional", "required", "404", "405"] as const;

/** How the cloud's logins behave. */
export interface LoginSettings {
  tokenSeconds: number;
  /** null: temporary keys live as long as was asked for. */
  keySeconds: number | null;
  /** Of the keys that the metadata service gives out. */
  metadataKeySeconds: number;
  /** So many wrong passwords in a row lock a user. */
  loginFailures: number;
  loginLockSeconds: number;
  metadataToken: (typeof metadataTokenModes)[number];
  /** Whether the emulated server has an agency, without which its metadata service has no keys. */
  serverAgency: boolean;
}

/**
 * IAM: "Obtaining a User Token": 24 hours. ECS user guide: keys from metadata live for an hour. The defaults of the
 * lock are not published: three to ten failures, for 15 minutes to a day.
 */
export const loginDefaults: LoginSettings = {
  tokenSeconds: 24 * 60 * 60,
  keySeconds: null,
  metadataKeySeconds: 60 * 60,
  loginFailures: 5,
  loginLockSeconds: 15 * 60,
  metadataToken: "optional",
  serverAgency: true,
};

/** Of one account, over all its calls but those that log in. */
export interface RequestLimit {
  requests: number;
  seconds: number;
}

/** The options with every default filled in; the control routes can change some of them. */
export interface Settings extends LoginSettings {
  accounts: Accounts;
  clock: Clock;
  createSettleSeconds: number | null;
  deleteSettleSeconds: number | null;
  quota: number;
  endpointQuota: number;
  permissionQuota: number;
  requestLimits: readonly RequestLimit[];
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
