import { randomBytes } from "node:crypto";
import { accountsFrom } from "./accounts";
import type { FaultRule } from "./faults/fault-rule";
import { checkAccountId, type RegionOptions, regionsFrom, sameAsSaved } from "./regions";
import type { Identity } from "./storage/state-file";
import type { RuleSetName } from "./world/rule-sets";
import {
  type Accounts,
  type Clock,
  type Keys,
  loginDefaults,
  type RequestLimit,
  type Settings,
  type SettleSeconds,
  settleSettings,
} from "./world/settings";

export interface EmulatorOptions extends RegionOptions {
  /** 0 picks any free port. Default 0. */
  port?: number;
  /** Epoch milliseconds; behind every timestamp, settle time and the 15 minutes of the signature check. Default Date.now. */
  clock?: Clock;
  /** Default 0: the response to a create still shows `creating`, the next read the final state. */
  settleSeconds?: SettleSeconds;
  /** Endpoint services of the account. Default 20. */
  quota?: number;
  /** VPC endpoints of the account. Default 50. */
  endpointQuota?: number;
  /** Whitelist records of one service. Default 500. */
  permissionQuota?: number;
  /** Requests of an account that the gateway lets through in any such time; all of them hold. Default: no limit. */
  requestLimits?: readonly RequestLimit[];
  domainId?: string;
  domainName?: string;
  /** Names of further accounts; ids and keys follow from the name. Default: none. */
  accounts?: readonly string[];
  /** Names of further projects in each account, `<region>_<anything>`; ids follow from the name. Default: none. */
  subProjects?: readonly string[];
  /** Default: made up at each start, kept in the state file if there is one. */
  accessKey?: string;
  secretKey?: string;
  /** When given, every signed request must carry it as X-Security-Token. */
  securityToken?: string;
  /** A JSON file that outlives the process. Default: memory only. */
  statePath?: string;
  /** The edition whose limits apply. Default page. */
  rules?: RuleSetName;
  /** Unknown or immutable fields in a body are refused with EndPoint.0002 instead of ignored. Default false. */
  strict?: boolean;
  faults?: FaultRule[];
  /** Gets a line for each call when it is over: time, method, path, status. Default: nothing is logged. */
  log?: (line: string) => void;
}

/** The ids in a state file are final; its keys are only a default, and accounts and sub-projects can be added. */
export function settingsFrom(options: EmulatorOptions, saved?: Identity): Settings {
  const ids = {
    regions: regionsFrom(options, saved?.account.regions),
    domainId: options.domainId ?? saved?.account.domainId ?? "0e5a1e5f4b7c4d0f9a3c2b1d00000002",
  };
  checkAccountId(ids.domainId);
  if (saved !== undefined) sameAsSaved(options, "domainId", saved.account.domainId, options.domainId);
  const keys = saved?.keys ?? newKeys();
  const first = {
    ...ids,
    name: options.domainName ?? "emulator-account",
    accessKey: options.accessKey ?? keys.accessKey,
    secretKey: options.secretKey ?? keys.secretKey,
  };
  const names = new Set([...(saved?.accounts ?? []), ...(options.accounts ?? [])]);
  const subProjects = new Set([...(saved?.subProjects ?? []), ...(options.subProjects ?? [])]);
  return withDefaults(options, accountsFrom(first, [...names], [...subProjects]));
}

function withDefaults(options: EmulatorOptions, accounts: Accounts): Settings {
  return {
    clock: options.clock ?? Date.now,
    ...settleSettings(options.settleSeconds ?? 0),
    quota: options.quota ?? 20,
    endpointQuota: options.endpointQuota ?? 50,
    permissionQuota: options.permissionQuota ?? 500,
    requestLimits: options.requestLimits ?? [],
    accounts,
    securityToken: options.securityToken,
    rules: options.rules ?? "page",
    strict: options.strict ?? false,
    ...loginDefaults,
  };
}

function newKeys(): Keys {
  const accessKey = `EMULATOR${randomBytes(6).toString("hex").toUpperCase()}`;
  return { accessKey, secretKey: randomBytes(20).toString("hex") };
}
