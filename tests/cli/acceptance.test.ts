// `npm run acceptance` as a person with an account runs it, with an emulator of the test in the place of the cloud: what
// it reports, and what it leaves. Its whole run against an emulator of its own is a step of the gate itself.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { EMULATOR_IDS } from "../../tools/acceptance/variables.mjs";
import { newService } from "../emulator/client";
import { type Launched, launch } from "../helpers/launch";
import { pulumiExecutable } from "../helpers/pulumi-process";
import { root } from "../helpers/readme";

jest.setTimeout(180_000);

let folder: string;
let emulator: Emulator;
let launched: Launched | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vpcep-acceptance-test-"));
  for (const name of ["home", "tmp"]) mkdirSync(join(folder, name));
});
afterEach(async () => {
  launched?.child.kill("SIGKILL");
  await emulator.close();
  rmSync(folder, { recursive: true });
});

/** Starts the suite as if the emulator were a cloud, with a home and a temporary folder of its own. */
function startSuite(args: readonly string[], given: NodeJS.ProcessEnv = EMULATOR_IDS): Launched {
  const kept = Object.entries(process.env).filter(([name]) => !/^(HW|VPCEP_ACCEPTANCE)_/.test(name));
  launched = launch(process.execPath, [join(root, "tools", "acceptance.mjs"), ...args], {
    cwd: folder,
    env: {
      ...Object.fromEntries(kept),
      HOME: join(folder, "home"),
      TMPDIR: join(folder, "tmp"),
      PATH: `${dirname(pulumiExecutable())}:${process.env["PATH"]}`,
      HW_REGION_NAME: emulator.region,
      HW_ACCESS_KEY: emulator.accessKey,
      HW_SECRET_KEY: emulator.secretKey,
      HW_PROJECT_ID: emulator.projectId,
      HW_VPCEP_ENDPOINT: emulator.url,
      ...given,
    },
  });
  return launched;
}

const text = ({ output }: Launched) => output.stdout + output.stderr;
const written = (name: string) => readFileSync(join(folder, ".acceptance", name), "utf8");

async function until(isSo: () => boolean, suite: Launched): Promise<void> {
  for (let tries = 0; tries < 4_000; tries++) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it did not come to pass within 100 s: ${text(suite)}`);
}

const services = () => emulator.state().services;
const nameOf = ({ service_name }: Record<string, unknown>) => String(service_name).split(".")[1];

/** Services that somebody else has in the project, one of them with a tag of the same key. */
async function strangers(): Promise<string[]> {
  const key = "vpcep-acceptance";
  const others = [
    await newService(emulator, { service_name: "orders", port_id: randomUUID() }),
    await newService(emulator, { port_id: randomUUID(), tags: [{ key, value: "mine" }] }),
  ];
  return others.sort();
}
const idsLeft = () =>
  services()
    .map(({ id }) => String(id))
    .sort();

test("the report names each field that a cloud has otherwise, and holds no id, address or key; nothing is left", async () => {
  emulator = await start({ settleSeconds: 0.1 });
  emulator.setFaults([
    {
      kind: "replace-body",
      merge: { zone: "az-1", tcp_proxy: true },
      match: { method: "GET", path: "^/v1/[^/]+/vpc-endpoint-services/[0-9a-f-]{36}$", nth: [1, 3] },
    },
    { kind: "drop-fields", fields: ["marker_id"], match: { method: "POST", path: "/v1/*/vpc-endpoints" } },
    {
      kind: "status",
      at: "after-processing",
      status: 202,
      body: {},
      match: { method: "DELETE", path: "/v1/*/vpc-endpoints/*" },
    },
  ]);
  emulator.addFault({ kind: "status", errorCode: "EndPoint.0002", match: { path: "/v1/*/endpoint/tags" } });
  const others = await strangers();
  const suite = startSuite(["--yes", "--only", "look-ups"]);
  expect([(await suite.closed)[0], suite.output.stderr]).toEqual([1, ""]);
  expect(suite.output.stdout).toMatch(
    /3 endpoint services and 2 VPC endpoints, tagged vpcep-acceptance=\d{8}-/,
  );
  expect(suite.output.stdout).toMatch(/billed by the hour/);

  const report = written("report.md");
  const differences = report
    .split("## What differs")[1]
    ?.split("##")[0]
    ?.match(/^\| [A-Z].*$/gm);
  expect(differences?.sort()).toEqual([
    "| CreateEndpoint | field `marker_id` | missing | integer |",
    "| DeleteEndpoint | status | 202 | 204 |",
    "| ListServiceDetails | field `tcp_proxy` | boolean | string |",
    "| ListServiceDetails | field `zone` | string | not documented |",
  ]);
  expect(report).toContain("4 done, 1 failed.");
  expect(report).toMatch(
    /\| look-ups \| failed \| getVpcEndpointTags: look-up failed: GET \/v1\/<project>\/endpoint\/tags -> HTTP 400 EndPoint\.0002/,
  );
  expect(idsLeft()).toEqual(others);
  expect(emulator.state().endpoints).toEqual([]);

  const { accessKey, secretKey, projectId, domainId, url } = emulator;
  const ids = emulator.requests().flatMap(({ path, body }) => JSON.stringify([path, body]).match(uuid) ?? []);
  expect(ids.length).toBeGreaterThan(10);
  const secrets = [accessKey, secretKey, projectId, domainId, url, ...ids, ...Object.values(EMULATOR_IDS)];
  const out = report + written("recording.json");
  expect(
    secrets.filter((secret) => secret.length > 3 && !secret.startsWith("com.") && out.includes(secret)),
  ).toEqual([]);
  expect(readdirSync(join(folder, "tmp"))).toEqual([]);
});
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

test("Ctrl-C removes what the run has made, also what is still being made, and nothing else", async () => {
  emulator = await start({ settleSeconds: 1 });
  const others = await strangers();
  const suite = startSuite(["--yes"]);
  await until(
    () => services().some((service) => service["status"] === "creating" && !isOneOf(others, service)),
    suite,
  );
  suite.child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 30));
  // The one that npm passes on.
  suite.child.kill("SIGINT");
  expect((await suite.closed)[0]).toBe(130);
  expect(text(suite)).toContain("Removing what the run has made; press Ctrl-C again to leave it.");
  expect(text(suite)).not.toContain("may still be there");
  expect(idsLeft()).toEqual(others);
  expect(emulator.state().endpoints).toEqual([]);
  expect([readdirSync(join(folder, "tmp")), readdirSync(join(folder, "home"))]).toEqual([[], []]);
});
const isOneOf = (ids: string[], { id }: Record<string, unknown>) => ids.includes(String(id));

test("a second Ctrl-C leaves what is there and says so; --sweep removes it, and only what runs have made", async () => {
  let aheadMs = 0;
  emulator = await start({ settleSeconds: { create: 0.1, delete: 60 }, clock: () => Date.now() + aheadMs });
  const others = await strangers();
  const suite = startSuite(["--yes", "--only", "look-ups"]);
  await until(() => emulator.state().endpoints.some(({ status }) => status !== "creating"), suite);
  suite.child.kill("SIGINT");
  await until(() => text(suite).includes("removing endpoint"), suite);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  suite.child.kill("SIGINT");
  expect((await suite.closed)[0]).toBe(130);
  expect(suite.output.stderr).toMatch(
    /What has the tag vpcep-acceptance=\d{8}-[0-9a-f]{6} may still be there, and be billed\. `npm run acceptance -- --sweep` removes it\./,
  );
  const left = services().filter((service) => !isOneOf(others, service));
  expect(left.map(nameOf)).toEqual(expect.arrayContaining([expect.stringMatching(/^acc-[0-9a-f]{6}-a$/)]));

  aheadMs = 61_000;
  emulator.configure({ settleSeconds: 0 });
  const sweep = startSuite(["--sweep"]);
  expect((await sweep.closed)[0]).toBe(0);
  expect(text(sweep)).toMatch(/\d removed\./);
  expect(idsLeft()).toEqual(others);
});

test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
  ["without agreement", [], EMULATOR_IDS, /^A run against the cloud has to be agreed to: add --yes/],
  [
    "with one variable missing",
    ["--yes"],
    { VPCEP_ACCEPTANCE_VPC_ID: "v", VPCEP_ACCEPTANCE_PORT_ID: "p" },
    /^VPCEP_ACCEPTANCE_SUBNET_ID is not set: /,
  ],
  ["with an unknown option", ["--yse"], EMULATOR_IDS, /^Unknown option '--yse'; --help lists the options\./],
])("%s it is one sentence, exit code 2, and no call", async (_what, args, given, sentence) => {
  emulator = await start();
  const suite = startSuite(args, given);
  expect([(await suite.closed)[0], suite.output.stdout]).toEqual([2, ""]);
  expect(suite.output.stderr).toMatch(sentence);
  expect(suite.output.stderr.trim().split("\n")).toHaveLength(1);
  expect([emulator.requests(), existsSync(join(folder, ".acceptance"))]).toEqual([[], false]);
});

test("a quota without room, and keys that are wrong, are one sentence before anything is made", async () => {
  emulator = await start({ quota: 2 });
  const full = startSuite(["--yes"]);
  expect((await full.closed)[0]).toBe(1);
  expect(full.output.stderr.trim()).toMatch(
    /^The quota of the account leaves room for 2 of type endpoint_service/,
  );
  const wrong = startSuite(["--yes"], { ...EMULATOR_IDS, HW_SECRET_KEY: "canary-wrong" });
  expect((await wrong.closed)[0]).toBe(1);
  expect(wrong.output.stderr.trim()).toMatch(/^GET \/v1\/\S+\/quotas -> HTTP 401 .*$/);
  expect(text(wrong)).not.toContain("canary");
  expect(services()).toEqual([]);
});
