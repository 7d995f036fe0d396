import type { FaultRule } from "../../../emulator";
import type { Properties } from "../../helpers/engine";
import { expectRecovery, failure, type Lab, service } from "../../helpers/in-process";

/** Provokes a message of docs/errors.md, by the text that stands there, and gives what came out. */
export type Provocations = Record<string, () => Promise<string>>;

/** A text of the document as a pattern: `…` stands for anything within a line. */
export function patternOf(text: string): RegExp {
  const parts = text.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(".*"));
}

/** An `up` that fails under these faults, and is made up for by the next one. */
export async function failedUp(
  one: Lab,
  faults: FaultRule[],
  wanted: Properties = service(),
): Promise<string> {
  one.fault(...faults);
  const { message } = await failure(one.stack.up(wanted));
  await expectRecovery(one, wanted);
  return message;
}

/** A `destroy` that fails under this fault, and succeeds without it. */
export async function failedDestroy(one: Lab, fault: FaultRule): Promise<string> {
  one.fault(fault);
  const { message } = await failure(one.stack.destroy());
  one.emulator.clearFaults();
  await one.stack.destroy();
  return message;
}
