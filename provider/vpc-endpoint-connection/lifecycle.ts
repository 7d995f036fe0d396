import { takingOver } from "../resource/adopt";
import { toOutputs } from "../resource/fields";
import type { ResourceHandlers } from "../resource/handlers";
import { handlersOf, holdOn, mayDelete, remembered } from "../resource/lifecycle";
import { modifyStep } from "../resource/modify";
import { readObject } from "../resource/observe";
import { beginOperation, tell } from "../resource/operation";
import { type Actions, reconcile } from "../resource/reconcile";
import { sendUnlessGone, waitUntilSettled, waitUntilThere } from "../resource/settle";
import { decide, describeConnection } from "../vpcep/connections";
import type { ApiRecord } from "../vpcep/records";
import { CONNECTION, connectionIn, idOf, partsOf } from "./fields";

/** The decision, then the owner's note, each by a call of its own. */
const actions: Actions = {
  steps(subject, { steps }, desired) {
    const { endpointServiceId, endpointId } = partsOf(subject.id);
    const find = (body: ApiRecord) => connectionIn(body, endpointId);
    const action = desired.accepted === false ? "reject" : "receive";
    const note = String(desired.description ?? "");
    const how = {
      accepted: {
        request: () => decide(endpointServiceId, action, endpointId),
        until: [desired.accepted === false ? "rejected" : "accepted"],
      },
      description: { request: () => describeConnection(endpointServiceId, endpointId, note) },
    };
    return (["accepted", "description"] as const)
      .filter((field) => steps.includes(field))
      .map((field) => modifyStep(subject, [field], desired, { ...how[field], find }));
  },
};

const resource = { definition: CONNECTION, actions };
const handlers = handlersOf(resource);

/**
 * Connections, by the owner of the service.
 *
 * create: waits until the endpoint is listed, then accepts or rejects it, unless that was done already.
 * read: the list, with the endpoint's id as its filter.
 * update: one call for the decision, one for the note.
 * delete: rejects a connection that is accepted; one that is gone is a success.
 */
export const vpcEndpointConnection: ResourceHandlers = {
  ...handlers,
  diff(env, id, olds, news) {
    holdOn(env, CONNECTION, id, olds, { inputs: news, wouldClash: false });
    return handlers.diff(env, id, olds, news);
  },
  async create(env, checked) {
    const inputs = remembered(CONNECTION, checked);
    const operation = beginOperation(env, CONNECTION, inputs, "create");
    const { region, projectId, endpointServiceId, endpointId } = inputs;
    const id = idOf(endpointServiceId, endpointId);
    const record = await waitUntilThere(operation, id);
    const known = toOutputs(CONNECTION, id, record, { region, projectId });
    const outs = await takingOver(operation, id, inputs, known, (known) =>
      reconcile(actions, { operation, id, known, inputs }),
    );
    return { id, outs };
  },
  async delete(env, id, props) {
    const operation = beginOperation(env, CONNECTION, props, "delete");
    if (!mayDelete(operation, id, props)) return;
    const { endpointServiceId, endpointId } = partsOf(id);
    const record = await readObject(operation, id);
    if (record === undefined || !["accepted", "creating"].includes(String(record.status))) return;
    if (!(await sendUnlessGone(operation, decide(endpointServiceId, "reject", endpointId)))) return;
    await waitUntilSettled(operation, id, {}, false, ["rejected"]);
    tell(operation, `rejected connection ${id}`);
  },
};
