import type { Account, LoginSettings, RegionProject, Settings } from "../world/settings";
import type { World } from "../world/world";
import { shellLines, stackLines } from "./pointing";

/** The settings that can be changed while the emulator runs, and who can call it. */
export interface SettingsView extends LoginSettings {
  settleSeconds: { create: number | null; delete: number | null };
  quota: number;
  endpointQuota: number;
  permissionQuota: number;
  requestLimits: Settings["requestLimits"];
  rules: Settings["rules"];
  strict: boolean;
  /** Whether the next service created fails. */
  failsNextCreate: boolean;
  accounts: AccountView[];
}

export interface AccountView extends Pick<Account, "name" | "domainId" | "accessKey" | "secretKey"> {
  users: { name: string; password: string }[];
  projects: RegionProject[];
  /** For each region: the lines that point a stack, or a shell, at the emulator as this account. */
  pointing: (RegionProject & { stack: string[]; shell: string[] })[];
}

export function settingsView({ settings, failNextCreate }: World, url: string): SettingsView {
  const { accounts, clock: _clock, securityToken: _secret, ...shown } = settings;
  const { createSettleSeconds, deleteSettleSeconds, ...plain } = shown;
  return {
    ...plain,
    settleSeconds: { create: createSettleSeconds, delete: deleteSettleSeconds },
    failsNextCreate: failNextCreate !== undefined,
    accounts: accounts.map((account) => accountView(account, url)),
  };
}

function accountView(account: Account, url: string): AccountView {
  const { name, domainId, accessKey, secretKey, users, projects, regions } = account;
  return {
    name,
    domainId,
    accessKey,
    secretKey,
    users: users.map((user) => ({ name: user.name, password: user.password })),
    projects: projects.map(({ region, projectId }) => ({ region, projectId })),
    pointing: regions.map((place) => ({
      ...place,
      stack: stackLines(url, account, place),
      shell: shellLines(url, account, place),
    })),
  };
}
