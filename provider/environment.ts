import type { ApiClient } from "./api/api-call";
import { type ClientOptions, type Connections, createApiClient, createConnections, kept } from "./api/client";
import { ConfigError } from "./api/errors";
import { type Login, loginWithKeys } from "./api/login";
import { type Runtime, systemRuntime } from "./api/runtime";
import type { RequestTimeouts } from "./api/transport";
import { type Access, accessTo, connectionProblem } from "./configuration/access";
import { type ProviderConfig, readProviderConfig, settingsOf } from "./configuration/config";
import { createHints } from "./configuration/hints";
import { type Source, secretsOf } from "./identity/source";
import type { Environment } from "./resource/handlers";
import { createHolders } from "./resource/holders";
import { idsOfCreating, SharedList } from "./resource/shared-list";
import { vpcepService } from "./vpcep/codes";

/** What the handlers are given but for the log, which comes with the front. */
export type ProcessEnvironment = Omit<Environment, "log">;

/** What an environment is made from; tests put their own in the place of the process's. */
export interface EnvironmentOptions {
  config: ProviderConfig;
  variables?: NodeJS.ProcessEnv;
  runtime?: Runtime;
  connections?: Connections;
  timeouts?: RequestTimeouts;
}

/**
 * Owns all that a provider process remembers: clients with their connections and sessions, shared lists, which resource
 * has which object, and sentences that were said. Nothing else in the package outlives a call.
 */
export function createEnvironment({
  config,
  variables = process.env,
  runtime = systemRuntime,
  connections = createConnections(variables),
  timeouts,
}: EnvironmentOptions): ProcessEnvironment {
  const clients = new Map<string, ApiClient>();
  const problems = new Map<string, string | undefined>();
  const sharedLists = new Map<string, SharedList>();
  const { source } = config;
  return {
    config,
    secrets: () => (source === undefined ? [] : secretsOf(source)),
    runtime,
    clientFor: (region, projectId) =>
      kept(clients, `${region} ${projectId}`, () =>
        createVpcepClient({ config, region, projectId, connections, runtime, ...(timeouts && { timeouts }) }),
      ),
    connectionProblem: (region) => kept(problems, region, () => connectionProblem(config, region, variables)),
    holders: createHolders(),
    said: new Set(),
    sharedListOf: (client, creating) =>
      kept(
        sharedLists,
        [client.region, client.projectId, ...creating.segments].join(" "),
        () => new SharedList((context) => idsOfCreating(client, creating, context), runtime),
      ),
  };
}

export interface VpcepClientOptions
  extends Omit<ClientOptions, keyof Access | "service" | "hintFor" | "login"> {
  config: ProviderConfig;
  region: string;
  projectId: string;
}

/** The client of the VPC Endpoint service in a region. Throws `ConfigError` when the settings do not do for a call. */
export function createVpcepClient(options: VpcepClientOptions): ApiClient {
  const { config, region, projectId, ...effects } = options;
  const { source, ...access } = accessTo(config, region, projectId);
  return createApiClient({
    ...access,
    login: loginOf(source),
    service: vpcepService,
    hintFor: createHints(settingsOf(config)),
    ...effects,
  });
}

function loginOf({ base, from }: Source): Login {
  if (base.kind !== "keys")
    throw new ConfigError(`A login of the kind ${base.kind}, from ${from}, is not known.`);
  return loginWithKeys(base);
}

/** The environments of this process, one for each set of settings: all resource types share them. */
const environments = new Map<string, ProcessEnvironment>();

/** The environment of the process for these settings; `setting` is asked as the engine's configuration is. */
export function environmentOf(setting: (key: string) => string | undefined): ProcessEnvironment {
  const config = readProviderConfig(setting, process.env);
  return kept(environments, JSON.stringify(config), () => createEnvironment({ config }));
}
