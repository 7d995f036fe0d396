import fc from "fast-check";
import type { FaultRule } from "../../../../emulator";
import { get, list, post, put, remove, tags, whitelist, whitelistRead } from "../../support";
import { anyEdit, anyFields, type Backend, type Edit } from "./program";

/** What may go wrong in a run. */
export interface Trouble {
  faults: FaultRule[];
  /** The engine and its provider are killed when the nth request is to leave; 0: not. */
  killAt: number;
  /** A resource of another provider fails, before or after the others. */
  unrelated: "none" | "first" | "last";
}

export type Command =
  | {
      kind: "up";
      edits: Edit[];
      /** `--replace` of the resource with this backend, if it says which service it is. */
      replace: Backend | undefined;
      continueOnError: boolean;
      atOnce: boolean;
      preview: boolean;
      trouble: Trouble;
    }
  | { kind: "refresh"; trouble: Trouble }
  | { kind: "destroy"; trouble: Trouble }
  | { kind: "by hand"; backend: Backend; patch: ByHand };

export type ByHand =
  | { description: string }
  | { tags: { key: string; value: string }[] }
  | { permissions: string[] };

const writes = fc.constantFrom(post, put, put, put, tags, tags, whitelist, whitelist, remove);
const reads = fc.constantFrom(get, get, list, whitelistRead, whitelistRead);
const times = fc.constantFrom(1, 2, 3, 4, 50, 50);

/** Done, and the response is lost. */
const unheard = fc.constantFrom<FaultRule>(
  { kind: "reset", at: "after-processing" },
  { kind: "replace-body", body: {} },
  { kind: "status", status: 503, at: "after-processing" },
  { kind: "truncate", at: "mid-body" },
);
/** Not done, which the sender may know or not. */
const undone = fc.constantFrom<FaultRule>(
  { kind: "status", status: 403, errorCode: "EndPoint.0004" },
  { kind: "status", status: 500 },
  { kind: "reset", at: "before" },
);

const faultOn = (match: fc.Arbitrary<FaultRule["match"]>, kind: fc.Arbitrary<FaultRule>) =>
  fc.tuple(kind, match, times, fc.constantFrom(1, 1, 1, 2, 3)).map(
    ([rule, where, often, nth]): FaultRule => ({
      ...rule,
      match: { ...where, nth: [nth, 99] },
      times: often,
    }),
  );

const anyFault = fc.oneof(
  { weight: 3, arbitrary: faultOn(writes, unheard) },
  { weight: 2, arbitrary: faultOn(writes, undone) },
  { weight: 3, arbitrary: faultOn(reads, undone) },
);

/** Done, and no look after it works either. */
const unseen = fc
  .tuple(faultOn(writes, unheard), fc.constantFrom(get, whitelistRead, { method: "GET" }))
  .map(([write, look]): FaultRule[] => [
    { ...write, times: 50 },
    { kind: "status", status: 500, match: { ...look, nth: [1, 99] } },
  ]);

const smooth: Trouble = { faults: [], killAt: 0, unrelated: "none" };
const anyTrouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(smooth) },
  {
    weight: 5,
    arbitrary: fc.record({
      faults: fc.oneof(
        { weight: 1, arbitrary: fc.array(anyFault, { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: unseen },
      ),
      killAt: fc.constant(0),
      unrelated: fc.constantFrom("none", "none", "first", "last"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("first", "last").map((unrelated): Trouble => ({ ...smooth, unrelated })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 6 }).map((killAt): Trouble => ({ ...smooth, killAt })),
  },
);

const byHand = fc.constantFrom<ByHand>(
  { description: "by hand" },
  { tags: [{ key: "byHand", value: "1" }] },
  { tags: [] },
  { permissions: ["iam:domain::byhand"] },
  { permissions: ["iam:domain::5ec2e71", "organizations:orgPath::byhand"] },
);
const anyBackend = fc.constantFrom<Backend>(0, 0, 1, 2, 2, 3);
const rarely = fc.constantFrom(false, false, true);

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      kind: fc.constant("up" as const),
      edits: fc.oneof(
        // The same program again.
        { weight: 1, arbitrary: fc.constant<Edit[]>([]) },
        { weight: 4, arbitrary: fc.array(anyEdit, { minLength: 1, maxLength: 3 }) },
      ),
      replace: fc.option(anyBackend, { freq: 2, nil: undefined }),
      continueOnError: rarely,
      atOnce: fc.boolean(),
      preview: rarely,
      trouble: anyTrouble,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("refresh" as const), trouble: anyTrouble }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("destroy" as const), trouble: anyTrouble }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("by hand" as const), backend: anyBackend, patch: byHand }),
  },
);

/** A run in which nothing goes wrong, of the program as it is. */
export const plainUp = {
  kind: "up",
  edits: [],
  replace: undefined,
  continueOnError: false,
  atOnce: true,
  preview: false,
  trouble: smooth,
} satisfies Command;

/** Something stands already when the trouble begins. */
export const anySequence: fc.Arbitrary<Command[]> = fc
  .tuple(anyFields, fc.boolean(), fc.array(anyCommand, { minLength: 1, maxLength: 6 }))
  .map(([fields, keepsExisting, commands]) => [
    { ...plainUp, edits: [{ edit: "set", backend: 0, name: "a", fields, keepsExisting }] },
    ...commands,
  ]);
