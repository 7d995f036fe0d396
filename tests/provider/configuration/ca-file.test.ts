import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../../provider/api/errors";
import { readAuthorities } from "../../../provider/configuration/access";
import { authority, authorityFile } from "../api/servers";

const folder = mkdtempSync(join(tmpdir(), "ca-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the certificates of the file, if there is one", () => {
  expect(readAuthorities({ caFile: authorityFile })).toBe(authority);
  expect(readAuthorities({})).toBeUndefined();
});

test("a file that is not there", () => {
  const caFile = join(folder, "missing.pem");
  expect(() => readAuthorities({ caFile })).toThrow(
    new ConfigError(`The file in huaweicloud:caFile (or HW_CA_FILE), "${caFile}", cannot be read (ENOENT).`),
  );
});

test("a file that holds something else, in another namespace", () => {
  const caFile = join(folder, "text.pem");
  writeFileSync(caFile, "no certificate");
  const where = `The file in huaweicloud-vpcep:caFile (or HW_CA_FILE), "${caFile}",`;
  expect(() => readAuthorities({ caFile, namespace: "huaweicloud-vpcep" })).toThrow(
    new ConfigError(`${where} holds no certificate in PEM form.`),
  );
});
