import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../../provider/api/errors";
import { isLoopback } from "../../../provider/api/proxy";
import {
  accessTo,
  baseUrlFor,
  connectionProblem,
  metadataUrlFor,
  readAuthorities,
} from "../../../provider/configuration/access";
import { readProviderConfig } from "../../../provider/configuration/config";
import { UNKNOWN_MARKER } from "../../../provider/configuration/settings";
import { sourceWith } from "../api/fakes";
import { authority, authorityFile } from "../api/servers";

const keys = { HW_ACCESS_KEY: "ak", HW_SECRET_KEY: "sk" };
const access = (env: Record<string, string>, region = "cn-north-4", projectId = "p1") =>
  accessTo(
    readProviderConfig(() => undefined, env),
    region,
    projectId,
  );

test("region and project are the resource's, whatever the configuration has", () => {
  const env = { ...keys, HW_REGION_NAME: "eu-west-101", HW_CA_FILE: authorityFile };
  expect(access(env)).toEqual({
    region: "cn-north-4",
    projectId: "p1",
    baseUrl: "https://vpcep.cn-north-4.myhuaweicloud.com",
    source: sourceWith({ accessKey: "ak", secretKey: "sk" }, "HW_ACCESS_KEY and so on"),
    authorities: authority,
  });
});

const incomplete = "The configuration of Huawei Cloud is incomplete: set";
const noRegion = `${incomplete} region (\`pulumi config set huaweicloud:region <region>\` or HW_REGION_NAME).`;
const half = "HW_ACCESS_KEY is set but HW_SECRET_KEY is not: keys and token come from one source together.";
const refused =
  "The endpoint in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is refused: its host is a link-local, unspecified or multicast address.";
const unknown = "The configuration of Huawei Cloud depends on a value that is not known yet.";
const noId = "projectId is not the id of a project:";

test.each<[Record<string, string>, string, string, string]>([
  [keys, "", "p1", noRegion],
  [keys, "cn-north-4", "", `${noId} "".`],
  [{ HW_ACCESS_KEY: "ak" }, "cn-north-4", "p1", half],
  [{ ...keys, HW_VPCEP_ENDPOINT: "http://169.254.169.254" }, "cn-north-4", "p1", refused],
  [keys, "cn-north-4\r\nx", "p1", '"cn-north-4 x" is not a region such as cn-north-4.'],
  [keys, "cn-north-4", "p1\r\nX-Evil: 1", `${noId} "p1 X-Evil: 1".`],
  [keys, "cn-north-4", "../admin", `${noId} "../admin".`],
  [{ ...keys, HW_PROJECT_ID: "p1" }, "cn-north-4", "", `${noId} "".`],
  [keys, UNKNOWN_MARKER, "p1", unknown],
  [keys, "cn-north-4", UNKNOWN_MARKER, unknown],
  [{ ...keys, HW_SECRET_KEY: UNKNOWN_MARKER }, "cn-north-4", "p1", unknown],
  [{ ...keys, HW_CA_FILE: UNKNOWN_MARKER }, "cn-north-4", "p1", unknown],
  [{ HW_PROFILE: UNKNOWN_MARKER }, "cn-north-4", "p1", unknown],
  [{ HW_USE_METADATA: UNKNOWN_MARKER }, "cn-north-4", "p1", unknown],
  [
    { ...keys, HW_ASSUME_ROLE_AGENCY_NAME: UNKNOWN_MARKER, HW_ASSUME_ROLE_DOMAIN_NAME: "a" },
    "cn-north-4",
    "p1",
    unknown,
  ],
])("one sentence about %j, region %j, project %j", (env, region, projectId, message) => {
  expect(() => access(env, region, projectId)).toThrow(new ConfigError(message));
});

test("a CA file that cannot be used", () => {
  const folder = mkdtempSync(join(tmpdir(), "ca-file-"));
  const [missing, text] = [join(folder, "missing.pem"), join(folder, "text.pem")];
  writeFileSync(text, "no certificate");
  expect(() => readAuthorities({ caFile: missing })).toThrow(
    new ConfigError(`The file in huaweicloud:caFile (or HW_CA_FILE), "${missing}", cannot be read (ENOENT).`),
  );
  const where = `The file in my:caFile (or HW_CA_FILE), "${text}",`;
  expect(() => readAuthorities({ caFile: text, namespace: "my" })).toThrow(
    new ConfigError(`${where} holds no certificate in PEM form.`),
  );
  expect(readAuthorities({})).toBeUndefined();
  rmSync(folder, { recursive: true });
});

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
  ["iam", "cn-north-4", "https://iam.cn-north-4.myhuaweicloud.com"],
  ["iam", "eu-west-101", "https://iam.eu-west-101.myhuaweicloud.eu"],
  ["sts", "eu-west-101", "https://sts.eu-west-101.myhuaweicloud.eu"],
  ["sts", "cn-south-1", "https://sts.cn-south-1.myhuaweicloud.com"],
] as const)("host of %s in %s", (service, region, expected) => {
  expect(baseUrlFor({ cloud }, region, service)).toBe(expected);
});

test("each service has an override of its own, under the same rules", () => {
  const others = { iamEndpoint: "https://iam.example.com/", stsEndpoint: "http://127.0.0.1:1/sts" };
  expect(baseUrlFor({ cloud, ...others }, "r", "iam")).toBe("https://iam.example.com");
  expect(baseUrlFor({ cloud, ...others }, "r", "sts")).toBe("http://127.0.0.1:1/sts");
  expect(baseUrlFor({ cloud, ...others }, "r")).toBe("https://vpcep.r.myhuaweicloud.com");
});

test("metadata is at the cloud's own address, or on this machine", () => {
  expect(metadataUrlFor({})).toBe("http://169.254.169.254");
  expect(metadataUrlFor({ metadataEndpoint: "http://127.0.0.1:8787/" })).toBe("http://127.0.0.1:8787");
});

const where = "in huaweicloud:endpoints";
const iam = `The endpoint "iam" ${where} (or HW_AUTH_URL, HUAWEICLOUD_SDK_IAM_ENDPOINT) is refused:`;
const sts = `The endpoint "sts" ${where} (or HUAWEICLOUD_SDK_STS_ENDPOINT) is refused:`;
const metadata = `The endpoint "metadata" ${where} is refused:`;

test.each([
  [{ iamEndpoint: "http://iam.example.com" }, `${iam} only https is accepted`],
  [{ iamEndpoint: "https://169.254.169.254" }, `${iam} its host is a link-local`],
  [{ iamEndpoint: "https://SECRET@iam.example.com" }, `${iam} it has a user name or password in it.`],
  [{ stsEndpoint: "https://sts.example.com?x#y" }, `${sts} it has a query or a fragment.`],
  [{ metadataEndpoint: "http://169.254.169.254" }, `${metadata} its host is a link-local`],
  [
    { metadataEndpoint: "https://metadata.example.com" },
    `${metadata} only this machine (127.0.0.1, localhost) can stand in for it.`,
  ],
])("the override %j is refused before any call", (endpoint, sentence) => {
  const problem = connectionProblem({ cloud, ...endpoint }, "cn-north-4", {});
  expect(problem).toContain(sentence);
  expect(problem).not.toContain("SECRET");
});

test.each(["vpcepEndpoint", "iamEndpoint", "stsEndpoint", "metadataEndpoint"])(
  "a %s that is not known yet is no problem before any call",
  (name) => {
    const config = { cloud, [name]: UNKNOWN_MARKER };
    expect(connectionProblem(config, "cn-north-4", {})).toBeUndefined();
  },
);

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
