import equal from "fast-deep-equal";
import type { Spelling } from "../dynamic/hidden";
import { itemKey, type ListField } from "./diff";

/**
 * How the program wrote a list that means the same as the outputs' one; undefined when it stands there to the letter.
 * `bare`: mappings without their protocol, which the outputs always have.
 */
export function spellingOf(field: ListField, written: unknown[], actual: unknown[]): Spelling | undefined {
  if (equal(written, actual)) return undefined;
  const positions = new Map(actual.map((item, position) => [itemKey(field, item), position]));
  const order = written.map((item) => positions.get(itemKey(field, item)) ?? -1);
  const bare = order.filter((_, index) => field === "ports" && isBare(written[index]));
  return { order, bare };
}

/** The outputs' list as the program wrote it; undefined when the spelling is not one of this list. */
export function spelled(actual: unknown, { order, bare }: Spelling): unknown[] | undefined {
  if (!Array.isArray(actual) || !Array.isArray(order) || !Array.isArray(bare)) return undefined;
  if (!order.every((position) => actual[position] !== undefined)) return undefined;
  return order.map((position) =>
    bare.includes(position) ? withoutProtocol(actual[position]) : actual[position],
  );
}

const isBare = (mapping: unknown) => (mapping as { protocol?: unknown }).protocol === undefined;

function withoutProtocol({ clientPort, serverPort }: { clientPort: unknown; serverPort: unknown }) {
  return { clientPort, serverPort };
}
