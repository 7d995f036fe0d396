import type { Credentials } from "../api/credentials";
import { ConfigError } from "../api/errors";
import { isValidId } from "../api/identifiers";
import { cleanText } from "../api/text";
import { readAuthorities } from "./ca-file";
import { missingSettings, type ProviderConfig } from "./config";
import { baseUrlFor } from "./endpoints";
import { UNKNOWN_MARKER } from "./settings";

/** Where the calls of a client go, and as whom. */
export interface Access {
  region: string;
  projectId: string;
  baseUrl: string;
  credentials: Credentials;
  /** Certificates of more authorities to trust, in PEM form. */
  authorities: string | undefined;
}

/** Throws `ConfigError`, one sentence, when something is missing or malformed. */
export function accessTo(config: ProviderConfig, region: string, projectId: string): Access {
  const [problem] = config.problems;
  if (problem !== undefined) throw new ConfigError(problem);
  const missing = missingSettings(config, { region: region !== "", projectId: projectId !== "" });
  if (missing !== undefined || config.credentials === undefined) throw new ConfigError(missing);
  const { credentials } = config;
  if ([region, projectId, config.caFile, ...Object.values(credentials)].includes(UNKNOWN_MARKER)) {
    throw new ConfigError("The configuration of Huawei Cloud depends on a value that is not known yet.");
  }
  if (projectId === "" || !isValidId(projectId))
    throw new ConfigError(`projectId is not the id of a project: "${cleanText(projectId, 64)}".`);
  const baseUrl = baseUrlFor(config, region);
  return { region, projectId, baseUrl, credentials, authorities: readAuthorities(config) };
}
