// The page beside a real `pulumi up`, as whoever tries the package sees both.
import { expectSuccess, ordersArgs, otherVpcId, program, seen, service } from "../cli/world";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { usePage } from "./world";

const world = usePage();
let workspace: Workspace;
beforeAll(async () => {
  const emulator = { ...world.emulator, region: "cn-north-4" };
  workspace = await createWorkspace({ program: program(), main: "index.js", emulator });
}, 60_000);
afterAll(() => workspace?.close());

const consumer = `const consumer = new VpcEndpoint("consumer", {
  endpointServiceId: orders.id,
  vpcId: "${otherVpcId}",
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
  waitForAcceptance: true,
});`;
const decision = `new VpcEndpointConnection("decision", {
  endpointServiceId: orders.id,
  endpointId: consumer.id,
  accepted: true,
});`;
const orders = (description: string) =>
  `const orders = ${service("orders", { ...ordersArgs, serviceName: "orders", description })}`;

test("a click lets a waiting `pulumi up` go on, an update marks one key, and a refresh shows the drift of a click", async () => {
  workspace.write(program(orders("Orders"), consumer));
  const up = workspace.up();
  const page = await world.openAt("#links");
  const accept = page.getByRole("button", { name: /^Accept endpoint/ });
  await accept.waitFor({ timeout: 60_000 });
  await accept.click();
  expectSuccess(await up);
  await page.locator(".consumer", { hasText: "accepted" }).waitFor();

  workspace.write(program(orders("Orders, newly described"), consumer, decision));
  expectSuccess(await workspace.up());
  await page.getByRole("link", { name: "Calls" }).click();
  await page.getByLabel("Writes only").check();
  await page.locator(".call", { hasText: "PUT" }).click();
  await page.locator(".details mark").waitFor();
  expect(await page.locator(".details mark").allInnerTexts()).toEqual(["description"]);

  await page.getByRole("link", { name: "Private links" }).click();
  await page.getByRole("button", { name: /^Reject endpoint/ }).click();
  await page.locator(".consumer", { hasText: "rejected" }).waitFor();
  const refreshed = expectSuccess(await workspace.refresh(["--diff"]));
  expect(seen(refreshed)).toMatch(/accepted\s*: true => false/);
}, 120_000);
