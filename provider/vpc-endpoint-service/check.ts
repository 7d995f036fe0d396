import type { Credentials } from "../api/credentials";
import { withoutSecretsInData } from "../api/redact";
import { missingSettings } from "../configuration/config";
import type { Environment } from "../resource/handlers";
import { HIDDEN, hiddenInputs, hiddenState } from "../resource/state";
import { containsUnknown, isUnknown } from "../resource/unknown";
import { ALL_FIELDS } from "./fields";
import type { CheckFailure } from "./inputs";
import { validate } from "./rules/validate";

export interface Checked {
  inputs: Record<string, unknown>;
  failures: CheckFailure[];
  /** Whole sentences for the user, without the resource's name. */
  warnings: string[];
}

/**
 * Checks what the program says of a service, without any call. The inputs stay as they were written; `region` and
 * `projectId` are filled in from the configuration, so that a change there is seen as the replacement it is, and a
 * destroy goes where the create went.
 */
export function checkVpcEndpointService(
  { config, connectionProblem }: Pick<Environment, "config" | "connectionProblem">,
  news: Record<string, unknown>,
): Checked {
  const inputs: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(news)) {
    if (value !== null && value !== undefined) inputs[name] = value;
  }
  const { region = config.region, projectId = config.projectId } = inputs;
  const missing = missingSettings(config, {
    region: region !== undefined,
    projectId: projectId !== undefined,
  });
  if (region !== undefined) inputs.region = region;
  if (projectId !== undefined) inputs.projectId = projectId;
  inputs[HIDDEN] = hiddenInputs(news);

  const { failures, warnings } = validate(inputs, config.rules, hiddenState(news).secrets);
  failures.push(...keysIn(inputs, config.credentials));
  const known = typeof region === "string" && !isUnknown(region);
  const problem = known ? connectionProblem(region) : undefined;
  const general = [...config.problems, ...(missing ? [missing] : []), ...(problem ? [problem] : [])];
  return {
    inputs,
    failures: [...general.map((reason) => ({ property: "", reason })), ...failures],
    warnings,
  };
}

/**
 * A value that contains one of the keys is public in the cloud, and every response that repeats it is cleaned of it, so
 * that it would look changed for ever.
 */
function keysIn(inputs: Record<string, unknown>, credentials: Credentials | undefined): CheckFailure[] {
  if (credentials === undefined || containsUnknown({ ...credentials })) return [];
  const holdsKey = (field: string) => {
    const text = JSON.stringify(inputs[field] ?? "");
    return withoutSecretsInData(text, credentials) !== text;
  };
  // Named in the text alone: the engine would quote the value of the property that it is told.
  return ALL_FIELDS.filter(holdsKey).map((field) => ({
    property: "",
    reason: `${field} must not contain the access key, secret key or security token.`,
  }));
}
