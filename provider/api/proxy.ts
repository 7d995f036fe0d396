import { BlockList, isIP, isIPv4 } from "node:net";
import { ConfigError } from "./errors";

/** The variables of the environment. */
export type Variables = Record<string, string | undefined>;

/** `hostname` as the URL parser gives it: IPv4 in dotted form, IPv6 in brackets. */
export function isLoopback(hostname: string): boolean {
  return ["localhost", "[::1]"].includes(hostname) || (isIPv4(hostname) && hostname.startsWith("127."));
}

/**
 * The proxy to reach a URL through, by HTTPS_PROXY and NO_PROXY as curl and Go read them; lower-case names win. Plain
 * http is only used on loopback, and loopback never goes through a proxy.
 */
export function proxyFor(url: URL, env: Variables): URL | undefined {
  const text = env["https_proxy"] || env["HTTPS_PROXY"];
  if (!text || url.protocol !== "https:" || isLoopback(url.hostname)) return undefined;
  const bypass = (env["no_proxy"] || env["NO_PROXY"] || "").toLowerCase().split(/[\s,]+/);
  if (bypass.some((entry) => entry !== "" && matches(entry, url))) return undefined;
  const proxy = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  // Going directly instead would send requests where their sender did not want them. Not quoted: it may hold a password.
  if (!/^https?:/i.test(proxy) || !URL.canParse(proxy))
    throw new ConfigError("HTTPS_PROXY (or https_proxy) is not a URL that begins with http:// or https://.");
  return new URL(proxy);
}

/** One entry of NO_PROXY: `*`, a host, a domain with all below it, an address, a range, each with or without a port. */
function matches(entry: string, url: URL): boolean {
  if (entry === "*") return true;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (entry.includes("/")) return isInRange(host, entry);
  if (isIP(entry) !== 0) return entry === host;
  const [, name = entry, port] = /^(.*?):(\d+)$/.exec(entry) ?? [];
  if (port !== undefined && port !== (url.port || "443")) return false;
  const domain = name.replace(/^\*?\./, "").replace(/^\[|\]$/g, "");
  return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`));
}

function isInRange(host: string, range: string): boolean {
  const [address = "", prefix = ""] = range.split("/");
  const version = isIP(address);
  if (version === 0 || version !== isIP(host) || !/^\d{1,3}$/.test(prefix)) return false;
  if (Number(prefix) > (version === 6 ? 128 : 32)) return false;
  const family = version === 6 ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), family);
  return list.check(host, family);
}
