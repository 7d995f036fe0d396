// The examples in which stacks or accounts meet, run by the real CLI. That examples install is shown by examples.test.ts.
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, start } from "../../emulator";
import { ownersCall } from "../helpers/owner";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import type { TestCloud } from "../helpers/pulumi-project";
import { root } from "../helpers/readme";
import { expectSuccess, observe, ordersArgs, otherPortId } from "./world";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await start(options);
  opened.push(emulator);
  return emulator;
}

async function open(
  example: string,
  cloud: TestCloud,
  config: Record<string, string> = {},
): Promise<Workspace> {
  const env = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  const workspace = await createWorkspace({
    program: join(root, "examples", example),
    emulator: cloud,
    config,
    env,
  });
  opened.push(workspace);
  return workspace;
}

async function outputs(of: Workspace): Promise<Record<string, unknown>> {
  return JSON.parse((await of.run(["stack", "output", "--json"])).stdout);
}

test("public-service: an endpoint to the cloud's DNS, by its name, accepted at once", async () => {
  const emulator = await startEmulator();
  const stack = await open("public-service", emulator);
  const created = expectSuccess(await observe(emulator, () => stack.up()));
  expect(created.writes).toHaveLength(1);
  expect(await outputs(stack)).toEqual({
    address: expect.stringMatching(/^192\.168\./),
    others: ["swr", "obs", "api", "dns"].map((name) => `com.myhuaweicloud.${emulator.region}.${name}`),
  });
  expectSuccess(await stack.destroy());
  expect(emulator.state().endpoints).toEqual([]);
}, 120_000);

test("owner-approves and consumer, each with the keys of its own account: asked, waiting, decided, rejected", async () => {
  const emulator = await startEmulator({ accounts: ["partner"] });
  const [, partner] = emulator.accounts;
  if (partner === undefined) throw new Error("the emulator has no second account");
  const owner = await open("owner-approves", emulator, { accounts: JSON.stringify([partner.domainId]) });
  expectSuccess(await owner.up());
  const { endpointServiceName } = await outputs(owner);
  const named = { serviceName: String(endpointServiceName) };
  const consumer = await open("consumer", { ...partner, url: emulator.url }, named);
  expectSuccess(await consumer.up());
  const { endpointId, status, address } = await outputs(consumer);
  expect([status, address]).toEqual(["pendingAcceptance", undefined]);

  expectSuccess(await owner.up());
  expect((await outputs(owner))["waiting"]).toEqual([`${endpointId} of account ${partner.domainId}`]);
  await owner.setConfig({ decisions: JSON.stringify({ [String(endpointId)]: true }) });
  const decided = expectSuccess(await observe(emulator, () => owner.up()));
  expect(decided.writes).toEqual([
    `POST vpc-endpoint-services/{id}/connections/action {"action":"receive","endpoints":["${endpointId}"]}`,
  ]);
  expectSuccess(await consumer.up(["--refresh"]));
  expect(await outputs(consumer)).toMatchObject({ status: "accepted", address: expect.any(String) });

  await owner.setConfig({ decisions: "{}" });
  expectSuccess(await owner.up());
  expectSuccess(await consumer.up(["--refresh"]));
  expect(await outputs(consumer)).toMatchObject({ status: "rejected" });
  expectSuccess(await consumer.destroy());
  expectSuccess(await owner.destroy());
  expect(emulator.state()).toMatchObject({ services: [], endpoints: [] });
}, 240_000);

test("who-may-connect-together: two stacks add to one whitelist, and each takes only its own away", async () => {
  const emulator = await startEmulator();
  const body = {
    server_type: "LB",
    vpc_id: ordersArgs.vpcId,
    port_id: otherPortId,
    ports: [{ client_port: 443, server_port: 8443 }],
  };
  await ownersCall(emulator, body);
  const serviceId = String(emulator.state().services[0]?.["id"]);
  const stackOf = (team: string, account: string) =>
    open("who-may-connect-together", emulator, { serviceId, team, accounts: JSON.stringify([account]) });
  const [shop, depot] = [
    await stackOf("shop", "5fc973eea581490997e82ea11a1d0101"),
    await stackOf("depot", "5fc973eea581490997e82ea11a1d0102"),
  ];
  for (const stack of [shop, depot]) expectSuccess(await stack.up());
  const listed = () =>
    emulator
      .state()
      .services.flatMap(({ permissions }) =>
        (permissions as { permission: string; description: string }[]).map(
          ({ permission, description }) => `${permission} ${description}`,
        ),
      );
  const [first, second] = [
    "iam:domain::5fc973eea581490997e82ea11a1d0101 added by shop",
    "iam:domain::5fc973eea581490997e82ea11a1d0102 added by depot",
  ];
  expect(listed().sort()).toEqual([first, second]);
  expectSuccess(await shop.destroy());
  expect(listed()).toEqual([second]);
  expectSuccess(await depot.destroy());
  expect(listed()).toEqual([]);
}, 240_000);
