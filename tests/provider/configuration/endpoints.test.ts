import { ConfigError } from "../../../provider/api/errors";
import { isLoopback } from "../../../provider/api/proxy";
import { baseUrlFor } from "../../../provider/configuration/endpoints";
import { UNKNOWN_MARKER } from "../../../provider/configuration/settings";

const cloud = "myhuaweicloud.com";
const refusal = (reason: string) =>
  new ConfigError(`The endpoint in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is refused: ${reason}.`);

test.each([
  ["cn-north-4", cloud, "https://vpcep.cn-north-4.myhuaweicloud.com"],
  ["eu-west-101", cloud, "https://vpcep.eu-west-101.myhuaweicloud.eu"],
  ["eu-west-0", cloud, "https://vpcep.eu-west-0.myhuaweicloud.com"],
  ["eu-west-101", "my.cloud.example", "https://vpcep.eu-west-101.my.cloud.example"],
  ["eu-de", "otc.t-systems.com", "https://vpcep.eu-de.otc.t-systems.com"],
  ["my-kualalumpur-1", cloud, "https://vpcep.my-kualalumpur-1.myhuaweicloud.com"],
])("host of %s in %s", (region, domain, expected) => {
  expect(baseUrlFor({ cloud: domain }, region)).toBe(expected);
});

test.each([
  ["https://vpcep.example.com", "https://vpcep.example.com"],
  ["https://vpcep.example.com/", "https://vpcep.example.com"],
  ["https://vpcep.example.com:8443", "https://vpcep.example.com:8443"],
  ["https://VPCEP.example.com:443/gateway/vpcep/", "https://vpcep.example.com/gateway/vpcep"],
  ["https://10.0.0.7/api", "https://10.0.0.7/api"],
  ["https://[2001:db8::7]:8443", "https://[2001:db8::7]:8443"],
  ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
  ["http://127.9.9.9:1/", "http://127.9.9.9:1"],
  ["http://localhost:8787/x", "http://localhost:8787/x"],
  ["HTTP://LOCALHOST", "http://localhost"],
  ["http://[::1]:8787", "http://[::1]:8787"],
  ["https://169.253.1.1", "https://169.253.1.1"],
  ["https://170.254.1.1", "https://170.254.1.1"],
  ["https://223.1.1.1", "https://223.1.1.1"],
  ["https://224.example.com", "https://224.example.com"],
])("the override %s is used", (vpcepEndpoint, expected) => {
  expect(baseUrlFor({ cloud, vpcepEndpoint }, "cn-north-4")).toBe(expected);
});

const characters = "it has characters that no base URL needs";
const notHttps = "it is not a URL that begins with https://";
const userInfo = "it has a user name or password in it";
const query = "it has a query or a fragment";
const path = "its path has empty or dotted parts";
const host = "its host is a link-local, unspecified or multicast address";
const plainHttp = "only https is accepted, and http on this machine (127.0.0.1, localhost)";

test.each([
  ["", characters],
  ["vpcep.example.com", notHttps],
  ["//vpcep.example.com", notHttps],
  ["https:vpcep.example.com", notHttps],
  ["https:///vpcep.example.com", notHttps],
  ["ftp://vpcep.example.com", notHttps],
  ["file:///etc/passwd", notHttps],
  ["gopher://127.0.0.1:6379/x", notHttps],
  ["xhttps://vpcep.example.com", notHttps],
  ["javascript:alert", notHttps],
  ["https://:443", notHttps],
  ["https://a:99999", notHttps],
  ["https://user:SECRET@vpcep.example.com", userInfo],
  ["https://user@vpcep.example.com", userInfo],
  ["https://vpcep.example.com@evil.example", userInfo],
  ["http://127.0.0.1@evil.example", userInfo],
  ["https://evil.example/@vpcep.example.com", userInfo],
  ["https://vpcep.example.com?x=1", characters],
  ["https://vpcep.example.com?", query],
  ["https://vpcep.example.com#x", query],
  ["https://vpcep.example.com#", query],
  ["https://vpcep.example.com/../admin", path],
  ["https://vpcep.example.com/a/..", path],
  ["https://vpcep.example.com/a/./b", path],
  ["https://vpcep.example.com//evil.example", path],
  ["https://vpcep.example.com/%2e%2e/", characters],
  ["https://vpcep.example.com\\@evil.example", characters],
  ["https://vpcep.example.com\t", characters],
  [" https://vpcep.example.com", characters],
  ["https://vpcep.example.com\r\nX-Evil: 1", characters],
  ["https://vpcep.example.com/\u0000", characters],
  ["https://vpcep.ex\u0430mple.com", characters],
  ["https://%31%32%37.0.0.1", characters],
  [`https://vpcep.example.com/${"a".repeat(2048)}`, characters],
  ["https://vpcep.example.com:0", "port 0 cannot be connected to"],
  ["https://169.254.169.254", host],
  ["http://169.254.169.254/openstack/latest/securitykey", host],
  ["https://169.254.0.1", host],
  ["https://2852039166", host],
  ["https://0xa9.0xfe.0xa9.0xfe", host],
  ["https://0251.0376.0251.0376", host],
  ["https://169.254.169.254.", host],
  ["https://0.0.0.0", host],
  ["https://224.0.0.1", host],
  ["https://255.255.255.255", host],
  ["https://[fe80::1]", host],
  ["https://[febf::1]", host],
  ["https://[ff02::1]", host],
  ["https://[::]", host],
  ["https://[::ffff:169.254.169.254]", host],
  ["https://[64:ff9b::a9fe:a9fe]", host],
  ["https://[2002:a9fe:a9fe::1]", host],
  ["https://[fd00:ec2::254]", host],
  ["http://vpcep.example.com", plainHttp],
  ["http://10.0.0.7", plainHttp],
  ["http://128.0.0.1", plainHttp],
  ["http://localhost.evil.example", plainHttp],
  ["http://127.0.0.1.evil.example", plainHttp],
  ["http://[2001:db8::1]", plainHttp],
  [UNKNOWN_MARKER, "it is not known yet"],
])("the override %j is refused", (vpcepEndpoint, reason) => {
  let thrown: unknown;
  try {
    baseUrlFor({ cloud, vpcepEndpoint }, "cn-north-4");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ConfigError);
  expect(thrown).toEqual(refusal(reason));
});

test("no host name is made of what is not a region, or not known yet", () => {
  expect(() => baseUrlFor({ cloud }, "evil.example/")).toThrow(
    new ConfigError('"evil.example/" is not a region such as cn-north-4.'),
  );
  expect(() => baseUrlFor({ cloud: UNKNOWN_MARKER }, "cn-north-4")).toThrow(
    new ConfigError("huaweicloud:cloud (or HW_CLOUD) is not known yet."),
  );
});

test("which hosts are this machine", () => {
  const own = ["localhost", "127.0.0.1", "127.255.0.1", "[::1]"];
  expect([...own, "127.evil.example", "128.0.0.1", "[::2]"].filter(isLoopback)).toEqual(own);
});
