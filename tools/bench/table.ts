// What the benchmark says of each metric: the target, what was measured, and whether that meets it.

export interface Row {
  /** `P1` to `P13` of the method, or `bar` for what is held against a bare resource of Pulumi's. */
  metric: string;
  what: string;
  target: string;
  measured: string;
  verdict: "met" | "missed";
  /** Counts and sizes are exact, times are not: these fail the command only beyond 1.25 times their target. */
  fails: boolean;
}

/** A table of details below the one with the verdicts. */
export interface Detail {
  title: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** What a reader has to know of it, as Markdown. */
  note?: string;
}

/** A plot: `svg` is the whole file. */
export interface Figure {
  /** Of the file, without `.svg`. */
  name: string;
  caption: string;
  svg: string;
}

/** What a part of the benchmark has found out. */
export interface Finding {
  rows: Row[];
  details?: Detail[];
  figures?: Figure[];
}

export interface Limit {
  metric: string;
  what: string;
  limit: number;
  value: number;
  /** Behind the numbers, such as ` ms` or ` ×`; default: nothing. */
  unit?: string;
  /** Behind the measured number: spread, absolute figures. */
  more?: string;
  digits?: number;
  /** Whether the value must stay below the limit and not reach it. */
  below?: boolean;
}

const TIME_TOLERANCE = 1.25;

/** A count or a size, which is the same in every run. */
export const exact = (given: Limit): Row => row(given, 1);

/** A time or a memory, which is not. */
export const timed = (given: Limit): Row => row(given, TIME_TOLERANCE);

function row(given: Limit, tolerance: number): Row {
  const { metric, what, limit, value, unit = "", more, digits = 2, below = false } = given;
  const passes = (bound: number) => (below ? value < bound : value <= bound);
  const target = `${below ? "<" : "≤"} ${number(limit, 2)}${unit}`;
  const measured = `${number(value, digits)}${unit}${more === undefined ? "" : ` (${more})`}`;
  // A value that is none fails both.
  return {
    metric,
    what,
    target,
    measured,
    verdict: passes(limit) ? "met" : "missed",
    fails: !passes(limit * tolerance),
  };
}

/** At most so many digits behind the point, and thousands grouped. */
export function number(value: number, digits = 2): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** `0.98 to 1.12`. */
export function range(values: readonly number[], digits = 2): string {
  return `${number(Math.min(...values), digits)} to ${number(Math.max(...values), digits)}`;
}
