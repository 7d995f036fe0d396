import { cleanText, isNear } from "../api/text";

/** One value that can be configured, by a key of the stack's configuration or a variable of the environment. */
export interface Setting {
  name: string;
  /** The name with its namespace in front. */
  key: string;
  variable: string;
  placeholder: string;
  isSecret: boolean;
}

export type Settings = ReturnType<typeof settingsIn>;

/** All settings, by the keys of a namespace. Configuration wins over environment. */
export function settingsIn(namespace: string) {
  const setting = (name: string, variable: string, placeholder: string, isSecret = false): Setting => {
    return { name, key: `${namespace}:${name}`, variable, placeholder, isSecret };
  };
  return {
    region: setting("region", "HW_REGION_NAME", "region"),
    projectId: setting("projectId", "HW_PROJECT_ID", "project id"),
    accessKey: setting("accessKey", "HW_ACCESS_KEY", "access key", true),
    secretKey: setting("secretKey", "HW_SECRET_KEY", "secret key", true),
    securityToken: setting("securityToken", "HW_SECURITY_TOKEN", "token", true),
    cloud: setting("cloud", "HW_CLOUD", "domain"),
    endpoints: setting("endpoints", "HW_VPCEP_ENDPOINT", "JSON"),
    caFile: setting("caFile", "HW_CA_FILE", "file"),
    rules: setting("vpcepRules", "HW_VPCEP_RULES", "rule set"),
  };
}

/** Where the settings stand in a stack's configuration, beside those of other packages for this cloud. */
export const NAMESPACE = "huaweicloud";

export const SETTINGS = settingsIn(NAMESPACE);

/** Settings of other packages for this cloud in the same namespace, so near one of ours that they could be a slip. */
const OTHERS = ["huaweicloud:regional"];

/** A sentence about a key of the stack's configuration that is almost one of ours, and so has no effect. */
export function misspeltSetting(key: string): string | undefined {
  const keys = Object.values(SETTINGS).map((setting) => setting.key);
  if (!key.startsWith(`${NAMESPACE}:`) || keys.includes(key) || OTHERS.includes(key)) return undefined;
  const near = keys.find((known) => isNear(known, key));
  return near && `${cleanText(key, 64)} is not a setting of this package; did you mean ${near}?`;
}

/** What Pulumi passes during a preview in place of a value that nobody knows yet. */
export const UNKNOWN_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How a sentence names a setting. */
export function naming(setting: Setting): string {
  return `${setting.key} (or ${setting.variable})`;
}
