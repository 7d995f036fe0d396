// What a preview refuses, and what makes it pass: one reason, no call.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProviderConfig } from "../../../provider/configuration/config";
import type { Files } from "../../../provider/configuration/files";
import { lab } from "../../faults/support";
import { CheckFailed, type Properties } from "../../helpers/engine";
import { canaries, failure, service } from "../../helpers/in-process";
import { root } from "../../helpers/readme";
import { authorityFile } from "../../provider/api/servers";
import type { Provocations } from "./pattern";

interface Setup {
  args?: Properties;
  settings?: Record<string, string>;
  variables?: Record<string, string>;
  /** What the file to log in with holds. */
  file?: string;
}

const away = JSON.stringify({ vpcep: "https://vpcep.example.com" });
const socks = "socks5://127.0.0.1:1080";
const proxy = { HTTPS_PROXY: "http://127.0.0.1:3128" };
const longTag = { tags: { ["k".repeat(40)]: "" } };
const noKeys = { accessKey: "", secretKey: "", securityToken: "" };
const user = { ...noKeys, userName: "orders", password: "canary", domainName: "account" };
const agency = { agencyName: "orders", agencyDomainName: "partner" };

/** A login in a file that holds this. */
function fileWith(file: string | object): Setup {
  return { file: typeof file === "string" ? file : JSON.stringify(file), settings: noKeys };
}

/** A login in a file of KooCLI whose current profile is this. */
function profileOf(profile: object, more: object = {}): Setup {
  return fileWith({ current: "dev", profiles: [{ name: "dev", ...profile }], ...more });
}

const keysOfProfile = { accessKeyId: "AK", secretAccessKey: "SK" };
const goodProfile = profileOf(keysOfProfile);

const refusals: Record<string, [wrong: Setup, right: Setup]> = {
  "… must not contain the access key, secret key or security token.": [
    { args: { description: canaries.secretKey } },
    { args: { description: "the orders team" } },
  ],
  '… (the rule set "…" accepts it: set huaweicloud:vpcepRules)': [
    { args: longTag },
    { args: longTag, settings: { vpcepRules: "huawei" } },
  ],
  "… is not an input of a VpcEndpointService": [
    { args: { tcpproxy: "open" } },
    { args: { tcpProxy: "open" } },
  ],
  "… is not one of the words that this version knows …": [
    { args: { serverType: "FN" } },
    { args: { serverType: "FN" }, settings: { vpcepRules: "lenient" } },
  ],
  "The configuration of Huawei Cloud is incomplete: set …": [{ settings: { region: "" } }, {}],
  'The provider "…" does not read the stack\'s configuration: give it …': [
    { settings: { providerName: "europe", region: "" } },
    { settings: { providerName: "europe" } },
  ],
  "… set but … not: …": [{ settings: { secretKey: "" } }, {}],
  "… are different ways to log in: leave one of them.": [
    { settings: { ...user, accessKey: "AK", secretKey: "SK" } },
    { settings: user },
  ],
  "… contains a blank, a line break or another character that no … has.": [
    { settings: { accessKey: "AK 1" } },
    { settings: { accessKey: "AK1" } },
  ],
  "… contains a line break or another character that no … has.": [
    { settings: { ...user, userName: "orders\n" } },
    { settings: user },
  ],
  "… is neither true nor false.": [
    { settings: { ...noKeys, useMetadata: "yes" } },
    { settings: { ...noKeys, useMetadata: "true" } },
  ],
  "… is not a number of seconds from 900 to ….": [
    { settings: { ...agency, agencyDuration: "15m" } },
    { settings: { ...agency, agencyDuration: "900" } },
  ],
  'The file "…" cannot be read (…).': [
    { settings: { ...noKeys, sharedConfigFile: "no-such-file" } },
    goodProfile,
  ],
  'The file "…" is not JSON that can be read.': [fileWith("{"), goodProfile],
  'There is no profile … in "…".': [
    { ...goodProfile, settings: { ...noKeys, profile: "prod" } },
    { ...goodProfile, settings: { ...noKeys, profile: "dev" } },
  ],
  'There is no current profile in "…".': [fileWith({ current: "dev", profiles: [] }), goodProfile],
  'There is no section […] of "…", and it is not a file of KooCLI.': [
    fileWith("[global]\nak = AK\nsk = SK\n"),
    fileWith("[basic]\nak = AK\nsk = SK\n"),
  ],
  'The keys in "…" are encrypted: …': [
    profileOf(keysOfProfile, { authEncrypt: "true" }),
    profileOf(keysOfProfile, { authEncrypt: "false" }),
  ],
  "There is no login in …: log in with KooCLI first.": [
    profileOf({ mode: "SSO", ssoAuth: { stsToken: null } }),
    profileOf({ mode: "SSO", ssoAuth: { stsToken: keysOfProfile } }),
  ],
  "The mode of … is not one that can be read (…).": [
    profileOf({ mode: "token" }),
    profileOf({ mode: "ecsAgency" }),
  ],
  "There are no keys in ….": [profileOf({}), goodProfile],
  "The region in … is not a region such as cn-north-4.": [
    profileOf({ ...keysOfProfile, region: "CN North" }),
    profileOf({ ...keysOfProfile, region: "cn-north-4" }),
  ],
  "The project id in … is not a project id (letters, digits, - and _).": [
    profileOf({ ...keysOfProfile, projectId: "a/b" }),
    profileOf({ ...keysOfProfile, projectId: "0123" }),
  ],
  "huaweicloud:… (or HW_…) is not …": [{ settings: { region: "CN North" } }, {}],
  '"…" in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not …': [
    { settings: { endpoints: '{"vpcEp": "https://vpcep.example.com"}' } },
    { settings: { endpoints: away } },
  ],
  "The endpoint in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is refused: …": [
    { settings: { endpoints: '{"vpcep": "http://vpcep.example.com"}' } },
    { settings: { endpoints: away } },
  ],
  "The iam_endpoint in … is refused: …": [
    fileWith("[basic]\nak = AK\nsk = SK\niam_endpoint = http://iam.example.com\n"),
    fileWith("[basic]\nak = AK\nsk = SK\niam_endpoint = https://iam.example.com\n"),
  ],
  'The endpoint "…" in huaweicloud:endpoints … is refused: …': [
    { settings: { endpoints: '{"vpcep": "https://vpcep.example.com", "iam": "http://iam.example.com"}' } },
    { settings: { endpoints: '{"vpcep": "https://vpcep.example.com", "iam": "https://iam.example.com"}' } },
  ],
  "The file in huaweicloud:caFile (or HW_CA_FILE), … cannot be read …": [
    { settings: { endpoints: away, caFile: "no-such-file.pem" } },
    { settings: { endpoints: away, caFile: authorityFile } },
  ],
  "The file in huaweicloud:caFile (or HW_CA_FILE), … holds no certificate in PEM form.": [
    { settings: { endpoints: away, caFile: join(root, "package.json") }, variables: proxy },
    { settings: { endpoints: away, caFile: authorityFile }, variables: proxy },
  ],
  "HTTPS_PROXY (or https_proxy) is not a URL that begins with http:// or https://.": [
    { settings: { endpoints: away }, variables: { HTTPS_PROXY: socks } },
    { settings: { endpoints: away }, variables: { HTTPS_PROXY: socks, NO_PROXY: "vpcep.example.com" } },
  ],
};

export const previews: Provocations = {
  ...Object.fromEntries(
    Object.entries(refusals).map(([text, [wrong, right]]) => [
      text,
      async () => {
        const refusal = await failure(preview(wrong));
        expect(refusal).toBeInstanceOf(CheckFailed);
        expect((refusal as CheckFailed & Error).failures).toHaveLength(1);
        await preview(right);
        return refusal.message;
      },
    ]),
  ),
  "HUAWEICLOUD_SDK_PROJECT_ID is not a project id …": async () =>
    onlyOne(exported({ ...keysOfSdks, HUAWEICLOUD_SDK_PROJECT_ID: "a/b" }).problems),
  "… are different ways to log in: the first of them counts.": async () =>
    onlyOne(exported({ HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", HW_USE_METADATA: "true" }).warnings),
  'The file "…" can be read by other users of this machine: …': async () => {
    const readFile = () => ({ text: "[basic]\nak = AK\nsk = SK\n", isOpenToOthers: true });
    return onlyOne(exported({ HW_SHARED_CONFIG_FILE: "login" }, { home: () => "/", readFile }).warnings);
  },
};

const keysOfSdks = { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK" };

function exported(variables: Record<string, string>, files?: Files) {
  return readProviderConfig(() => undefined, variables, undefined, files);
}

function onlyOne(sentences: string[]): string {
  expect(sentences).toHaveLength(1);
  return sentences[0] ?? "";
}

async function preview({ args = {}, settings = {}, variables = {}, file }: Setup): Promise<void> {
  const before = { ...process.env };
  const folder = mkdtempSync(join(tmpdir(), "vpcep-docs-"));
  const sharedConfigFile = join(folder, "login");
  if (file !== undefined) writeFileSync(sharedConfigFile, file, { mode: 0o600 });
  for (const name of ["https_proxy", "no_proxy", "HTTPS_PROXY", "NO_PROXY"]) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    const one = await lab({ settings: { ...settings, ...(file !== undefined && { sharedConfigFile }) } });
    await one.stack.preview(service(args));
    expect(one.calls()).toEqual([]);
  } finally {
    process.env = before;
    rmSync(folder, { recursive: true });
  }
}
