import { isApiError } from "../api/errors";
import { type Changes, changesBetween, desiredOf, sameValue } from "./diff";
import { Failure, PartialFailure } from "./failures";
import type { Definition } from "./fields";
import type { Bag } from "./handlers";
import { type Operation, tell } from "./operation";
import { finished, partialFailure, unfinished } from "./outputs";
import type { HiddenState } from "./state";

/** One thing that a reconciliation does, with a call or calls of its own. */
export interface Step {
  /** The fields whose difference it makes good. */
  fields: readonly string[];
  /** What is still to be done of it, for the story of a failure; names only, never values. */
  text(now: Bag): string;
  /** Makes the calls; `reach` is told of the outputs after each one that succeeded. */
  run(now: Bag, reach: (now: Bag) => void): Promise<void>;
  /** The outputs after a look at what the step may have changed. */
  look(now: Bag): Promise<Bag>;
  /** Names of what was sent, as far as the step came. */
  sent(before: Bag, after: Bag): string[];
  /** What the object needs after the step; its failure says itself what to do. */
  settle?(now: Bag): Promise<Bag>;
}

/** How far a reconciliation has come. */
export interface Progress {
  /** The outputs as far as they are certain. */
  now: Bag;
  /** Fields whose new value was sent, or may have been. */
  readonly applied: string[];
  /** Of these the ones whose fate nobody knows. */
  doubt: readonly string[];
  /** Names of what was sent. */
  readonly sent: string[];
  /** What is being done, or still to do. */
  text: () => string;
}

export interface Reconciliation {
  operation: Operation;
  definition: Definition;
  id: string;
  known: Bag;
  inputs: Bag;
  /** The object was just created: every failure is a partial one, for its id must not be lost. */
  isNew: boolean;
  steps(changes: Pick<Changes, "modify" | "steps">, desired: Bag): Step[];
  /** What comes after the steps, once. */
  after?(progress: Progress): Promise<void>;
  /** What the hidden state is to remember of a reconciliation that failed. */
  owed?(progress: Progress): Partial<HiddenState>;
}

/**
 * Makes an object what the program says, with nothing but the differences. Gives the outputs; after a failure they say
 * what really was achieved.
 */
export async function reconcile(given: Reconciliation): Promise<Bag> {
  const { operation, definition, id, known, inputs, isNew } = given;
  const progress: Progress = { now: known, applied: [], doubt: [], sent: [], text: () => "" };
  const report = () => {
    if (progress.sent.length > 0) tell(operation, `sent ${progress.sent.join(", ")}`);
  };
  try {
    await takeAll(given, progress, changesBetween(definition, known, inputs, id));
    // What a response shows beside, because somebody else has changed it since it was last seen, is made good as well;
    // what the cloud did not take is not sent again.
    const { modify, steps } = changesBetween(definition, progress.now, inputs, id);
    const isUntried = (field: string) => !progress.applied.includes(field);
    await takeAll(given, progress, { modify: modify.filter(isUntried), steps: steps.filter(isUntried) });
    await given.after?.(progress);
  } catch (error) {
    report();
    const hasChanged = progress.applied.length > 0 || progress.now.status !== known.status;
    if (!isNew && !hasChanged) throw error;
    const outputs = unfinished(progress, inputs, given.owed?.(progress) ?? {});
    throw partialFailure(id, outputs, story(progress, error, isNew));
  }
  report();
  return finished(definition, progress.now, inputs);
}

async function takeAll(
  given: Reconciliation,
  progress: Progress,
  changes: Pick<Changes, "modify" | "steps">,
): Promise<void> {
  const desired = desiredOf(given.definition, given.known, given.inputs);
  for (const step of given.steps(changes, desired)) await take(given, progress, step, desired);
}

/**
 * Takes a step. When its fate is unknown, because a response was lost, a look at the cloud decides; where that fails as
 * well, the step's fields stay in doubt.
 */
async function take(given: Reconciliation, progress: Progress, step: Step, desired: Bag): Promise<void> {
  const { operation, definition } = given;
  const before = progress.now;
  const differs = (field: string, value: unknown) =>
    !sameValue(definition, field, progress.now[field], value);
  progress.text = () => step.text(progress.now);
  try {
    await step.run(before, (now) => {
      progress.now = now;
    });
    progress.applied.push(...step.fields);
    progress.sent.push(...step.sent(before, progress.now));
  } catch (error) {
    const reached = progress.now;
    // What was left to do when it failed, and not what a look shows then.
    const text = step.text(reached);
    progress.text = () => text;
    const isSeen = isDoubtful(error) && (await lookAfter(progress, step));
    const isDone = isSeen && step.fields.every((field) => !differs(field, desired[field]));
    progress.sent.push(...step.sent(before, isDone ? progress.now : reached));
    const isDifferent = step.fields.some((field) => differs(field, before[field]));
    if (isDone || isDifferent || progress.doubt.length > 0) progress.applied.push(...step.fields);
    if (!isDone) throw error;
    tell(operation, "a response was lost, but the cloud shows that the change was made");
  }
  progress.text = () => "";
  if (step.settle !== undefined) progress.now = await step.settle(progress.now);
}

/** Whether a look at what a step may have changed could be had. */
async function lookAfter(progress: Progress, step: Step): Promise<boolean> {
  try {
    progress.now = await step.look(progress.now);
    return true;
  } catch (error) {
    if (!isApiError(error) && !(error instanceof Failure)) throw error;
    progress.doubt = step.fields;
    return false;
  }
}

function isDoubtful(error: unknown): boolean {
  return (isApiError(error) || error instanceof Failure) && error.possiblySent;
}

/** How far it came, and why not further. */
function story({ sent, doubt, text }: Progress, error: unknown, isNew: boolean): string {
  const done = [
    isNew ? "the service was created" : "",
    sent.length > 0 ? `${sent.join(", ")} succeeded` : "",
  ];
  const step = text();
  const failed = step === "" ? "" : `${step} ${doubt.length > 0 ? "may have been done" : "failed"}: `;
  // A wait that did not end well says itself what to do.
  const next =
    error instanceof PartialFailure ? "" : " Run `pulumi up` again: it sends only what is missing.";
  const parts = done.filter((part) => part !== "").map((part) => `${part}; `);
  return `${parts.join("")}${failed}${(error as Error).message}${next}`;
}
