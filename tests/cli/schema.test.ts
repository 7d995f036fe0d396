import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiExecutable } from "../helpers/pulumi-process";
import { root } from "../helpers/readme";

const home = mkdtempSync(join(tmpdir(), "vpcep-home-"));
afterAll(() => rmSync(home, { recursive: true }));

test("the CLI finds nothing wrong with the plugin's schema", () => {
  const schema = join(root, "provider", "plugin", "schema.json");
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const check = spawnSync(pulumiExecutable(), ["schema", "check", schema], { encoding: "utf8", env });
  expect(check).toMatchObject({ status: 0, stdout: "", stderr: "" });
});
