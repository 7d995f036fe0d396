import type { ApiClient, CallContext } from "./api/api-call";
import { type Connections, createApiClient, createConnections, kept } from "./api/client";
import { isApiError } from "./api/errors";
import type { Login } from "./api/login";
import { mayPass } from "./api/retry";
import { type Runtime, systemRuntime } from "./api/runtime";
import type { RequestTimeouts } from "./api/transport";
import {
  accessTo,
  baseUrlFor,
  connectionProblem,
  metadataUrlFor,
  readAuthorities,
  usableSource,
} from "./configuration/access";
import {
  hasNoLogin,
  missingLogin,
  type ProviderConfig,
  readProviderConfig,
  settingsOf,
} from "./configuration/config";
import { systemFiles } from "./configuration/files";
import { createHints } from "./configuration/hints";
import { createIdentityHints, createMetadataHints } from "./configuration/identity-hints";
import { type Attempts, createAttempts } from "./identity/attempts";
import { identityService } from "./identity/codes";
import { type IdentityHost, isForProject, loginOf, type ProjectLogin } from "./identity/login";
import { projectIdOf } from "./identity/project";
import { type Source, secretsOf } from "./identity/source";
import type { Environment } from "./resource/handlers";
import { createHolders } from "./resource/holders";
import { objectsOf, SharedList } from "./resource/shared-list";
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
  attempts?: Attempts;
}

/** The metadata of a machine answers at once, or is not there. */
const METADATA_TIMEOUTS: RequestTimeouts = { connectMs: 1000, responseMs: 2000, totalMs: 3000 };

/**
 * Owns all that a provider process remembers: logins, clients with their connections and sessions, the projects of regions,
 * shared lists, which resource has which object, and sentences that were said. Nothing else in the package outlives a call.
 */
export function createEnvironment({
  config,
  variables = process.env,
  runtime = systemRuntime,
  connections = createConnections(variables),
  timeouts,
  attempts = createAttempts(),
}: EnvironmentOptions): ProcessEnvironment {
  const clients = new Map<string, ApiClient>();
  const logins = new Map<string, ProjectLogin>();
  const projects = new Map<string, Promise<string>>();
  const problems = new Map<string, string | undefined>();
  const sharedLists = new Map<string, SharedList>();
  const { source } = config;
  const effects = { connections, runtime, ...(timeouts && { timeouts }) };

  const identityClient = (region: string, host: IdentityHost, login: Login) =>
    createApiClient({
      region,
      projectId: "",
      baseUrl: host === "metadata" ? metadataUrlFor(config) : baseUrlFor(config, region, host),
      authorities: host === "metadata" ? undefined : readAuthorities(config),
      service: identityService,
      hintFor: (host === "metadata" ? createMetadataHints : createIdentityHints)(settingsOf(config)),
      ...effects,
      ...(host === "metadata" && { timeouts: METADATA_TIMEOUTS }),
      login,
    });
  /** A token is for one project; keys are for all that the account has. */
  const loginKey = (region: string, projectId?: string) =>
    source !== undefined && isForProject(source) ? `${region} ${projectId}` : region;
  const loginFor = (region: string, found: Source, projectId?: string) =>
    kept(logins, loginKey(region, projectId), () =>
      loginOf(
        found,
        { id: projectId, name: config.projectName ?? region },
        {
          clientOf: (host, login) => identityClient(region, host, login),
          readFile: (path) => systemFiles.readFile(path).text,
          runtime,
          missingLogin: () => missingLogin(config),
          attempts,
        },
      ),
    );
  async function lookUpProject(region: string, context: CallContext): Promise<string> {
    const login = loginFor(region, usableSource(config, region), undefined);
    const own = await login.projectId?.(context);
    if (own === undefined)
      return projectIdOf(identityClient(region, "iam", login), config.projectName ?? region, context);
    logins.set(loginKey(region, own), login);
    return own;
  }
  return {
    config,
    secrets: () => [
      ...(source === undefined ? [] : secretsOf(source)),
      ...[...logins.values()].flatMap((login) => login.secrets()),
    ],
    runtime,
    clientFor: (region, projectId) =>
      kept(clients, `${region} ${projectId}`, () => {
        const { source: found, ...access } = accessTo(config, region, projectId);
        const login = loginFor(region, found, projectId);
        const hintFor = createHints(settingsOf(config));
        return createApiClient({ ...access, service: vpcepService, hintFor, ...effects, login });
      }),
    projectFor: async (region, projectId, context) => {
      // Where nothing is set, a preview says so, rather than the first call of an update.
      if (projectId !== undefined && hasNoLogin(config))
        await loginFor(region, usableSource(config, region)).proof(context);
      return (
        projectId ??
        kept(projects, region, () =>
          lookUpProject(region, context).catch((error) => {
            // What may be over soon is asked for again.
            if (isApiError(error) && mayPass(error.outcome)) projects.delete(region);
            throw error;
          }),
        )
      );
    },
    connectionProblem: (region) => kept(problems, region, () => connectionProblem(config, region, variables)),
    holders: createHolders(),
    said: new Set(),
    sharedListOf: (client, { type, list }) =>
      list &&
      kept(
        sharedLists,
        [client.region, client.projectId, type].join(" "),
        () => new SharedList((status, context) => objectsOf(client, list(status), context), runtime),
      ),
  };
}

/** The environments of this process, one for each set of settings: all resource types share them. */
const environments = new Map<string, ProcessEnvironment>();

/** Providers for several regions often log in as the same user. */
const attempts = createAttempts();

/** The environment of the process for these settings; `setting` is asked as the engine's configuration is. */
export function environmentOf(setting: (key: string) => string | undefined): ProcessEnvironment {
  const config = readProviderConfig(setting, process.env);
  return kept(environments, JSON.stringify(config), () => createEnvironment({ config, attempts }));
}
