import * as pulumi from "@pulumi/pulumi";
import { isNear } from "./api/text";
import { PROVIDER_NAME } from "./configuration/config";
import { NAMESPACE, SETTINGS } from "./configuration/settings";

/** The settings of a provider instance; each stands for the setting `huaweicloud:<name>` of the stack. */
export interface ProviderArgs {
  /** Region that resources without one of their own are in, such as `eu-west-101`. */
  region?: pulumi.Input<string | undefined>;
  /** Id of the project that resources without one of their own are in. */
  projectId?: pulumi.Input<string | undefined>;
  /** Access key. It is kept as a secret. */
  accessKey?: pulumi.Input<string | undefined>;
  /** Secret key. It is kept as a secret. */
  secretKey?: pulumi.Input<string | undefined>;
  /** Token of temporary keys. It is kept as a secret. */
  securityToken?: pulumi.Input<string | undefined>;
  /** Domain of the cloud's hosts. Default `myhuaweicloud.com`. */
  cloud?: pulumi.Input<string | undefined>;
  /** Base URLs to use instead of the region's hosts. */
  endpoints?: pulumi.Input<{ vpcep?: pulumi.Input<string> } | undefined>;
  /** PEM file of certificate authorities to trust beside the system's. */
  caFile?: pulumi.Input<string | undefined>;
  /** Rule set of the checks: `page` (default), `huawei`, `otc` or `lenient`. */
  vpcepRules?: pulumi.Input<string | undefined>;
}

const SECRETS = ["accessKey", "secretKey", "securityToken"];
/** Where an instance keeps its settings for look-ups, which run in the program; another copy of this package reads them, too. */
const KEPT = Symbol.for("pulumi-huaweicloud-vpcep.settings");
const SETTING_NAMES = Object.values(SETTINGS).map((setting) => setting.name);

/**
 * A provider instance with settings of its own, for programs that work in more than one region or account:
 * `new VpcEndpointService("orders", { … }, { provider: eu })`. What it is not given comes from the environment variables
 * (`HW_REGION_NAME` and so on), not from the stack's configuration.
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
      inputs[`${NAMESPACE}:${key}`] =
        key === "endpoints"
          ? pulumi.output(value).apply(JSON.stringify)
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

/** What the types would not let through, for programs that have none. */
function unknownSetting(provider: string, key: string): string {
  const near = SETTING_NAMES.find((known) => isNear(known, key));
  return `Provider "${provider}": ${key} is not a setting${near === undefined ? "" : `; did you mean ${near}?`}`;
}
