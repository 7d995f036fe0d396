import { isNotFound } from "../api/errors";
import { createOnce } from "../resource/create-once";
import { sameValue, verdictOn } from "../resource/diff";
import { Failure } from "../resource/failures";
import { toBody, toOutputs } from "../resource/fields";
import type { Environment, ResourceHandlers } from "../resource/handlers";
import { compare, create, handlersOf, holdOn, mayDelete, read, sayOnce, update } from "../resource/lifecycle";
import { type Modify, modifyStep } from "../resource/modify";
import { beginOperation, type Operation, send } from "../resource/operation";
import type { Properties } from "../resource/properties";
import type { Actions, Step } from "../resource/reconcile";
import { sendUnlessGone, waitUntilDeleted } from "../resource/settle";
import { tagStep } from "../resource/tags";
import {
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  setPolicy,
  setRouteTables,
  setWhitelist,
  upgradeEndpoint,
} from "../vpcep/endpoints";
import type { ApiRecord } from "../vpcep/records";
import { describeService } from "../vpcep/services";
import { ENDPOINT, wouldClash } from "./fields";

const POLICIES = ["policyStatement", "policyDocument"];

/** The access control, then route tables, then the policy, then tags: one call a group that differs. */
const actions: Actions = {
  steps(subject, { modify, steps }, desired) {
    const { known } = subject;
    const step = (fields: readonly string[], request: Modify["request"], find?: Modify["find"]): Step[] =>
      fields.length === 0 ? [] : [modifyStep(subject, fields, desired, { request, ...(find && { find }) })];
    const isEnabled = (desired.enableWhitelist ?? known.enableWhitelist) === true;
    const list = desired.whitelist ?? known.whitelist ?? [];
    return [
      ...step(modify, (id) => setWhitelist(id, list, isEnabled)),
      ...step(
        steps.filter((field) => field === "routeTables"),
        (id) => setRouteTables(id, desired.routeTables),
        refuseUnbound,
      ),
      ...step(
        steps.filter((field) => POLICIES.includes(field)),
        setPolicy,
      ),
      ...step(
        steps.filter((field) => field === "edition"),
        upgradeEndpoint,
      ),
      ...(steps.includes("tags")
        ? [tagStep(subject, "endpoint", desired.tags as Record<string, string>)]
        : []),
    ];
  },
};

/** The response to a change of route tables is no endpoint, but it tells which tables could not be changed. */
function refuseUnbound({ error }: ApiRecord): undefined {
  if (Array.isArray(error) && error.length > 0)
    throw new Failure(`route tables could not be changed: ${JSON.stringify(error).slice(0, 500)}.`, true);
}

const resource = { definition: ENDPOINT, actions };

/**
 * VPC endpoints.
 *
 * create: POST, then polls until the endpoint has settled (by name: a look at the service first).
 * read: GET.
 * update: one call for each of whitelist, route tables, policy and tags that changed.
 * delete: DELETE, then polls until the endpoint is gone.
 */
export const vpcEndpoint: ResourceHandlers = {
  ...handlersOf(resource),
  async diff(env, id, olds, news) {
    const clashes = wouldClash(olds, news);
    holdOn(env, id, olds, { inputs: news, wouldClash: clashes });
    return verdictOn(compare(env, ENDPOINT, id, olds, news), news, clashes);
  },
  async create(env, inputs) {
    const created = await create(env, resource, inputs, post);
    report(env, inputs, created.outs);
    return created;
  },
  async read(env, id, props) {
    const found = await read(env, resource, id, props);
    report(env, props, found.props);
    return found;
  },
  async update(env, id, olds, news) {
    holdOn(env, id, olds, { inputs: news, wouldClash: wouldClash(olds, news) });
    return update(env, resource, id, olds, news);
  },
  async delete(env, id, props) {
    const operation = beginOperation(env, ENDPOINT, props, "delete");
    if (!mayDelete(operation, id, props)) return;
    if (await sendUnlessGone(operation, deleteEndpoint(id))) await waitUntilDeleted(operation, id);
  },
};

/** A subnet has one endpoint a service, so what a create made is recognised by both and by its age. */
async function post(operation: Operation, inputs: Properties): Promise<ApiRecord> {
  const endpointServiceId = inputs.endpointServiceId ?? (await idOfService(operation, inputs));
  const { region, projectId, vpcId, subnetId } = inputs;
  const wanted: Properties = { ...inputs, endpointServiceId };
  return createOnce(operation, {
    post: createEndpoint(toBody(ENDPOINT.fields, wanted)),
    list: listEndpoints({ vpc_id: String(vpcId) }),
    isOurs(record) {
      const actual = toOutputs(ENDPOINT, String(record.id), record, { region, projectId });
      const isSame = (name: string) =>
        wanted[name] === undefined || sameValue(ENDPOINT, name, actual[name], wanted[name]);
      const isFree = operation.holders.nameOf(String(record.id)) === undefined;
      return isFree && ["endpointServiceId", "vpcId", "subnetId", "description"].every(isSame);
    },
    description: `an endpoint of service ${endpointServiceId} in VPC ${vpcId}${subnetId === undefined ? "" : `, subnet ${subnetId},`}`,
  });
}

async function idOfService(operation: Operation, { endpointServiceName }: Properties): Promise<string> {
  const name = String(endpointServiceName);
  try {
    const { body } = await send(operation, describeService(name));
    if (typeof body.id === "string") return body.id;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  throw new Failure(
    `there is no service ${name} in region ${operation.region} that this account may see. Check the name, and that the owner has this account on the service's list (permissions).`,
  );
}

/** Says whom to ask about an endpoint that is there and cannot be used. */
function report(
  env: Environment,
  inputs: Properties,
  { status, activeStatus, endpointServiceName }: Properties,
): void {
  const warn = (text: string) => sayOnce(env, ENDPOINT, "warn", inputs, text);
  const owner = `the owner of ${endpointServiceName ?? "the service"}`;
  if (status === "rejected")
    warn(`the connection was rejected: ask ${owner}. When it is accepted, the endpoint works as it is`);
  const words = Array.isArray(activeStatus) ? activeStatus.map(String) : [];
  const frozen = words.filter((word) => word.includes("frozen"));
  if (frozen.length > 0)
    warn(`the endpoint is ${frozen.join(", ")}: ask whoever pays for this account, or the cloud's support`);
}
