import * as pulumi from "@pulumi/pulumi";
import { pluginToken } from "../resource/token";

/** A look-up by the plugin, with the arguments and the result of the function of the same name. */
export function pluginFunction<Function extends (...given: never[]) => Promise<object>>(
  name: string,
): Function {
  const invoke = (args: object = {}, opts: pulumi.InvokeOptions = {}) =>
    pulumi.runtime.invoke(pluginToken(name), { ...args }, opts, undefined);
  return invoke as unknown as Function;
}

/** The form that takes outputs and gives one. */
export function pluginFunctionOutput<Function extends (...given: never[]) => pulumi.Output<object>>(
  name: string,
): Function {
  const invoke = (args: object = {}, opts: pulumi.InvokeOutputOptions = {}) =>
    pulumi.runtime.invokeOutput(pluginToken(name), { ...args }, opts);
  return invoke as unknown as Function;
}
