import { readFileSync } from "node:fs";
import { ConfigError } from "../api/errors";
import { isValidId } from "../api/identifiers";
import { cleanText } from "../api/text";
import { missingSettings, type ProviderConfig, settingsOf } from "./config";
import { baseUrlFor } from "./endpoints";
import { naming, UNKNOWN_MARKER } from "./settings";

/** Where the calls of a client go, and as whom. */
export type Access = ReturnType<typeof accessTo>;

/** Throws `ConfigError`, one sentence, when something is missing or malformed. */
export function accessTo(config: ProviderConfig, region: string, projectId: string) {
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

/** The certificates in the CA file, in PEM form; undefined when none is set. */
export function readAuthorities(config: Pick<ProviderConfig, "caFile" | "namespace">): string | undefined {
  const { caFile } = config;
  if (caFile === undefined) return undefined;
  const where = `The file in ${naming(settingsOf(config).caFile)}, "${cleanText(caFile, 200)}",`;
  let pem: string;
  try {
    pem = readFileSync(caFile, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new ConfigError(`${where} cannot be read (${code}).`);
  }
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) {
    throw new ConfigError(`${where} holds no certificate in PEM form.`);
  }
  return pem;
}
