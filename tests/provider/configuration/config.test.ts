import { baseUrlFor } from "../../../provider/configuration/access";
import {
  missingLogin,
  missingSettings,
  type ProviderConfig,
  readProviderConfig,
  settingsOf,
} from "../../../provider/configuration/config";
import { UNKNOWN_MARKER } from "../../../provider/configuration/settings";
import { type Source, secretsOf } from "../../../provider/identity/source";
import { sourceWith } from "../api/fakes";

type Values = Record<string, string>;

/** The configuration by its keys behind `huaweicloud:`. */
function read(config: Values = {}, env: Values = {}): ProviderConfig {
  return readProviderConfig((key) => config[key.replace(/^huaweicloud:/, "")], env);
}

const keysInConfig = { accessKey: "ak", secretKey: "sk" };
const keysInEnv = { HW_ACCESS_KEY: "env-ak", HW_SECRET_KEY: "env-sk" };
const fromConfig = { accessKey: "ak", secretKey: "sk" };
const fromEnv = { accessKey: "env-ak", secretKey: "env-sk" };
const configured = "the stack's configuration";
const exported = "HW_ACCESS_KEY and so on";
const nothingSet: Source = { from: "nothing is set", base: { kind: "metadata", isLastResort: true } };
const withTokenInEnv = { ...keysInEnv, HW_SECURITY_TOKEN: "env-token" };
const endpointInEnv = { HW_VPCEP_ENDPOINT: "https://env" };
const unread = { cloud: "myhuaweicloud.com", rules: "page", refused: [], problems: [], warnings: [] };
const defaults = { ...unread, source: nothingSet };

test.each<[Values, Values, Partial<ProviderConfig>]>([
  [{}, {}, {}],
  [{ region: "cn-north-4" }, {}, { region: "cn-north-4" }],
  [{}, { HW_REGION_NAME: "eu-west-101" }, { region: "eu-west-101" }],
  [{ region: "" }, { HW_REGION_NAME: "cn-north-1", HW_CLOUD: "" }, { region: "cn-north-1" }],
  [{ projectId: "p1" }, { HW_PROJECT_ID: "p2" }, { projectId: "p1" }],
  [{}, { HW_PROJECT_ID: "p2" }, { projectId: "p2" }],
  [keysInConfig, {}, { source: sourceWith(fromConfig, configured) }],
  [{}, keysInEnv, { source: sourceWith(fromEnv, exported) }],
  [
    { ...keysInConfig, securityToken: "t" },
    {},
    { source: sourceWith({ ...fromConfig, securityToken: "t" }, configured) },
  ],
  [keysInConfig, withTokenInEnv, { source: sourceWith(fromConfig, configured) }],
  [{}, withTokenInEnv, { source: sourceWith({ ...fromEnv, securityToken: "env-token" }, exported) }],
  [{ cloud: "otc.t-systems.com" }, { HW_CLOUD: "x.com" }, { cloud: "otc.t-systems.com" }],
  [{ cloud: `${"a.".repeat(93)}info` }, {}, { cloud: `${"a.".repeat(93)}info` }],
  [{}, { HW_CLOUD: "x.com" }, { cloud: "x.com" }],
  [{ projectName: "cn-north-4_dev" }, { HW_PROJECT_NAME: "x" }, { projectName: "cn-north-4_dev" }],
  [{}, { HW_PROJECT_NAME: "cn-north-4_dev" }, { projectName: "cn-north-4_dev" }],
  [
    { endpoints: '{"vpcep":"http://v","iam":"https://i","sts":"https://s","metadata":"http://m","ecs":"e"}' },
    {},
    {
      vpcepEndpoint: "http://v",
      iamEndpoint: "https://i",
      stsEndpoint: "https://s",
      metadataEndpoint: "http://m",
    },
  ],
  [{}, endpointInEnv, { vpcepEndpoint: "https://env" }],
  [{ endpoints: '{"iam":"https://i"}' }, endpointInEnv, { iamEndpoint: "https://i" }],
  [{ endpoints: '{"vpcep":"https://v"}' }, { HW_AUTH_URL: "https://env" }, { vpcepEndpoint: "https://v" }],
  [{}, { HW_AUTH_URL: "https://iam.example.com/v3" }, { iamEndpoint: "https://iam.example.com" }],
  [{}, { HW_AUTH_URL: "https://i/x/v3/" }, { iamEndpoint: "https://i/x" }],
  [{}, { HUAWEICLOUD_SDK_IAM_ENDPOINT: "https://sdk" }, { iamEndpoint: "https://sdk" }],
  [
    {},
    { HUAWEICLOUD_SDK_IAM_ENDPOINT: "https://sdk", HW_AUTH_URL: "https://hw" },
    { iamEndpoint: "https://hw" },
  ],
  [{}, { HUAWEICLOUD_SDK_STS_ENDPOINT: "https://sdk" }, { stsEndpoint: "https://sdk" }],
  [{ caFile: "/etc/ca.pem" }, {}, { caFile: "/etc/ca.pem" }],
  [{}, { HW_CA_FILE: "my ca.pem" }, { caFile: "my ca.pem" }],
  [{ vpcepRules: "otc" }, { HW_VPCEP_RULES: "lenient" }, { rules: "otc" }],
  [{}, { HW_VPCEP_RULES: "lenient" }, { rules: "lenient" }],
  [{ vpcepRules: "huawei" }, {}, { rules: "huawei" }],
])("configuration %j and environment %j", (config, env, expected) => {
  expect(read(config, env)).toEqual({ ...defaults, ...expected });
});

const noRegion = "huaweicloud:region (or HW_REGION_NAME) is not a region such as cn-north-4:";
const noProject = "huaweicloud:projectId (or HW_PROJECT_ID) is not a project id (letters, digits, - and _):";
const noCloud = "huaweicloud:cloud (or HW_CLOUD) is not a domain such as myhuaweicloud.com:";
const noRules = "huaweicloud:vpcepRules (or HW_VPCEP_RULES) is not one of page, huawei, otc, lenient:";
const endpoints = "huaweicloud:endpoints (or HW_VPCEP_ENDPOINT)";
const noObject = `${endpoints} is not a JSON object such as {"vpcep": "https://vpcep.example.com"}.`;
const noUrl = `"vpcep" in ${endpoints} is not a URL in quotes.`;
const together = "not: keys and token come from one source together.";
const noKey = "contains a blank, a line break or another character that no key has.";

test.each<[Values, Values, string]>([
  [{ region: "CN North" }, {}, `${noRegion} "CN North".`],
  [{ region: "cn\r\nX-Evil: 1" }, {}, `${noRegion} "cn X-Evil: 1".`],
  [{}, { HW_REGION_NAME: "evil.com/" }, `${noRegion} "evil.com/".`],
  [{}, { HW_REGION_NAME: "a".repeat(64) }, `${noRegion} "${"a".repeat(64)}".`],
  [{ projectId: "../x" }, {}, `${noProject} "../x".`],
  [{}, { HW_PROJECT_ID: "p\n" }, `${noProject} "p".`],
  [{ cloud: "169.254.169.254" }, {}, `${noCloud} "169.254.169.254".`],
  [{}, { HW_CLOUD: "x.com/y" }, `${noCloud} "x.com/y".`],
  [{}, { HW_CLOUD: "y@x.com" }, `${noCloud} "y@x.com".`],
  [{}, { HW_CLOUD: "localhost" }, `${noCloud} "localhost".`],
  [{}, { HW_CLOUD: `${"a.".repeat(93)}cloud` }, `${noCloud} "${"a.".repeat(32)}…".`],
  [{ caFile: "a\nb" }, {}, 'huaweicloud:caFile (or HW_CA_FILE) is not the name of a file: "a b".'],
  [{ vpcepRules: "strict" }, {}, `${noRules} "strict".`],
  [{ endpoints: "https://x" }, {}, noObject],
  [{ endpoints: "[]" }, {}, noObject],
  [{ endpoints: "null" }, {}, noObject],
  [{ endpoints: '{"vpcep":1}' }, {}, noUrl],
  [{ endpoints: '{"vpcep":""}' }, {}, noUrl],
  [
    { endpoints: '{"VPCEP":"https://x"}' },
    {},
    `"VPCEP" in ${endpoints} is not a service; did you mean "vpcep"?`,
  ],
  [{ endpoints: '{"IAM":"https://x"}' }, {}, `"IAM" in ${endpoints} is not a service; did you mean "iam"?`],
  [
    { endpoints: '{"metdata":"x"}' },
    {},
    `"metdata" in ${endpoints} is not a service; did you mean "metadata"?`,
  ],
  [{ endpoints: '{"sts":1}' }, {}, `"sts" in ${endpoints} is not a URL in quotes.`],
  [
    { projectName: "a\nb" },
    {},
    'huaweicloud:projectName (or HW_PROJECT_NAME) is not a project\'s name: "a b".',
  ],
  [{ accessKey: "a" }, keysInEnv, `huaweicloud:accessKey is set but huaweicloud:secretKey is ${together}`],
  [{}, { HW_SECRET_KEY: "sk" }, `HW_SECRET_KEY is set but HW_ACCESS_KEY is ${together}`],
  [
    {},
    { HW_SECURITY_TOKEN: "t" },
    `HW_SECURITY_TOKEN is set but HW_ACCESS_KEY and HW_SECRET_KEY are ${together}`,
  ],
  [
    {},
    { HW_SECURITY_TOKEN: "t", HW_ACCESS_KEY: "a" },
    `HW_ACCESS_KEY and HW_SECURITY_TOKEN are set but HW_SECRET_KEY is ${together}`,
  ],
  [{ accessKey: "CANARY1\n", secretKey: "CANARY2" }, {}, `huaweicloud:accessKey ${noKey}`],
  [{}, { HW_ACCESS_KEY: "a", HW_SECRET_KEY: "CANARY 1" }, `HW_SECRET_KEY ${noKey}`],
  [{ ...keysInConfig, securityToken: "CANARY\r\nX-Evil: 1" }, {}, `huaweicloud:securityToken ${noKey}`],
])("one problem, which quotes no secret: %j and %j", (config, env, problem) => {
  const result = read(config, env);
  const { refused } = result;
  expect(refused).toHaveLength(1);
  const source = refused?.includes("source") ? undefined : nothingSet;
  expect(result).toEqual({ ...unread, source, refused, problems: [problem] });
  expect(JSON.stringify(result)).not.toContain("CANARY");
});

test("every problem is listed, not only the first", () => {
  expect(read({ region: "?", vpcepRules: "?", endpoints: "?" }).problems).toHaveLength(3);
});

test("values that are not known yet count as present and are not judged", () => {
  const result = readProviderConfig((key) => (key.endsWith("providerName") ? undefined : UNKNOWN_MARKER), {});
  const { source, rules, problems, refused, warnings, ...others } = result;
  expect(new Set([...Object.values(others), ...(source ? secretsOf(source) : [])])).toEqual(
    new Set([undefined, UNKNOWN_MARKER]),
  );
  expect(others).toEqual({
    region: UNKNOWN_MARKER,
    projectId: UNKNOWN_MARKER,
    cloud: UNKNOWN_MARKER,
    projectName: UNKNOWN_MARKER,
    vpcepEndpoint: UNKNOWN_MARKER,
    iamEndpoint: UNKNOWN_MARKER,
    stsEndpoint: UNKNOWN_MARKER,
    metadataEndpoint: UNKNOWN_MARKER,
    caFile: UNKNOWN_MARKER,
  });
  const silent = { rules: "page", problems: [], refused: [], warnings: [] };
  expect({ rules, problems, refused, warnings }).toEqual(silent);
  expect(missingSettings(result, { region: false })).toBeUndefined();
});

const noRegionSet =
  "The configuration of Huawei Cloud is incomplete: set region (`pulumi config set huaweicloud:region <region>` or HW_REGION_NAME).";

// What is malformed is not missing as well.
test.each<[Values, Values, boolean, string | undefined]>([
  [{}, {}, false, noRegionSet],
  [{}, {}, true, undefined],
  [{}, keysInEnv, false, noRegionSet],
  [{}, { HW_REGION_NAME: "r" }, false, undefined],
  [{ region: "CN North" }, {}, false, undefined],
])("missing in %j and %j, for a resource with region %s", (values, env, region, missing) => {
  expect(missingSettings(read(values, env), { region })).toBe(missing);
});

test("without any login, one sentence names the ways in", () => {
  expect(missingLogin(read())).toBe(
    "The configuration of Huawei Cloud is incomplete: " +
      "set accessKey (`pulumi config set --secret huaweicloud:accessKey <access key>` or HW_ACCESS_KEY) and " +
      "secretKey (`pulumi config set --secret huaweicloud:secretKey <secret key>` or HW_SECRET_KEY). " +
      "Other ways to log in are userName (HW_USER_NAME), password (HW_USER_PASSWORD) and domainName (HW_DOMAIN_NAME); " +
      "authToken (HW_AUTH_TOKEN); profile (HW_PROFILE); idpId (HW_ASSUME_ROLE_IDP_ID) and " +
      "idTokenFile (HW_ASSUME_ROLE_ID_TOKEN_FILE); useMetadata (HW_USE_METADATA) on a virtual machine.",
  );
});

test("another namespace: its keys are read, and its messages and hints name them", () => {
  const config: Values = {
    "my:region": "eu-de",
    "my:providerName": "eu",
    "huaweicloud:projectId": "p",
    "my:cloud": "x",
  };
  const found = readProviderConfig((key) => config[key], {}, "my");
  expect(found).toMatchObject({ namespace: "my", region: "eu-de", providerName: "eu", projectId: undefined });
  expect(found.problems).toEqual(['my:cloud (or HW_CLOUD) is not a domain such as myhuaweicloud.com: "x".']);
  const { providerName, ...ofTheStack } = found;
  expect(missingSettings({ ...ofTheStack, region: undefined }, { region: false })).toContain(
    "config set my:region <",
  );
  expect(settingsOf(found).caFile.key).toBe("my:caFile");
  const vpcepEndpoint = "ftp://x";
  expect(() => baseUrlFor({ ...found, vpcepEndpoint }, "eu-de")).toThrow("The endpoint in my:endpoints (or");
});

test("an explicit provider names itself, its arguments and the variables", () => {
  const config = { ...read(), providerName: "eu" };
  const unread = 'The provider "eu" does not read the stack\'s configuration: give it';
  expect(missingSettings(config, { region: false })).toBe(
    `${unread} region (new Provider("eu", { region, … })), or set HW_REGION_NAME.`,
  );
  expect(missingLogin(config)).toBe(
    `${unread} accessKey and secretKey (new Provider("eu", { accessKey, secretKey, … })), or set HW_ACCESS_KEY and HW_SECRET_KEY. ` +
      "Other ways to log in are userName, password and domainName; authToken; profile; idpId and idTokenFile; " +
      "useMetadata on a virtual machine.",
  );
});
