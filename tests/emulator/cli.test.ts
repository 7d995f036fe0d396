import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { helpText, readCommandLine } from "../../emulator/cli";
import { greeting, keysSentence } from "../../emulator/greeting";
import { launch } from "../helpers/launch";
import { buildEmulator, greeted } from "./built";
import { callsOf, startForTest, stopAll } from "./client";

afterAll(stopAll);

const defaults = { port: 8787, settleSeconds: 3, strict: false };

test.each<[string[], object]>([
  [[], defaults],
  [["--port", "0"], { ...defaults, port: 0 }],
  [
    ["--region=eu-west-101", "--project", "p1", "--domain", "d1"],
    { ...defaults, region: [{ region: "eu-west-101" }], projectId: "p1", domainId: "d1" },
  ],
  [
    ["--region", "a", "--region", "b=p2"],
    { ...defaults, region: [{ region: "a" }, { region: "b", projectId: "p2" }] },
  ],
  [["--account", "acme", "--account", "shop"], { ...defaults, accounts: ["acme", "shop"] }],
  [["--sub-project", "cn-north-4_dev"], { ...defaults, subProjects: ["cn-north-4_dev"] }],
  [["--quota", "3", "--endpoint-quota", "4"], { ...defaults, quota: 3, endpointQuota: 4 }],
  [
    ["--requests-per-second", "10", "--request-limit", "200/300"],
    {
      ...defaults,
      requestLimits: [
        { requests: 200, seconds: 300 },
        { requests: 10, seconds: 1 },
      ],
    },
  ],
  [["--settle-seconds", "0.25"], { ...defaults, settleSeconds: 0.25 }],
  [
    ["--state", "x.json", "--rules", "otc", "--strict"],
    { ...defaults, statePath: "x.json", rules: "otc", strict: true },
  ],
  [["--access-key", "A", "--secret-key", "S"], { ...defaults, accessKey: "A", secretKey: "S" }],
])("%j", (args, options) => {
  expect(readCommandLine(args)).toEqual({ start: options, log: false });
  for (const option of args.filter((arg) => arg.startsWith("--")))
    expect(helpText).toContain(option.split("=")[0]);
});

test.each<[string[], string]>([
  [["--prot", "1"], "Unknown option '--prot'; --help lists the options."],
  [["--port"], "Option '--port <value>' argument missing; --help lists the options."],
  [["extra"], "Unexpected argument 'extra'"],
  [["--port", "65536"], '--port takes a whole number from 0 to 65535, not "65536".'],
  [["--port", "-1"], "Option '--port' argument is ambiguous"],
  [["--port", "1e3"], '--port takes a whole number from 0 to 65535, not "1e3".'],
  [["--quota", "many"], '--quota takes a whole number from 0 to 1000000, not "many".'],
  [["--requests-per-second", "0"], "--requests-per-second takes a whole number from 1 to 1000000"],
  [["--request-limit", "200"], '--request-limit takes requests and seconds such as 200/300, not "200".'],
  [["--request-limit", "200/5/1"], "--request-limit takes requests and seconds such as 200/300"],
  [["--request-limit", "200/0"], '--request-limit takes a whole number from 1 to 1000000, not "0".'],
  [["--settle-seconds", "soon"], '--settle-seconds takes a number of seconds such as 3 or 0.5, not "soon".'],
  [["--rules", "mine"], '--rules is one of page, huawei, otc, lenient, not "mine".'],
  [["--region", "a b"], '--region takes 1 to 64 letters, digits, - and _, not "a b".'],
  [["--region", "a=b=c"], 'The project of --region a takes 1 to 64 letters and digits, not "b=c".'],
  [["--region", "a="], 'The project of --region a takes 1 to 64 letters and digits, not "".'],
  [["--project", "my-project"], '--project takes 1 to 64 letters and digits, not "my-project".'],
  [["--account", "a.b"], '--account takes 1 to 64 letters, digits, - and _, not "a.b".'],
  [["--domain", "a_b"], '--domain takes 1 to 64 letters and digits, not "a_b".'],
  [["--state", ""], "--state takes the path of a file, not an empty text."],
  [["--access-key", "A"], "--access-key and --secret-key go together: give both or neither."],
])("%j is refused in a sentence", (args, sentence) => {
  expect(() => readCommandLine(args)).toThrow(sentence);
});

test("the greeting holds every line that a stack or a shell needs", () => {
  const [one, two] = [
    { region: "r1", projectId: "p1" },
    { region: "r2", projectId: "p2" },
  ];
  const first = { name: "own", domainId: "d1", accessKey: "A", secretKey: "S", regions: [one, two] as const };
  const other = { ...first, name: "acme", domainId: "d2", accessKey: "A2", secretKey: "S2" };
  const keys = "The keys are somewhere.";
  const text = greeting({ url: "http://127.0.0.1:1", accounts: [first, other], keys });
  for (const line of [
    "pulumi config set huaweicloud:region r1",
    "pulumi config set huaweicloud:projectId p1",
    "pulumi config set huaweicloud:accessKey A",
    "pulumi config set --secret huaweicloud:secretKey S",
    `pulumi config set huaweicloud:endpoints '{"vpcep":"http://127.0.0.1:1"}'`,
    "export HW_REGION_NAME=r1",
    "export HW_PROJECT_ID=p1",
    "export HW_ACCESS_KEY=A",
    "export HW_SECRET_KEY=S",
    "export HW_VPCEP_ENDPOINT=http://127.0.0.1:1",
    keys,
    "As the account acme, with project and keys of its own:",
    "account id  d2",
    "access key  A2",
    "secret key  S2",
    "in r2 instead:",
    "pulumi config set huaweicloud:region r2",
    "pulumi config set huaweicloud:projectId p2",
    "export HW_REGION_NAME=r2",
    "export HW_PROJECT_ID=p2",
  ]) {
    expect(text.split("\n").map((each) => each.trim())).toContain(line);
  }
});

test.each([
  [{}, "The keys are new at each start; --state keeps them, --access-key and --secret-key set them."],
  [{ statePath: "x.json" }, "The keys are kept in x.json, so the next start has them too."],
  [{ statePath: "x.json", accessKey: "A", secretKey: "S" }, "The keys are those that were given."],
])("the greeting for %j says where the keys come from", (options, sentence) => {
  expect(keysSentence(options)).toBe(sentence);
});

const ids = "The ids of project and account are 1 to 64 letters and digits, not";
test.each([
  [{ projectId: "my-project" }, `${ids} "my-project".`],
  [{ domainId: "" }, `${ids} "".`],
  [{ region: "a.b" }, "The region is 1 to 64 letters"],
])("in code, %j is refused, for every call would be", async (options, sentence) => {
  await expect(startForTest(options)).rejects.toThrow(sentence);
});

describe("the command", () => {
  let folder: string;
  let main: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "emulator-cli-"));
    main = buildEmulator(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const launchMain = (...args: string[]) => launch(process.execPath, [main, ...args]);

  async function run(...args: string[]) {
    const { output, closed } = launchMain(...args);
    const [code] = await closed;
    return { code, ...output };
  }

  test("--help and --version", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));
    expect(await run("--help")).toEqual({ code: 0, stdout: helpText, stderr: "" });
    expect(await run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("a bad option and a port in use: one sentence, status 2", async () => {
    const bad = await run("--rules", "x");
    expect(bad).toMatchObject({ code: 2, stdout: "" });
    expect(bad.stderr).toMatch(/^vpcep-emulator: --rules is one of .*\.\n$/);
    const { port } = await startForTest();
    expect(await run("--port", String(port))).toEqual({
      code: 2,
      stdout: "",
      stderr: `vpcep-emulator: Port ${port} is already in use: give another --port, or 0 for any free one.\n`,
    });
  });

  test("it goes on when nobody reads the greeting", async () => {
    const free = await startForTest();
    await free.close();
    const { child, output, closed } = launchMain("--port", String(free.port));
    child.stdout.destroy();
    const isUp = async () => (await fetch(free.url).catch(() => undefined)) !== undefined;
    while (child.exitCode === null && !(await isUp())) await delay(50);
    await delay(200);
    expect(await isUp()).toBe(true);
    child.kill("SIGTERM");
    expect([await closed, output.stderr]).toEqual([[0, null], ""]);
  });

  test("--log prints a line for each call, after the greeting", async () => {
    const command = launchMain("--port", "0", "--log");
    const { url } = await greeted(command);
    const { child, output, closed } = command;
    const { length } = output.stdout;
    await fetch(`${url}/v1/p/quotas?limit=1`);
    while (!output.stdout.slice(length).includes("\n")) await once(child.stdout, "data");
    child.kill("SIGTERM");
    await closed;
    expect(output.stdout.slice(length)).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z GET \/v1\/p\/quotas\?limit=1 401 APIGW\.0301\n$/,
    );
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s ends it cleanly, with a client connected", async (signal) => {
    const statePath = join(folder, `${signal}.json`);
    const command = launchMain("--port", "0", "--state", statePath);
    const emulator = await greeted(command);
    expect((await callsOf(emulator).get("quotas")).status).toBe(200);
    command.child.kill(signal);
    expect(await command.closed).toEqual([0, null]);
    await startForTest({ statePath });
  });
});
