import { PartialFailure } from "../resource/failures";
import { listFields } from "../resource/fields";
import { spellingOf } from "../resource/spelling";
import { type HiddenState, hiddenState, type Spelling } from "../resource/state";
import { PERMISSION_FIELDS, SERVICE, SETTING_FIELDS } from "./fields";
import type { VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";

/** Outputs after success: what is, and of the program's own what it says now. */
export function finished(
  now: VpcEndpointServiceOutputs,
  inputs: VpcEndpointServiceInputs,
): VpcEndpointServiceOutputs {
  const outputs: Record<string, unknown> = { ...now };
  for (const field of ["existingId", ...SETTING_FIELDS] as const) outputs[field] = inputs[field];
  // A list that the program does not speak of any more is not managed, and so not known.
  for (const field of PERMISSION_FIELDS) if (inputs[field] === undefined) outputs[field] = undefined;
  const written = spellings(inputs, outputs);
  outputs.__vpcep = {
    ...inputs.__vpcep,
    ...historyOf(now),
    ...(Object.keys(written).length === 0 ? {} : { written }),
  };
  return outputs as unknown as VpcEndpointServiceOutputs;
}

/** What the hidden state keeps for good, whatever the program says. */
function historyOf(now: VpcEndpointServiceOutputs): Pick<HiddenState, "adoption" | "predecessors" | "seen"> {
  const { adoption, predecessors, seen } = hiddenState({ ...now });
  return {
    ...(adoption === undefined ? {} : { adoption }),
    ...(predecessors === undefined ? {} : { predecessors }),
    ...(seen === undefined ? {} : { seen }),
  };
}

/** Lists that mean what the outputs say in other words; a refresh gives them back as the program has them. */
function spellings(
  inputs: VpcEndpointServiceInputs,
  outputs: Record<string, unknown>,
): Record<string, Spelling> {
  const found: Record<string, Spelling> = {};
  for (const field of listFields(SERVICE.fields)) {
    const written = (inputs as unknown as Record<string, unknown[] | undefined>)[field];
    const spelling = written && spellingOf(SERVICE, field, written, outputs[field] as unknown[]);
    if (spelling !== undefined) found[field] = spelling;
  }
  return found;
}

/**
 * A failure that leaves a service in the state. It says that its outputs may not be what the engine's inputs say, so that
 * the next update and the next refresh go by the outputs.
 */
export function partialFailure(
  id: string,
  outputs: VpcEndpointServiceOutputs,
  message: string,
): PartialFailure {
  const { doubt = [], ...hidden } = hiddenState({ ...outputs });
  return new PartialFailure(id, { ...outputs, __vpcep: { ...hidden, doubt } }, message);
}

/** How far an operation came that failed. */
export interface Reached {
  now: VpcEndpointServiceOutputs;
  applied: readonly string[];
  doubt: readonly string[];
  revoked: readonly string[];
}

/**
 * Outputs after a failure. Set by the program is what was before, for it may still have to be taken back, and what was
 * sent or may have been; what never was is still the cloud's business.
 */
export function unfinished(
  { now, applied, doubt, revoked }: Reached,
  inputs: VpcEndpointServiceInputs,
): VpcEndpointServiceOutputs {
  const before = hiddenState({ ...now });
  const set = [...new Set([...before.set, ...inputs.__vpcep.set.filter((field) => applied.includes(field))])];
  const left = inputs.rejectConnectionsOnRevoke === true && revoked.length > 0 ? { revoked } : {};
  const __vpcep = { ...inputs.__vpcep, set, ...left, ...historyOf(now), doubt: [...doubt] };
  return { ...now, __vpcep } as VpcEndpointServiceOutputs;
}
