import { ConfigError } from "../../../provider/api/errors";
import { readProviderConfig } from "../../../provider/configuration/config";
import { UNKNOWN_MARKER } from "../../../provider/configuration/settings";
import { createVpcepClient, type VpcepClientOptions } from "../../../provider/vpcep-client";
import { connectionsOver, fakeRuntime, fakeTransport, startMs } from "../api/fakes";

const keys = { HW_ACCESS_KEY: "ak", HW_SECRET_KEY: "sk" };

function options(env: Record<string, string>, changes: Partial<VpcepClientOptions> = {}): VpcepClientOptions {
  const connections = connectionsOver(fakeTransport());
  const config = readProviderConfig(() => undefined, env);
  return { config, region: "cn-north-4", projectId: "p1", connections, runtime: fakeRuntime(), ...changes };
}

test("a client knows its project, its region and, before any answer, only the local clock", () => {
  const client = createVpcepClient(options(keys));
  expect([client.projectId, client.region, client.serverNow()]).toEqual(["p1", "cn-north-4", startMs]);
});

const incomplete = "The configuration of Huawei Cloud is incomplete: set";
const unknown = "The configuration of Huawei Cloud depends on a value that is not known yet.";

test.each<[string, Record<string, string>, Partial<VpcepClientOptions>, string]>([
  [
    "no region",
    keys,
    { region: "" },
    `${incomplete} region (\`pulumi config set huaweicloud:region <region>\` or HW_REGION_NAME).`,
  ],
  [
    "no project",
    keys,
    { projectId: "" },
    `${incomplete} projectId (\`pulumi config set huaweicloud:projectId <project id>\` or HW_PROJECT_ID).`,
  ],
  [
    "no keys",
    {},
    {},
    `${incomplete} accessKey (\`pulumi config set --secret huaweicloud:accessKey <access key>\` or HW_ACCESS_KEY) and secretKey (\`pulumi config set --secret huaweicloud:secretKey <secret key>\` or HW_SECRET_KEY).`,
  ],
  [
    "half a pair",
    { HW_ACCESS_KEY: "ak" },
    {},
    "HW_ACCESS_KEY is set but HW_SECRET_KEY is not: keys and token come from one source together.",
  ],
  [
    "a hostile endpoint",
    { ...keys, HW_VPCEP_ENDPOINT: "http://169.254.169.254" },
    {},
    "The endpoint in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is refused: its host is a link-local, unspecified or multicast address.",
  ],
  [
    "fault 73: a region with a line break",
    keys,
    { region: "cn-north-4\r\nx" },
    '"cn-north-4 x" is not a region such as cn-north-4.',
  ],
  [
    "fault 73: a project with a line break",
    keys,
    { projectId: "p1\r\nX-Evil: 1" },
    'projectId is not the id of a project: "p1 X-Evil: 1".',
  ],
  [
    "a project that is a path",
    keys,
    { projectId: "../admin" },
    'projectId is not the id of a project: "../admin".',
  ],
  ["a region not known yet", keys, { region: UNKNOWN_MARKER }, unknown],
  ["a project not known yet", keys, { projectId: UNKNOWN_MARKER }, unknown],
  ["a key not known yet", { ...keys, HW_SECRET_KEY: UNKNOWN_MARKER }, {}, unknown],
  ["a CA file not known yet", { ...keys, HW_CA_FILE: UNKNOWN_MARKER }, {}, unknown],
])("%s: one sentence, nothing sent", (_, env, changes, message) => {
  const given = options(env, changes);
  let thrown: unknown;
  try {
    createVpcepClient(given);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ConfigError);
  expect(thrown).toEqual(new ConfigError(message));
});

test("with a region of the resource, none is needed in the configuration", () => {
  expect(() => createVpcepClient(options({ ...keys, HW_REGION_NAME: "eu-west-101" }))).not.toThrow();
});
