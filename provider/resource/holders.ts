import type { Properties } from "./properties";

/** A resource of the stack, as far as the provider can tell one from another. */
export interface Holder {
  /** The resource's name in the program, which resources of other types may have too. */
  name: string;
  type?: string;
  /** Set by an adoption: tells a resource from a successor of the same name that holds the same object. */
  mark?: string | undefined;
}

/** What the program of this run says of a resource that the state has. */
export interface Wishes {
  /** Objects that the resource had before, and that may still wait for their deletion. */
  predecessors: readonly string[];
  /** What the program says of the resource now: a delete is given nothing but what the state said. */
  inputs: Properties;
  /** By the state, a new object could not be made while the old one lives. */
  wouldClash: boolean;
}

/** Whether a resource may delete an object: another one has it, or was to take it over and has not. */
export type Claim = { by: "nobody" } | { by: "holder" | "claimant"; name: string };

/**
 * Which resource has which cloud object, as far as one run has shown it.
 *
 * With `existingId` one object can be in the state twice: as the resource that takes it over, and as the one that is
 * to go because of a new name or a replacement. The engine deletes the latter at the end of the run, or of a later one
 * when something else failed, and knows nothing of what they share. So the provider must: check and diff of every
 * resource in the program come before the deletes, also in a process that has not seen the adoption itself.
 *
 * For the same reason it knows the program's wishes for an object that waits for its deletion: the engine gives a delete
 * nothing but what the state said when the object was replaced.
 */
export interface Holders {
  /** The program wants the resource to take the object over. */
  claim(id: string, name: string): void;
  /** The resource has the object, by the state or because it has just got it. */
  hold(id: string, holder: Holder, wishes?: Wishes): void;
  /** Who stands in the way when this resource deletes the object. */
  claimAgainst(id: string, holder: Holder): Claim;
  /** The name of the resource of the program that has the object, if one has been seen. */
  nameOf(id: string): string | undefined;
  /** The program's wishes for the object, undefined when the program does not have it (any more). */
  wishesFor(id: string): Wishes | undefined;
  /** The objects that a new one of this resource replaces, the newest first; none where the name is not unique. */
  predecessorsOf(name: string, type?: string): string[];
  /** A mark that no earlier adoption has. */
  newMark(nowMs: number): string;
}

const MAX_PREDECESSORS = 20;

const isSame = (one: Holder, other: Holder) => one.name === other.name && one.mark === other.mark;

export function createHolders(): Holders {
  const holders = new Map<string, Holder[]>();
  const claimants = new Map<string, string>();
  const wishesOf = new Map<string, Wishes>();
  let marks = 0;
  return {
    claim: (id, name) => void claimants.set(id, name),
    hold(id, holder, wishes) {
      const known = holders.get(id) ?? [];
      if (!known.some((one) => isSame(one, holder))) holders.set(id, [...known, holder]);
      if (claimants.get(id) === holder.name) claimants.delete(id);
      if (wishes === undefined) return;
      for (const object of [id, ...wishes.predecessors]) wishesOf.set(object, wishes);
    },
    claimAgainst(id, resource) {
      const claimant = claimants.get(id);
      if (claimant !== undefined) return { by: "claimant", name: claimant };
      // Two resources that exchange their objects each leave one that the other has.
      const other = holders.get(id)?.find((holder) => !isSame(holder, resource));
      return other === undefined ? { by: "nobody" } : { by: "holder", name: other.name };
    },
    nameOf: (id) => holders.get(id)?.at(-1)?.name,
    wishesFor: (id) => wishesOf.get(id),
    predecessorsOf(name, type) {
      const isIts = (one: Holder) => one.name === name && one.type === type;
      const ids = [...holders].filter(([, list]) => list.some(isIts)).map(([id]) => id);
      const [id, other] = ids;
      if (id === undefined || other !== undefined) return [];
      return [id, ...(wishesOf.get(id)?.predecessors ?? [])].slice(0, MAX_PREDECESSORS);
    },
    newMark: (nowMs) => `${nowMs}-${marks++}`,
  };
}
