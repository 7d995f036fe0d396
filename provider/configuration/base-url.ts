import { isIPv4 } from "node:net";
import { isLoopback } from "../api/proxy";
import { UNKNOWN_MARKER } from "./settings";

/** Why nothing is sent to a base URL; undefined when it is fine. Never quotes it: it may hold a password. */
export function faultOf(text: string): string | undefined {
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
