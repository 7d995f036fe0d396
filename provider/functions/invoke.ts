import * as pulumi from "@pulumi/pulumi";
import { environmentOf } from "../environment";
import { cleanLog, sentence } from "../front/sentence";
import { type LookUp, lookUp } from "../look-ups/look-up";
import { withoutStack } from "../program/run-error";
import { hasOutput, secretArguments } from "../program/secrets";
import { refuseMisspeltSettings } from "../program/settings";
import { type Settings, settingsGivenTo } from "../provider";
import { textOf } from "../resource/failures";
import type { Properties } from "../resource/properties";
import { pluginToken } from "../resource/token";
import { allBefore } from "./dependencies";

/** The arguments of a look-up, each of which may be an output. */
export type LookUpInputs<Args> = { [Name in keyof Args]: pulumi.Input<Nested<Args[Name]>> };
type Nested<Value> = Value extends object ? { [Key in keyof Value]: pulumi.Input<Value[Key]> } : Value;

/** The plain form of a look-up: plain arguments, and a promise of the result. */
export async function invoke<Result>(
  definition: LookUp,
  args: object = {},
  opts: pulumi.InvokeOptions = {},
): Promise<Result> {
  if (isUnitTest()) return pulumi.runtime.invoke(pluginToken(definition.name), { ...args }, opts);
  const { name } = definition;
  const another = `use ${name}Output`;
  if (hasOutput(args)) throw withoutStack(`${name}: an argument is an output, or a promise: ${another}.`);
  const settings = settingsFor(name, opts) as Resolving<Settings | undefined>;
  if (!(await settings.isKnown))
    throw withoutStack(`${name}: a setting of its provider is not known yet: ${another}.`);
  return run(definition, await settings.promise?.(), args, []);
}

/** The form of a look-up that takes outputs and gives one: unknown or secret where one of them is. */
export function invokeOutput<Result>(
  definition: LookUp,
  args: object = {},
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Result> {
  if (isUnitTest()) return pulumi.runtime.invokeOutput(pluginToken(definition.name), { ...args }, opts);
  const given: pulumi.Output<object> = pulumi.output<object>(args);
  // A result is not a secret because keys were needed to get it.
  const settings = pulumi.unsecret(settingsFor(definition.name, opts));
  return pulumi
    .all([given, settings, secretArguments(args), allBefore(given, opts.dependsOn)])
    .apply(([known, knownSettings, secrets]) => run<Result>(definition, knownSettings, known, secrets));
}

/** Unit tests with mocks have no engine: there a look-up is what the mocks make of it, as other packages' functions are. */
const isUnitTest = () => pulumi.runtime.getEngine() === undefined;

/** What the SDK's types do not show of an output. */
interface Resolving<Value> {
  isKnown?: Promise<boolean>;
  promise?(): Promise<Value>;
}

/** What the look-up runs with: an explicit provider's settings, the parent's included, else the stack's configuration. */
function settingsFor(
  name: string,
  { provider, parent }: pulumi.InvokeOptions,
): pulumi.Output<Settings | undefined> {
  const explicit = provider ?? parent?.getProvider("pulumi-nodejs:dynamic:Resource");
  if (explicit === undefined) {
    refuseMisspeltSettings();
    return pulumi.output(undefined);
  }
  const settings = settingsGivenTo(explicit);
  if (settings === undefined)
    throw withoutStack(`${name}: its provider is not a Provider of pulumi-huaweicloud-vpcep.`);
  return settings;
}

async function run<Result>(
  definition: LookUp,
  settings: Settings | undefined,
  args: object,
  secrets: readonly string[],
): Promise<Result> {
  // Resources that the program makes of the result are registered later: the SDK must not say goodbye before.
  const done = pulumi.runtime.rpcKeepAlive();
  const setting = (key: string) => (settings === undefined ? pulumi.runtime.getConfig(key) : settings[key]);
  const environment = environmentOf((key) => setting(key) ?? undefined);
  const log = {
    info: (line: string) => void pulumi.log.info(line),
    warn: (line: string) => void pulumi.log.warn(line),
  };
  try {
    const env = { ...environment, log: cleanLog(log, environment.secrets) };
    return (await lookUp(env, definition, args as Properties, secrets)) as Result;
  } catch (error) {
    throw withoutStack(sentence(textOf(error), environment.secrets()));
  } finally {
    done();
  }
}
