import { randomBytes } from "node:crypto";
import type { FaultRule } from "./faults/fault-rule";
import { checkAccountId, type RegionOption, type Regions, regionsFrom, sameAsSaved } from "./regions";
import type { Clock } from "./world/clock";
import type { RuleSetName } from "./world/rule-sets";

/** How long objects take to reach their final state; one number stands for both. */
export type SettleSeconds = number | { create?: number; delete?: number };

export interface EmulatorOptions {
  /** 0 picks any free port. Default 0. */
  port?: number;
  /** Epoch milliseconds; behind every timestamp, settle time and the 15 minutes of the signature check. Default Date.now. */
  clock?: Clock;
  /** Default 0: a create still answers `creating`, the next read shows the final state. */
  settleSeconds?: SettleSeconds;
  /** Endpoint services of the account. Default 20. */
  quota?: number;
  /** VPC endpoints of the account. Default 50. */
  endpointQuota?: number;
  /** Whitelist records of one service. Default 500. */
  permissionQuota?: number;
  /** One region or several, each with a project of its own. Default cn-north-4. */
  region?: string | readonly (string | RegionOption)[];
  /** The project in the first region. */
  projectId?: string;
  domainId?: string;
  domainName?: string;
  /** Default: made up at each start, kept in the state file if there is one. */
  accessKey?: string;
  secretKey?: string;
  /** When given, every signed request must carry it as X-Security-Token. */
  securityToken?: string;
  /** A JSON file that outlives the process. Default: memory only. */
  statePath?: string;
  /** Which edition's limits hold. Default page. */
  rules?: RuleSetName;
  /** Unknown or immutable fields in a body are refused with EndPoint.0002 instead of ignored. Default false. */
  strict?: boolean;
  faults?: FaultRule[];
  /** Gets a line for each call when it is over: time, method, path, status. Default: nobody does. */
  log?: (line: string) => void;
}

/** The options with every default filled in; the mutable part of them can be changed through the control routes. */
export interface Settings {
  clock: Clock;
  createSettleSeconds: number | null;
  deleteSettleSeconds: number | null;
  quota: number;
  endpointQuota: number;
  permissionQuota: number;
  regions: Regions;
  domainId: string;
  domainName: string;
  accessKey: string;
  secretKey: string;
  securityToken: string | undefined;
  rules: RuleSetName;
  strict: boolean;
}

/** Ids that stand in every object: what was made under them makes sense under no others. */
export interface Account {
  regions: Regions;
  domainId: string;
}

export interface Keys {
  accessKey: string;
  secretKey: string;
}

function newKeys(): Keys {
  const accessKey = `EMULATOR${randomBytes(6).toString("hex").toUpperCase()}`;
  return { accessKey, secretKey: randomBytes(20).toString("hex") };
}

/** Ids that a state file was made under hold for good; the keys in it are only a default. */
export function settingsFrom(options: EmulatorOptions, saved?: { keys: Keys; account: Account }): Settings {
  const account = {
    regions: regionsFrom(options, saved?.account.regions),
    domainId: options.domainId ?? saved?.account.domainId ?? "0e5a1e5f4b7c4d0f9a3c2b1d00000002",
  };
  checkAccountId(account.domainId);
  if (saved !== undefined) sameAsSaved(options, "domainId", saved.account.domainId, options.domainId);
  return defaultsFilled(options, account, saved?.keys ?? newKeys());
}

function defaultsFilled(options: EmulatorOptions, account: Account, keys: Keys): Settings {
  return {
    clock: options.clock ?? Date.now,
    ...settleSettings(options.settleSeconds ?? 0),
    quota: options.quota ?? 20,
    endpointQuota: options.endpointQuota ?? 50,
    permissionQuota: options.permissionQuota ?? 500,
    ...account,
    domainName: options.domainName ?? "emulator-account",
    accessKey: options.accessKey ?? keys.accessKey,
    secretKey: options.secretKey ?? keys.secretKey,
    securityToken: options.securityToken,
    rules: options.rules ?? "page",
    strict: options.strict ?? false,
  };
}

/** null means never: an object then stays in its interim state until a control route moves it. */
export function settleSettings(
  seconds: SettleSeconds | null,
): Pick<Settings, "createSettleSeconds" | "deleteSettleSeconds"> {
  if (seconds === null || typeof seconds === "number") {
    return { createSettleSeconds: seconds, deleteSettleSeconds: seconds };
  }
  return { createSettleSeconds: seconds.create ?? 0, deleteSettleSeconds: seconds.delete ?? 0 };
}
