import { isNear } from "../../configuration/near";
import { isUnknown } from "../../resource/unknown";
import type { CheckFailure } from "../inputs";

/**
 * Collects what the rules say about inputs; unknown and absent values pass every rule. A value is quoted unless the
 * program has it as a secret.
 */
export class Report {
  readonly failures: CheckFailure[] = [];
  /** Whole sentences about words that no edition we know of has. */
  readonly warnings: string[] = [];

  constructor(
    readonly inputs: Record<string, unknown>,
    private readonly secrets: readonly string[] = [],
  ) {}

  /** `, is "abc"`; nothing for a secret. */
  found(property: string, value: unknown): string {
    return this.secrets.includes(rootOf(property)) ? "" : `, is ${quoted(value)}`;
  }

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
    const reason =
      typeof value === "string" ? problem(value) : `must be a string${this.found(property, value)}`;
    if (reason !== undefined) this.fail(property, reason);
  }

  /** A word of a list; one that is not on it is refused, or passes with a warning. */
  word(property: string, value: unknown, known: readonly string[], unknownPasses: boolean): void {
    this.text(property, value, (word) => {
      const words = known.join(", ");
      if (word.trim() === "") return `may not be empty; one of ${words}`;
      if (known.includes(word)) return undefined;
      const near = known.find((one) => isNear(one, word));
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      const passes = `${hint === "" ? "; it" : " It"} is sent as it is`;
      const text = `is not one of the words that this version knows (${words})${this.found(property, word)}${hint}`;
      if (!unknownPasses) return text;
      this.warnings.push(`${property} ${text}${passes}`);
      return undefined;
    });
  }
}

/** `ports` of `ports[2].clientPort`. */
export function rootOf(property: string): string {
  return property.split(/[.[]/, 1)[0] ?? property;
}

/** A value for a message, cut to 64 characters. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 64 ? `${text.slice(0, 63)}…` : text;
}
