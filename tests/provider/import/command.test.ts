// The command as it is installed, in a process of its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import packageJson from "../../../package.json";
import { helpText } from "../../../provider/import/cli";
import { buildImport } from "../../emulator/built";
import { newService, useEmulator } from "../../emulator/client";
import { launch } from "../../helpers/launch";

jest.setTimeout(30_000);
const emulator = useEmulator();
let folder: string;
let main: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "import-command-"));
  main = buildImport(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const login = () => ({
  HW_REGION_NAME: emulator.region,
  HW_PROJECT_ID: emulator.projectId,
  HW_ACCESS_KEY: emulator.accessKey,
  HW_SECRET_KEY: emulator.secretKey,
  HW_VPCEP_ENDPOINT: emulator.url,
});

async function run(args: string[], env: Record<string, string> = {}) {
  const { output, closed } = launch(process.execPath, [main, ...args], { cwd: folder, env });
  const [code] = await closed;
  return { code, ...output };
}

test("--help and --version", async () => {
  expect(await run(["--help"])).toEqual({ code: 0, stdout: helpText, stderr: "" });
  expect(await run(["--version"])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

test("the file goes to standard output, or where --out says", async () => {
  const id = await newService(emulator, { service_name: "orders" });
  const resources = [{ type: "huaweicloud-vpcep:index:VpcEndpointService", name: "orders", id }];
  const printed = await run([], login());
  expect(printed).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(printed.stdout)).toEqual({ resources });
  expect(await run(["--out", "import.json"], login())).toEqual({
    code: 0,
    stdout: "",
    stderr:
      "vpcep-import: import.json is written, 1 found; `pulumi import --file import.json` takes over what it names\n",
  });
  expect(readFileSync(join(folder, "import.json"), "utf8")).toBe(printed.stdout);
});

test("options count before variables", async () => {
  const wrong = { ...login(), HW_REGION_NAME: "eu-west-101", HW_PROJECT_ID: "nobody" };
  const args = ["--region", emulator.region, "--project-id", emulator.projectId];
  expect(await run(args, wrong)).toEqual({
    code: 0,
    stdout: `${JSON.stringify({ resources: [] }, undefined, 2)}\n`,
    stderr: "vpcep-import: nothing was found\n",
  });
});

test.each<[string[], number, string]>([
  [["--bad"], 2, "Unknown option '--bad'; --help lists the options."],
  [[], 1, "Set HW_REGION_NAME, or give --region."],
  [["--terraform", "none.tfstate"], 1, "none.tfstate cannot be read (ENOENT)."],
  [["--terraform", "."], 1, ". cannot be read (EISDIR)."],
  [
    ["--terraform", "secret.txt"],
    1,
    "secret.txt is not a state of Terraform. `terraform state pull` prints one.",
  ],
  [["--terraform", "empty.tfstate", "--out", "."], 1, ". cannot be written (EISDIR)."],
])("%j ends with status %i and a sentence", async (args, code, sentence) => {
  writeFileSync(join(folder, "secret.txt"), "a value that nobody is to see");
  writeFileSync(join(folder, "empty.tfstate"), '{"version":4,"resources":[]}');
  const { stderr, ...rest } = await run(args);
  expect(rest).toEqual({ code, stdout: "" });
  expect(stderr.split("\n").at(-2)).toBe(`vpcep-import: ${sentence}`);
  expect(stderr).not.toContain("nobody is to see");
});

test("a refused login is told without its key", async () => {
  const secret = "wrong-secret-key-00000000000000000001";
  const { code, stdout, stderr } = await run([], { ...login(), HW_SECRET_KEY: secret });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^vpcep-import: GET \/v1\/\w+\/vpc-endpoint-services -> HTTP 401 APIGW\.0301: /m);
  expect(stderr).not.toContain(secret);
});
