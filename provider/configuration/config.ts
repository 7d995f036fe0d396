import type { Credentials } from "../api/credentials";
import { isValidId, isValidRegion } from "../api/identifiers";
import { parseObject } from "../api/json";
import { cleanText } from "../api/text";
import { readCredentials } from "./credentials";
import { isNear } from "./near";
import {
  type ConfigGetter,
  joinWithAnd,
  NAMESPACE,
  naming,
  present,
  type Setting,
  type Settings,
  settingsIn,
  UNKNOWN_MARKER,
  type Variables,
  waysToSet,
} from "./settings";

/** Which edition's validation rules apply: the API page's own, wider editions', or hardly any. */
export type RuleSet = "page" | "huawei" | "otc" | "lenient";

export const RULE_SETS: readonly RuleSet[] = ["page", "huawei", "otc", "lenient"];

export const DEFAULT_CLOUD = "myhuaweicloud.com";

/** What no call can do without. */
type Needed = "region" | "projectId" | "credentials";

export interface ProviderConfig {
  /** Where the settings stand in a stack's configuration. Default `huaweicloud`. */
  namespace?: string;
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
  /** Name of the explicit provider whose settings these are; it reads none of the stack's. */
  providerName?: string;
  /** What is there but cannot be used, as one of the problems says: it is not missing as well. */
  refused?: readonly Needed[];
  /** One sentence for each malformed value: it names key and variable, never a secret's value. */
  problems: string[];
}

/** How an explicit provider says who it is, among its settings. */
export const PROVIDER_NAME = "providerName";

/** Reads every setting; configuration wins over environment. Nothing is refused here: what is malformed is listed. */
export function readProviderConfig(
  get: ConfigGetter,
  env: Variables,
  namespace: string = NAMESPACE,
): ProviderConfig {
  const settings = settingsIn(namespace);
  const problems: string[] = [];
  const read = (setting: Setting) => present(get(setting.key)) ?? present(env[setting.variable]);
  const plain = (setting: Setting, valid: (value: string) => boolean, rule: string): string | undefined => {
    const value = read(setting);
    if (value === undefined || value === UNKNOWN_MARKER || valid(value)) return value;
    problems.push(`${naming(setting)} is not ${rule}: "${cleanText(value, 64)}".`);
    return undefined;
  };

  const region = plain(settings.region, isValidRegion, "a region such as cn-north-4");
  const projectId = plain(settings.projectId, isValidId, "a project id (letters, digits, - and _)");
  const cloud = plain(settings.cloud, isDomain, "a domain such as myhuaweicloud.com");
  const caFile = plain(settings.caFile, isOneLine, "the name of a file");
  const rules = plain(settings.rules, isRuleSet, `one of ${RULE_SETS.join(", ")}`);
  const vpcepEndpoint = readEndpoint(settings.endpoints, get, env, problems);
  const before = problems.length;
  const credentials = readCredentials(settings, get, env, problems);
  const refused: Needed[] = [];
  if (region === undefined && read(settings.region) !== undefined) refused.push("region");
  if (projectId === undefined && read(settings.projectId) !== undefined) refused.push("projectId");
  if (problems.length > before) refused.push("credentials");
  const providerName = present(get(`${namespace}:${PROVIDER_NAME}`));
  return {
    ...(namespace !== NAMESPACE && { namespace }),
    ...(providerName !== undefined && { providerName }),
    ...(region !== undefined && { region }),
    ...(projectId !== undefined && { projectId }),
    ...(credentials !== undefined && { credentials }),
    cloud: cloud ?? DEFAULT_CLOUD,
    ...(vpcepEndpoint !== undefined && { vpcepEndpoint }),
    ...(caFile !== undefined && { caFile }),
    rules: rules !== undefined && isRuleSet(rules) ? rules : "page",
    ...(refused.length > 0 && { refused }),
    problems,
  };
}

/** The settings by which a configuration was read. */
export function settingsOf({ namespace = NAMESPACE }: Pick<ProviderConfig, "namespace">): Settings {
  return settingsIn(namespace);
}

/** One sentence that names everything still missing, each with both ways to set it; nothing when all is there. */
export function missingSettings(
  config: ProviderConfig,
  has: { region: boolean; projectId: boolean },
): string | undefined {
  const lacks = (name: Needed) => config[name] === undefined && !config.refused?.includes(name);
  const settings = settingsOf(config);
  const missing: Setting[] = [];
  if (!has.region && lacks("region")) missing.push(settings.region);
  if (!has.projectId && lacks("projectId")) missing.push(settings.projectId);
  if (lacks("credentials")) missing.push(settings.accessKey, settings.secretKey);
  if (missing.length === 0) return undefined;
  if (config.providerName !== undefined) return missingInProvider(config.providerName, missing);
  return `The configuration of Huawei Cloud is incomplete: set ${joinWithAnd(missing.map(waysToSet))}.`;
}

function missingInProvider(name: string, missing: Setting[]): string {
  const args = missing.map((setting) => setting.name);
  return (
    `The provider "${cleanText(name, 64)}" does not read the stack's configuration: give it ${joinWithAnd(args)} ` +
    `(new Provider("${cleanText(name, 64)}", { ${args.join(", ")}, … })), or set ${joinWithAnd(missing.map(({ variable }) => variable))}.`
  );
}

/** The configuration holds a JSON object of endpoints, the variable the URL itself. */
function readEndpoint(
  setting: Setting,
  get: ConfigGetter,
  env: Variables,
  problems: string[],
): string | undefined {
  const text = present(get(setting.key));
  if (text === undefined) return present(env[setting.variable]);
  if (text === UNKNOWN_MARKER) return text;
  const endpoints = parseObject(text);
  if (endpoints === undefined) {
    problems.push(`${naming(setting)} is not a JSON object such as {"vpcep": "https://vpcep.example.com"}.`);
    return undefined;
  }
  const slip = Object.keys(endpoints).find((name) => name !== "vpcep" && isNear(name, "vpcep"));
  if (slip !== undefined) {
    problems.push(`"${cleanText(slip, 64)}" in ${naming(setting)} is not a service; did you mean "vpcep"?`);
    return undefined;
  }
  const url = Object.hasOwn(endpoints, "vpcep") ? endpoints.vpcep : undefined;
  if (url === undefined) return undefined;
  if (typeof url === "string" && url !== "") return url;
  problems.push(`"vpcep" in ${naming(setting)} is not a URL in quotes.`);
  return undefined;
}

function isRuleSet(value: string): value is RuleSet {
  return (RULE_SETS as readonly string[]).includes(value);
}

// The last label holds letters only, so that no IP address passes for a cloud.
function isDomain(value: string): boolean {
  return value.length <= 190 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(value);
}

function isOneLine(value: string): boolean {
  return cleanText(value, value.length) === value;
}
