// What a run will do, cost and take, said before it begins. Pure.
import { fieldSteps } from "./fields.mjs";
import { TAG } from "./run-tag.mjs";
import { firstWanted } from "./wanted.mjs";

/** @typedef {import("./variables.mjs").Ids} Ids */

/** Minutes that the cloud takes at most for one create or delete (reference: a service one to two, an endpoint less). */
const MINUTES = { VpcEndpointService: 2, VpcEndpoint: 1 };
/** Of a run of the CLI itself. */
const CLI_MINUTES = 0.1;

/**
 * @param {Ids} ids
 * @param {string} run
 * @param {readonly string[]} parts
 */
function figuresOf(ids, run, parts) {
  const made = Object.values(firstWanted(ids, run)).map(({ type }) => type);
  const steps = parts.includes("fields") ? fieldSteps(ids, run) : [];
  const taken = steps.filter(({ skip }) => skip === undefined);
  const anew = (/** @type {string} */ type) =>
    taken.filter((step) => step.replaces !== undefined && step.type === type).length;
  const runs = new Set(taken.map(({ resource }) => resource)).size === 0 ? 3 : taken.length / 2 + 12;
  const creates = MINUTES.VpcEndpointService + MINUTES.VpcEndpoint;
  const minutes =
    2 * creates +
    2 * anew("VpcEndpointService") * MINUTES.VpcEndpointService +
    2 * anew("VpcEndpoint") * MINUTES.VpcEndpoint +
    runs * CLI_MINUTES;
  return {
    services: made.filter((type) => type === "VpcEndpointService").length,
    endpoints: made.filter((type) => type === "VpcEndpoint").length,
    changed: taken.length,
    skipped: steps.length - taken.length,
    minutes: Math.ceil(minutes),
  };
}

/**
 * @param {Ids} ids
 * @param {string} run
 * @param {readonly string[]} parts
 * @param {{ region: string, limitMinutes: number }} where
 * @returns {string[]} lines
 */
export function planLines(ids, run, parts, { region, limitMinutes }) {
  const { services, endpoints, changed, skipped, minutes } = figuresOf(ids, run, parts);
  return [
    `Region ${region}, VPC ${ids.vpcId}: the run makes ${services} endpoint services and ${count(endpoints, "VPC endpoint")}, tagged ${TAG}=${run}.`,
    "They let nobody in: services have to be asked for approval, and whitelists name accounts that do not exist.",
    ...(parts.includes("fields")
      ? [
          `It takes ${changed} steps that change a field alone; ${skipped} are skipped, for want of ids in the variables.`,
        ]
      : []),
    `Cost: VPC endpoints are billed by the hour where the region's price list says so: ${endpoints} of them, or ${endpoints + 1} while one takes the place of another, for the time of the run. Nothing else that it makes is meant to be billed; the price list of the region tells.`,
    `Time: ${minutes} minutes if the cloud takes as long as its documents say; after ${limitMinutes} minutes it stops by itself.`,
    "Everything is removed at the end, also after Ctrl-C.",
  ];
}

/**
 * The quota has to leave room for what is there at once.
 * @param {readonly import("./cloud.mjs").Quota[]} quotas
 * @param {Ids} ids
 * @param {string} run
 * @returns {string | undefined} a sentence when it does not
 */
export function quotaProblem(quotas, ids, run) {
  const { services, endpoints } = figuresOf(ids, run, []);
  const wanted = { endpoint_service: services, endpoint: endpoints + 1 };
  for (const [type, needed] of Object.entries(wanted)) {
    const quota = quotas.find((one) => one.type === type);
    if (quota !== undefined && quota.quota - quota.used < needed)
      return `The quota of the account leaves room for ${quota.quota - quota.used} of type ${type}, and the run needs ${needed}: remove some, or ask for a higher quota.`;
  }
  return undefined;
}

/** @param {number} number @param {string} noun */
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
