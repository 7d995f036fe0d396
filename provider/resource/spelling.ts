import equal from "fast-deep-equal";
import { type Definition, listCodecOf } from "./fields";
import type { Spelling } from "./state";

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
