import { isUnknown } from "../../dynamic/unknown";
import type { CheckFailure } from "../inputs";

/** Collects what the rules say about inputs; unknown and absent values pass every rule. */
export class Report {
  readonly failures: CheckFailure[] = [];
  /** Whole sentences about words that no edition we know of has. */
  readonly warnings: string[] = [];

  constructor(readonly inputs: Record<string, unknown>) {}

  fail(property: string, reason: string): void {
    this.failures.push({ property, reason });
  }

  /** The value of an input that a rule must look at; undefined for one that passes in any case. */
  given(field: string): unknown {
    const value = this.inputs[field];
    return isUnknown(value) ? undefined : value;
  }

  /** Runs a rule on a string; a value of another type fails. */
  text(property: string, value: unknown, problem: (value: string) => string | undefined): void {
    if (value === undefined || isUnknown(value)) return;
    const reason = typeof value === "string" ? problem(value) : `must be a string, is ${quoted(value)}`;
    if (reason !== undefined) this.fail(property, reason);
  }

  /** A word of a list; one that is not on it passes with a warning. */
  word(property: string, value: unknown, known: readonly string[]): void {
    this.text(property, value, (word) => {
      if (word.trim() === "") return `may not be empty; one of ${known.join(", ")}`;
      if (!known.includes(word))
        this.warnings.push(
          `${property} ${quoted(word)} is none of the words that this version knows (${known.join(", ")}); it is sent as it is`,
        );
      return undefined;
    });
  }
}

/** A value for a message, cut to 64 characters. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 64 ? `${text.slice(0, 63)}…` : text;
}
