// What a user can do wrong, under the real CLI: one clear sentence each, no stack, and nothing created.
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { SHOWN_BY_CLI } from "../docs/errors/cli";
import { patternOf } from "../docs/errors/pattern";
import { type CliResult, createWorkspace, type Workspace } from "../helpers/pulumi-cli";
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
beforeAll(async () => {
  emulator = await start();
  workspace = await createWorkspace({ program: program(), main: "index.js", emulator });
}, 60_000);
afterAll(async () => {
  await workspace?.close();
  await emulator?.close();
});

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
    expect(result.stdout).toMatch(patternOf(`${property} value … has a problem: ${reason}`));
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

test("scenario 72: the package is missing beside the program: refresh and destroy name the package.json to add it to", async () => {
  const orders = program(service("orders", ordersArgs));
  const own = await createWorkspace({ program: orders, main: "index.js", emulator });
  const modules = join(own.folder, "node_modules");
  try {
    expectSuccess(await own.up());
    rmSync(join(modules, "pulumi-huaweicloud-vpcep"));
    for (const run of [own.refresh, own.destroy]) {
      const result = await observe(emulator, () => run());
      expectRefusal(
        result,
        `cannot load pulumi-huaweicloud-vpcep: add it to ${join(own.folder, "package.json")} and run npm install`,
      );
      expect(result.sent).toEqual([]);
    }

    // A fresh clone, in which nothing is installed.
    renameSync(modules, `${modules}_not_installed`);
    expectDocumented(await own.preview(), SHOWN_BY_CLI.noSdk);
    const refreshed = await own.refresh();
    for (const text of [SHOWN_BY_CLI.noModule, SHOWN_BY_CLI.noProvider]) expectDocumented(refreshed, text);
    expect(emulator.state().services).toHaveLength(1);
  } finally {
    await own.close();
  }
}, 60_000);
