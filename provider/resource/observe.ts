import { isApiError, isNotFound } from "../api/errors";
import { type ApiRecord, isUsable } from "../vpcep/records";
import { sameValue } from "./diff";
import { Failure } from "./failures";
import {
  type Definition,
  fieldOf,
  fieldsSetIn,
  fieldsThat,
  requiredFields,
  toOutputs,
  unshownFields,
} from "./fields";
import { type Operation, recordOf } from "./operation";
import { spelled } from "./outputs";
import type { Properties } from "./properties";
import type { Actions } from "./reconcile";
import { HIDDEN, hiddenInputs, hiddenState, isManaged } from "./state";

/** An object as it is, or undefined when it is gone. */
export async function readObject(operation: Operation, id: string): Promise<ApiRecord | undefined> {
  try {
    const record = await recordOf(operation, id);
    if (record === undefined) return undefined;
    if (!isUsable(record)) throw new Failure(malformedText(operation, id));
    return record.status === "deleted" ? undefined : record;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The outputs of an object as it is after a write that did not tell: a failure leaves the write's fate unknown. */
export async function readBack(
  operation: Operation,
  id: string,
  base: Properties,
  attempts?: number,
): Promise<Properties> {
  const { definition } = operation;
  try {
    const record = await recordOf(operation, id, attempts);
    if (record !== undefined && isUsable(record)) return toOutputs(definition, id, record, base);
  } catch (error) {
    if (!isApiError(error)) throw error;
    throw new Failure(error.message, true);
  }
  throw new Failure(malformedText(operation, id), true);
}

const malformedText = ({ definition }: Operation, id: string) =>
  `the API's response for ${definition.noun} ${id} was malformed: no usable id, or no status`;

export function noSuchObject({ region, client, definition }: Operation, id: string): Failure {
  return new Failure(
    `there is no ${definition.noun} ${id} in region ${region}, project ${client.projectId}. Check the id, the region and the project.`,
  );
}

/** Those of the fields that the record does not show that are wanted, as they are; no call when there are none. */
export async function unshownOf(
  operation: Operation,
  actions: Actions,
  id: string,
  isWanted: (name: string) => boolean,
): Promise<Properties> {
  const names = unshownFields(operation.definition.fields).filter(isWanted);
  if (names.length === 0 || actions.unshown === undefined) return {};
  const found = await actions.unshown(operation, id);
  return Object.fromEntries(names.map((name) => [name, found[name]]));
}

/**
 * What a program would say that had made the object as it is; undefined when that is what it does say. Only of the fields
 * that the program speaks of: the others are the cloud's business, and as inputs they would look like something that the
 * program has taken out.
 */
export function inputsOf(
  definition: Definition,
  outs: Properties,
  props: Properties,
): Properties | undefined {
  const { set, written, unfinished } = hiddenState(props);
  const { fields } = definition;
  const names = [...requiredFields(fields), ...set];
  const ofCloud = fieldsThat(fields, "modify", "replace", "step");
  const drifted = names.filter(
    (name) => ofCloud.includes(name) && !sameValue(definition, name, outs[name], props[name]),
  );
  // After a partial failure the engine's inputs are those from before it.
  if (drifted.length === 0 && isManaged(props) && unfinished === undefined) return undefined;
  const inputs: Properties = { region: outs.region, projectId: outs.projectId };
  if (props[HIDDEN] !== undefined) inputs[HIDDEN] = hiddenInputs(props);
  for (const name of names) {
    const spelling = drifted.includes(name) ? undefined : written?.[name];
    const value =
      (spelling && spelled(definition, name, props[name], spelling)) ??
      (drifted.includes(name) ? outs : props)[name];
    if (value !== undefined) inputs[name] = value;
  }
  return inputs;
}

/**
 * What a program has to say to take over an object of which nothing is known: whatever differs from the API's defaults.
 * Gives the outputs with the hidden state that goes with it.
 */
export function imported(
  definition: Definition,
  outs: Properties,
): { inputs: Properties; props: Properties } {
  const { fields } = definition;
  const inputs: Properties = {};
  for (const name of fieldsThat(fields, "replace", "modify", "step")) {
    const { required, chosen, default: byDefault } = fieldOf(fields, name);
    if (outs[name] === undefined || (required === undefined && chosen)) continue;
    const isDefault = byDefault !== undefined && sameValue(definition, name, outs[name], byDefault);
    if (required !== undefined || !isDefault) inputs[name] = outs[name];
  }
  const hidden = { ...hiddenState({}), set: fieldsSetIn(fields, inputs) };
  return { inputs, props: { ...outs, [HIDDEN]: hidden } };
}
