import { readFileSync } from "node:fs";
import { ConfigError } from "../api/errors";
import { isValidId, isValidRegion } from "../api/identifiers";
import { isLoopback, proxyFor, type Variables } from "../api/proxy";
import { cleanText } from "../api/text";
import type { Source } from "../identity/source";
import { faultOf } from "./base-url";
import { DEFAULT_CLOUD, missingLogin, missingSettings, type ProviderConfig, settingsOf } from "./config";
import { ENDPOINTS, type EndpointName, naming, UNKNOWN_MARKER } from "./settings";

/** Where the calls of a client go, and as whom. */
export type Access = ReturnType<typeof accessTo>;

type Endpoints = Pick<ProviderConfig, `${EndpointName}Endpoint` | "namespace">;
type Connection = Endpoints & Pick<ProviderConfig, "cloud" | "caFile">;

/** Who the calls are made as. Throws `ConfigError`, one sentence, when something is missing or malformed. */
export function usableSource(config: ProviderConfig, region: string, projectId?: string): Source {
  const { source } = config;
  const [problem = missingSettings(config, { region: region !== "" })] = config.problems;
  if (problem !== undefined || source === undefined) throw new ConfigError(problem ?? missingLogin(config));
  if (JSON.stringify([region, projectId, config.caFile, source]).includes(UNKNOWN_MARKER))
    throw new ConfigError("The configuration of Huawei Cloud depends on a value that is not known yet.");
  return source;
}

/** Throws as `usableSource` does. */
export function accessTo(config: ProviderConfig, region: string, projectId: string) {
  const source = usableSource(config, region, projectId);
  if (!isValidId(projectId))
    throw new ConfigError(`projectId is not the id of a project: "${cleanText(projectId, 64)}".`);
  return {
    region,
    projectId,
    baseUrl: baseUrlFor(config, region),
    source,
    authorities: readAuthorities(config),
  };
}

/** Why no connection could be made for a region: endpoint, proxy or CA file. A wrong region has a rule of its own. */
export function connectionProblem(config: Connection, region: string, env: Variables): string | undefined {
  const { cloud, vpcepEndpoint, iamEndpoint, stsEndpoint, metadataEndpoint, caFile } = config;
  const given = [cloud, vpcepEndpoint, iamEndpoint, stsEndpoint, metadataEndpoint, caFile];
  if (!isValidRegion(region) || given.includes(UNKNOWN_MARKER)) return undefined;
  try {
    proxyFor(new URL(baseUrlFor(config, region)), env);
    readAuthorities(config);
    baseUrlFor(config, region, "iam");
    baseUrlFor(config, region, "sts");
    metadataUrlFor(config);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

/** The certificates in the CA file, in PEM form; undefined when none is set. */
export function readAuthorities(config: Pick<Connection, "caFile" | "namespace">): string | undefined {
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
  if (!pem.includes("-----BEGIN CERTIFICATE-----"))
    throw new ConfigError(`${where} holds no certificate in PEM form.`);
  return pem;
}

/** The cloud's own address for what the agency of a virtual machine may know; no name server or proxy takes part. */
const METADATA_URL = "http://169.254.169.254";

/** Base URL of a service for a region, without a slash at the end. (API reference: endpoints) */
export function baseUrlFor(
  config: Omit<Connection, "caFile">,
  region: string,
  service: "vpcep" | "iam" | "sts" = "vpcep",
): string {
  const { cloud } = config;
  const given = givenUrl(config, service);
  if (given !== undefined) return given;
  if (!isValidRegion(region))
    throw new ConfigError(`"${cleanText(region, 64)}" is not a region such as cn-north-4.`);
  if (cloud === UNKNOWN_MARKER)
    throw new ConfigError(`${naming(settingsOf(config).cloud)} is not known yet.`);
  // The European site (eu-west-101) has a domain of its own; eu-west-0 (Paris) is on the common one.
  const isEuropean = cloud === DEFAULT_CLOUD && region.startsWith("eu-west-1");
  return `https://${service}.${region}.${isEuropean ? "myhuaweicloud.eu" : cloud}`;
}

/** Base URL of the machine's metadata. Keys come from there in clear, so that another one lies on this machine alone. */
export function metadataUrlFor(config: Endpoints): string {
  const given = givenUrl(config, "metadata");
  if (given !== undefined && !isLoopback(new URL(given).hostname))
    throw refusal(config, "metadata", "only this machine (127.0.0.1, localhost) can stand in for it");
  return given ?? METADATA_URL;
}

/** The base URL that is set among the endpoints. Throws when nothing is to be sent there. */
function givenUrl(config: Endpoints, name: EndpointName): string | undefined {
  const given = config[`${name}Endpoint`];
  if (given === undefined) return undefined;
  const fault = faultOf(given);
  if (fault !== undefined) throw refusal(config, name, fault);
  const { origin, pathname } = new URL(given);
  return `${origin}${pathname.replace(/\/$/, "")}`;
}

function refusal(config: Endpoints, name: EndpointName, reason: string): ConfigError {
  const { key } = settingsOf(config).endpoints;
  const variables = ENDPOINTS[name];
  const or = variables.length === 0 ? "" : ` (or ${variables.join(", ")})`;
  const which = name === "vpcep" ? "" : ` "${name}"`;
  return new ConfigError(`The endpoint${which} in ${key}${or} is refused: ${reason}.`);
}
