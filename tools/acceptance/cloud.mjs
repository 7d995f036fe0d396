// The suite's own look at the account, with the package's client and whatever login the environment has: what is there
// before a run, and what a run has left.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "../command.mjs";
import { dist } from "../sources.mjs";

/** @typedef {Record<string, any> & { id: string, status?: string }} ApiObject */
/** @typedef {{ type: string, used: number, quota: number }} Quota */
/** @typedef {"service" | "endpoint"} Noun */

/**
 * @typedef {object} Cloud
 * @property {string} region
 * @property {string} projectId
 * @property {() => readonly string[]} secrets keys and tokens that must not be shown
 * @property {() => Promise<Quota[]>} quotas
 * @property {(noun: Noun) => Promise<ApiObject[]>} list all of the project
 * @property {(noun: Noun, id: string) => Promise<string | undefined>} remove asks for it; gives why it cannot be done yet
 */

/** Of one call with its repetitions. */
const CALL_LIMIT_MS = 120_000;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Cloud>}
 */
export async function openCloud(env) {
  /** @type {typeof import("../../provider/environment.js")} */
  const { createEnvironment } = await load("environment.js");
  /** @type {typeof import("../../provider/configuration/config.js")} */
  const { readProviderConfig } = await load("configuration/config.js");
  /** @type {typeof import("../../provider/front/sentence.js")} */
  const { sentence } = await load("front/sentence.js");
  /** @type {typeof import("../../provider/api/errors.js")} */
  const { isApiError, isNotFound } = await load("api/errors.js");
  /** @type {typeof import("../../provider/api/pages.js")} */
  const { listAll } = await load("api/pages.js");
  const calls = {
    /** @type {typeof import("../../provider/vpcep/services.js")} */
    service: await load("vpcep/services.js"),
    /** @type {typeof import("../../provider/vpcep/endpoints.js")} */
    endpoint: await load("vpcep/endpoints.js"),
    /** @type {typeof import("../../provider/vpcep/quotas.js")} */
    quotas: await load("vpcep/quotas.js"),
  };

  const config = readProviderConfig(() => undefined, env);
  if (config.problems[0] !== undefined) throw new Failure(config.problems[0]);
  const { region } = config;
  if (region === undefined) throw new Failure("Set HW_REGION_NAME to the region of the VPC.");
  const environment = createEnvironment({ config, variables: env });
  const context = () => ({
    deadlineMs: Date.now() + CALL_LIMIT_MS,
    log: { info: () => undefined, warn: () => undefined },
    subject: "acceptance",
  });
  /** @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
  const asked = async (ask) => {
    try {
      return await ask();
    } catch (error) {
      throw new Failure(
        sentence(error instanceof Error ? error.message : String(error), environment.secrets()),
      );
    }
  };
  const projectId = await asked(() => environment.projectFor(region, config.projectId, context()));
  const client = environment.clientFor(region, projectId);
  return {
    region,
    projectId,
    secrets: environment.secrets,
    quotas: () =>
      asked(async () => {
        const { body } = await client.call(calls.quotas.getQuotas(), context());
        return /** @type {any} */ (body).quotas?.resources ?? [];
      }),
    list: (noun) =>
      asked(async () => {
        const call = noun === "service" ? calls.service.listServices() : calls.endpoint.listEndpoints();
        return /** @type {ApiObject[]} */ (await listAll(client, { call, limit: 1000 }, context()));
      }),
    remove: (noun, id) =>
      asked(async () => {
        const call = noun === "service" ? calls.service.deleteService(id) : calls.endpoint.deleteEndpoint(id);
        try {
          await client.call(call, context());
          return undefined;
        } catch (error) {
          if (isNotFound(error)) return undefined;
          // It is still being made, or its endpoints are still going.
          if (isApiError(error) && error.status !== undefined && error.status !== 401 && error.status !== 403)
            return sentence(error.message, environment.secrets());
          throw error;
        }
      }),
  };
}

/**
 * Built, as the CLI's processes load it.
 * @param {string} module
 */
async function load(module) {
  return import(pathToFileURL(join(dist, "provider", module)).href);
}
