import { readFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { ConfigError } from "../api/errors";
import { isValidId, isValidRegion } from "../api/identifiers";
import { isLoopback, proxyFor, type Variables } from "../api/proxy";
import { cleanText } from "../api/text";
import { secretsOf } from "../identity/source";
import { DEFAULT_CLOUD, missingSettings, type ProviderConfig, settingsOf } from "./config";
import { naming, UNKNOWN_MARKER } from "./settings";

/** Where the calls of a client go, and as whom. */
export type Access = ReturnType<typeof accessTo>;

type Connection = Pick<ProviderConfig, "cloud" | "vpcepEndpoint" | "caFile" | "namespace">;

/** Throws `ConfigError`, one sentence, when something is missing or malformed. */
export function accessTo(config: ProviderConfig, region: string, projectId: string) {
  const { source } = config;
  const has = { region: region !== "", projectId: projectId !== "" };
  const [problem = missingSettings(config, has)] = config.problems;
  if (problem !== undefined || source === undefined) throw new ConfigError(problem);
  if ([region, projectId, config.caFile, ...secretsOf(source)].includes(UNKNOWN_MARKER))
    throw new ConfigError("The configuration of Huawei Cloud depends on a value that is not known yet.");
  if (!isValidId(projectId))
    throw new ConfigError(`projectId is not the id of a project: "${cleanText(projectId, 64)}".`);
  const baseUrl = baseUrlFor(config, region);
  return { region, projectId, baseUrl, source, authorities: readAuthorities(config) };
}

/** Why no connection could be made for a region: endpoint, proxy or CA file. A wrong region has a rule of its own. */
export function connectionProblem(config: Connection, region: string, env: Variables): string | undefined {
  const { cloud, vpcepEndpoint, caFile } = config;
  if (!isValidRegion(region) || [cloud, vpcepEndpoint, caFile].includes(UNKNOWN_MARKER)) return undefined;
  try {
    proxyFor(new URL(baseUrlFor(config, region)), env);
    readAuthorities(config);
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

/** Base URL of the VPC Endpoint API for a region, without a slash at the end. (API reference: endpoints) */
export function baseUrlFor(config: Omit<Connection, "caFile">, region: string): string {
  const { cloud, vpcepEndpoint } = config;
  const settings = settingsOf(config);
  if (vpcepEndpoint !== undefined) {
    const fault = faultOf(vpcepEndpoint);
    if (fault !== undefined)
      throw new ConfigError(`The endpoint in ${naming(settings.endpoints)} is refused: ${fault}.`);
    const url = new URL(vpcepEndpoint);
    return `${url.origin}${url.pathname.replace(/\/$/, "")}`;
  }
  if (!isValidRegion(region))
    throw new ConfigError(`"${cleanText(region, 64)}" is not a region such as cn-north-4.`);
  if (cloud === UNKNOWN_MARKER) throw new ConfigError(`${naming(settings.cloud)} is not known yet.`);
  // The European site (eu-west-101) has a domain of its own; eu-west-0 (Paris) is on the common one.
  const isEuropean = cloud === DEFAULT_CLOUD && region.startsWith("eu-west-1");
  return `https://vpcep.${region}.${isEuropean ? "myhuaweicloud.eu" : cloud}`;
}

/** Why signed requests are not sent to a base URL; nothing when they are. Never quotes it: it may hold a password. */
function faultOf(text: string): string | undefined {
  if (text === UNKNOWN_MARKER) return "it is not known yet";
  // Before parsing: the parser repairs tabs, backslashes, escapes and look-alike letters into another URL.
  if (!/^[A-Za-z0-9:/.[\]_~@?#-]{1,2048}$/.test(text)) return "it has characters that no base URL needs";
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text))
    return "it is not a URL that begins with https://";
  const url = new URL(text);
  if (text.includes("@")) return "it has a user name or password in it";
  if (text.includes("?") || text.includes("#")) return "it has a query or a fragment";
  if (/\/\/|\/\.{1,2}(?:\/|$)/.test(text.replace(/^https?:\/\//i, "")))
    return "its path has empty or dotted parts";
  if (url.port === "0") return "port 0 cannot be connected to";
  if (isForbiddenHost(url.hostname)) return "its host is a link-local, unspecified or multicast address";
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    return "only https is accepted, and http on this machine (127.0.0.1, localhost)";
  return undefined;
}

// 169.254.169.254 hands out the machine's own credentials; the others have no business being an API.
function isForbiddenHost(hostname: string): boolean {
  // Link-local, multicast, unspecified, and every form that wraps an IPv4 address.
  if (/^\[(?:fe[89ab]|ff|::|64:ff9b:|2002:|fd00:ec2:)/.test(hostname)) return hostname !== "[::1]";
  const host = hostname.replace(/\.$/, "");
  if (!isIPv4(host)) return false;
  const [first = 0, second] = host.split(".").map(Number);
  return first === 0 || (first === 169 && second === 254) || first >= 224;
}
