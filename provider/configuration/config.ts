import { isValidId, isValidRegion } from "../api/identifiers";
import { parseObject } from "../api/json";
import type { Variables } from "../api/proxy";
import { cleanText, hasUnsafeCharacters, isNear } from "../api/text";
import type { Source } from "../identity/source";
import { RULE_SETS, type RuleSet } from "../vpcep/editions";
import { NAMESPACE, naming, type Setting, type Settings, settingsIn, UNKNOWN_MARKER } from "./settings";

export const DEFAULT_CLOUD = "myhuaweicloud.com";

/** How an explicit provider names itself among its settings. */
export const PROVIDER_NAME = "providerName";

export interface ProviderConfig {
  /** Where the settings stand in a stack's configuration. Default `huaweicloud`. */
  namespace?: string | undefined;
  region?: string | undefined;
  projectId?: string | undefined;
  /** Who the provider is to be. */
  source?: Source | undefined;
  /** Domain of the cloud's hosts, default `myhuaweicloud.com`. */
  cloud: string;
  /** Base URL of the VPC Endpoint API, where it is not the region's usual host. */
  vpcepEndpoint?: string | undefined;
  /** PEM file of certificate authorities to trust beside the system's. */
  caFile?: string | undefined;
  /** Default `page`. */
  rules: RuleSet;
  /** Name of the explicit provider whose settings these are; it reads none of the stack's. */
  providerName?: string | undefined;
  /** What is set but cannot be used, as one of the problems says: it is not missing as well. */
  refused?: readonly string[];
  /** One sentence for each malformed value: it names key and variable, never a secret's value. */
  problems: string[];
}

/** `get("huaweicloud:region")`. */
type ConfigGetter = (key: string) => string | undefined;

/** Reads every setting; configuration wins over environment. Nothing is refused here: what is malformed is listed. */
export function readProviderConfig(
  get: ConfigGetter,
  env: Variables,
  namespace: string = NAMESPACE,
): ProviderConfig {
  const settings = settingsIn(namespace);
  const problems: string[] = [];
  const refused: string[] = [];
  const refuse: Refuse = (name, problem) => {
    problems.push(problem);
    refused.push(name);
    return undefined;
  };
  const read = (setting: Setting, valid: (value: string) => boolean, rule: string) => {
    const value = present(get(setting.key)) ?? present(env[setting.variable]);
    if (value === undefined || value === UNKNOWN_MARKER || valid(value)) return value;
    return refuse(setting.name, `${naming(setting)} is not ${rule}: "${cleanText(value, 64)}".`);
  };
  const region = read(settings.region, isValidRegion, "a region such as cn-north-4");
  const projectId = read(settings.projectId, isValidId, "a project id (letters, digits, - and _)");
  const cloud = read(settings.cloud, isDomain, "a domain such as myhuaweicloud.com");
  const caFile = read(settings.caFile, isOneLine, "the name of a file");
  const rules = read(settings.rules, isRuleSet, `one of ${RULE_SETS.join(", ")}`);
  return {
    namespace: namespace === NAMESPACE ? undefined : namespace,
    providerName: present(get(`${namespace}:${PROVIDER_NAME}`)),
    region,
    projectId,
    cloud: cloud ?? DEFAULT_CLOUD,
    caFile,
    rules: rules !== undefined && isRuleSet(rules) ? rules : "page",
    vpcepEndpoint: readEndpoint(settings.endpoints, get, env, refuse),
    source: readSource(settings, get, env, refuse),
    refused,
    problems,
  };
}

/** Notes why what was set under a name cannot be used. */
type Refuse = (name: string, problem: string) => undefined;

/** Keys and token always come from one source together: a key of one account with a token of another helps nobody. */
function readSource(
  settings: Settings,
  get: ConfigGetter,
  env: Variables,
  refuse: Refuse,
): Source | undefined {
  const parts = [settings.accessKey, settings.secretKey, settings.securityToken];
  const configured = parts.map(({ key }) => ({ name: key, value: present(get(key)) }));
  const exported = parts.map(({ variable }) => ({ name: variable, value: present(env[variable]) }));
  const source = configured.some(({ value }) => value !== undefined) ? configured : exported;
  const unsafe = source.filter(({ value }) => hasUnsafeCharacters(value ?? ""));
  const what = "contains a blank, a line break or another character that no key has.";
  for (const { name } of unsafe) refuse("source", `${name} ${what}`);
  const [accessKey, secretKey, securityToken] = source.map(({ value }) => value);
  if (accessKey === undefined || secretKey === undefined) {
    const given = source.filter(({ value }) => value !== undefined);
    if (given.length === 0) return undefined;
    const lacking = source.slice(0, 2).filter(({ value }) => value === undefined);
    const sets = `${areSet(given)} set but ${areSet(lacking)} not`;
    return refuse("source", `${sets}: keys and token come from one source together.`);
  }
  if (unsafe.length > 0) return undefined;
  const keys = { accessKey, secretKey, ...(securityToken !== undefined && { securityToken }) };
  const from = source === configured ? "the stack's configuration" : "the environment";
  return { from, base: { kind: "keys", ...keys } };
}

function areSet(parts: { name: string }[]): string {
  return `${joinWithAnd(parts.map(({ name }) => name))} ${parts.length === 1 ? "is" : "are"}`;
}

/** The configuration holds a JSON object of endpoints, the variable the URL itself. */
function readEndpoint(setting: Setting, get: ConfigGetter, env: Variables, refuse: Refuse) {
  const { name } = setting;
  const text = present(get(setting.key));
  if (text === undefined) return present(env[setting.variable]);
  if (text === UNKNOWN_MARKER) return text;
  const endpoints = parseObject(text);
  const example = '{"vpcep": "https://vpcep.example.com"}';
  if (endpoints === undefined)
    return refuse(name, `${naming(setting)} is not a JSON object such as ${example}.`);
  const slip = Object.keys(endpoints).find((key) => key !== "vpcep" && isNear(key, "vpcep"));
  const meant = `in ${naming(setting)} is not a service; did you mean "vpcep"?`;
  if (slip !== undefined) return refuse(name, `"${cleanText(slip, 64)}" ${meant}`);
  if (!Object.hasOwn(endpoints, "vpcep")) return undefined;
  const { vpcep } = endpoints;
  if (typeof vpcep === "string" && vpcep !== "") return vpcep;
  return refuse(name, `"vpcep" in ${naming(setting)} is not a URL in quotes.`);
}

export function settingsOf({ namespace = NAMESPACE }: Pick<ProviderConfig, "namespace">): Settings {
  return settingsIn(namespace);
}

/** One sentence that names everything still missing, each with both ways to set it; nothing when all is there. */
export function missingSettings(
  config: ProviderConfig,
  has: { region: boolean; projectId: boolean },
): string | undefined {
  const lacks = (name: "region" | "projectId" | "source") =>
    config[name] === undefined && !config.refused?.includes(name);
  const settings = settingsOf(config);
  const missing: Setting[] = [];
  if (!has.region && lacks("region")) missing.push(settings.region);
  if (!has.projectId && lacks("projectId")) missing.push(settings.projectId);
  if (lacks("source")) missing.push(settings.accessKey, settings.secretKey);
  if (missing.length === 0) return undefined;
  if (config.providerName === undefined)
    return `The configuration of Huawei Cloud is incomplete: set ${joinWithAnd(missing.map(waysToSet))}.`;
  const provider = cleanText(config.providerName, 64);
  const args = missing.map(({ name }) => name);
  const give = `give it ${joinWithAnd(args)} (new Provider("${provider}", { ${args.join(", ")}, … }))`;
  const set = `set ${joinWithAnd(missing.map(({ variable }) => variable))}`;
  return `The provider "${provider}" does not read the stack's configuration: ${give}, or ${set}.`;
}

function waysToSet({ name, key, variable, placeholder, isSecret }: Setting): string {
  return `${name} (\`pulumi config set ${isSecret ? "--secret " : ""}${key} <${placeholder}>\` or ${variable})`;
}

/** `a, b and c`. */
function joinWithAnd(items: string[]): string {
  return new Intl.ListFormat("en-GB").format(items);
}

/** An empty text is no value: that is how a variable is switched off. */
function present(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
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
