import equal from "fast-deep-equal";
import { PartialFailure } from "./failures";
import { type Definition, fieldsThat, listCodecOf, listFields, unshownFields } from "./fields";
import type { Properties } from "./properties";
import { HIDDEN, type HiddenState, hiddenState, type Spelling } from "./state";

/** Outputs after success: what is, and of the program's own what it says now. */
export function finished(definition: Definition, now: Properties, inputs: Properties): Properties {
  const { fields } = definition;
  const outputs: Properties = { ...now };
  for (const name of fieldsThat(fields, "adopt", "setting")) outputs[name] = inputs[name];
  // What the record does not show, and the program no longer sets, is not managed, and so not known.
  for (const name of unshownFields(fields)) if (inputs[name] === undefined) outputs[name] = undefined;
  const written = spellings(definition, inputs, outputs);
  outputs[HIDDEN] = {
    ...hiddenState(inputs),
    ...historyOf(now),
    ...(Object.keys(written).length === 0 ? {} : { written }),
  };
  return outputs;
}

/** What the hidden state keeps for good, whatever the program says. */
function historyOf(now: Properties): Partial<HiddenState> {
  const { adoption, predecessors, seen } = hiddenState(now);
  return {
    ...(adoption === undefined ? {} : { adoption }),
    ...(predecessors === undefined ? {} : { predecessors }),
    ...(seen === undefined ? {} : { seen }),
  };
}

/** Lists that mean what the outputs say in other words; a refresh gives them back as the program has them. */
function spellings(
  definition: Definition,
  inputs: Properties,
  outputs: Properties,
): Record<string, Spelling> {
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
export function partialFailure(id: string, outputs: Properties, message: string): PartialFailure {
  const { unfinished = [], ...hidden } = hiddenState(outputs);
  return new PartialFailure(id, { ...outputs, [HIDDEN]: { ...hidden, unfinished } }, message);
}

/** How far an operation came that failed. */
export interface Reached {
  now: Properties;
  /** Fields whose new value was sent, or may have been. */
  applied: readonly string[];
  /** Of these the ones whose fate nobody knows. */
  doubt: readonly string[];
}

/**
 * Outputs after a failure. Set by the program is what was before, for it may still have to be taken back, and what was
 * sent or may have been; what never was is still the cloud's business.
 */
export function outputsOfFailed(
  { now, applied, doubt }: Reached,
  inputs: Properties,
  owed: readonly string[],
): Properties {
  const said = hiddenState(inputs);
  const set = [...new Set([...hiddenState(now).set, ...said.set.filter((field) => applied.includes(field))])];
  const left = owed.length === 0 ? {} : { owed: [...owed] };
  return { ...now, [HIDDEN]: { ...said, set, ...left, ...historyOf(now), unfinished: [...doubt] } };
}

/**
 * How the program wrote a list that means the same as the outputs' one; undefined when it stands there to the letter.
 * `bare`: items without the parts that have a default, which the outputs always have.
 */
export function spellingOf(
  { fields }: Definition,
  name: string,
  written: readonly unknown[],
  actual: readonly unknown[],
): Spelling | undefined {
  const codec = listCodecOf(fields, name);
  if (codec === undefined || equal(written, actual)) return undefined;
  const positions = new Map(actual.map((item, position) => [codec.key(item), position]));
  const order = written.map((item) => positions.get(codec.key(item)) ?? -1);
  return { order, bare: order.filter((_, index) => equal(written[index], codec.bare(written[index]))) };
}

/** The outputs' list as the program wrote it; undefined when the spelling is not one of this list. */
export function spelled(
  { fields }: Definition,
  name: string,
  actual: unknown,
  { order, bare }: Spelling,
): unknown[] | undefined {
  if (!Array.isArray(actual) || !Array.isArray(order) || !Array.isArray(bare)) return undefined;
  if (!order.every((position) => actual[position] !== undefined)) return undefined;
  const codec = listCodecOf(fields, name);
  return order.map((position) =>
    bare.includes(position) ? codec?.bare(actual[position]) : actual[position],
  );
}
