import { changesBetween } from "../resource/diff";
import { Failure, PartialFailure } from "../resource/failures";
import { type Operation, tell } from "../resource/operation";
import { containsUnknown } from "../resource/unknown";
import { type Field, PERMISSION_FIELDS, SERVICE } from "./fields";
import type { VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";
import { lookAt, managedWhitelist, noSuchService } from "./observe";
import { permissionDifference } from "./permissions";
import { deletingText, failedText, waitUntilAvailable } from "./settle";
import { reconcileService } from "./steps";
import { tagChanges } from "./tags";
import { type ServiceAnswer, toOutputs } from "./wire";

/**
 * Takes over a service that exists: brings it to the program's state with the differences alone, and from then on it is
 * as if it had been created here. What the program does not speak of stays as found.
 */
export async function adopt(
  operation: Operation,
  id: string,
  inputs: VpcEndpointServiceInputs,
): Promise<VpcEndpointServiceOutputs> {
  const { holders, runtime } = operation;
  const { name } = inputs.__vpcep;
  // Before the first call: whatever fails from here on, nobody else in this run deletes the service.
  holders.claim(id, name);
  const answer = await lookAt(operation, id);
  if (answer === undefined) throw new Failure(`existingId: ${noSuchService(operation, id).message}`);
  if (answer.status === "deleting") throw unusable(id, answer);
  const settled = await waitUntilAvailable(operation, id, answer);
  if (settled.answer.status === "failed") throw unusable(id, settled.answer);
  if (settled.problem !== undefined) throw new Failure(`existingId: ${settled.problem}`);

  const found = outputsOf(id, settled.answer, inputs);
  refuseFixed(id, found, inputs);
  const whitelist = await managedWhitelist(operation, id, inputs);
  const mark = holders.newMark(runtime.now());
  const known = { ...found, ...whitelist, __vpcep: { ...found.__vpcep, adoption: mark } };
  try {
    const outputs = await reconcileService(operation, id, known, inputs);
    holders.hold(id, { name, mark });
    tell(operation, `adopted service ${id}`);
    return outputs;
  } catch (error) {
    if (error instanceof PartialFailure) holders.hold(id, { name, mark });
    throw error;
  }
}

/** What an adoption would do, in a sentence, without doing it. Throws what would make it fail, as far as that shows. */
export async function foreseeAdoption(
  operation: Operation,
  id: string,
  inputs: VpcEndpointServiceInputs,
): Promise<string> {
  const answer = await lookAt(operation, id);
  if (answer === undefined) throw new Failure(`existingId: ${noSuchService(operation, id).message}`);
  if (answer.status === "failed" || answer.status === "deleting") throw unusable(id, answer);
  const found = outputsOf(id, answer, inputs);
  refuseFixed(id, found, inputs);
  const known = { ...found, ...(await managedWhitelist(operation, id, inputs)) };
  const { modify, steps } = changesBetween(SERVICE, { ...known }, { ...inputs }, id);
  const sent = [
    ...modify,
    ...(steps.includes("tags") ? [`tags ${tagChanges(known.tags ?? {}, inputs.tags ?? {}).join(" ")}`] : []),
    ...PERMISSION_FIELDS.filter((field) => steps.includes(field)).map((field) => {
      const { added, removed } = permissionDifference(known[field] ?? [], inputs[field] ?? []);
      return `${field} +${added.length} -${removed.length}`;
    }),
  ];
  const what = sent.length === 0 ? "nothing has to be sent" : `to be sent: ${sent.join(", ")}`;
  return `adopts the existing service ${id}, ${found.endpointServiceName}; ${what}. It belongs to this stack from then on`;
}

/** What is known of a service that no program has spoken of yet. */
function outputsOf(
  id: string,
  answer: ServiceAnswer,
  { region, projectId, __vpcep }: VpcEndpointServiceInputs,
): VpcEndpointServiceOutputs {
  return { ...toOutputs(id, answer, { region, projectId }), __vpcep: { ...__vpcep, set: [] } };
}

function unusable(id: string, answer: ServiceAnswer): Failure {
  const why =
    answer.status === "failed" ? `${failedText(id, answer)} Delete it, or` : `${deletingText(id)} Wait, or`;
  return new Failure(`existingId: ${why} leave existingId out.`);
}

/** A service that differs where nothing can be changed is not the one that the program means. */
function refuseFixed(id: string, found: VpcEndpointServiceOutputs, inputs: VpcEndpointServiceInputs): void {
  const { replace } = changesBetween(SERVICE, { ...found }, { ...inputs }, id);
  // In a preview a value may not be known yet.
  const fixed = (replace as Field[]).filter((field) => !containsUnknown(inputs[field]));
  if (fixed.length === 0) return;
  const { secrets = [] } = inputs.__vpcep;
  const differences = fixed.map((field) =>
    secrets.includes(field)
      ? field
      : `${field} is ${JSON.stringify(found[field])}, the program says ${JSON.stringify(inputs[field])}`,
  );
  throw new Failure(
    `existingId: service ${id} differs in what cannot be changed: ${differences.join("; ")}. Make the program say the same, or leave existingId out.`,
  );
}
