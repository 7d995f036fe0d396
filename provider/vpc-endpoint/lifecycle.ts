import type { ApiCall } from "../api/api-call";
import { isNotFound } from "../api/errors";
import { objects, word } from "../resource/codecs";
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
  deletePolicy,
  listEndpoints,
  setPolicy,
  setRouteTables,
  setWhitelist,
  upgradeEndpoint,
} from "../vpcep/endpoints";
import type { ApiRecord } from "../vpcep/records";
import { describeService } from "../vpcep/services";
import { ENDPOINT, wouldClash } from "./fields";

/** The access control, route tables, the policy, the edition, tags: one call a group that differs. */
const actions: Actions = {
  steps(subject, { modify, steps }, desired) {
    const { known } = subject;
    const group = (fields: readonly string[], how: Modify): Step[] =>
      fields.length === 0 ? [] : [modifyStep(subject, fields, desired, how)];
    const changed = (...fields: string[]) => steps.filter((field) => fields.includes(field));
    const isEnabled = (desired.enableWhitelist ?? known.enableWhitelist) === true;
    const list = desired.whitelist ?? known.whitelist ?? [];
    return [
      ...group(modify, { request: (id) => setWhitelist(id, list, isEnabled) }),
      ...group(changed("routeTables"), {
        request: (id) => setRouteTables(id, desired.routeTables),
        find: refuseUnbound,
      }),
      ...group(changed("policyStatement", "policyDocument"), { request: policyRequest, done: [NO_POLICY] }),
      ...group(changed("edition"), { request: upgradeEndpoint }),
      ...(steps.includes("tags")
        ? [tagStep(subject, "endpoint", desired.tags as Record<string, string>)]
        : []),
    ];
  },
};

/** The API's code for taking away a policy that is not there. */
const NO_POLICY = "EndPoint.2049";

/** Sets the policy; what the program no longer says is empty, and with nothing left the policy goes. */
function policyRequest(id: string, body: object): ApiCall {
  const policies = Object.entries(body).filter(([, policy]) => Object.keys(policy).length > 0);
  return policies.length === 0 ? deletePolicy(id) : setPolicy(id, Object.fromEntries(policies));
}

/** The response to a change of route tables is no endpoint, but it tells which tables could not be changed. */
function refuseUnbound({ error }: ApiRecord): undefined {
  const problems = objects(error);
  if (problems.length === 0) return;
  const tables = problems.flatMap(({ bind_failed, unbind_failed }) => [
    ...objects(bind_failed),
    ...objects(unbind_failed),
  ]);
  const named = tables.map((one) => `${word.read(one.id)}: ${word.read(one.error_message)}`).join("; ");
  throw new Failure(
    `route tables could not be changed: ${named || "the API does not say which, or why"}.`,
    true,
  );
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
    holdOn(env, ENDPOINT, id, olds, { inputs: news, wouldClash: clashes });
    return verdictOn(compare(env, ENDPOINT, id, olds, news), news, clashes);
  },
  async create(env, inputs) {
    const created = await create(env, resource, inputs, post);
    report(env, inputs, created.outs);
    return created;
  },
  async read(env, id, props) {
    const found = await read(env, resource, id, props, observed);
    report(env, props, found.props);
    return found;
  },
  async update(env, id, olds, news) {
    holdOn(env, ENDPOINT, id, olds, { inputs: news, wouldClash: wouldClash(olds, news) });
    return update(env, resource, id, olds, news);
  },
  async delete(env, id, props) {
    const operation = beginOperation(env, ENDPOINT, props, "delete");
    if (!mayDelete(operation, id, props)) return;
    if (await sendUnlessGone(operation, deleteEndpoint(id))) await waitUntilDeleted(operation, id);
  },
};

/** A look at an endpoint of a gateway shows its policy; one that it does not show is not there any more. */
async function observed(
  _operation: Operation,
  id: string,
  record: ApiRecord,
  base: Properties,
): Promise<Properties> {
  const outs = toOutputs(ENDPOINT, id, record, base);
  if (record.service_type !== "gateway" || record.policy_statement || record.policy_document) return outs;
  if (outs.policyStatement !== undefined) outs.policyStatement = [];
  if (outs.policyDocument !== undefined) outs.policyDocument = {};
  return outs;
}

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
