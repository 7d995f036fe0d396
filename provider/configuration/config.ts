import { isValidId, isValidRegion } from "../api/identifiers";
import type { Variables } from "../api/proxy";
import { cleanText } from "../api/text";
import type { Source } from "../identity/source";
import { RULE_SETS, type RuleSet } from "../vpcep/editions";
import { readEndpoints } from "./endpoints";
import { type Files, systemFiles } from "./files";
import { joinWithAnd } from "./place";
import {
  NAMESPACE,
  naming,
  present,
  type Setting,
  type Settings,
  settingsIn,
  UNKNOWN_MARKER,
} from "./settings";
import { findSource } from "./sources";

export const DEFAULT_CLOUD = "myhuaweicloud.com";

/** How an explicit provider names itself among its settings. */
export const PROVIDER_NAME = "providerName";

export interface ProviderConfig {
  /** Where the settings stand in a stack's configuration. Default `huaweicloud`. */
  namespace?: string | undefined;
  region?: string | undefined;
  projectId?: string | undefined;
  /** Name of the project to look the id up by, where that is not the region's own. */
  projectName?: string | undefined;
  /** Who the provider is to be; undefined only where what is set for it cannot be used. */
  source?: Source | undefined;
  /** Domain of the cloud's hosts, default `myhuaweicloud.com`. */
  cloud: string;
  /** Base URL of the VPC Endpoint API, where it is not the region's usual host. */
  vpcepEndpoint?: string | undefined;
  /** Base URL of IAM, likewise. */
  iamEndpoint?: string | undefined;
  /** Base URL of STS, likewise. */
  stsEndpoint?: string | undefined;
  /** Base URL that stands in for the machine's metadata. */
  metadataEndpoint?: string | undefined;
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
  /** Whole sentences about what is set and works, but should not stay like that. */
  warnings: string[];
}

/** `get("huaweicloud:region")`. */
type ConfigGetter = (key: string) => string | undefined;

/** Reads every setting; configuration wins over environment. Nothing is refused here: what is malformed is listed. */
export function readProviderConfig(
  get: ConfigGetter,
  env: Variables,
  namespace: string = NAMESPACE,
  files: Files = systemFiles,
): ProviderConfig {
  const settings = settingsIn(namespace);
  const problems: string[] = [];
  const refused: string[] = [];
  const refuse = (name: string, problem: string): undefined => {
    problems.push(problem);
    refused.push(name);
  };
  const read = (setting: Setting, valid: (value: string) => boolean, rule: string) => {
    const value = present(get(setting.key)) ?? present(env[setting.variable]);
    if (value === undefined || value === UNKNOWN_MARKER || valid(value)) return value;
    return refuse(setting.name, `${naming(setting)} is not ${rule}: "${cleanText(value, 64)}".`);
  };
  const configuredRegion = read(settings.region, isValidRegion, "a region such as cn-north-4");
  const configuredId = read(settings.projectId, isValidId, "a project id (letters, digits, - and _)");
  const projectName = read(settings.projectName, isProjectName, "a project's name");
  const cloud = read(settings.cloud, isDomain, "a domain such as myhuaweicloud.com");
  const caFile = read(settings.caFile, isOneLine, "the name of a file");
  const rules = read(settings.rules, isRuleSet, `one of ${RULE_SETS.join(", ")}`);
  const providerName = present(get(`${namespace}:${PROVIDER_NAME}`));
  const hasProject = configuredId !== undefined || refused.includes(settings.projectId.name);
  const found = findSource({ settings, get, env, files, providerName, hasProject });
  for (const problem of found.problems) refuse("source", problem);
  const region = configuredRegion ?? (refused.includes(settings.region.name) ? undefined : found.region);
  // A project belongs to one region, and goes with the login that it was found with.
  const foundId = [undefined, region].includes(found.region) ? found.projectId : undefined;
  const isWritten = present(get(settings.projectId.key)) !== undefined;
  const endpoints = readEndpoints(settings.endpoints, get, env, refuse);
  return {
    namespace: namespace === NAMESPACE ? undefined : namespace,
    providerName,
    region,
    projectId: isWritten ? configuredId : (foundId ?? configuredId),
    projectName,
    cloud: cloud ?? DEFAULT_CLOUD,
    caFile,
    rules: rules !== undefined && isRuleSet(rules) ? rules : "page",
    ...endpoints,
    iamEndpoint: endpoints.iamEndpoint ?? found.iamEndpoint,
    source: found.source,
    refused,
    problems,
    warnings: found.warnings,
  };
}

export function settingsOf({ namespace = NAMESPACE }: Pick<ProviderConfig, "namespace">): Settings {
  return settingsIn(namespace);
}

/**
 * One sentence that names what no call can be made without, with both ways to set it; nothing when all is there. The id of
 * the project is looked up.
 */
export function missingSettings(config: ProviderConfig, has: { region: boolean }): string | undefined {
  if (has.region || config.region !== undefined || config.refused?.includes("region")) return undefined;
  return `${toSet(config, [settingsOf(config).region])}.`;
}

/** Nobody has said how to log in: only the metadata of the machine is left. */
export function hasNoLogin({ source }: ProviderConfig): boolean {
  return source?.base.kind === "metadata" && source.base.isLastResort === true;
}

/** For a machine whose metadata is no help: one sentence that names what can be set to log in. */
export function missingLogin(config: ProviderConfig): string {
  const { accessKey, secretKey, ...others } = settingsOf(config);
  const { userName, password, domainName, authToken, profile, idpId, idTokenFile, useMetadata } = others;
  const names = ({ name, variable }: Setting) =>
    config.providerName === undefined ? `${name} (${variable})` : name;
  const ways = [[userName, password, domainName], [authToken], [profile], [idpId, idTokenFile]];
  const or = [
    ...ways.map((way) => joinWithAnd(way.map(names))),
    `${names(useMetadata)} on a virtual machine`,
  ];
  return `${toSet(config, [accessKey, secretKey])}. Other ways to log in are ${or.join("; ")}.`;
}

function toSet(config: ProviderConfig, missing: Setting[]): string {
  if (config.providerName === undefined)
    return `The configuration of Huawei Cloud is incomplete: set ${joinWithAnd(missing.map(waysToSet))}`;
  const provider = cleanText(config.providerName, 64);
  const args = missing.map(({ name }) => name);
  const give = `give it ${joinWithAnd(args)} (new Provider("${provider}", { ${args.join(", ")}, … }))`;
  const set = `set ${joinWithAnd(missing.map(({ variable }) => variable))}`;
  return `The provider "${provider}" does not read the stack's configuration: ${give}, or ${set}`;
}

function waysToSet({ name, key, variable, placeholder, isSecret }: Setting): string {
  return `${name} (\`pulumi config set ${isSecret ? "--secret " : ""}${key} <${placeholder}>\` or ${variable})`;
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

function isProjectName(value: string): boolean {
  return value.length <= 64 && isOneLine(value);
}
