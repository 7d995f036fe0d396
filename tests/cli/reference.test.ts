// The examples of the reference, docs/examples/, in YAML and Python: those of one language are one program, run by the
// real CLI. tests/tools/readme.test.ts compiles those in TypeScript.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { createPluginWorkspace, installPythonSdk } from "../helpers/languages";
import { ownersCall } from "../helpers/owner";
import type { Workspace } from "../helpers/pulumi-cli";
import { pluginLines } from "../helpers/pulumi-project";
import { readDocument, root } from "../helpers/readme";
import { expectSuccess, observe, ordersArgs, otherPortId, otherVpcId } from "./world";

jest.setTimeout(120_000);

/** The ids in the examples of what exists already. */
const written = {
  service: "9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
  endpoint: "b7a1f3c2-6f4e-4c38-9b1d-2f60c8e0d417",
};

let emulator: Emulator;
let workspace: Workspace | undefined;
beforeEach(async () => {
  emulator = await start();
});
afterEach(async () => {
  await workspace?.close();
  workspace = undefined;
  await emulator.close();
});
const folder = mkdtempSync(join(tmpdir(), "vpcep-reference-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes the service and the endpoint that the examples speak of; gives the examples of a language with their real ids. */
async function examplesFor(ending: "yaml" | "py"): Promise<[name: string, text: string][]> {
  const ports = [{ client_port: 443, server_port: 8443 }];
  const service = { vpc_id: ordersArgs.vpcId, port_id: otherPortId, server_type: "LB", ports };
  await ownersCall(emulator, { ...service, service_name: "orders" });
  const serviceId = String(emulator.state().services[0]?.["id"]);
  const subnet = "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e";
  const consumer = { endpoint_service_id: serviceId, vpc_id: otherVpcId, subnet_id: subnet };
  await ownersCall(emulator, consumer, "vpc-endpoints");
  const endpointId = String(emulator.state().endpoints[0]?.["id"]);
  const files = readdirSync(join(root, "docs", "examples")).filter((file) => file.endsWith(`.${ending}`));
  return files.map((file) => [
    file.replace(`.${ending}`, ""),
    readDocument(`docs/examples/${file}`)
      .replaceAll(written.service, serviceId)
      .replaceAll(written.endpoint, endpointId),
  ]);
}

/** One document of several, each of which has some of these sections. */
function merged(texts: string[]): string {
  const sections = ["resources", "variables", "outputs"].map((name) => {
    const bodies = texts.flatMap(
      (text) => new RegExp(`^${name}:\\n((?: .*\\n)+)`, "m").exec(text)?.[1] ?? [],
    );
    return `${name}:\n${bodies.join("")}`;
  });
  return sections.join("");
}

async function expectAllToWork(stack: Workspace): Promise<void> {
  workspace = stack;
  const { writes } = expectSuccess(await observe(emulator, () => stack.up()));
  expect(writes.map((call) => call.split(" ", 2).join(" ")).sort()).toEqual([
    "POST vpc-endpoint-services",
    "POST vpc-endpoint-services/{id}/connections/action",
    "POST vpc-endpoint-services/{id}/permissions/action",
    "POST vpc-endpoint-services/{id}/permissions/batch-create",
    "POST vpc-endpoints",
    "PUT vpc-endpoint-services/{id}/connections/description",
  ]);
  const outputs = JSON.parse((await stack.run(["stack", "output", "--json"])).stdout);
  expect(outputs).toEqual({
    endpointServiceName: expect.stringMatching(/^cn-north-4\.orders\./),
    status: "pendingAcceptance",
    decision: "accepted",
    dnsId: expect.stringMatching(/^[\da-f-]{36}$/),
    servicesOfCheckout: expect.any(Array),
    storageServices: [expect.anything()],
    consumerStatus: expect.any(String),
    endpointsOfVpc: expect.any(Array),
    waitingEndpoints: expect.any(Array),
    mayConnect: expect.any(Array),
    serviceQuota: [expect.objectContaining({ type: "endpoint_service", quota: 20 })],
    tagsInUse: expect.any(Array),
  });
}

test("those in YAML work", async () => {
  const texts = (await examplesFor("yaml")).map(([, text]) => text);
  const program = { "Pulumi.yaml": `name: reference\nruntime: yaml\n${pluginLines}${merged(texts)}` };
  await expectAllToWork(await createPluginWorkspace({ program, main: "Pulumi.yaml", emulator }));
});

test("those in Python work", async () => {
  const examples = await examplesFor("py");
  const program = {
    "Pulumi.yaml": `name: reference\nruntime: python\n${pluginLines}`,
    "__main__.py": examples.map(([name]) => `import example_${name}\n`).join(""),
    ...Object.fromEntries(examples.map(([name, text]) => [`example_${name}.py`, text])),
  };
  const env = { PYTHONPATH: installPythonSdk(folder) };
  await expectAllToWork(await createPluginWorkspace({ program, main: "__main__.py", emulator, env }));
});
