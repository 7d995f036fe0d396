import { isApiError } from "../api/errors";
import { type Changes, changesBetween, desiredOf, sameValue } from "./diff";
import { Failure, PartialFailure } from "./failures";
import type { Definition } from "./fields";
import { type Operation, tell } from "./operation";
import { finished, outputsOfFailed, partialFailure } from "./outputs";
import type { Properties } from "./properties";

/** One thing that a reconciliation does, with a call or calls of its own. */
export interface Step {
  /** The fields whose difference it makes good. */
  fields: readonly string[];
  /** What is still to be done of it, for the story of a failure; names only, never values. */
  remaining(now: Properties): string;
  /** Makes the calls; `reach` is told of the outputs after each one that succeeded. */
  run(now: Properties, reach: (now: Properties) => void): Promise<void>;
  /** The outputs after a look at what the step may have changed. */
  look(now: Properties): Promise<Properties>;
  /** Names of what was sent, as far as the step came. */
  sent(before: Properties, after: Properties): string[];
  /** What the object needs after the step; its failure says itself what to do. */
  settle?(now: Properties): Promise<Properties>;
}

/** How far a reconciliation has come. */
export interface Progress {
  /** The outputs as far as they are certain. */
  now: Properties;
  /** Fields whose new value was sent, or may have been. */
  readonly applied: string[];
  /** Of these the ones whose fate nobody knows. */
  doubt: readonly string[];
  /** Names of what was sent. */
  readonly sent: string[];
  /** What is being done, or still to do. */
  remaining: () => string;
}

/** An object on its way to what the program says. */
export interface Subject {
  operation: Operation;
  id: string;
  /** Its outputs before. */
  known: Properties;
  /** Checked, with the hidden state that they make. */
  inputs: Properties;
}

/** What a resource type does of its own to bring an object to what the program says. */
export interface Actions {
  steps(subject: Subject, changes: Pick<Changes, "modify" | "steps">, desired: Properties): Step[];
  /** The fields that the record does not show, as the cloud has them. */
  unshown?(operation: Operation, id: string): Promise<Properties>;
  /** What comes after the steps, once. */
  after?(subject: Subject, progress: Progress): Promise<void>;
  /** What `after` still has to do once a reconciliation has failed, for the hidden state. */
  owed?(subject: Subject, now: Properties): string[];
}

/**
 * Makes an object what the program says, with nothing but the differences. Gives the outputs; after a failure they say
 * what really was achieved. `isNew`: it was just created, and every failure is a partial one, for its id must not be lost.
 */
export async function reconcile(actions: Actions, subject: Subject, isNew = false): Promise<Properties> {
  const { operation, id, known, inputs } = subject;
  const { definition } = operation;
  const progress: Progress = { now: known, applied: [], doubt: [], sent: [], remaining: () => "" };
  const report = () => {
    if (progress.sent.length > 0) tell(operation, `sent ${progress.sent.join(", ")}`);
  };
  try {
    await takeAll(actions, subject, progress, changesBetween(definition, known, inputs, id));
    // If a response shows drift in another field, correct that too. What the cloud ignored is not sent again.
    const { modify, steps } = changesBetween(definition, progress.now, inputs, id);
    const isUntried = (field: string) => !progress.applied.includes(field);
    await takeAll(actions, subject, progress, {
      modify: modify.filter(isUntried),
      steps: steps.filter(isUntried),
    });
    await actions.after?.(subject, progress);
  } catch (error) {
    report();
    const hasChanged = progress.applied.length > 0 || progress.now.status !== known.status;
    if (!isNew && !hasChanged) throw error;
    const outputs = outputsOfFailed(progress, inputs, actions.owed?.(subject, progress.now) ?? []);
    throw partialFailure(id, outputs, story(progress, error, isNew ? definition.noun : undefined));
  }
  report();
  return finished(definition, progress.now, inputs);
}

async function takeAll(
  actions: Actions,
  subject: Subject,
  progress: Progress,
  changes: Pick<Changes, "modify" | "steps">,
): Promise<void> {
  const desired = desiredOf(subject.operation.definition, subject.known, subject.inputs);
  for (const step of actions.steps(subject, changes, desired))
    await take(subject.operation, progress, step, desired);
}

/**
 * Takes a step. When its fate is unknown, because a response was lost, a look at the cloud decides; where that fails as
 * well, the step's fields stay in doubt.
 */
async function take(
  operation: Operation,
  progress: Progress,
  step: Step,
  desired: Properties,
): Promise<void> {
  const { definition } = operation;
  const before = progress.now;
  const differs = (field: string, value: unknown) =>
    !sameValue(definition, field, progress.now[field], value);
  progress.remaining = () => step.remaining(progress.now);
  try {
    await step.run(before, (now) => {
      progress.now = now;
    });
    progress.applied.push(...step.fields);
    progress.sent.push(...step.sent(before, progress.now));
  } catch (error) {
    const reached = progress.now;
    // What was left to do when it failed, and not what a look shows then.
    const remaining = step.remaining(reached);
    progress.remaining = () => remaining;
    const isSeen = isDoubtful(error) && (await lookAgain(definition, progress, step));
    const isDone = isSeen && step.fields.every((field) => !differs(field, desired[field]));
    progress.sent.push(...step.sent(before, isDone ? progress.now : reached));
    const isDifferent = step.fields.some((field) => differs(field, before[field]));
    if (isDone || isDifferent || progress.doubt.length > 0) progress.applied.push(...step.fields);
    if (!isDone) throw error;
    tell(operation, "a response was lost, but the cloud shows that the change was made");
  }
  progress.remaining = () => "";
  if (step.settle !== undefined) progress.now = await step.settle(progress.now);
}

/** Whether a look at what a step may have changed could be had. */
async function lookAgain({ fields }: Definition, progress: Progress, step: Step): Promise<boolean> {
  try {
    if (step.fields.some((name) => fields[name]?.untold)) throw new Failure("nothing shows it");
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
function story({ sent, doubt, remaining }: Progress, error: unknown, created: string | undefined): string {
  const done = [
    created === undefined ? "" : `the ${created} was created`,
    sent.length > 0 ? `${sent.join(", ")} succeeded` : "",
  ];
  const step = remaining();
  const failed = step === "" ? "" : `${step} ${doubt.length > 0 ? "may have been done" : "failed"}: `;
  // A wait that did not end well says itself what to do.
  const next =
    error instanceof PartialFailure ? "" : " Run `pulumi up` again: it sends only what is missing.";
  const parts = done.filter((part) => part !== "").map((part) => `${part}; `);
  return `${parts.join("")}${failed}${(error as Error).message}${next}`;
}
