import { ConfigError } from "../../../provider/api/errors";
import {
  missingSettings,
  type ProviderConfig,
  readProviderConfig,
  settingsOf,
} from "../../../provider/configuration/config";
import { baseUrlFor } from "../../../provider/configuration/endpoints";
import { UNKNOWN_MARKER } from "../../../provider/configuration/settings";

type Values = Record<string, string>;

function read(config: Values = {}, env: Values = {}): ProviderConfig {
  return readProviderConfig((key) => config[key], env);
}

const keysInConfig = { "huaweicloud:accessKey": "ak", "huaweicloud:secretKey": "sk" };
const keysInEnv = { HW_ACCESS_KEY: "env-ak", HW_SECRET_KEY: "env-sk" };

const defaults = { cloud: "myhuaweicloud.com", rules: "page", refused: [], problems: [] };

test("nothing given: the defaults, and no problem", () => {
  expect(read()).toEqual(defaults);
});

test.each<[string, Values, Values, Partial<ProviderConfig>]>([
  ["region", { "huaweicloud:region": "cn-north-4" }, {}, { region: "cn-north-4" }],
  ["region", {}, { HW_REGION_NAME: "eu-west-101" }, { region: "eu-west-101" }],
  ["project id", { "huaweicloud:projectId": "p1" }, { HW_PROJECT_ID: "p2" }, { projectId: "p1" }],
  ["project id", {}, { HW_PROJECT_ID: "p2" }, { projectId: "p2" }],
  ["keys", keysInConfig, {}, { credentials: { accessKey: "ak", secretKey: "sk" } }],
  ["keys", {}, keysInEnv, { credentials: { accessKey: "env-ak", secretKey: "env-sk" } }],
  [
    "token",
    { ...keysInConfig, "huaweicloud:securityToken": "t" },
    {},
    { credentials: { accessKey: "ak", secretKey: "sk", securityToken: "t" } },
  ],
  [
    "keys from one source together",
    keysInConfig,
    { ...keysInEnv, HW_SECURITY_TOKEN: "env-token" },
    { credentials: { accessKey: "ak", secretKey: "sk" } },
  ],
  [
    "token of the environment",
    {},
    { ...keysInEnv, HW_SECURITY_TOKEN: "env-token" },
    { credentials: { accessKey: "env-ak", secretKey: "env-sk", securityToken: "env-token" } },
  ],
  [
    "cloud",
    { "huaweicloud:cloud": "otc.t-systems.com" },
    { HW_CLOUD: "x.com" },
    { cloud: "otc.t-systems.com" },
  ],
  ["cloud", {}, { HW_CLOUD: "x.com" }, { cloud: "x.com" }],
  [
    "endpoint",
    { "huaweicloud:endpoints": '{"iam":"https://i","vpcep":"http://127.0.0.1:1"}' },
    { HW_VPCEP_ENDPOINT: "https://env" },
    { vpcepEndpoint: "http://127.0.0.1:1" },
  ],
  ["endpoint", {}, { HW_VPCEP_ENDPOINT: "https://env" }, { vpcepEndpoint: "https://env" }],
  [
    "endpoints of others",
    { "huaweicloud:endpoints": '{"iam":"https://i"}' },
    { HW_VPCEP_ENDPOINT: "https://env" },
    {},
  ],
  ["CA file", { "huaweicloud:caFile": "/etc/ca.pem" }, {}, { caFile: "/etc/ca.pem" }],
  ["CA file", {}, { HW_CA_FILE: "my ca.pem" }, { caFile: "my ca.pem" }],
  ["rules", { "huaweicloud:vpcepRules": "otc" }, { HW_VPCEP_RULES: "lenient" }, { rules: "otc" }],
  ["rules", {}, { HW_VPCEP_RULES: "lenient" }, { rules: "lenient" }],
  ["rules", { "huaweicloud:vpcepRules": "huawei" }, {}, { rules: "huawei" }],
  [
    "empty texts",
    { "huaweicloud:region": "" },
    { HW_REGION_NAME: "cn-north-1", HW_CLOUD: "" },
    { region: "cn-north-1" },
  ],
])("%s from %j and %j", (_, config, env, expected) => {
  expect(read(config, env)).toEqual({ ...defaults, ...expected });
});

const noBlank = "contains a blank, a line break or another character that no key has.";

test.each<[string, Values, Values, string]>([
  [
    "a region in upper case",
    { "huaweicloud:region": "CN North" },
    {},
    'huaweicloud:region (or HW_REGION_NAME) is not a region such as cn-north-4: "CN North".',
  ],
  [
    "a region with a line break",
    { "huaweicloud:region": "cn\r\nX-Evil: 1" },
    {},
    'huaweicloud:region (or HW_REGION_NAME) is not a region such as cn-north-4: "cn X-Evil: 1".',
  ],
  [
    "a region of a host",
    {},
    { HW_REGION_NAME: "evil.com/" },
    'huaweicloud:region (or HW_REGION_NAME) is not a region such as cn-north-4: "evil.com/".',
  ],
  [
    "a region of 64 characters",
    {},
    { HW_REGION_NAME: "a".repeat(64) },
    `huaweicloud:region (or HW_REGION_NAME) is not a region such as cn-north-4: "${"a".repeat(64)}".`,
  ],
  [
    "a project id with a slash",
    { "huaweicloud:projectId": "../x" },
    {},
    'huaweicloud:projectId (or HW_PROJECT_ID) is not a project id (letters, digits, - and _): "../x".',
  ],
  [
    "a project id with a line break",
    {},
    { HW_PROJECT_ID: "p\n" },
    'huaweicloud:projectId (or HW_PROJECT_ID) is not a project id (letters, digits, - and _): "p".',
  ],
  [
    "a cloud that is an address",
    { "huaweicloud:cloud": "169.254.169.254" },
    {},
    'huaweicloud:cloud (or HW_CLOUD) is not a domain such as myhuaweicloud.com: "169.254.169.254".',
  ],
  [
    "a cloud with a path",
    {},
    { HW_CLOUD: "x.com/y" },
    'huaweicloud:cloud (or HW_CLOUD) is not a domain such as myhuaweicloud.com: "x.com/y".',
  ],
  [
    "a cloud without a dot",
    {},
    { HW_CLOUD: "localhost" },
    'huaweicloud:cloud (or HW_CLOUD) is not a domain such as myhuaweicloud.com: "localhost".',
  ],
  [
    "a cloud that is too long",
    {},
    { HW_CLOUD: `${"a.".repeat(95)}com` },
    `huaweicloud:cloud (or HW_CLOUD) is not a domain such as myhuaweicloud.com: "${"a.".repeat(32)}…".`,
  ],
  [
    "a CA file with a line break",
    { "huaweicloud:caFile": "a\nb" },
    {},
    'huaweicloud:caFile (or HW_CA_FILE) is not the name of a file: "a b".',
  ],
  [
    "unknown rules",
    { "huaweicloud:vpcepRules": "strict" },
    {},
    'huaweicloud:vpcepRules (or HW_VPCEP_RULES) is not one of page, huawei, otc, lenient: "strict".',
  ],
  [
    "endpoints that are no JSON",
    { "huaweicloud:endpoints": "https://x" },
    {},
    'huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not a JSON object such as {"vpcep": "https://vpcep.example.com"}.',
  ],
  [
    "endpoints that are a list",
    { "huaweicloud:endpoints": "[]" },
    {},
    'huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not a JSON object such as {"vpcep": "https://vpcep.example.com"}.',
  ],
  [
    "endpoints that are null",
    { "huaweicloud:endpoints": "null" },
    {},
    'huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not a JSON object such as {"vpcep": "https://vpcep.example.com"}.',
  ],
  [
    "an endpoint that is a number",
    { "huaweicloud:endpoints": '{"vpcep":1}' },
    {},
    '"vpcep" in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not a URL in quotes.',
  ],
  [
    "an empty endpoint",
    { "huaweicloud:endpoints": '{"vpcep":""}' },
    {},
    '"vpcep" in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not a URL in quotes.',
  ],
  [
    "half a pair in the configuration",
    { "huaweicloud:accessKey": "ak" },
    keysInEnv,
    "huaweicloud:accessKey is set but huaweicloud:secretKey is not: keys and token come from one source together.",
  ],
  [
    "the other half in the environment",
    {},
    { HW_SECRET_KEY: "sk" },
    "HW_SECRET_KEY is set but HW_ACCESS_KEY is not: keys and token come from one source together.",
  ],
  [
    "a token alone",
    {},
    { HW_SECURITY_TOKEN: "t" },
    "HW_SECURITY_TOKEN is set but HW_ACCESS_KEY and HW_SECRET_KEY are not: keys and token come from one source together.",
  ],
  [
    "a token and a half",
    {},
    { HW_SECURITY_TOKEN: "t", HW_ACCESS_KEY: "a" },
    "HW_ACCESS_KEY and HW_SECURITY_TOKEN are set but HW_SECRET_KEY is not: keys and token come from one source together.",
  ],
  [
    "an access key with a line break",
    { "huaweicloud:accessKey": "CANARY1\n", "huaweicloud:secretKey": "CANARY2" },
    {},
    `huaweicloud:accessKey ${noBlank}`,
  ],
  [
    "a secret key with a blank",
    {},
    { HW_ACCESS_KEY: "a", HW_SECRET_KEY: "CANARY 1" },
    `HW_SECRET_KEY ${noBlank}`,
  ],
  [
    "a token with CR LF",
    { ...keysInConfig, "huaweicloud:securityToken": "CANARY\r\nX-Evil: 1" },
    {},
    `huaweicloud:securityToken ${noBlank}`,
  ],
])("one problem: %s", (_, config, env, problem) => {
  const result = read(config, env);
  expect(JSON.stringify(result.problems)).not.toContain("CANARY");
  expect(result).toEqual({ ...defaults, refused: [expect.any(String)], problems: [problem] });
});

test("every problem is listed, not only the first", () => {
  const result = read({
    "huaweicloud:region": "?",
    "huaweicloud:vpcepRules": "?",
    "huaweicloud:endpoints": "?",
  });
  expect(result.problems).toHaveLength(3);
});

test("values that are not known yet count as present and are not judged", () => {
  const names = [
    "region",
    "projectId",
    "accessKey",
    "secretKey",
    "securityToken",
    "cloud",
    "endpoints",
    "caFile",
    "vpcepRules",
  ];
  const result = readProviderConfig(
    (key) => (names.includes(key.slice(12)) ? UNKNOWN_MARKER : undefined),
    {},
  );
  expect(result).toEqual({
    region: UNKNOWN_MARKER,
    projectId: UNKNOWN_MARKER,
    credentials: { accessKey: UNKNOWN_MARKER, secretKey: UNKNOWN_MARKER, securityToken: UNKNOWN_MARKER },
    cloud: UNKNOWN_MARKER,
    vpcepEndpoint: UNKNOWN_MARKER,
    caFile: UNKNOWN_MARKER,
    rules: "page",
    refused: [],
    problems: [],
  });
  expect(missingSettings(result, { region: false, projectId: false })).toBeUndefined();
});

const ways = {
  region: "region (`pulumi config set huaweicloud:region <region>` or HW_REGION_NAME)",
  projectId: "projectId (`pulumi config set huaweicloud:projectId <project id>` or HW_PROJECT_ID)",
  accessKey: "accessKey (`pulumi config set --secret huaweicloud:accessKey <access key>` or HW_ACCESS_KEY)",
  secretKey: "secretKey (`pulumi config set --secret huaweicloud:secretKey <secret key>` or HW_SECRET_KEY)",
};
const incomplete = "The configuration of Huawei Cloud is incomplete: set";

test.each<[string, Values, { region: boolean; projectId: boolean }, string | undefined]>([
  [
    "all",
    {},
    { region: false, projectId: false },
    `${incomplete} ${ways.region}, ${ways.projectId}, ${ways.accessKey} and ${ways.secretKey}.`,
  ],
  [
    "the keys",
    {},
    { region: true, projectId: true },
    `${incomplete} ${ways.accessKey} and ${ways.secretKey}.`,
  ],
  ["the region", keysInEnv, { region: false, projectId: true }, `${incomplete} ${ways.region}.`],
  ["the project", keysInEnv, { region: true, projectId: false }, `${incomplete} ${ways.projectId}.`],
  ["nothing, for the resource has it", keysInEnv, { region: true, projectId: true }, undefined],
  [
    "nothing, for the configuration has it",
    { ...keysInEnv, HW_REGION_NAME: "r", HW_PROJECT_ID: "p" },
    { region: false, projectId: false },
    undefined,
  ],
])("missing: %s", (_, env, has, expected) => {
  expect(missingSettings(read({}, env), has)).toBe(expected);
});

test("what is malformed is not missing as well", () => {
  const malformed = {
    "huaweicloud:region": "CN North",
    "huaweicloud:projectId": "a/b",
    "huaweicloud:accessKey": "a",
  };
  expect(missingSettings(read(malformed), { region: false, projectId: false })).toBeUndefined();
});

test("a mistake in the configuration has a name", () => {
  const error = new ConfigError("x");
  expect([error.name, error.message, error instanceof Error]).toEqual(["ConfigError", "x", true]);
});

test("another namespace: its keys are read, and its messages and hints name them", () => {
  const config = {
    "my:region": "eu-de",
    "my:providerName": "eu",
    "huaweicloud:projectId": "p",
    "my:cloud": "x",
  };
  const found = readProviderConfig((key) => config[key as keyof typeof config], {}, "my");
  expect(found).toMatchObject({ namespace: "my", region: "eu-de", providerName: "eu" });
  expect(found.projectId).toBeUndefined();
  expect(found.problems).toEqual(['my:cloud (or HW_CLOUD) is not a domain such as myhuaweicloud.com: "x".']);
  const { providerName, ...ofTheStack } = found;
  expect(missingSettings(ofTheStack, { region: true, projectId: false })).toContain(
    "`pulumi config set my:projectId <project id>`",
  );
  expect(settingsOf(found).caFile.key).toBe("my:caFile");
  const vpcepEndpoint = "ftp://x";
  expect(() => baseUrlFor({ ...found, vpcepEndpoint }, "eu-de")).toThrow("The endpoint in my:endpoints (or");
});
