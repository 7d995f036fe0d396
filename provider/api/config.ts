import { type Credentials, readCredentials } from "./credentials";
import { isValidId, isValidRegion } from "./identifiers";
import {
  type ConfigGetter,
  type Environment,
  joinWithAnd,
  naming,
  present,
  type Setting,
  settings,
  unknownMarker,
  waysToSet,
} from "./settings";
import { cleanText } from "./text";

export type { Credentials } from "./credentials";
export { unknownMarker } from "./settings";

/** Which edition's validation rules apply: the API page's own, wider editions', or hardly any. */
export type RuleSet = "page" | "huawei" | "otc" | "lenient";

export const ruleSets: readonly RuleSet[] = ["page", "huawei", "otc", "lenient"];

export const defaultCloud = "myhuaweicloud.com";

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
