import type { LoggedEntry, LogNews } from "./wire";

/** The calls that the emulator keeps, oldest first; each number once, whatever comes twice. */
export class CallLog {
  constructor(readonly entries: readonly LoggedEntry[] = []) {}

  with({ fresh, oldestSeq, entries }: LogNews): CallLog {
    const known = fresh ? [] : this.entries.filter(({ seq }) => seq >= oldestSeq);
    const places = new Map(entries.map((entry) => [entry.seq, entry]));
    const changed = known.map((entry) => places.get(entry.seq) ?? entry);
    const lastSeq = known.at(-1)?.seq ?? 0;
    const added = [...places.values()].filter(({ seq }) => seq > lastSeq);
    return new CallLog([...changed, ...added.sort((one, other) => one.seq - other.seq)]);
  }
}
