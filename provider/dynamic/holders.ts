/** A resource of the stack, as far as the provider can tell one from another. */
export interface Holder {
  /** The resource's name in the program. */
  name: string;
  /** Set by an adoption: tells a resource from a successor of the same name that holds the same object. */
  mark?: string | undefined;
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
 */
export interface Holders {
  /** The program wants the resource to take the object over. */
  claim(id: string, name: string): void;
  /** The resource has the object, by the state or because it has just taken it over. */
  hold(id: string, holder: Holder): void;
  /** Who stands in the way when this resource deletes the object. */
  claimAgainst(id: string, holder: Holder): Claim;
  /** The name of the resource of the stack that has the object, if one has been seen. */
  nameOf(id: string): string | undefined;
  /** A mark that no earlier adoption has. */
  newMark(nowMs: number): string;
}

export function createHolders(): Holders {
  const holders = new Map<string, Holder>();
  const claimants = new Map<string, string>();
  let marks = 0;
  return {
    claim: (id, name) => void claimants.set(id, name),
    hold(id, holder) {
      holders.set(id, holder);
      claimants.delete(id);
    },
    claimAgainst(id, { name, mark }) {
      const claimant = claimants.get(id);
      if (claimant !== undefined) return { by: "claimant", name: claimant };
      const holder = holders.get(id);
      if (holder === undefined || (holder.name === name && holder.mark === mark)) return { by: "nobody" };
      return { by: "holder", name: holder.name };
    },
    nameOf: (id) => holders.get(id)?.name,
    newMark: (nowMs) => `${nowMs}-${marks++}`,
  };
}
