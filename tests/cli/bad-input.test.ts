// What a user can do wrong, under the real CLI: one clear sentence each, no stack, and nothing created.
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { SHOWN_BY_CLI } from "../docs/errors/cli";
import { patternOf } from "../docs/errors/pattern";
import { type CliResult, createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { cloudConfig } from "../helpers/pulumi-project";
import {
  expectRefusal,
  expectSuccess,
  observe,
  ordersArgs,
  otherVpcId,
  program,
  seen,
  service,
} from "./world";

let emulator: Emulator;
let workspace: Workspace;
const others: Workspace[] = [];
const newWorkspace = () =>
  createWorkspace({ program: program(service("orders", ordersArgs)), main: "index.js" });
/** A workspace of its own, for a test that leaves one unusable for the next. */
async function another(): Promise<Workspace> {
  others.push(await newWorkspace());
  return others.at(-1) as Workspace;
}
beforeAll(async () => {
  emulator = await start();
  workspace = await newWorkspace();
  await workspace.setConfig(cloudConfig(emulator));
}, 60_000);
afterAll(async () => {
  for (const one of [workspace, ...others]) await one?.close();
  await emulator?.close();
});

test("a slip in the name of a setting is refused, with the name that was meant", async () => {
  await workspace.setConfig({ "huaweicloud:regoin": "eu-west-101" });
  const slip = await workspace.preview();
  await workspace.run(["config", "rm", "huaweicloud:regoin"]);
  expectRefusal(
    slip,
    "huaweicloud:regoin is not a setting of this package; did you mean huaweicloud:region?",
  );
}, 60_000);

test("no configuration: one sentence names the region, with both ways to set it", async () => {
  expectRefusal(
    await (await another()).preview(),
    "The configuration of Huawei Cloud is incomplete: set region (`pulumi config set huaweicloud:region <region>` or HW_REGION_NAME).",
  );
}, 60_000);

test("a wrong secret key: the API's words and where the key is set", async () => {
  const mistyped = await another();
  await mistyped.setConfig({ ...cloudConfig(emulator), "huaweicloud:secretKey": "not-the-secret-key" });
  const result = await observe(emulator, () => mistyped.up());
  expectRefusal(
    result,
    /VpcEndpointService "orders": create failed: POST \S+ -> HTTP 401 APIGW\.0301: .* check huaweicloud:accessKey and huaweicloud:secretKey \(HW_ACCESS_KEY, HW_SECRET_KEY\)\./,
  );
  expect(seen(result)).not.toContain("not-the-secret-key");
  expect(result.sent).toHaveLength(1);
}, 60_000);

test("scenario 16: preview names everything that is wrong with the arguments, and calls nobody", async () => {
  const args = {
    ...ordersArgs,
    portID: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
    serviceName: "seventeen-letters",
    ports: [
      { clientPort: 0, serverPort: 8443 },
      { clientPort: 80, serverPort: 80 },
      { clientPort: 80, serverPort: 80, protocol: "TCP" },
    ],
  };
  const secrets = `description: pulumi.secret("canary<1>"), vpcId: pulumi.secret("canary-vpc"), tags: pulumi.secret({ "canary=key": "1" })`;
  const text = `{ ...${JSON.stringify(args)}, ${secrets} }`;
  workspace.write(program(`new VpcEndpointService("orders", ${text});`));
  const result = await observe(emulator, () => workspace.preview());
  for (const [property, reason] of [
    ["portID", "is not an input of a VpcEndpointService; did you mean portId?"],
    ["serviceName", "may have 16 characters at most, has 17"],
    ["ports[0].clientPort", "must be a whole number from 1 to 65535, is 0"],
    ["ports[2]", "is the same mapping as ports[1]"],
  ])
    expect(result.stdout.split("\n")).toContainEqual(
      expect.stringMatching(new RegExp(`${escaped(property)} value .* has a problem: ${escaped(reason)}`)),
    );
  for (const text of [SHOWN_BY_CLI.property, SHOWN_BY_CLI.resource]) expectDocumented(result, text);
  // The engine would quote their values, though they are secret.
  expectRefusal(result, "resource 'orders' has a problem: description may not contain < or >");
  expect(seen(result)).toContain("vpcId must be a UUID");
  expect(seen(result)).toContain("tags the key may contain none of");
  expect(seen(result)).not.toContain("canary");
  expect(result.sent).toEqual([]);
}, 60_000);

/** What docs/errors.md says is what comes out. */
function expectDocumented(result: CliResult, text: string): void {
  expect(result.exitCode).not.toBe(0);
  expect(seen(result)).toMatch(patternOf(text));
}

function escaped(text = ""): string {
  return text.replace(/[[\].?]/g, "\\$&");
}

test("scenario 20: preview refuses two services that share a backend's port, and names both", async () => {
  const second = { ...ordersArgs, ports: [{ clientPort: 80, serverPort: 8443, protocol: "TCP" }] };
  workspace.write(program(service("orders", ordersArgs), service("invoices", second)));
  const result = await observe(emulator, () => workspace.preview());
  expectRefusal(
    result,
    'VpcEndpointService "invoices" and "orders" share portId 5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11 and 8443/TCP: ' +
      "services with the same backend port must differ in serverPort or protocol.",
  );
  // An error with a stack would be inspected by the SDK for half a minute.
  expect(result.seconds).toBeLessThan(20);
  expect(result.sent).toEqual([]);
}, 60_000);

test("pulumi import fails in Pulumi's own process, and the service stays as it is", async () => {
  const type = "pulumi-nodejs:dynamic/huaweicloud-vpcep:VpcEndpointService";
  const result = await observe(emulator, () =>
    workspace.run(["import", type, "orders", otherVpcId, "--yes"]),
  );
  expectDocumented(result, SHOWN_BY_CLI.import);
  expect(result.sent).toEqual([]);
}, 60_000);

test("the package is missing beside the program: refresh and destroy name the package.json to add it to", async () => {
  const workspace = await another();
  await workspace.setConfig(cloudConfig(emulator));
  expectSuccess(await workspace.up());
  rmSync(join(workspace.folder, "node_modules", "pulumi-huaweicloud-vpcep"));
  for (const run of [workspace.refresh, workspace.destroy]) {
    const result = await observe(emulator, () => run());
    const place = join(workspace.folder, "package.json");
    expectRefusal(result, `cannot load pulumi-huaweicloud-vpcep: add it to ${place} and run npm install`);
    expect(result.sent).toEqual([]);
  }

  // A fresh clone, in which nothing is installed.
  renameSync(join(workspace.folder, "node_modules"), join(workspace.folder, "not_installed"));
  expectDocumented(await workspace.preview(), SHOWN_BY_CLI.noSdk);
  const refreshed = await workspace.refresh();
  for (const text of [SHOWN_BY_CLI.noModule, SHOWN_BY_CLI.noProvider]) expectDocumented(refreshed, text);
  expect(emulator.state().services).toHaveLength(1);
}, 60_000);
