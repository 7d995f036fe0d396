import * as pulumi from "@pulumi/pulumi";
import { type ProviderArgs, SECRETS } from "../provider";
import { PLUGIN } from "../resource/token";

/**
 * A provider instance of the plugin with settings of its own. What it is not given comes from the environment variables
 * (`HW_REGION_NAME` and so on), not from the stack's configuration.
 */
export class Provider extends pulumi.ProviderResource {
  /**
   * @param name The name of the provider in the program.
   * @param args Its settings.
   * @param opts Options of the resource.
   */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const given = Object.entries(args).filter(([, value]) => value !== undefined);
    const inputs = given.map(([key, value]): [string, unknown] => [
      key,
      SECRETS.includes(key) ? pulumi.secret(value) : pulumi.output(value).apply(textOf),
    ]);
    super(PLUGIN, name, Object.fromEntries(inputs), opts);
  }
}

/** Settings travel as texts. */
function textOf(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}
