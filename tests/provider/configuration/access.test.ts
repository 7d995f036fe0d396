import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../../provider/api/errors";
import { accessTo, readAuthorities } from "../../../provider/configuration/access";
import { readProviderConfig } from "../../../provider/configuration/config";
import { UNKNOWN_MARKER } from "../../../provider/configuration/settings";
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
    credentials: { accessKey: "ak", secretKey: "sk" },
    authorities: authority,
  });
});

const incomplete = "The configuration of Huawei Cloud is incomplete: set";
const noRegion = `${incomplete} region (\`pulumi config set huaweicloud:region <region>\` or HW_REGION_NAME).`;
const noProject = `${incomplete} projectId (\`pulumi config set huaweicloud:projectId <project id>\` or HW_PROJECT_ID).`;
const half = "HW_ACCESS_KEY is set but HW_SECRET_KEY is not: keys and token come from one source together.";
const refused =
  "The endpoint in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is refused: its host is a link-local, unspecified or multicast address.";
const unknown = "The configuration of Huawei Cloud depends on a value that is not known yet.";
const noId = "projectId is not the id of a project:";

test.each<[Record<string, string>, string, string, string]>([
  [keys, "", "p1", noRegion],
  [keys, "cn-north-4", "", noProject],
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
