import { cleanText, isNear, plain } from "../api/text";

/** One value that can be configured, by a key of the stack's configuration or a variable of the environment. */
export interface Setting {
  name: string;
  /** The name with its namespace in front. */
  key: string;
  variable: string;
  /** The variable that Huawei Cloud's SDKs have for it. */
  sdkVariable?: string | undefined;
  placeholder: string;
  isSecret: boolean;
}

export type Settings = ReturnType<typeof settingsIn>;

/** All settings, by the keys of a namespace. Configuration wins over environment. */
export function settingsIn(namespace: string) {
  const setting = (name: string, variable: string, placeholder: string, sdk?: string): Setting => {
    const sdkVariable = sdk && `HUAWEICLOUD_SDK_${sdk}`;
    return { name, key: `${namespace}:${name}`, variable, sdkVariable, placeholder, isSecret: false };
  };
  const secret = (...given: Parameters<typeof setting>) => ({ ...setting(...given), isSecret: true });
  return {
    region: setting("region", "HW_REGION_NAME", "region"),
    projectId: setting("projectId", "HW_PROJECT_ID", "project id", "PROJECT_ID"),
    projectName: setting("projectName", "HW_PROJECT_NAME", "project name"),
    accessKey: secret("accessKey", "HW_ACCESS_KEY", "access key", "AK"),
    secretKey: secret("secretKey", "HW_SECRET_KEY", "secret key", "SK"),
    securityToken: secret("securityToken", "HW_SECURITY_TOKEN", "token", "SECURITY_TOKEN"),
    userName: setting("userName", "HW_USER_NAME", "user name"),
    userId: setting("userId", "HW_USER_ID", "user id"),
    password: secret("password", "HW_USER_PASSWORD", "password"),
    domainName: setting("domainName", "HW_DOMAIN_NAME", "account name"),
    domainId: setting("domainId", "HW_DOMAIN_ID", "account id", "DOMAIN_ID"),
    authToken: secret("authToken", "HW_AUTH_TOKEN", "token"),
    profile: setting("profile", "HW_PROFILE", "profile"),
    sharedConfigFile: setting("sharedConfigFile", "HW_SHARED_CONFIG_FILE", "file", "CREDENTIALS_FILE"),
    idpId: setting("idpId", "HW_ASSUME_ROLE_IDP_ID", "identity provider", "IDP_ID"),
    idToken: secret("idToken", "HW_ASSUME_ROLE_ID_TOKEN", "token"),
    idTokenFile: setting("idTokenFile", "HW_ASSUME_ROLE_ID_TOKEN_FILE", "file", "ID_TOKEN_FILE"),
    useMetadata: setting("useMetadata", "HW_USE_METADATA", "true or false"),
    agencyName: setting("agencyName", "HW_ASSUME_ROLE_AGENCY_NAME", "agency"),
    agencyDomainName: setting("agencyDomainName", "HW_ASSUME_ROLE_DOMAIN_NAME", "account name"),
    agencyDomainId: setting("agencyDomainId", "HW_ASSUME_ROLE_DOMAIN_ID", "account id"),
    agencyDuration: setting("agencyDuration", "HW_ASSUME_ROLE_DURATION", "seconds"),
    cloud: setting("cloud", "HW_CLOUD", "domain"),
    endpoints: setting("endpoints", "HW_VPCEP_ENDPOINT", "JSON"),
    caFile: setting("caFile", "HW_CA_FILE", "file"),
    rules: setting("vpcepRules", "HW_VPCEP_RULES", "rule set"),
  };
}

/** Where the settings stand in a stack's configuration, beside those of other packages for this cloud. */
export const NAMESPACE = "huaweicloud";

export const SETTINGS = settingsIn(NAMESPACE);

/** What can stand among the `endpoints`, and the variables for the same; the first that is set counts. */
export const ENDPOINTS = {
  vpcep: [SETTINGS.endpoints.variable],
  iam: ["HW_AUTH_URL", "HUAWEICLOUD_SDK_IAM_ENDPOINT"],
  sts: ["HUAWEICLOUD_SDK_STS_ENDPOINT"],
  metadata: [],
} as const satisfies Record<string, readonly string[]>;

export type EndpointName = keyof typeof ENDPOINTS;

/** Settings of other packages for this cloud in the same namespace, so near one of ours that they could be a slip. */
const OTHERS = ["huaweicloud:regional", "huaweicloud:token"];

/** A sentence about a key of the stack's configuration that is almost one of ours, and so has no effect. */
export function misspeltSetting(key: string): string | undefined {
  const keys = Object.values(SETTINGS).map((setting) => setting.key);
  if (!key.startsWith(`${NAMESPACE}:`) || keys.includes(key) || OTHERS.includes(key)) return undefined;
  const near = keys.find((known) => isNear(known, key));
  return near && `${cleanText(key, 64)} is not a setting of this package; did you mean ${near}?`;
}

/** The endpoint that a name is almost; of names as short as `iam` only the case counts, for `ecs` is near `sts`. */
export function misspeltEndpoint(name: string): EndpointName | undefined {
  const names = Object.keys(ENDPOINTS) as EndpointName[];
  if (names.some((known) => known === name)) return undefined;
  return names.find((known) => (known.length > 3 ? isNear(known, name) : plain(known) === plain(name)));
}

/** What Pulumi passes during a preview in place of a value that nobody knows yet. */
export const UNKNOWN_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An empty text is no value: that is how a variable is switched off. */
export function present(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

/** How a sentence names a setting. */
export function naming(setting: Setting): string {
  return `${setting.key} (or ${setting.variable})`;
}
