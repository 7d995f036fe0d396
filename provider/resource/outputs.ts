import { PartialFailure } from "./failures";
import { type Definition, fieldOf, fieldsThat, listFields } from "./fields";
import type { Bag } from "./handlers";
import { spellingOf } from "./spelling";
import { HIDDEN, type HiddenState, hiddenState, type Spelling } from "./state";

/** Outputs after success: what is, and of the program's own what it says now. */
export function finished(definition: Definition, now: Bag, inputs: Bag): Bag {
  const { fields } = definition;
  const outputs: Bag = { ...now };
  for (const name of fieldsThat(fields, "adopt", "setting")) outputs[name] = inputs[name];
  // What the record does not show, and the program no longer sets, is not managed, and so not known.
  for (const name of fieldsThat(fields, "step"))
    if (fieldOf(fields, name).wire === undefined && inputs[name] === undefined) outputs[name] = undefined;
  const written = spellings(definition, inputs, outputs);
  outputs[HIDDEN] = {
    ...hiddenState(inputs),
    ...historyOf(now),
    ...(Object.keys(written).length === 0 ? {} : { written }),
  };
  return outputs;
}

/** What the hidden state keeps for good, whatever the program says. */
function historyOf(now: Bag): Partial<HiddenState> {
  const { adoption, predecessors, seen } = hiddenState(now);
  return {
    ...(adoption === undefined ? {} : { adoption }),
    ...(predecessors === undefined ? {} : { predecessors }),
    ...(seen === undefined ? {} : { seen }),
  };
}

/** Lists that mean what the outputs say in other words; a refresh gives them back as the program has them. */
function spellings(definition: Definition, inputs: Bag, outputs: Bag): Record<string, Spelling> {
  const found: Record<string, Spelling> = {};
  for (const name of listFields(definition.fields)) {
    const [written, actual] = [inputs[name], outputs[name]];
    if (!Array.isArray(written) || !Array.isArray(actual)) continue;
    const spelling = spellingOf(definition, name, written, actual);
    if (spelling !== undefined) found[name] = spelling;
  }
  return found;
}

/**
 * A failure that leaves an object in the state. It says that its outputs may not be what the engine's inputs say, so that
 * the next update and the next refresh go by the outputs.
 */
export function partialFailure(id: string, outputs: Bag, message: string): PartialFailure {
  const { doubt = [], ...hidden } = hiddenState(outputs);
  return new PartialFailure(id, { ...outputs, [HIDDEN]: { ...hidden, doubt } }, message);
}

/** How far an operation came that failed. */
export interface Reached {
  now: Bag;
  /** Fields whose new value was sent, or may have been. */
  applied: readonly string[];
  /** Of these the ones whose fate nobody knows. */
  doubt: readonly string[];
}

/**
 * Outputs after a failure. Set by the program is what was before, for it may still have to be taken back, and what was
 * sent or may have been; what never was is still the cloud's business.
 */
export function unfinished({ now, applied, doubt }: Reached, inputs: Bag, owed: Partial<HiddenState>): Bag {
  const said = hiddenState(inputs);
  const set = [...new Set([...hiddenState(now).set, ...said.set.filter((field) => applied.includes(field))])];
  return { ...now, [HIDDEN]: { ...said, set, ...owed, ...historyOf(now), doubt: [...doubt] } };
}
