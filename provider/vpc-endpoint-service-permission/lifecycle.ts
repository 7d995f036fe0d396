import { hasCode, isNotFound } from "../api/errors";
import { verdictOn } from "../resource/diff";
import { Failure } from "../resource/failures";
import { toOutputs } from "../resource/fields";
import type { ResourceHandlers } from "../resource/handlers";
import { check, compare, read, remembered, update } from "../resource/lifecycle";
import { modifyStep } from "../resource/modify";
import { beginOperation, call, type Operation, tell } from "../resource/operation";
import { type Actions, reconcile } from "../resource/reconcile";
import { callWhenReady } from "../resource/settle";
import { changePermissions, createPermission, describePermission, typeOf } from "../vpcep/permissions";
import type { ApiRecord } from "../vpcep/records";
import { listOf, PERMISSION, recordIn } from "./fields";

const actions: Actions = {
  steps: (subject, { steps }, desired) =>
    steps.includes("description")
      ? [
          modifyStep(subject, ["description"], desired, {
            call: (id) =>
              describePermission(String(subject.inputs.endpointServiceId), id, String(desired.description)),
            find: (body) => recordIn(body, { id: subject.id }),
          }),
        ]
      : [],
};

const type = { definition: PERMISSION, actions };

/**
 * Single records of a service's whitelist.
 *
 * create: one POST; where an edition does not know it, the older one and a look at the list.
 * read: the list, with the permission as its filter.
 * update: one PUT with the description.
 * delete: one POST; a record that is gone is a success.
 */
export const vpcEndpointServicePermission: ResourceHandlers = {
  type: PERMISSION.type,
  check: (env, olds, news) => check(env, type, olds, news),
  diff: async (env, id, olds, news) => verdictOn(compare(env, PERMISSION, id, olds, news), news, false),
  async create(env, checked) {
    const inputs = remembered(PERMISSION, checked);
    const operation = beginOperation(env, PERMISSION, inputs, "create");
    const { region, projectId, endpointServiceId } = inputs;
    const record = await add(
      operation,
      String(endpointServiceId),
      String(inputs.permission),
      inputs.description,
    );
    const id = String(record.id);
    const known = toOutputs(PERMISSION, id, record, { region, projectId, endpointServiceId });
    return { id, outs: await reconcile(actions, { operation, id, known, inputs }, true) };
  },
  read: (env, id, props) => read(env, type, id, props),
  update: (env, id, olds, news) => update(env, type, id, olds, news),
  async delete(env, _id, props) {
    const operation = beginOperation(env, PERMISSION, props, "delete");
    const permission = String(props.permission);
    const removal = changePermissions(String(props.endpointServiceId), "remove", typeOf(permission), [
      permission,
    ]);
    try {
      await callWhenReady(operation, removal);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  },
};

/** Adds the record, or takes the one that is there: adding it once more would change nothing. */
async function add(
  operation: Operation,
  serviceId: string,
  permission: string,
  description: unknown,
): Promise<ApiRecord> {
  const text = typeof description === "string" ? description : undefined;
  let made: ApiRecord | undefined;
  try {
    const { body } = await callWhenReady(operation, createPermission(serviceId, permission, text));
    made = recordIn(body, { permission });
    if (made !== undefined) return made;
  } catch (error) {
    if (!hasCode(error, UNKNOWN_ROUTE)) throw error;
    await callWhenReady(operation, changePermissions(serviceId, "add", typeOf(permission), [permission]));
  }
  const { body } = await call(operation, listOf(serviceId, permission));
  const listed = recordIn(body, { permission });
  if (listed === undefined)
    throw new Failure(
      `${permission} was added to service ${serviceId}, but its list does not show it: run \`pulumi up\` again.`,
    );
  tell(
    operation,
    `the whitelist of service ${serviceId} has this record already: it belongs to this stack from now on`,
  );
  return listed;
}

/** Of the gateway: no such operation in this edition. */
const UNKNOWN_ROUTE = "APIGW.0101";
