import { isValidId, isValidRegion } from "./identifiers";
import { cleanText, hasUnsafeCharacters } from "./text";

/** Which edition's validation rules apply: the API page's own, wider editions', or hardly any. */
export type RuleSet = "page" | "huawei" | "otc" | "lenient";

export const ruleSets: readonly RuleSet[] = ["page", "huawei", "otc", "lenient"];

/** What Pulumi passes during a preview in place of a value that nobody knows yet. */
export const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const defaultCloud = "myhuaweicloud.com";

export interface Credentials {
  accessKey: string;
  secretKey: string;
  /** Goes with temporary keys only. */
  securityToken?: string;
}

export interface ProviderConfig {
  region?: string;
  projectId?: string;
  credentials?: Credentials;
  /** Domain of the cloud's hosts, default `myhuaweicloud.com`. */
  cloud: string;
  /** Base URL of the VPC Endpoint API, where it is not the region's usual host. */
  vpcepEndpoint?: string;
  /** PEM file of certificate authorities to trust beside the system's. */
  caFile?: string;
  /** Default `page`. */
  rules: RuleSet;
  /** One sentence for each malformed value: it names key and variable, never a secret's value. */
  problems: string[];
}

/** A mistake in the configuration, told in one sentence that needs no stack. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

interface Setting {
  key: string;
  variable: string;
  placeholder: string;
  secret?: true;
}

const settings = {
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

type ConfigGetter = (key: string) => string | undefined;
type Environment = Record<string, string | undefined>;

/** Reads every setting; configuration wins over environment. Nothing is refused here: what is malformed is listed. */
export function readProviderConfig(get: ConfigGetter, env: Environment): ProviderConfig {
  const problems: string[] = [];
  const read = (setting: Setting) => present(get(setting.key)) ?? present(env[setting.variable]);
  const plain = (setting: Setting, valid: (value: string) => boolean, rule: string): string | undefined => {
    const value = read(setting);
    if (value === undefined || value === unknownMarker || valid(value)) return value;
    problems.push(`${naming(setting)} is not ${rule}: "${cleanText(value, 64)}".`);
    return undefined;
  };

  const region = plain(settings.region, isValidRegion, "a region such as cn-north-4");
  const projectId = plain(settings.projectId, isValidId, "a project id (letters, digits, - and _)");
  const cloud = plain(settings.cloud, isDomain, "a domain such as myhuaweicloud.com");
  const caFile = plain(settings.caFile, isOneLine, "the name of a file");
  const rules = plain(settings.rules, isRuleSet, `one of ${ruleSets.join(", ")}`);
  const vpcepEndpoint = readEndpoint(get, env, problems);
  const credentials = readCredentials(get, env, problems);
  return {
    ...(region !== undefined && { region }),
    ...(projectId !== undefined && { projectId }),
    ...(credentials !== undefined && { credentials }),
    cloud: cloud ?? defaultCloud,
    ...(vpcepEndpoint !== undefined && { vpcepEndpoint }),
    ...(caFile !== undefined && { caFile }),
    rules: rules !== undefined && isRuleSet(rules) ? rules : "page",
    problems,
  };
}

/** One sentence that names everything still missing, each with both ways to set it; nothing when all is there. */
export function missingSettings(
  config: ProviderConfig,
  has: { region: boolean; projectId: boolean },
): string | undefined {
  const missing: Setting[] = [];
  if (!has.region && config.region === undefined) missing.push(settings.region);
  if (!has.projectId && config.projectId === undefined) missing.push(settings.projectId);
  if (config.credentials === undefined) missing.push(settings.accessKey, settings.secretKey);
  if (missing.length === 0) return undefined;
  return `The configuration of Huawei Cloud is incomplete: set ${joinWithAnd(missing.map(waysToSet))}.`;
}

function waysToSet(setting: Setting): string {
  const option = setting.secret ? "--secret " : "";
  const name = setting.key.slice("huaweicloud:".length);
  return `${name} (\`pulumi config set ${option}${setting.key} <${setting.placeholder}>\` or ${setting.variable})`;
}

/** Keys and token always come from one source together: a key of one account with a token of another helps nobody. */
function readCredentials(get: ConfigGetter, env: Environment, problems: string[]): Credentials | undefined {
  const parts = [settings.accessKey, settings.secretKey, settings.securityToken];
  const fromConfig = parts.map((setting) => present(get(setting.key)));
  const configured = fromConfig.some((value) => value !== undefined);
  const values = configured ? fromConfig : parts.map((setting) => present(env[setting.variable]));
  const name = (setting: Setting) => (configured ? setting.key : setting.variable);

  const unsafe = parts.filter((_, index) => isUnsafeSecret(values[index]));
  for (const setting of unsafe) {
    problems.push(`${name(setting)} contains a blank, a line break or another character that no key has.`);
  }
  const [accessKey, secretKey, securityToken] = values;
  if (accessKey === undefined && secretKey === undefined && securityToken === undefined) return undefined;
  if (accessKey === undefined || secretKey === undefined) {
    const given = parts.filter((_, index) => values[index] !== undefined).map(name);
    const lacking = parts.slice(0, 2).filter((_, index) => values[index] === undefined);
    problems.push(
      `${joinWithAnd(given)} ${given.length === 1 ? "is" : "are"} set but ${joinWithAnd(lacking.map(name))} ${lacking.length === 1 ? "is" : "are"} not: keys and token come from one source together.`,
    );
    return undefined;
  }
  if (unsafe.length > 0) return undefined;
  return { accessKey, secretKey, ...(securityToken !== undefined && { securityToken }) };
}

/** The configuration holds a JSON object of endpoints, the variable the URL itself. */
function readEndpoint(get: ConfigGetter, env: Environment, problems: string[]): string | undefined {
  const text = present(get(settings.endpoints.key));
  if (text === undefined) return present(env[settings.endpoints.variable]);
  if (text === unknownMarker) return text;
  const endpoints = parseObject(text);
  if (endpoints === undefined) {
    problems.push(
      `${naming(settings.endpoints)} is not a JSON object such as {"vpcep": "https://vpcep.example.com"}.`,
    );
    return undefined;
  }
  const url = Object.hasOwn(endpoints, "vpcep") ? endpoints.vpcep : undefined;
  if (url === undefined) return undefined;
  if (typeof url === "string" && url !== "") return url;
  problems.push(`"vpcep" in ${naming(settings.endpoints)} is not a URL in quotes.`);
  return undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isRuleSet(value: string): value is RuleSet {
  return (ruleSets as readonly string[]).includes(value);
}

// The last label holds letters only, so that no IP address passes for a cloud.
function isDomain(value: string): boolean {
  return value.length <= 190 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(value);
}

function isOneLine(value: string): boolean {
  return cleanText(value, value.length) === value;
}

function isUnsafeSecret(value: string | undefined): boolean {
  return value !== undefined && value !== unknownMarker && hasUnsafeCharacters(value);
}

function naming(setting: Setting): string {
  return `${setting.key} (or ${setting.variable})`;
}

function present(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function joinWithAnd(items: string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
