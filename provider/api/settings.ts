import { isNear } from "./near";
import { cleanText } from "./text";

/** One value that can be configured, by a key of the stack's configuration or a variable of the environment. */
export interface Setting {
  key: string;
  variable: string;
  placeholder: string;
  secret?: true;
}

/** All of them. Configuration wins over environment. */
export const SETTINGS = {
  region: { key: "huaweicloud:region", variable: "HW_REGION_NAME", placeholder: "region" },
  projectId: { key: "huaweicloud:projectId", variable: "HW_PROJECT_ID", placeholder: "project id" },
  accessKey: {
    key: "huaweicloud:accessKey",
    variable: "HW_ACCESS_KEY",
    placeholder: "access key",
    secret: true,
  },
  secretKey: {
    key: "huaweicloud:secretKey",
    variable: "HW_SECRET_KEY",
    placeholder: "secret key",
    secret: true,
  },
  securityToken: {
    key: "huaweicloud:securityToken",
    variable: "HW_SECURITY_TOKEN",
    placeholder: "token",
    secret: true,
  },
  cloud: { key: "huaweicloud:cloud", variable: "HW_CLOUD", placeholder: "domain" },
  endpoints: { key: "huaweicloud:endpoints", variable: "HW_VPCEP_ENDPOINT", placeholder: "JSON" },
  caFile: { key: "huaweicloud:caFile", variable: "HW_CA_FILE", placeholder: "file" },
  rules: { key: "huaweicloud:vpcepRules", variable: "HW_VPCEP_RULES", placeholder: "rule set" },
} satisfies Record<string, Setting>;

/** Settings of other packages for this cloud in the same namespace, so near one of ours that they could be a slip. */
const OTHERS = ["huaweicloud:regional"];

/** A sentence about a key of the stack's configuration that is almost one of ours, and so has no effect. */
export function misspeltSetting(key: string): string | undefined {
  const keys = Object.values(SETTINGS).map((setting) => setting.key);
  if (!key.startsWith("huaweicloud:") || keys.includes(key) || OTHERS.includes(key)) return undefined;
  const near = keys.find((known) => isNear(known, key));
  return near && `${cleanText(key, 64)} is not a setting of this package; did you mean ${near}?`;
}

/** `get("huaweicloud:region")`. */
export type ConfigGetter = (key: string) => string | undefined;
/** The variables of the environment. */
export type Variables = Record<string, string | undefined>;

/** What Pulumi passes during a preview in place of a value that nobody knows yet. */
export const UNKNOWN_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Both ways, as a user types them. */
export function waysToSet(setting: Setting): string {
  const option = setting.secret ? "--secret " : "";
  const name = setting.key.slice("huaweicloud:".length);
  return `${name} (\`pulumi config set ${option}${setting.key} <${setting.placeholder}>\` or ${setting.variable})`;
}

/** How a sentence names a setting. */
export function naming(setting: Setting): string {
  return `${setting.key} (or ${setting.variable})`;
}

/** An empty text is no value: that is how a variable is switched off. */
export function present(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

export function joinWithAnd(items: string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
