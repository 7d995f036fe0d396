import { isNear, plain, withoutSecretsInData } from "../api/text";
import { missingSettings } from "../configuration/config";
import { LIMITS, type Limits, type RuleSet, WIDER } from "../vpcep/editions";
import type { Definition } from "./fields";
import type { Environment } from "./handlers";
import { containsUnknown, isUnknown, type Properties } from "./properties";
import { type CheckFailure, Report, rootOf } from "./rules";
import { HIDDEN, hiddenInputs, hiddenState } from "./state";

export interface Checked {
  inputs: Properties;
  failures: CheckFailure[];
  /** Whole sentences for the user, without the resource's name. */
  warnings: string[];
}

/**
 * Checks what the program says of an object, without any call. The inputs stay as they were written; `region` and
 * `projectId` are filled in from the configuration, so that a change there is seen as the replacement it is, and a
 * destroy goes where the create went.
 */
export function checkInputs(
  { config, connectionProblem, secrets }: Pick<Environment, "config" | "connectionProblem" | "secrets">,
  definition: Definition,
  news: Properties,
): Checked {
  const inputs: Properties = {};
  for (const [name, value] of Object.entries(news))
    if (value !== null && value !== undefined) inputs[name] = value;
  const { region = config.region, projectId = config.projectId } = inputs;
  if (region !== undefined) inputs.region = region;
  if (projectId !== undefined) inputs.projectId = projectId;
  for (const [name, { filled }] of Object.entries(definition.fields))
    if (filled !== undefined) inputs[name] ??= filled;
  inputs[HIDDEN] = hiddenInputs(news);

  const missing = missingSettings(config, { region: region !== undefined });
  const isKnown = typeof region === "string" && !isUnknown(region);
  const problem = isKnown ? connectionProblem(region) : undefined;
  const general = [...config.problems, ...(missing ? [missing] : []), ...(problem ? [problem] : [])];
  const { failures, warnings } = validate(definition, inputs, config.rules, hiddenState(news).secrets);
  return {
    inputs,
    failures: [
      ...general.map((reason) => ({ property: "", reason })),
      ...failures,
      ...keysIn(definition, inputs, secrets()),
    ],
    warnings,
  };
}

/**
 * A value that contains one of the keys is public in the cloud, and every response that repeats it is cleaned of it, so
 * that it would look changed for ever.
 */
function keysIn({ fields }: Definition, inputs: Properties, secrets: readonly string[]): CheckFailure[] {
  if (containsUnknown(secrets)) return [];
  const holdsKey = (field: string) => {
    const text = JSON.stringify(inputs[field] ?? "");
    return withoutSecretsInData(text, secrets) !== text;
  };
  // Named in the text alone: the engine would quote the value of the property that it is told.
  return Object.keys(fields)
    .filter(holdsKey)
    .map((field) => ({
      property: "",
      reason: `${field} must not contain the access key, secret key or security token.`,
    }));
}

/**
 * The engine quotes the value of the property that a failure names, a secret one too. So a failure of a secret, and of a
 * field that often is one, names it in its text; of a secret's parts only the whole is named, for a key may tell as much.
 */
export function unquoted(
  { fields }: Definition,
  { property, reason }: CheckFailure,
  secrets: readonly string[] = [],
): CheckFailure {
  const root = rootOf(property);
  if (secrets.includes(root)) return { property: "", reason: `${root} ${reason}` };
  return fields[property]?.private ? { property: "", reason: `${property} ${reason}` } : { property, reason };
}

/**
 * Holds inputs against all rules of a rule set and gives all failures at once. Unknown values pass, wherever they stand.
 * A refusal that a wider rule set would not make says so.
 */
export function validate(
  definition: Definition,
  inputs: Properties,
  rules: RuleSet,
  secrets: readonly string[] = [],
): { failures: CheckFailure[]; warnings: string[] } {
  const { failures, warnings } = validateBy(definition, inputs, LIMITS[rules], secrets);
  const passes = (property: string, other: RuleSet) =>
    validateBy(definition, inputs, LIMITS[other]).failures.every((failure) => failure.property !== property);
  const explained = failures.map(({ property, reason }) => {
    const wider = WIDER.find((other) => other !== rules && passes(property, other));
    if (wider === undefined) return { property, reason };
    return { property, reason: `${reason} (the rule set "${wider}" accepts it: set huaweicloud:vpcepRules)` };
  });
  return { failures: explained, warnings };
}

function validateBy(
  definition: Definition,
  inputs: Properties,
  limits: Limits,
  secrets: readonly string[] = [],
): Report {
  const { fields } = definition;
  const report = new Report(inputs, secrets);
  checkNames(report, definition);
  for (const [name, { rule, required }] of Object.entries(fields)) {
    const value = inputs[name];
    if (value === undefined && required === true) report.fail(name, "is required");
    if (value !== undefined && !isUnknown(value)) rule(report, name, value, limits);
  }
  definition.rule?.(report);
  return report;
}

/** A property that the resource does not have is a slip of the pen, and would be ignored in silence. */
function checkNames(report: Report, { type, fields }: Definition): void {
  for (const name of Object.keys(report.inputs)) {
    if (name.startsWith("__") || Object.hasOwn(fields, name)) continue;
    const near = Object.keys(fields).find((field) => isSimilar(field, name));
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    report.fail(name, `is not an input of a ${type}${hint}`);
  }
}

/** Whether two names are near, or one is the stem of the other. */
export function isSimilar(field: string, name: string): boolean {
  const [a, b] = [plain(field), plain(name)];
  return isNear(field, name) || (b.length >= 3 && (a.startsWith(b) || b.startsWith(a)));
}
