// The examples as a newcomer runs them: TypeScript, the real CLI, an emulator in the cloud's place.
import { join } from "node:path";
import { type Emulator, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { expectSuccess, observe, otherPortId, seen } from "./world";

const emulators: Emulator[] = [];
let workspace: Workspace | undefined;
afterEach(async () => {
  await workspace?.close();
  workspace = undefined;
  await Promise.all(emulators.splice(0).map((emulator) => emulator.close()));
});

async function startEmulator(options: Parameters<typeof start>[0] = {}): Promise<Emulator> {
  const emulator = await start(options);
  emulators.push(emulator);
  return emulator;
}

async function open(example: string, emulator: Emulator, config: Record<string, string>): Promise<Workspace> {
  const program = join(__dirname, "..", "..", "examples", example);
  workspace = await createWorkspace({ program, emulator, config });
  return workspace;
}

async function outputs(of: Workspace): Promise<Record<string, unknown>> {
  return JSON.parse((await of.run(["stack", "output", "--json"])).stdout);
}

/** A service that somebody made by hand: here another program, without a stack that knows it. */
async function makeByHand(emulator: Emulator): Promise<string> {
  const maker = await createWorkspace({
    program: {
      "index.js": `const { VpcEndpointService } = require("pulumi-huaweicloud-vpcep");
new VpcEndpointService("byHand", {
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "${otherPortId}",
  ports: [{ clientPort: 443, serverPort: 8443 }],
  approvalEnabled: false,
});`,
    },
    main: "index.js",
    emulator,
  });
  expectSuccess(await maker.up());
  await maker.close();
  return String(emulator.state().services[0]?.["id"]);
}

test("adopt-existing: preview says so, `up` sends only what differs, the next one nothing (scenario 41)", async () => {
  const emulator = await startEmulator();
  const id = await makeByHand(emulator);
  const stack = await open("adopt-existing", emulator, { serviceId: id });

  const preview = await observe(emulator, () => stack.preview());
  expectSuccess(preview);
  expect(preview.sent).toEqual([]);
  expect(preview.stdout).toContain(`VpcEndpointService "orders": adopts the existing service ${id}`);

  const adopted = await observe(emulator, () => stack.up());
  expectSuccess(adopted);
  expect(adopted.writes).toEqual([
    'PUT vpc-endpoint-services/{id} {"port_id":"5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11","description":"Orders. Managed by Pulumi."}',
  ]);
  expect(await outputs(stack)).toEqual({
    endpointServiceName: `${emulator.region}.${id}`,
    approvalEnabled: false,
  });
}, 90_000);

test("consumers-allowed: the list is the whole truth", async () => {
  const emulator = await startEmulator();
  const accounts = ["5fc973eea581490997e82ea11a1d0101", "5fc973eea581490997e82ea11a1d0102"];
  const stack = await open("consumers-allowed", emulator, { consumers: JSON.stringify(accounts) });
  expectSuccess(await stack.up());
  expect((await outputs(stack))["permissions"]).toEqual(accounts.map((account) => `iam:domain::${account}`));

  await stack.setConfig({ consumers: JSON.stringify(accounts.slice(1)) });
  const changed = await observe(emulator, () => stack.up());
  expectSuccess(changed);
  expect(changed.writes).toEqual([
    'POST vpc-endpoint-services/{id}/permissions/action {"permissions":["iam:domain::5fc973eea581490997e82ea11a1d0101"],"action":"remove"}',
  ]);
}, 90_000);

test("two-regions: each provider works in its own region, for destroy too (scenario 49)", async () => {
  const keys = { accessKey: "CANARY7QX2LM9ZP4KD8V", secretKey: "canary-secret-key-0123456789012345678901" };
  const emulator = await startEmulator({ ...keys, region: ["cn-north-4", "ap-southeast-1"] });
  const [north, south] = emulator.regions.map((place) =>
    JSON.stringify({ ...place, endpoints: { vpcep: emulator.url } }),
  );
  const stack = await open("two-regions", emulator, { north: `${north}`, south: `${south}` });

  const up = await stack.up();
  expectSuccess(up);
  const created = emulator.requests().filter(({ method, status }) => method === "POST" && status === 200);
  expect(created.map(({ path }) => path).sort()).toEqual(
    emulator.regions.map(({ projectId }) => `/v1/${projectId}/vpc-endpoint-services`).sort(),
  );
  expect(await outputs(stack)).toEqual({
    northName: expect.stringMatching(/^cn-north-4\.orders\./),
    southName: expect.stringMatching(/^ap-southeast-1\.orders\./),
  });
  const { text } = await stack.exportState();
  for (const secret of Object.values(keys)) expect(seen(up) + text).not.toContain(secret);

  expectSuccess(await stack.destroy());
  expect(emulator.state().services).toEqual([]);
}, 90_000);
