import equal from "fast-deep-equal";
import { type Definition, fieldOf, fieldsSetIn, fieldsThat, unshownFields } from "./fields";
import type { DiffResult } from "./handlers";
import { containsUnknown, type Properties } from "./properties";
import { hiddenState, NAMELESS } from "./state";

/** What has to be done so that an object is what the program says. */
export interface Changes {
  /** Fields of the one modify call. */
  modify: string[];
  /** Fields that have calls of their own. */
  steps: string[];
  /** What cannot be changed on a living object, `status` of a failed one included. */
  replace: string[];
  /** The object has not settled yet: the update waits for it. */
  settle: boolean;
  /** The provider's own fields that differ, for which no call is made. */
  settings: string[];
  /** As `settings`, but nothing that the engine sees when it compares the inputs. */
  hidden: boolean;
  /** The last operation failed half-way, so that the engine's inputs say nothing about the outputs. */
  unfinished: boolean;
}

/** The values that the cloud is to have for the fields that the program sets, or had set when it was last applied. */
export function desiredOf({ fields }: Definition, known: Properties, news: Properties): Properties {
  const desired: Properties = { ...news };
  for (const name of hiddenState(known).set) {
    if (desired[name] === undefined && Object.hasOwn(fields, name)) {
      const { change, replaces, default: byDefault } = fieldOf(fields, name);
      const isInPlace = change !== "replace" && !replaces?.(known[name], byDefault);
      if (isInPlace && byDefault !== undefined) desired[name] = byDefault;
    }
  }
  return desired;
}

/** Compares what is known of an object (outputs) with what the program says (checked inputs), field by field. */
export function changesBetween(
  definition: Definition,
  known: Properties,
  news: Properties,
  id?: string,
): Changes {
  const { fields, settled, isMade } = definition;
  const desired = desiredOf(definition, known, news);
  const differs = (name: string) =>
    desired[name] !== undefined && !sameValue(definition, name, known[name], desired[name]);
  // What the record does not show, and was not managed so far, is not known: only a look tells what has to go.
  const isUnseen = (name: string) =>
    unshownFields(fields).includes(name) && desired[name] !== undefined && known[name] === undefined;

  const isFixed = (name: string) => {
    const { change, replaces } = fieldOf(fields, name);
    return change === "replace" || replaces?.(known[name], desired[name]) === true;
  };
  const replace = Object.keys(fields).filter(
    (name) => known[name] !== undefined && isFixed(name) && differs(name),
  );
  const { existingId } = news;
  if (existingId !== undefined && existingId !== known.existingId && existingId !== id)
    replace.push("existingId");
  const { status } = known;
  const isOver = isMade && (status === "failed" || status === "deleting");
  if (isOver) replace.push("status");

  const [before, after] = [hiddenState(known), hiddenState(news)];
  return {
    modify: fieldsThat(fields, "modify").filter(differs),
    steps: fieldsThat(fields, "step").filter(
      (name) => !replace.includes(name) && (differs(name) || isUnseen(name)),
    ),
    replace,
    settle: status !== undefined && !isOver && !settled(news).includes(String(status)),
    settings: fieldsThat(fields, "setting").filter(
      (name) => (known[name] ?? false) !== (news[name] ?? false),
    ),
    hidden:
      !equal(before.customTimeouts, after.customTimeouts) ||
      !equal([...before.set].sort(), fieldsSetIn(fields, news).sort()) ||
      before.owed !== undefined ||
      (before.name !== NAMELESS && before.name !== after.name),
    unfinished: before.unfinished !== undefined,
  };
}

/** Fields that the program sets for the first time, that only a replacement could change, and that nobody can compare. */
export function uncomparable({ fields }: Definition, known: Properties, news: Properties): string[] {
  const { set } = hiddenState(known);
  return fieldsThat(fields, "replace").filter(
    (name) =>
      fieldOf(fields, name).required === undefined &&
      news[name] !== undefined &&
      known[name] === undefined &&
      news[name] !== fieldOf(fields, name).default &&
      !set.includes(name),
  );
}

/** Whether making the object what the program says takes a call that changes something. */
export function changesCloud({ modify, steps }: Changes): boolean {
  return modify.length + steps.length > 0;
}

/**
 * The engine's question: does anything change, and does it replace the object? `clashes`: a new one could not be made
 * while the old one lives.
 *
 * `changes` is left out when inputs differ: the engine then compares them itself, which keeps `replaceOnChanges`
 * working. It is given when the reason lies elsewhere, where the engine would see nothing.
 */
export function verdictOn(changes: Changes, news: Properties, clashes: boolean): DiffResult {
  const { settle, unfinished, hidden, settings, replace } = changes;
  const seen = changesCloud(changes) || settings.length > 0 || replace.length > 0;
  // A field that is set for the first time changes the hidden state as well; the inputs show it all the same.
  const unseen = settle || unfinished || (hidden && !seen) || replace.includes("status");
  return {
    differs: [...new Set([...replace, ...changes.modify, ...changes.steps, ...settings])],
    replaces: replace,
    // Also where nothing replaces: the engine may decide so by itself (replaceOnChanges), and asks this then.
    // An object that is taken over makes no room for itself, and one that is left may be wanted by another resource.
    deleteBeforeReplace: news.existingId === undefined && (replace.includes("status") || clashes),
    ...(unseen ? { changes: true } : seen ? {} : { changes: false }),
  };
}

/** Equality as the API means it; an unknown value is equal to none. */
export function sameValue({ fields }: Definition, name: string, one: unknown, other: unknown): boolean {
  if (containsUnknown(one) || containsUnknown(other)) return false;
  const { codec } = fieldOf(fields, name);
  return codec === undefined ? equal(one, other) : equal(codec.canonical(one), codec.canonical(other));
}

/** Why an update or a replacement comes that the program gives no reason for; undefined when there is none. */
export function repairReason({ replace, settle, unfinished }: Changes, status: unknown): string | undefined {
  if (replace.includes("status")) return `is ${status}, and so is replaced`;
  if (settle) return `was last seen ${status}: the update waits until it is available`;
  if (unfinished) return "the last operation on it did not succeed; this one checks what is left to do";
  return undefined;
}
