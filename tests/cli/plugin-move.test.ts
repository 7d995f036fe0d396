// A stack whose resources were made by the dynamic front moves over to the plugin by changing one import.
import { type Emulator, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { cloudConfig, pluginProject } from "../helpers/pulumi-project";
import { expectSuccess, observe, ordersArgs, seen } from "./world";

let emulator: Emulator;
let workspace: Workspace;

const programBy = (front: string, changes: object = {}) => ({
  "index.js": `const pulumi = require("@pulumi/pulumi");
const cloud = require("pulumi-huaweicloud-vpcep${front}");
const orders = new cloud.VpcEndpointService("orders", {
  ...${JSON.stringify({ ...ordersArgs, ...changes })}, description: pulumi.secret("canary-description"),
});
new cloud.VpcEndpointServicePermission("partner", {
  endpointServiceId: orders.id, permission: "iam:domain::5fc973eea581490997e82ea11a1d0101",
});
const shop = new cloud.VpcEndpoint("shop", {
  endpointServiceId: orders.id, vpcId: orders.vpcId, subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
});
const accepted = new cloud.VpcEndpointConnection("shop", { endpointServiceId: orders.id, endpointId: shop.id });
exports.address = cloud.getVpcEndpointOutput({ id: accepted.endpointId }).ip;
`,
});

beforeAll(async () => {
  emulator = await start();
  const program = { ...programBy(""), "Pulumi.yaml": pluginProject };
  const config = { ...cloudConfig(emulator), ...cloudConfig(emulator, "huaweicloud-vpcep") };
  workspace = await createWorkspace({ program, main: "index.js", config });
}, 60_000);
afterAll(async () => {
  await workspace?.close();
  await emulator?.close();
});

test("plugin 10: a stack with all four resources moves over without a call, goes on by the plugin, and goes", async () => {
  expectSuccess(await workspace.up());
  workspace.write(programBy("/plugin"));
  const moved = expectSuccess(await observe(emulator, () => workspace.up()));
  const lookUp = "GET vpc-endpoints/{id}";
  expect(moved.sent.filter((line) => line !== lookUp)).toEqual([]);
  expect(moved.stdout).toMatch(/5 unchanged|unchanged/);
  expect(moved.stdout).not.toMatch(/\d+ (to )?(replace|update|create)d?/);
  const { resources, text } = await workspace.exportState();
  const types = resources
    .map(({ urn }) => urn.split("::")[2]?.split("$").at(-1))
    .filter((type) => type?.includes("vpcep"));
  expect(types.filter((type) => type?.startsWith("huaweicloud-vpcep:index:"))).toHaveLength(4);
  expect(text).not.toContain("canary-description");

  const again = expectSuccess(await observe(emulator, () => workspace.up()));
  expect(again.sent.filter((line) => line !== lookUp)).toEqual([]);

  workspace.write(programBy("/plugin", { tcpProxy: "open" }));
  const changed = expectSuccess(await observe(emulator, () => workspace.up()));
  expect(changed.writes).toEqual(['PUT vpc-endpoint-services/{id} {"tcp_proxy":"open"}']);
  expect(changed.stdout).toContain("[diff: ~tcpProxy]");
  expect(seen(changed)).toContain('VpcEndpointService "orders": sent tcpProxy');

  expectSuccess(await workspace.refresh());
  expectSuccess(await workspace.destroy());
  expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
}, 180_000);
