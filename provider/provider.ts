import * as pulumi from "@pulumi/pulumi";
import { isNear } from "./api/text";
import { PROVIDER_NAME } from "./configuration/config";
import { type EndpointName, NAMESPACE, SETTINGS } from "./configuration/settings";

/** The settings of a provider instance; each stands for the setting `huaweicloud:<name>` of the stack. */
export interface ProviderArgs {
  /** Region that resources without one of their own are in, such as `eu-west-101`. */
  region?: pulumi.Input<string | undefined>;
  /** Id of the project that resources without one of their own are in. */
  projectId?: pulumi.Input<string | undefined>;
  /** Name of the project to look the id up by, where that is not the region's own, such as `cn-north-4_dev`. */
  projectName?: pulumi.Input<string | undefined>;
  /** Access key. It is kept as a secret. */
  accessKey?: pulumi.Input<string | undefined>;
  /** Secret key. It is kept as a secret. */
  secretKey?: pulumi.Input<string | undefined>;
  /** Token of temporary keys. It is kept as a secret. */
  securityToken?: pulumi.Input<string | undefined>;
  /** Name of a user who logs in with `password`; `domainName` or `domainId` names the account. */
  userName?: pulumi.Input<string | undefined>;
  /** Id of a user who logs in with `password`, in place of `userName`. */
  userId?: pulumi.Input<string | undefined>;
  /** Password of the user. It is kept as a secret. */
  password?: pulumi.Input<string | undefined>;
  /** Name of the account that the user or the token belongs to. */
  domainName?: pulumi.Input<string | undefined>;
  /** Id of the account that the user or the token belongs to; it counts where `domainName` is given, too. */
  domainId?: pulumi.Input<string | undefined>;
  /** Token of IAM. It is kept as a secret. Without `projectId` it needs `domainName` or `domainId`. */
  authToken?: pulumi.Input<string | undefined>;
  /** Profile of KooCLI, or section of the file in `sharedConfigFile`. Default there: the current profile, or `basic`. */
  profile?: pulumi.Input<string | undefined>;
  /** File of KooCLI, or INI file of the cloud's SDKs. Default where `profile` is given: `~/.hcloud/config.json`. */
  sharedConfigFile?: pulumi.Input<string | undefined>;
  /** Id of the OpenID Connect provider that has issued `idToken` or the one in `idTokenFile`. */
  idpId?: pulumi.Input<string | undefined>;
  /** OpenID Connect token. It is kept as a secret. */
  idToken?: pulumi.Input<string | undefined>;
  /** File with an OpenID Connect token; it is read anew for each login, and counts where `idToken` is given, too. */
  idTokenFile?: pulumi.Input<string | undefined>;
  /** Whether to log in as the agency of the virtual machine that the program runs on. Default `false`. */
  useMetadata?: pulumi.Input<boolean | undefined>;
  /** Agency to take on after the login; `agencyDomainName` or `agencyDomainId` names its account. */
  agencyName?: pulumi.Input<string | undefined>;
  /** Name of the account that the agency belongs to. */
  agencyDomainName?: pulumi.Input<string | undefined>;
  /** Id of the account that the agency belongs to; it counts where `agencyDomainName` is given, too. */
  agencyDomainId?: pulumi.Input<string | undefined>;
  /** Seconds that the keys of the agency are to live, from 900 on. Default: the cloud's own. */
  agencyDuration?: pulumi.Input<number | undefined>;
  /** Domain of the cloud's hosts. Default `myhuaweicloud.com`. */
  cloud?: pulumi.Input<string | undefined>;
  /**
   * Base URLs to use instead of the region's hosts, by name: `vpcep`, `iam`, `sts` and `metadata`. The variable
   * `HW_VPCEP_ENDPOINT` is the URL of `vpcep`.
   */
  endpoints?: pulumi.Input<{ [Name in EndpointName]?: pulumi.Input<string> } | undefined>;
  /** PEM file of certificate authorities to trust beside the system's. */
  caFile?: pulumi.Input<string | undefined>;
  /** Rule set of the checks: `page` (default), `huawei`, `otc` or `lenient`. */
  vpcepRules?: pulumi.Input<string | undefined>;
}

/** The settings that Pulumi keeps encrypted. */
export const SECRETS = Object.values(SETTINGS).flatMap(({ name, isSecret }) => (isSecret ? [name] : []));
const NOT_TEXTS = ["endpoints", "useMetadata", "agencyDuration"];
/** Where an instance keeps its settings for look-ups, which run in the program; another copy of this package reads them, too. */
const KEPT = Symbol.for("pulumi-huaweicloud-vpcep.settings");
const SETTING_NAMES = Object.values(SETTINGS).map((setting) => setting.name);

/**
 * A provider instance with settings of its own, for programs that work in more than one region or account: resources and
 * look-ups take it as their option `provider`. What it is not given comes from the environment variables (`HW_REGION_NAME`
 * and so on), not from the stack's configuration.
 *
 * Pulumi keeps the settings in the state, keys and token encrypted, and a `destroy` without the program uses those.
 */
export class Provider extends pulumi.ProviderResource {
  /** By the keys of the stack's configuration; what is secret makes all of it so. */
  private readonly [KEPT]: pulumi.Output<Settings>;

  /**
   * @param name The name of the provider in the program.
   * @param args Its settings.
   * @param opts Options of the resource.
   */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    // Its name tells a message about a missing setting where to put it.
    const inputs: pulumi.Inputs = { [`${NAMESPACE}:${PROVIDER_NAME}`]: name };
    for (const [key, value] of Object.entries(args)) {
      if (!SETTING_NAMES.includes(key)) throw new pulumi.RunError(unknownSetting(name, key));
      if (value === undefined) continue;
      // Named with the namespace, as in the stack's configuration: one look-up serves both. Values are strings there.
      inputs[`${NAMESPACE}:${key}`] = NOT_TEXTS.includes(key)
        ? pulumi.output(value).apply(textOf)
        : SECRETS.includes(key)
          ? pulumi.secret(value)
          : value;
    }
    super("pulumi-nodejs", name, inputs, opts);
    this[KEPT] = pulumi.output(inputs);
  }
}

/** The settings of a provider instance, by the keys of the stack's configuration. */
export type Settings = Record<string, string | undefined>;

/** The settings that a provider was given; undefined when it is not a `Provider` of this package. */
export function settingsGivenTo(provider: pulumi.ProviderResource): pulumi.Output<Settings> | undefined {
  return (provider as { [KEPT]?: pulumi.Output<Settings> })[KEPT];
}

function textOf(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

/** What the types would not let through, for programs that have none. */
function unknownSetting(provider: string, key: string): string {
  const near = SETTING_NAMES.find((known) => isNear(known, key));
  return `Provider "${provider}": ${key} is not a setting${near === undefined ? "" : `; did you mean ${near}?`}`;
}
