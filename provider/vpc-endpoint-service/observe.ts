import { isApiError, isNotFound } from "../api/errors";
import { sameValue } from "../resource/diff";
import { Failure } from "../resource/failures";
import { fieldsThat } from "../resource/fields";
import type { Bag } from "../resource/handlers";
import { call, type Operation } from "../resource/operation";
import { spelled } from "../resource/spelling";
import { HIDDEN, hiddenInputs, hiddenState } from "../resource/state";
import { PERMISSION_FIELDS, SERVICE } from "./fields";
import type { VpcEndpointServiceOutputs } from "./inputs";
import { getService, listServices } from "./operations";
import { whitelistOf } from "./permissions";
import { reportUnmanaged, unmanagedMatters } from "./unmanaged";
import { isService, type OutputsBase, type ServiceAnswer, servicesIn, toOutputs } from "./wire";

/** A service as it is, or undefined when it is gone. */
export async function lookAt(operation: Operation, id: string): Promise<ServiceAnswer | undefined> {
  try {
    const { body } = await call(operation, getService(id));
    if (!isService(body))
      throw new Failure(`the API's response for service ${id} was malformed: no usable id, or no status`);
    return body.status === "deleted" ? undefined : body;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

export function noSuchService(operation: Operation, id: string): Failure {
  const { region, client } = operation;
  return new Failure(
    `there is no service ${id} in region ${region}, project ${client.projectId}. Check the id, the region and the project.`,
  );
}

/** The outputs of a service that was looked at, with what the look itself does not show. */
export async function observed(
  operation: Operation,
  id: string,
  answer: ServiceAnswer,
  base: OutputsBase,
): Promise<VpcEndpointServiceOutputs> {
  const counted = answer.connection_count === undefined ? await connectionCount(operation, id) : {};
  const outs = toOutputs(id, { ...counted, ...answer }, base);
  const managed = PERMISSION_FIELDS.filter((field) => base[field] !== undefined);
  const look = managed.length > 0 || unmanagedMatters(base, outs);
  const whitelist = look ? await whitelistOf(operation, id) : undefined;
  for (const field of managed) if (whitelist !== undefined) outs[field] = whitelist[field];
  if (outs.__vpcep === undefined) return outs;
  const { doubt: _settled, ...hidden } = outs.__vpcep;
  const seen = reportUnmanaged(operation, base, outs, whitelist);
  return { ...outs, __vpcep: { ...hidden, ...(Object.keys(seen).length === 0 ? {} : { seen }) } };
}

/** Those lists of the whitelist that the program manages, as they are; no call when it manages none. */
export async function managedWhitelist(operation: Operation, id: string, ...bags: object[]): Promise<Bag> {
  const managed = PERMISSION_FIELDS.filter((field) => bags.some((bag) => (bag as Bag)[field] !== undefined));
  if (managed.length === 0) return {};
  const whitelist = await whitelistOf(operation, id);
  return Object.fromEntries(managed.map((field) => [field, whitelist[field]]));
}

/** A service as the list shows it, which tells more than its own page; undefined when it is not listed. */
export async function serviceInList(
  operation: Operation,
  id: string,
  attempts?: number,
): Promise<ServiceAnswer | undefined> {
  const list = listServices({ id });
  const { body } = await call(operation, attempts === undefined ? list : { ...list, attempts });
  return servicesIn(body).find((service) => service.id === id);
}

/** Only the list tells how many consumers a service has. It is worth a call, but no failure. */
async function connectionCount(operation: Operation, id: string): Promise<ServiceAnswer> {
  try {
    return { connection_count: (await serviceInList(operation, id, 1))?.connection_count };
  } catch (error) {
    if (isApiError(error)) return {};
    throw error;
  }
}

/**
 * What a program would say that had made the service as it is; undefined when that is what it does say. Only of the
 * fields that the program speaks of: the others are the cloud's business, and as inputs they would look like something
 * that the program has taken out.
 */
export function inputsOf(outs: VpcEndpointServiceOutputs, props: Bag): Bag | undefined {
  const { set, written, doubt } = hiddenState(props);
  const fields = ["serverType", "vpcId", "portId", "ports", ...set];
  const ofCloud = fieldsThat(SERVICE.fields, "modify", "replace", "step");
  const drifted = fields.filter(
    (field) => ofCloud.includes(field) && !sameValue(SERVICE, field, (outs as Bag)[field], props[field]),
  );
  // After a partial failure the engine's inputs are those from before it.
  if (drifted.length === 0 && props.status !== undefined && doubt === undefined) return undefined;
  const inputs: Bag = { region: outs.region, projectId: outs.projectId };
  if (props[HIDDEN] !== undefined) inputs[HIDDEN] = hiddenInputs(props);
  for (const field of fields) {
    const spelling = drifted.includes(field) ? undefined : written?.[field];
    const value =
      (spelling && spelled(SERVICE, field, props[field], spelling)) ??
      ((drifted.includes(field) ? outs : props) as Bag)[field];
    if (value !== undefined) inputs[field] = value;
  }
  return inputs;
}
