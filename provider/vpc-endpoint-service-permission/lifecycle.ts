import { type ApiError, hasCode, isApiError } from "../api/errors";
import { cleanText } from "../api/text";
import { takingOver } from "../resource/adopt";
import { Failure, textOf } from "../resource/failures";
import { toOutputs } from "../resource/fields";
import type { ResourceHandlers } from "../resource/handlers";
import { handlersOf, holdOn, mayDelete, remembered } from "../resource/lifecycle";
import { modifyStep } from "../resource/modify";
import { beginOperation, type Operation, send, tell } from "../resource/operation";
import type { Properties } from "../resource/properties";
import { type Actions, reconcile } from "../resource/reconcile";
import { sendUnlessGone, sendWhenReady } from "../resource/settle";
import { changePermissions, createPermission, describePermission, typeOf } from "../vpcep/permissions";
import { type ApiRecord, isUsable } from "../vpcep/records";
import { importIdOf, listOf, PERMISSION, partsOf, recordIn } from "./fields";

const actions: Actions = {
  steps: (subject, { steps }, desired) =>
    steps.includes("description")
      ? [
          modifyStep(subject, ["description"], desired, {
            request: (id) =>
              describePermission(String(subject.inputs.endpointServiceId), id, String(desired.description)),
            find: (body) => recordIn(body, { id: subject.id }),
          }),
        ]
      : [],
};

const resource = { definition: PERMISSION, actions };
const handlers = handlersOf(resource);

/**
 * Single records of a service's whitelist.
 *
 * create: one POST; where an edition does not know it, the older one and a look at the list.
 * read: the list, with the permission as its filter. Without properties, `<endpointServiceId>/<id>` says whose list.
 * update: one PUT with the description.
 * delete: one POST; a record that is gone is a success.
 */
export const vpcEndpointServicePermission: ResourceHandlers = {
  ...handlers,
  diff(env, id, olds, news) {
    holdOn(env, PERMISSION, id, olds, { inputs: news, wouldClash: false });
    return handlers.diff(env, id, olds, news);
  },
  async create(env, checked) {
    const inputs = remembered(PERMISSION, checked);
    const operation = beginOperation(env, PERMISSION, inputs, "create");
    const { region, projectId, endpointServiceId } = inputs;
    const { record, isFound } = await add(operation, inputs);
    const id = String(record.id);
    const known = toOutputs(PERMISSION, id, record, { region, projectId, endpointServiceId });
    const finish = (known: Properties) => reconcile(actions, { operation, id, known, inputs }, true);
    return { id, outs: await (isFound ? takingOver(operation, id, inputs, known, finish) : finish(known)) };
  },
  async read(env, id, props) {
    if (props.endpointServiceId !== undefined) return handlers.read(env, id, props);
    const parts = partsOf(id);
    if (parts === undefined)
      throw new Failure(
        `the id ${cleanText(id, 64)} does not say whose list it is on: write ${importIdOf("<endpointServiceId>", "<id of the record>")}.`,
      );
    const { endpointServiceId, recordId } = parts;
    return handlers.read(env, recordId, { ...props, endpointServiceId });
  },
  async delete(env, id, props) {
    const operation = beginOperation(env, PERMISSION, props, "delete");
    if (!mayDelete(operation, id, props)) return;
    const { endpointServiceId, permission } = props;
    await sendUnlessGone(operation, change(String(endpointServiceId), "remove", String(permission)));
  },
};

/**
 * Adds the record, or takes the one that is there: adding it once more would change nothing. One that was found may be that of
 * another resource of the state.
 */
async function add(
  operation: Operation,
  inputs: Properties,
): Promise<{ record: ApiRecord; isFound: boolean }> {
  const [serviceId, permission] = [String(inputs.endpointServiceId), String(inputs.permission)];
  const description = inputs.description as string | undefined;
  let isKnownRoute = true;
  try {
    const { body } = await sendWhenReady(operation, createPermission(serviceId, permission, description));
    const made = recordIn(body, { permission });
    if (made !== undefined && isUsable(made)) return { record: made, isFound: false };
  } catch (error) {
    if (isApiError(error) && error.possiblySent) {
      const made = await listedRecord(operation, serviceId, permission, error);
      if (made === undefined) throw error;
      tell(operation, "a response was lost, but the cloud shows that the change was made");
      return { record: made, isFound: true };
    }
    if (!hasCode(error, UNKNOWN_ROUTE)) throw error;
    isKnownRoute = false;
    await sendWhenReady(operation, change(serviceId, "add", permission));
  }
  const listed = await listedRecord(operation, serviceId, permission);
  if (listed === undefined)
    throw new Failure(
      `${permission} was added to service ${serviceId}, but its list does not show it: run \`pulumi up\` again.`,
    );
  const text = `the whitelist of service ${serviceId} has this record already: it belongs to this stack from now on`;
  if (isKnownRoute) tell(operation, text);
  return { record: listed, isFound: true };
}

/**
 * The record as the list shows it; without an id that later calls can name it is none. A look that fails says so: a record
 * that nobody knows of would let its account in for good.
 */
async function listedRecord(
  operation: Operation,
  serviceId: string,
  permission: string,
  doubt?: ApiError,
): Promise<ApiRecord | undefined> {
  try {
    const { body } = await send(operation, listOf(serviceId, permission));
    const listed = recordIn(body, { permission });
    return listed !== undefined && isUsable(listed) ? listed : undefined;
  } catch (error) {
    const reasons = [
      ...(doubt === undefined ? [] : [doubt.message]),
      `A look at the list failed: ${textOf(error)}`,
    ];
    throw new Failure(
      `adding ${permission} to the whitelist of service ${serviceId} may have been done: ${reasons.join(" ")} Run \`pulumi up\` again.`,
    );
  }
}

const change = (serviceId: string, action: "add" | "remove", permission: string) =>
  changePermissions(serviceId, action, typeOf(permission), [permission]);

/** Of the gateway: no such operation in this edition. */
const UNKNOWN_ROUTE = "APIGW.0101";
