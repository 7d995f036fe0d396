import type { FaultKind, FaultPoint, FaultRule } from "./fault-rule";

const everywhere: readonly FaultPoint[] = ["before", "mid-request", "after-processing", "mid-body"];
/** Instead of the work, or instead of its answer. */
const madeUp: readonly FaultPoint[] = ["before", "after-processing"];

/** Where each kind can strike; the first is what a rule without `at` means. `refuse` strikes before there is a request. */
export const pointsOfKind: Record<FaultKind, readonly FaultPoint[]> = {
  refuse: [],
  reset: everywhere,
  stall: everywhere,
  slow: ["after-processing", "before", "mid-body"],
  truncate: ["mid-body"],
  status: madeUp,
  html: madeUp,
  empty: madeUp,
  oversize: madeUp,
  "gzip-bomb": madeUp,
  redirect: madeUp,
  "clock-skew": ["before"],
  hide: ["after-processing"],
  "drop-fields": ["after-processing"],
  "replace-body": ["after-processing"],
};

export function pointOf({ kind, at }: FaultRule): FaultPoint {
  return at ?? pointsOfKind[kind][0] ?? "before";
}

export function isFaultPoint(value: unknown): value is FaultPoint {
  return everywhere.some((point) => point === value);
}

export const faultPointNames = everywhere.join(", ");
