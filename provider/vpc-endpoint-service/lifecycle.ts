import { hasCode, isApiError, isNotFound } from "../api/errors";
import { createOnce } from "../resource/create-once";
import { type Changes, sameValue, verdictOn } from "../resource/diff";
import { Failure, textOf } from "../resource/failures";
import { toBody, toOutputs } from "../resource/fields";
import type { Environment, ResourceHandlers } from "../resource/handlers";
import { compare, create, handlersOf, holdOn, mayDelete, read, sayOnce, update } from "../resource/lifecycle";
import { type Modify, modifyStep } from "../resource/modify";
import { beginOperation, type Operation } from "../resource/operation";
import type { Properties } from "../resource/properties";
import type { Actions } from "../resource/reconcile";
import { sendWhenReady, waitUntilDeleted } from "../resource/settle";
import { HIDDEN, hiddenState } from "../resource/state";
import { tagStep } from "../resource/tags";
import { type Connection, connectionsOf, isOpen, namesOf } from "../vpcep/connections";
import type { ApiRecord } from "../vpcep/records";
import {
  addServerResources,
  createService,
  deleteService,
  listServices,
  modifyService,
  serviceInList,
  upgradeService,
} from "../vpcep/services";
import { SERVICE } from "./fields";
import { clashFailure, PORT_CLASH, portPairs, wouldClash } from "./ports";
import { reject } from "./reject";
import { revoke, stillRevoked } from "./revoke";
import { additions } from "./server-resources";
import {
  PERMISSION_FIELDS,
  readWhitelist,
  reportUnmanaged,
  unmanagedMatters,
  whitelistStep,
} from "./whitelist";

/** One modify call, then the edition and what needs it, then tags, then the whitelist, then the connections of those who were taken from it. */
const actions: Actions = {
  steps(subject, { modify, steps }, desired) {
    const { operation, id, inputs } = subject;
    const explain = async (refusal: Error, wanted: Properties) => {
      if (!hasCode(refusal, PORT_CLASH)) return undefined;
      const named = { ...wanted, [HIDDEN]: inputs[HIDDEN] };
      const text = await clashFailure(operation, refusal, named, id);
      return text === undefined ? undefined : new Failure(text);
    };
    const upgrade = (field: string, request: Modify["request"]) =>
      steps.includes(field) ? [modifyStep(subject, [field], desired, { request })] : [];
    return [
      ...(modify.length > 0
        ? [modifyStep(subject, modify, desired, { request: modifyService, explain })]
        : []),
      ...upgrade("edition", upgradeService),
      ...upgrade("serverResources", (id) => addServerResources(id, additions(subject.known, desired))),
      ...(steps.includes("tags")
        ? [tagStep(subject, "endpoint_service", desired.tags as Record<string, string>)]
        : []),
      ...PERMISSION_FIELDS.filter((field) => steps.includes(field)).map((field) =>
        whitelistStep(subject, field, desired[field] as string[]),
      ),
    ];
  },
  unshown: readWhitelist,
  after: revoke,
  owed: stillRevoked,
};

const resource = { definition: SERVICE, actions };

/**
 * VPC endpoint services.
 *
 * create: POST, then polls until the service is available (`existingId`: GET, then as update).
 * read: GET, the list for the number of consumers, and the whitelist if the program manages it.
 * update: one PUT with the changed fields; tags and whitelist through calls of their own, with the difference.
 * delete: DELETE, then polls until the service is gone.
 */
export const vpcEndpointService: ResourceHandlers = {
  ...handlersOf(resource),
  async diff(env, id, olds, news) {
    hold(env, id, olds, news);
    const changes = compare(env, SERVICE, id, olds, news);
    await guardConsumers(env, id, changes, olds, news);
    return verdictOn(changes, news, wouldClash(olds, news));
  },
  create: (env, inputs) => create(env, resource, inputs, postService),
  read: (env, id, props) => read(env, resource, id, props, observed),
  update(env, id, olds, news) {
    hold(env, id, olds, news);
    return update(env, resource, id, olds, news);
  },
  async delete(env, id, props) {
    const operation = beginOperation(env, SERVICE, props, "delete");
    if (mayDelete(operation, id, props))
      await remove(operation, id, props.rejectConnectionsOnDelete === true);
  },
};

function hold(env: Environment, id: string, olds: Properties, news: Properties): void {
  holdOn(env, SERVICE, id, olds, { inputs: news, wouldClash: wouldClash(olds, news) });
}

/** No two services may share `port_id`, server port and protocol: so what a create made is recognised beyond doubt. */
export function postService(operation: Operation, inputs: Properties): Promise<ApiRecord> {
  const { region, projectId, portId } = inputs;
  return createOnce(operation, {
    post: createService(toBody(SERVICE.fields, inputs)),
    list: listServices(),
    isOurs(record) {
      const actual = toOutputs(SERVICE, String(record.id), record, { region, projectId });
      const isSame = (field: string) => sameValue(SERVICE, field, actual[field] ?? "", inputs[field] ?? "");
      return ["portId", "vpcId", "serverType", "serviceName", "ports"].every(isSame);
    },
    description: `a service with port_id ${portId} and server ports ${portPairs(inputs.ports).join(", ")}`,
    conflict: PORT_CLASH,
    async explain(refusal) {
      const text = await clashFailure(operation, refusal, inputs);
      return text === undefined ? refusal : new Failure(text);
    },
  });
}

/** Warns of consumers that a replacement cuts off, or refuses it where the program asks for that. */
async function guardConsumers(
  env: Environment,
  id: string,
  { replace }: Changes,
  olds: Properties,
  news: Properties,
): Promise<void> {
  if (replace.length === 0) return;
  // A service that has failed serves nobody any longer; and a refresh, which shows that, asks for a diff as well.
  const isProtected = news.protectConnections === true && replace.some((field) => field !== "status");
  const count = isProtected ? await countConnections(env, id, olds) : (olds.connectionCount ?? 0);
  if (count === 0) return;
  const consumers = count === 1 ? "1 live connection was" : `${count} live connections were`;
  const loss = `is to be replaced (${replace.join(", ")}): ${consumers} last seen; its consumers lose ${olds.endpointServiceName ?? "the service"}`;
  if (isProtected)
    throw new Failure(`it ${loss}. protectConnections refuses that: set it to false to go on.`);
  sayOnce(env, SERVICE, "warn", news, loss);
}

/** Asked before a replacement that the program wants to be kept from: what was last seen may be long ago. */
async function countConnections(env: Environment, id: string, olds: Properties): Promise<number> {
  try {
    return (await connectionsOf(beginOperation(env, SERVICE, olds, "read"), id)).filter(isOpen).length;
  } catch (error) {
    if (isNotFound(error)) return 0;
    throw new Failure(
      `it is to be replaced, and protectConnections is set, but its connections could not be counted: ${textOf(error)}`,
    );
  }
}

/** The outputs of a service that was looked at, with what the look itself does not show. */
async function observed(
  operation: Operation,
  id: string,
  record: ApiRecord,
  base: Properties,
): Promise<Properties> {
  const counted = record.connection_count === undefined ? await connectionCount(operation, id) : {};
  const outs = toOutputs(SERVICE, id, { ...counted, ...record }, base);
  const managed = PERMISSION_FIELDS.filter((field) => base[field] !== undefined);
  const look = managed.length > 0 || unmanagedMatters(base, outs);
  const whitelist = look ? await readWhitelist(operation, id) : undefined;
  for (const field of managed) outs[field] = whitelist?.[field];
  if (base[HIDDEN] === undefined) return outs;
  const { seen: _before, ...hidden } = hiddenState(base);
  const seen = reportUnmanaged(operation, base, outs, whitelist);
  return { ...outs, [HIDDEN]: { ...hidden, ...(Object.keys(seen).length === 0 ? {} : { seen }) } };
}

/**
 * Only the list tells how many consumers a service has: one for all services that are refreshed together, and one by its id
 * where there are more than it can show. It is worth a call, but no failure.
 */
async function connectionCount(operation: Operation, id: string): Promise<ApiRecord> {
  const { client, context } = operation;
  try {
    const byId = () => serviceInList(operation, id, 1);
    const service = await operation.sharedListOf(client, SERVICE)?.record(id, context, byId);
    return { connection_count: service?.connection_count };
  } catch (error) {
    if (isApiError(error)) return {};
    throw error;
  }
}

/** The API does not delete a service that consumers use. */
const IN_USE = "EndPoint.3006";

/**
 * Deletes a service and waits until it is gone; one that is gone already is a success. Live connections block it: they
 * are rejected first when the program says so, else named.
 */
async function remove(operation: Operation, id: string, setInState: boolean): Promise<void> {
  const wishes = operation.holders.wishesFor(id);
  // What this run's program says counts: the state keeps the settings from before the replacement.
  const rejectConnections =
    wishes === undefined ? setInState : wishes.inputs.rejectConnectionsOnDelete === true;
  try {
    try {
      await sendWhenReady(operation, deleteService(id));
    } catch (error) {
      if (!hasCode(error, IN_USE)) throw error;
      const open = (await connectionsOf(operation, id)).filter(isOpen);
      if (!rejectConnections) throw blocked(error as Error, open, wishes !== undefined);
      await reject(operation, id, open);
      // A rejected connection may block for a moment longer.
      await sendWhenReady(operation, deleteService(id), [IN_USE]);
    }
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  await waitUntilDeleted(operation, id);
}

function blocked(error: Error, open: readonly Connection[], isInProgram: boolean): Failure {
  if (open.length === 0)
    return new Failure(
      `${error.message} None that blocks it is listed any longer: run the same command again.`,
    );
  const next = isInProgram
    ? "Reject them, or set rejectConnectionsOnDelete: true and run `pulumi up` again."
    : "Reject them, or put the resource into the program with rejectConnectionsOnDelete: true, run `pulumi up`, and delete it then.";
  return new Failure(`${error.message} In its way: ${namesOf(open)}. ${next}`);
}
