import { type ApiRecord, statusOf } from "../vpcep/records";
import { changesBetween, desiredOf } from "./diff";
import { Failure, PartialFailure } from "./failures";
import { toOutputs } from "./fields";
import { noSuchObject, readObject, unshownOf } from "./observe";
import { type Operation, tell } from "./operation";
import { containsUnknown, type Properties } from "./properties";
import { type Actions, reconcile } from "./reconcile";
import { deletingText, failedText, waitUntilSettled } from "./settle";
import { HIDDEN, hiddenState } from "./state";

/**
 * Takes over an object that exists: brings it to the program's state with the differences alone, and from then on it is
 * as if it had been created here. What the program does not speak of stays as found.
 */
export async function adopt(
  operation: Operation,
  actions: Actions,
  id: string,
  inputs: Properties,
): Promise<Properties> {
  const { holders, definition } = operation;
  const { name } = hiddenState(inputs);
  // Before the first call: whatever fails from here on, nobody else in this run deletes the object.
  holders.claim(id, name);
  const record = await readObject(operation, id);
  if (record === undefined) throw new Failure(`existingId: ${noSuchObject(operation, id).message}`);
  if (statusOf(record) === "deleting") throw unusable(operation, id, record);
  const settled = await waitUntilSettled(operation, id, record);
  if (statusOf(settled.record) === "failed") throw unusable(operation, id, settled.record);
  if (settled.problem !== undefined) throw new Failure(`existingId: ${settled.problem}`);

  const found = foundAs(operation, id, settled.record, inputs);
  refuseFixed(operation, id, found, inputs);
  const unshown = await unshownOf(operation, actions, id, isSetIn(inputs));
  const known = { ...found, ...unshown };
  const outputs = await takingOver(operation, id, inputs, known, (marked) =>
    reconcile(actions, { operation, id, known: marked, inputs }),
  );
  tell(operation, `adopted ${definition.noun} ${id}`);
  return outputs;
}

/**
 * Makes an object this resource's that another one of the state may have as well, such as one that is to go because of a new
 * name: once that is done, or begun, the other one does not delete it.
 */
export async function takingOver(
  { holders, runtime, definition: { type } }: Operation,
  id: string,
  inputs: Properties,
  known: Properties,
  finish: (known: Properties) => Promise<Properties>,
): Promise<Properties> {
  const { name, ...hidden } = hiddenState(inputs);
  const mark = holders.newMark(runtime.now());
  try {
    const outputs = await finish({ ...known, [HIDDEN]: { name, ...hidden, set: [], adoption: mark } });
    holders.hold(id, { type, name, mark });
    return outputs;
  } catch (error) {
    if (error instanceof PartialFailure) holders.hold(id, { type, name, mark });
    throw error;
  }
}

/** What an adoption would do, in a sentence, without doing it. Throws what would make it fail, as far as that shows. */
export async function foreseeAdoption(
  operation: Operation,
  actions: Actions,
  id: string,
  inputs: Properties,
): Promise<string> {
  const { definition } = operation;
  const record = await readObject(operation, id);
  if (record === undefined) throw new Failure(`existingId: ${noSuchObject(operation, id).message}`);
  if (["failed", "deleting"].includes(statusOf(record))) throw unusable(operation, id, record);
  const found = foundAs(operation, id, record, inputs);
  refuseFixed(operation, id, found, inputs);
  const known = { ...found, ...(await unshownOf(operation, actions, id, isSetIn(inputs))) };
  const desired = desiredOf(definition, known, inputs);
  const changes = changesBetween(definition, known, inputs, id);
  const steps = actions.steps({ operation, id, known, inputs }, changes, desired);
  const sent = steps.flatMap((step) => step.sent(known, { ...known, ...desired }));
  const what = sent.length === 0 ? "nothing has to be sent" : `to be sent: ${sent.join(", ")}`;
  const called = definition.knownBy === undefined ? undefined : known[definition.knownBy];
  const name = called === undefined ? "" : `, ${called}`;
  return `adopts the existing ${definition.noun} ${id}${name}; ${what}. It belongs to this stack from then on`;
}

const isSetIn = (inputs: Properties) => (name: string) => inputs[name] !== undefined;

/** What is known of an object that no program has spoken of yet. */
function foundAs({ definition }: Operation, id: string, record: ApiRecord, inputs: Properties): Properties {
  const { region, projectId } = inputs;
  const outputs = toOutputs(definition, id, record, { region, projectId });
  return { ...outputs, [HIDDEN]: { ...hiddenState(inputs), set: [] } };
}

function unusable({ definition }: Operation, id: string, record: ApiRecord): Failure {
  const why =
    statusOf(record) === "failed"
      ? `${failedText(definition, id, record)} Delete it, or`
      : `${deletingText(definition, id)} Wait, or`;
  return new Failure(`existingId: ${why} leave existingId out.`);
}

/** An object that differs where nothing can be changed is not the one that the program means. */
function refuseFixed({ definition }: Operation, id: string, found: Properties, inputs: Properties): void {
  const { replace } = changesBetween(definition, found, inputs, id);
  // In a preview a value may not be known yet.
  const fixed = replace.filter((field) => !containsUnknown(inputs[field]));
  if (fixed.length === 0) return;
  const { secrets = [] } = hiddenState(inputs);
  const differences = fixed.map((field) =>
    secrets.includes(field)
      ? field
      : `${field} is ${JSON.stringify(found[field])}, the program says ${JSON.stringify(inputs[field])}`,
  );
  throw new Failure(
    `existingId: ${definition.noun} ${id} differs in what cannot be changed: ${differences.join("; ")}. Make the program say the same, or leave existingId out.`,
  );
}
