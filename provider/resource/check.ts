import type { Credentials } from "../api/credentials";
import { withoutSecretsInData } from "../api/redact";
import { missingSettings } from "../configuration/config";
import type { Definition, Properties } from "./fields";
import type { Environment } from "./handlers";
import { type CheckFailure, rootOf, validate } from "./rules";
import { HIDDEN, hiddenInputs, hiddenState } from "./state";
import { containsUnknown, isUnknown } from "./unknown";

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
  { config, connectionProblem }: Pick<Environment, "config" | "connectionProblem">,
  definition: Definition,
  news: Properties,
): Checked {
  const inputs: Properties = {};
  for (const [name, value] of Object.entries(news))
    if (value !== null && value !== undefined) inputs[name] = value;
  const { region = config.region, projectId = config.projectId } = inputs;
  if (region !== undefined) inputs.region = region;
  if (projectId !== undefined) inputs.projectId = projectId;
  inputs[HIDDEN] = hiddenInputs(news);

  const missing = missingSettings(config, {
    region: region !== undefined,
    projectId: projectId !== undefined,
  });
  const isKnown = typeof region === "string" && !isUnknown(region);
  const problem = isKnown ? connectionProblem(region) : undefined;
  const general = [...config.problems, ...(missing ? [missing] : []), ...(problem ? [problem] : [])];
  const { failures, warnings } = validate(definition, inputs, config.rules, hiddenState(news).secrets);
  return {
    inputs,
    failures: [
      ...general.map((reason) => ({ property: "", reason })),
      ...failures,
      ...keysIn(definition, inputs, config.credentials),
    ],
    warnings,
  };
}

/**
 * A value that contains one of the keys is public in the cloud, and every response that repeats it is cleaned of it, so
 * that it would look changed for ever.
 */
function keysIn(
  { fields }: Definition,
  inputs: Properties,
  credentials: Credentials | undefined,
): CheckFailure[] {
  if (credentials === undefined || containsUnknown({ ...credentials })) return [];
  const holdsKey = (field: string) => {
    const text = JSON.stringify(inputs[field] ?? "");
    return withoutSecretsInData(text, credentials) !== text;
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
export function unquoted({ property, reason }: CheckFailure, secrets: readonly string[] = []): CheckFailure {
  const root = rootOf(property);
  if (secrets.includes(root)) return { property: "", reason: `${root} ${reason}` };
  if (property !== "description" && property !== "tags") return { property, reason };
  return { property: "", reason: `${property} ${reason}` };
}
