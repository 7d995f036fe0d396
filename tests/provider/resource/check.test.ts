import { connectionProblem } from "../../../provider/configuration/access";
import type { ProviderConfig } from "../../../provider/configuration/config";
import { secretsOf } from "../../../provider/identity/source";
import { checkInputs, unquoted } from "../../../provider/resource/check";
import { fieldsSetIn } from "../../../provider/resource/fields";
import { UNKNOWN } from "../../../provider/resource/properties";
import { FIELDS, SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { sourceWith } from "../api/fakes";
import { PROJECT, program, REGION } from "./samples";

const source = sourceWith({ accessKey: "AK", secretKey: "SK" });
const configured: ProviderConfig = {
  region: REGION,
  projectId: PROJECT,
  source,
  cloud: "myhuaweicloud.com",
  rules: "page",
  problems: [],
  warnings: [],
};
const check = (news: Record<string, unknown>, config = configured) =>
  checkInputs(
    {
      config,
      connectionProblem: (region) => connectionProblem(config, region, {}),
      secrets: () => (config.source === undefined ? [] : secretsOf(config.source)),
    },
    SERVICE,
    news,
  );

test("inputs stay as they were written; region and project come from the configuration", () => {
  const news = program({ tags: { a: "b" }, __provider: "text", __vpcep: { name: "orders", set: ["old"] } });
  expect(check(news)).toEqual({
    inputs: {
      ...news,
      region: REGION,
      projectId: PROJECT,
      __vpcep: { name: "orders" },
    },
    failures: [],
    warnings: [],
  });
});

test("what the program says of region and project wins over the configuration", () => {
  const { inputs } = check(program({ region: "cn-north-4", projectId: "other" }));
  expect(inputs).toMatchObject({ region: "cn-north-4", projectId: "other" });
});

test("null and undefined are nothing, and not in the inputs at all", () => {
  const news = program({ tags: null, description: undefined, region: null });
  const { inputs, failures } = check(news);
  expect(failures).toEqual([]);
  expect(inputs).toStrictEqual({ ...program(), region: REGION, projectId: PROJECT, __vpcep: { name: "?" } });
  const config: ProviderConfig = { cloud: "myhuaweicloud.com", rules: "page", problems: [], warnings: [] };
  expect(check(news, config).inputs).toStrictEqual({ ...program(), __vpcep: { name: "?" } });
});

test("an empty value and false are something", () => {
  const { inputs } = check(program({ tags: {}, description: "", approvalEnabled: false, permissions: [] }));
  expect(inputs).toMatchObject({ tags: {}, description: "", approvalEnabled: false, permissions: [] });
  expect(fieldsSetIn(FIELDS, inputs)).toEqual(["approvalEnabled", "description", "tags", "permissions"]);
});

test("the inputs that it is given are not changed", () => {
  const news = program({ tags: null, ports: [{ clientPort: 1, serverPort: 1 }] });
  const before = structuredClone(news);
  check(news);
  expect(news).toEqual(before);
});

const missing = (what: string) => `The configuration of Huawei Cloud is incomplete: set ${what}.`;
const region = "region (`pulumi config set huaweicloud:region <region>` or HW_REGION_NAME)";
const nothing: ProviderConfig = { cloud: "myhuaweicloud.com", rules: "page", problems: [], warnings: [] };

test("one sentence names the region where nothing has one", () => {
  expect(check(program(), nothing).failures).toEqual([{ property: "", reason: missing(region) }]);
  expect(check(program({ region: "r" }), nothing).failures).toEqual([]);
  expect(check(program(), { ...nothing, region: REGION }).failures).toEqual([]);
});

test("a region and a project that are not known yet are not missing", () => {
  const { failures, inputs } = check(program({ region: UNKNOWN, projectId: UNKNOWN }), {
    ...nothing,
    source,
  });
  expect(failures).toEqual([]);
  expect(inputs).toMatchObject({ region: UNKNOWN, projectId: UNKNOWN });
});

test("malformed settings come first, then what is missing, then the inputs", () => {
  const config = { ...nothing, problems: ["Problem one.", "Problem two."] };
  expect(check(program({ serviceName: "a b" }), config).failures).toEqual([
    { property: "", reason: "Problem one." },
    { property: "", reason: "Problem two." },
    { property: "", reason: missing(region) },
    { property: "serviceName", reason: 'may hold letters, digits, _ and - only, is "a b"' },
  ]);
});

test("the rule set of the configuration counts", () => {
  const news = program({ description: "a".repeat(200) });
  expect(check(news).failures).toHaveLength(1);
  expect(check(news, { ...configured, rules: "huawei" }).failures).toEqual([]);
});

test("an unknown word is told as a warning", () => {
  expect(check(program({ tcpProxy: "newest" })).warnings).toEqual([
    'tcpProxy is not one of the words that this version knows (close, toa_open, proxy_open, open, proxy_vni), is "newest"; it is sent as it is',
  ]);
});

test("no value of an argument that is a secret is quoted", () => {
  const news = program({ vpcId: "abc", portId: "def", __vpcep: { name: "orders", secrets: ["vpcId"] } });
  expect(check(news).failures).toEqual([
    { property: "vpcId", reason: expect.stringMatching(/^must be a UUID \(/) },
    { property: "portId", reason: expect.stringMatching(/^must be a UUID, is "def" \(/) },
  ]);
});

test.each([
  ["vpcId", "vpcId", "must be"],
  ["tags.a", "tags.a", "must be"],
  ["ports[0].clientPort", "", "ports must be"],
  ["description", "", "description must be"],
  ["tags", "", "tags must be"],
])(
  "the engine, which quotes the value of the property, is told of %s as %j: %s",
  (given, property, reason) => {
    expect(unquoted(SERVICE, { property: given, reason: "must be" }, ["ports"])).toEqual({
      property,
      reason,
    });
    if (given !== "ports[0].clientPort")
      expect(unquoted(SERVICE, { property: given, reason: "must be" })).toEqual({ property, reason });
  },
);

test("an endpoint that nothing would be sent to is told before any call", () => {
  const hostile = { ...configured, vpcepEndpoint: "http://169.254.169.254/latest" };
  const { failures } = check(program(), hostile);
  expect(failures).toEqual([
    { property: "", reason: expect.stringMatching(/^The endpoint in huaweicloud:endpoints .* is refused: /) },
  ]);
});

test("a CA file that cannot be read is told before any call", () => {
  const { failures } = check(program(), { ...configured, caFile: "/nowhere/ca.pem" });
  expect(failures).toEqual([
    { property: "", reason: expect.stringMatching(/ca\.pem", cannot be read \(ENOENT\)/) },
  ]);
});

test.each([
  ["an endpoint that is not known yet", { ...configured, vpcepEndpoint: UNKNOWN }],
  ["a good endpoint", { ...configured, vpcepEndpoint: "http://127.0.0.1:8787" }],
  ["a CA file that is not known yet", { ...configured, caFile: UNKNOWN }],
])("%s passes", (_, config) => {
  expect(check(program(), config).failures).toEqual([]);
});

test("of the hidden state, inputs hold the program's own and nothing that belongs to the cloud's object", () => {
  const ours = { name: "orders", customTimeouts: { create: 1 } };
  const more = { written: { ports: [] }, owed: ["*"], adoption: "1-0" };
  const { inputs } = check(program({ __vpcep: { ...ours, set: ["ip"], ...more } }));
  expect(inputs.__vpcep).toEqual(ours);
});

describe("a value that contains one of the keys", () => {
  const keys = {
    accessKey: "CANARYACCESSKEY",
    secretKey: "canary/secret-key",
    securityToken: "canary-token",
  };
  const config = { ...configured, source: sourceWith(keys) };
  const refusal = (field: string) => ({
    property: "",
    reason: `${field} must not contain the access key, secret key or security token.`,
  });

  test.each<[string, Record<string, unknown>]>([
    ["description", { description: `made by ${keys.accessKey}` }],
    ["tags", { tags: { owner: keys.securityToken } }],
    ["tags", { tags: { [keys.securityToken]: "" } }],
    ["permissions", { permissions: [`iam:domain::${keys.securityToken}`] }],
  ])("is refused, and the engine is not told to quote it: %s", (field, more) => {
    expect(check(program(more), config).failures).toContainEqual(refusal(field));
  });

  test("is not one that is unknown, or that holds a key too short to be one", () => {
    const unknown = { accessKey: UNKNOWN, secretKey: "secret-key" };
    const reasons = [
      check(program({ description: UNKNOWN }), { ...configured, source: sourceWith(unknown) }),
      check(program({ description: "the SKY" }), configured),
    ].flatMap(({ failures }) => failures);
    expect(reasons).toEqual([]);
  });
});
