import { isIPv4 } from "node:net";
import { ConfigError } from "../api/errors";
import { isValidRegion } from "../api/identifiers";
import { isLoopback } from "../api/proxy";
import { cleanText } from "../api/text";
import { DEFAULT_CLOUD, type ProviderConfig, settingsOf } from "./config";
import { naming, type Setting, UNKNOWN_MARKER } from "./settings";

/** Base URL of the VPC Endpoint API for a region, without a slash at the end. (API reference: endpoints) */
export function baseUrlFor(
  config: Pick<ProviderConfig, "cloud" | "vpcepEndpoint" | "namespace">,
  region: string,
): string {
  const settings = settingsOf(config);
  if (config.vpcepEndpoint !== undefined) return checkedEndpoint(config.vpcepEndpoint, settings.endpoints);
  if (!isValidRegion(region))
    throw new ConfigError(`"${cleanText(region, 64)}" is not a region such as cn-north-4.`);
  if (config.cloud === UNKNOWN_MARKER) throw new ConfigError(`${naming(settings.cloud)} is not known yet.`);
  return `https://vpcep.${region}.${cloudOf(config.cloud, region)}`;
}

// The European site (eu-west-101) has a domain of its own; eu-west-0 (Paris) is on the common one.
function cloudOf(cloud: string, region: string): string {
  return cloud === DEFAULT_CLOUD && region.startsWith("eu-west-1") ? "myhuaweicloud.eu" : cloud;
}

/** The override, if nothing about it is suspicious: signed requests and keys go there. */
function checkedEndpoint(text: string, setting: Setting): string {
  const fault = faultOf(text);
  if (fault !== undefined) {
    throw new ConfigError(`The endpoint in ${naming(setting)} is refused: ${fault}.`);
  }
  const url = new URL(text);
  return `${url.origin}${url.pathname.replace(/\/$/, "")}`;
}

/** Why a text is not a base URL for this provider; nothing when it is one. Never quotes it: it may hold a password. */
function faultOf(text: string): string | undefined {
  if (text === UNKNOWN_MARKER) return "it is not known yet";
  // Before parsing: the parser repairs tabs, backslashes, escapes and look-alike letters into another URL.
  if (!/^[A-Za-z0-9:/.[\]_~@?#-]{1,2048}$/.test(text)) return "it has characters that no base URL needs";
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text))
    return "it is not a URL that begins with https://";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || text.includes("@"))
    return "it has a user name or password in it";
  if (text.includes("?") || text.includes("#")) return "it has a query or a fragment";
  if (/\/\/|\/\.{1,2}(?:\/|$)/.test(text.replace(/^https?:\/\//i, "")))
    return "its path has empty or dotted parts";
  if (url.port === "0") return "port 0 cannot be connected to";
  if (isForbiddenHost(url.hostname)) return "its host is a link-local, unspecified or multicast address";
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return "only https is accepted, and http on this machine (127.0.0.1, localhost)";
  }
  return undefined;
}

// 169.254.169.254 hands out the machine's own credentials; the others have no business being an API.
function isForbiddenHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return hostname !== "[::1]" && isForbiddenIpv6(hostname.slice(1, -1));
  const host = hostname.replace(/\.$/, "");
  if (!isIPv4(host)) return false;
  const [first = 0, second] = host.split(".").map(Number);
  return first === 0 || (first === 169 && second === 254) || first >= 224;
}

// Link-local, multicast, unspecified, and every form that wraps an IPv4 address.
function isForbiddenIpv6(address: string): boolean {
  return /^(?:fe[89ab]|ff|::|64:ff9b:|2002:|fd00:ec2:)/.test(address);
}
