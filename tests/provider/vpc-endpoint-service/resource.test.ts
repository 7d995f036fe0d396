import * as pulumi from "@pulumi/pulumi";
import {
  Provider,
  VpcEndpoint,
  VpcEndpointConnection,
  VpcEndpointService,
  type VpcEndpointServiceArgs,
  type VpcEndpointServiceOptions,
  VpcEndpointServicePermission,
} from "../../../provider";
import { bridgeText } from "../../../provider/program/bridge";
import { ID, OTHER_PORT, outputs, PORT, REGION, VPC } from "../resource/samples";

type Registered = {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  id?: string;
  provider?: string;
};
let registered: Registered[] = [];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: (given) => {
      registered.push(given as unknown as Registered);
      return { id: ID, state: { ...given.inputs, ...outputs({ permissions: ["*"], connectionCount: 2 }) } };
    },
    call: () => ({}),
  });
});

const args: VpcEndpointServiceArgs = {
  serverType: "LB",
  vpcId: VPC,
  portId: PORT,
  ports: [{ clientPort: 8080, serverPort: 80 }],
};
const settled = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
const made = async (
  name = "orders",
  more: Partial<VpcEndpointServiceArgs> = {},
  opts?: pulumi.CustomResourceOptions,
) => {
  const service = new VpcEndpointService(name, { ...args, ...more }, opts);
  await settled(service.urn);
  const [first] = registered;
  if (first === undefined) throw new Error("nothing was registered");
  return { service, first };
};

test("the type token is frozen: another one would be another resource to every stack", async () => {
  const { service, first } = await made();
  expect(first).toMatchObject({
    name: "orders",
    type: "pulumi-nodejs:dynamic/huaweicloud-vpcep:VpcEndpointService",
  });
  expect(await settled(service.urn)).toContain(
    "pulumi-nodejs:dynamic/huaweicloud-vpcep:VpcEndpointService::orders",
  );
});

type OwnOutput = Exclude<keyof VpcEndpointService, keyof pulumi.CustomResource>;
/** The compiler refuses a name that is missing here, and one that the class does not have. */
const OUTPUTS = Object.keys({
  status: 0,
  endpointServiceName: 0,
  serviceName: 0,
  serverType: 0,
  serviceType: 0,
  vpcId: 0,
  portId: 0,
  ports: 0,
  approvalEnabled: 0,
  tcpProxy: 0,
  description: 0,
  tags: 0,
  permissions: 0,
  organizationPermissions: 0,
  enablePolicy: 0,
  ipVersion: 0,
  snatNetworkId: 0,
  poolId: 0,
  ip: 0,
  region: 0,
  projectId: 0,
  createdAt: 0,
  updatedAt: 0,
  error: 0,
  connectionCount: 0,
  supportedEditions: 0,
  edition: 0,
  serverResources: 0,
} satisfies Record<OwnOutput, 0>);

test("outputs survive, and are what the cloud answered", async () => {
  const { service } = await made();
  const state = { ...outputs({ permissions: ["*"], connectionCount: 2 }) } as Record<string, unknown>;
  for (const name of OUTPUTS) {
    const output = (service as unknown as Record<string, unknown>)[name];
    expect(pulumi.Output.isInstance(output)).toBe(true);
    expect([name, await settled(output as pulumi.Output<unknown>)]).toEqual([name, state[name]]);
  }
  expect(await settled(service.id)).toBe(ID);
  expect(await settled(service.endpointServiceName)).toBe(`${REGION}.${ID}`);
});

test("what the class does not declare is no output, unless the program sets it", async () => {
  const outputsOf = (service: VpcEndpointService) =>
    Object.entries(service)
      .filter(([, value]) => pulumi.Output.isInstance(value))
      .map(([name]) => name)
      .sort();
  const always = ["id", "urn", "__provider", "__vpcep", ...OUTPUTS];
  expect(outputsOf((await made()).service)).toEqual([...always].sort());
  const { service } = await made("guarded", { protectConnections: true });
  expect(outputsOf(service)).toEqual([...always, "protectConnections"].sort());
});

test("what is sent to the engine: the arguments, the hidden state and the provider's text", async () => {
  const { first } = await made("orders", { tags: { a: "b" }, approvalEnabled: false });
  expect(first.inputs).toEqual({
    ...args,
    tags: { a: "b" },
    approvalEnabled: false,
    __vpcep: { name: "orders" },
    __provider: bridgeText("VpcEndpointService"),
  });
});

test("custom timeouts reach the provider in seconds", async () => {
  const { first } = await made("orders", {}, { customTimeouts: { create: "5m", delete: "1h" } });
  expect(first.inputs.__vpcep).toEqual({
    name: "orders",
    customTimeouts: { create: 300, delete: 3600 },
  });
});

test("arguments and options are not changed", async () => {
  const given = { ...args, tags: { a: "b" } };
  const opts = { customTimeouts: { create: "5m" }, protect: false };
  const before = structuredClone([given, opts]);
  await settled(new VpcEndpointService("orders", given, opts).urn);
  expect([given, opts]).toEqual(before);
});

test("inputs may be outputs of other resources", async () => {
  const { first } = await made("orders", {
    portId: pulumi.output(OTHER_PORT),
    ports: pulumi.output([{ clientPort: 1, serverPort: 2 }]),
  });
  expect(first.inputs).toMatchObject({ portId: OTHER_PORT, ports: [{ clientPort: 1, serverPort: 2 }] });
});

test.each<[string, unknown, string]>([
  ["all of them", {}, "serverType, vpcId, portId, ports"],
  ["arguments at all", undefined, "serverType, vpcId, portId, ports"],
  ["one", { ...args, portId: undefined }, "portId"],
  ["one that is null", { ...args, ports: null }, "ports"],
])("a program without types that leaves out %s gets one sentence", (_name, given, missing) => {
  const run = () => new VpcEndpointService("orders", given as VpcEndpointServiceArgs);
  expect(run).toThrow(`VpcEndpointService "orders": ${missing} must be given.`);
  expect(registered).toEqual([]);
  try {
    run();
  } catch (error) {
    expect(pulumi.RunError.isInstance(error)).toBe(true);
  }
});

test("the option import is refused, with what to do instead", () => {
  const run = () => new VpcEndpointService("orders", args, { import: "s-1" } as VpcEndpointServiceOptions);
  expect(run).toThrow(
    'VpcEndpointService "orders": Pulumi cannot import resources of this kind. Take the option import out and set existingId: "s-1" among the arguments.',
  );
  try {
    run();
  } catch (error) {
    expect(pulumi.RunError.isInstance(error)).toBe(true);
  }
});

test("get reads a service by its id: no arguments, no claim on its ports", async () => {
  const service = VpcEndpointService.get("theirs", ID);
  await settled(service.urn);
  expect(registered).toEqual([expect.objectContaining({ name: "theirs", id: ID })]);
  expect(registered[0]?.inputs).toEqual({
    __vpcep: { name: "theirs" },
    __provider: bridgeText("VpcEndpointService"),
  });
  expect(await settled(service.status)).toBe("available");
  await made("orders");
  expect(registered).toHaveLength(2);
});

test("get hands its options on", async () => {
  await settled(VpcEndpointService.get("theirs", ID, { customTimeouts: { update: "1m" } }).urn);
  expect(registered[0]?.inputs.__vpcep).toMatchObject({ customTimeouts: { update: 60 } });
});

test.each([VpcEndpoint, VpcEndpointConnection, VpcEndpointService, VpcEndpointServicePermission])(
  "%p: get reads one without owning it; isInstance knows its own, also those of another copy of the package",
  async (Type) => {
    const found = Type.get("shared", ID);
    await settled(found.urn);
    expect(registered).toMatchObject([{ name: "shared", id: ID }]);
    const __pulumiType = `pulumi-nodejs:dynamic/huaweicloud-vpcep:${Type.name}`;
    for (const own of [found, { __pulumiType }]) expect(Type.isInstance(own)).toBe(true);
    for (const other of [undefined, null, "x", 7, {}, { __pulumiType: `${__pulumiType}s` }, () => found])
      expect(Type.isInstance(other)).toBe(false);
  },
);

test("customTimeouts that a transformation of the resource sets reach the provider", async () => {
  const slower: pulumi.ResourceTransformation = ({ props, opts }) => ({
    props,
    opts: { ...opts, customTimeouts: { create: "20m" } },
  });
  const { first } = await made("orders", {}, { transformations: [slower] });
  expect(first.inputs.__vpcep).toEqual({ name: "orders", customTimeouts: { create: 1200 } });
});

test("the names of arguments that are secrets, or hold one, reach the provider", async () => {
  const portId = pulumi.output(PORT);
  const { first } = await made("orders", {
    vpcId: pulumi.secret(VPC),
    tags: { owner: pulumi.secret("me") },
    portId,
  });
  expect(first.inputs.__vpcep).toEqual({ name: "orders", secrets: ["vpcId", "tags"] });
  await made("plain", { portId });
  expect(registered[1]?.inputs.__vpcep).toEqual({ name: "plain" });
});

test("settings of the stack that are ours but for a slip are refused, unless a provider has its own", () => {
  const others = { "huaweicloud:region": "r", "huaweicloud:regional": "true", "huaweicloux:region": "r" };
  pulumi.runtime.setAllConfig({ "huaweicloud:regoin": "r", "huaweicloud:clodu": "c", ...others });
  try {
    expect(() => new VpcEndpointService("orders", args)).toThrow(
      new pulumi.RunError(
        "huaweicloud:regoin is not a setting of this package; did you mean huaweicloud:region? " +
          "huaweicloud:clodu is not a setting of this package; did you mean huaweicloud:cloud?",
      ),
    );
    const provider = new Provider("eu");
    expect(() => new VpcEndpointService("orders", args, { provider })).not.toThrow();
  } finally {
    pulumi.runtime.setAllConfig({});
  }
});
