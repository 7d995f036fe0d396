import { ConfigError, type Credentials, missingSettings, type ProviderConfig } from "../api/config";
import { baseUrlFor } from "../api/endpoints";
import { withoutSecretsInData } from "../api/redact";
import { HIDDEN, hiddenInputs } from "../dynamic/hidden";
import { containsUnknown, isUnknown } from "../dynamic/unknown";
import { ALL_FIELDS } from "./fields";
import type { CheckFailure } from "./inputs";
import { validate } from "./rules/validate";

export interface Checked {
  inputs: Record<string, unknown>;
  failures: CheckFailure[];
  /** Whole sentences for the user, without the resource's name. */
  notices: { level: "info" | "warn"; text: string }[];
}

/**
 * Checks what the program says of a service, without any call. The inputs stay as they were written; `region` and
 * `projectId` are filled in from the configuration, so that a change there is seen as the replacement it is, and a
 * destroy goes where the create went.
 */
export function checkVpcEndpointService(
  config: ProviderConfig,
  olds: Record<string, unknown>,
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

  const { failures, warnings } = validate(inputs, config.rules);
  failures.push(...keysIn(inputs, config.credentials));
  const endpoint = endpointProblem(config, region);
  const general = [...config.problems, ...(missing ? [missing] : []), ...(endpoint ? [endpoint] : [])];
  const notices: Checked["notices"] = warnings.map((text) => ({ level: "warn", text }));
  const isNew = olds.vpcId === undefined;
  const { existingId } = inputs;
  if (isNew && existingId !== undefined)
    notices.push({
      level: "info",
      text: `adopts ${isUnknown(existingId) ? "an existing service" : `the existing service ${existingId}`}: it is brought to what the program says, and belongs to this stack from then on`,
    });
  return { inputs, failures: [...general.map((reason) => ({ property: "", reason })), ...failures], notices };
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

/** Why nothing would ever be sent to the endpoint, told before the first call. A wrong region is told by its own rule. */
function endpointProblem(config: ProviderConfig, region: unknown): string | undefined {
  if (config.vpcepEndpoint === undefined || containsUnknown([config.vpcepEndpoint, region])) return undefined;
  try {
    baseUrlFor(config, String(region));
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
