import { Failure, PartialFailure } from "../dynamic/failures";
import { converge } from "./converge";
import { changesBetween } from "./diff";
import type { Field } from "./fields";
import type { VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";
import { lookAt, managedWhitelist, noSuchService } from "./observe";
import { type Operation, tell } from "./operation";
import { failedText, waitUntilAvailable } from "./settle";
import { toOutputs } from "./wire";

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
  const settled = await waitUntilAvailable(operation, id, answer);
  if (settled.answer.status === "failed")
    throw new Failure(`existingId: ${failedText(id, settled.answer)} Delete it, or leave existingId out.`);
  if (settled.problem !== undefined) throw new Failure(`existingId: ${settled.problem}`);

  const { region, projectId } = inputs;
  const found: VpcEndpointServiceOutputs = {
    ...toOutputs(id, settled.answer, { region, projectId }),
    __vpcep: { ...inputs.__vpcep, set: [] },
  };
  refuseFixed(id, found, inputs);
  const whitelist = await managedWhitelist(operation, id, inputs);
  const mark = holders.newMark(runtime.now());
  const known = { ...found, ...whitelist, __vpcep: { ...found.__vpcep, adoption: mark } };
  try {
    const outputs = await converge(operation, id, known, inputs);
    holders.hold(id, { name, mark });
    tell(operation, `adopted service ${id}`);
    return outputs;
  } catch (error) {
    if (error instanceof PartialFailure) holders.hold(id, { name, mark });
    throw error;
  }
}

/** A service that differs where nothing can be changed is not the one that the program means. */
function refuseFixed(id: string, found: VpcEndpointServiceOutputs, inputs: VpcEndpointServiceInputs): void {
  const fixed = changesBetween({ ...found }, { ...inputs }, id).replace as Field[];
  if (fixed.length === 0) return;
  const differences = fixed.map(
    (field) =>
      `${field} is ${JSON.stringify(found[field])}, the program says ${JSON.stringify(inputs[field])}`,
  );
  throw new Failure(
    `existingId: service ${id} differs in what cannot be changed: ${differences.join("; ")}. Make the program say the same, or leave existingId out.`,
  );
}
