// The package as its users run it: compiled, from dist/.
import { createRequire } from "node:module";
import { join } from "node:path";
import { cloudConfig, type TestCloud } from "../../tests/helpers/pulumi-project";
import { dist } from "../sources.mjs";

const fromDist = createRequire(join(dist, "_"));
const load = <Module>(path: string): Module => fromDist(`./provider/${path}.js`) as Module;

export const { bridgeText } = load<typeof import("../../provider/program/bridge")>("program/bridge");
export const { serve } = load<typeof import("../../provider/dynamic/serve")>("dynamic/serve");
const { createEnvironment } = load<typeof import("../../provider/environment")>("environment");
const { readProviderConfig } =
  load<typeof import("../../provider/configuration/config")>("configuration/config");
const { authorization, sdkDate } = load<typeof import("../../provider/api/sign")>("api/sign");
const registry = load<typeof import("../../provider/registry")>("registry");

export type Environment = ReturnType<typeof createEnvironment>;

/** What a provider process remembers, with nothing in it yet. */
export function newEnvironment(cloud: TestCloud): Environment {
  const settings = cloudConfig(cloud);
  return createEnvironment({ config: readProviderConfig((key) => settings[key], {}), variables: {} });
}

/** The provider object that the dynamic-provider process calls for a resource type. */
export function providerOf(type: string, environment: Environment) {
  const handlers = registry.RESOURCES.find(({ definition }) => definition.type === type);
  if (handlers === undefined) throw new Error(`there is no resource type ${type}`);
  return serve(handlers, () => environment, { info: () => undefined, warn: () => undefined });
}

/** Headers of a GET, signed for the next quarter of an hour. */
export function signedHeaders(cloud: TestCloud, path: string): Record<string, string> {
  const headers = { host: new URL(cloud.url).host, "x-sdk-date": sdkDate(Date.now()) };
  const proof = authorization({ method: "GET", path, query: [], headers, body: "" }, cloud);
  return { ...headers, authorization: proof };
}
