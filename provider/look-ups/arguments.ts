import { isSimilar } from "../resource/check";
import { PLACE } from "../resource/fields";
import type { Properties } from "../resource/properties";
import * as rules from "../resource/rules";
import { LIMITS, type RuleSet } from "../vpcep/editions";

/** One argument of a look-up. */
export interface Argument {
  /** What a value must be like. */
  rule: rules.Rule;
  required?: true;
  /** The API's name of the filter; absent where the argument is none, or is matched here. */
  query?: string;
}

export type Arguments = Readonly<Record<string, Argument>>;

/** Where to look: arguments of every look-up. */
export const WHERE = {
  region: { rule: PLACE.region.rule },
  projectId: { rule: PLACE.projectId.rule },
} as const satisfies Arguments;

/** The service whose parts are looked up. */
export const OF_SERVICE = {
  ...WHERE,
  endpointServiceId: { rule: rules.id, required: true },
} as const satisfies Arguments;

/** A filter for a text of the API's own; `maxCharacters` as the reference has it. */
export const filterText = (maxCharacters: number) =>
  rules.text((value, found) =>
    value !== "" && value.length <= maxCharacters
      ? undefined
      : `must have 1 to ${maxCharacters} characters${found}`,
  );

/** The arguments that have a value. */
export function givenOf(args: Properties): Properties {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => (value ?? undefined) !== undefined));
}

/** The filters among the arguments, as the API takes them. */
export function queryOf(table: Arguments, args: Properties): Record<string, string> {
  const filters = Object.entries(table).flatMap(([name, { query }]): [string, string][] =>
    query === undefined || args[name] === undefined ? [] : [[query, String(args[name])]],
  );
  return Object.fromEntries(filters);
}

/** What a look-up is asked with. */
export interface Asked {
  /** As programs call it. */
  name: string;
  arguments: Arguments;
  /** Arguments of which exactly one must be given. */
  oneOf?: readonly string[];
}

/** All that is wrong with the arguments, found out without a call. */
export function argumentProblems(
  { name: lookUp, arguments: table, oneOf = [] }: Asked,
  args: Properties,
  ruleSet: RuleSet,
  secrets: readonly string[],
): { failures: string[]; warnings: string[] } {
  const report = new rules.Report(args, secrets);
  for (const name of Object.keys(args)) {
    if (Object.hasOwn(table, name)) continue;
    const near = Object.keys(table).find((known) => isSimilar(known, name));
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    report.fail(name, `is not an argument of ${lookUp}${hint}`);
  }
  for (const [name, { rule, required }] of Object.entries(table)) {
    const value = args[name];
    if (value === undefined && required) report.fail(name, "is required");
    if (value !== undefined) rule(report, name, value, LIMITS[ruleSet]);
  }
  const given = oneOf.filter((name) => args[name] !== undefined);
  const [first = "", ...others] = oneOf;
  if (oneOf.length > 0 && given.length !== 1)
    report.fail(first, `or ${others.join(" or ")} must be given, and not both of them`);
  // Of a secret's parts only the whole is named: a key may tell as much as a value.
  const shown = (property: string) =>
    secrets.includes(rules.rootOf(property)) ? rules.rootOf(property) : property;
  const failures = report.failures.map(({ property, reason }) => `${shown(property)} ${reason}`);
  return { failures, warnings: report.warnings };
}
