import * as pulumi from "@pulumi/pulumi";
import { Provider, VpcEndpointService } from "../../../provider";
import { refuseClash } from "../../../provider/program/places";
import type { VpcEndpointServiceArgs } from "../../../provider/vpc-endpoint-service/args";
import { portPairs } from "../../../provider/vpc-endpoint-service/ports";
import { catchUnhandled } from "../../helpers/unhandled";
import { OTHER_PORT, PORT, VPC } from "../resource/samples";

const getEngine = jest.spyOn(pulumi.runtime, "getEngine");
const getStack = jest.spyOn(pulumi.runtime, "getStackResource");

/** A run of a program of its own: services of another run are none of its business. */
async function newRun(preview = false): Promise<void> {
  getStack.mockReturnValue(undefined);
  await pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }), call: () => ({}) },
    "project",
    "stack",
    preview,
  );
  const stack = new pulumi.ComponentResource("test:index:Root", "root");
  await new Promise((resolve) => stack.urn.apply(resolve));
  getStack.mockReturnValue(stack as ReturnType<typeof pulumi.runtime.getStackResource>);
}

let stopCatching = async () => {};
beforeAll(() => {
  stopCatching = catchUnhandled();
});
afterAll(() => stopCatching());

/** Services are compared only where a real engine runs the program; what the engine is asked makes no difference here. */
beforeEach(() => {
  getEngine.mockReturnValue({} as ReturnType<typeof pulumi.runtime.getEngine>);
  return newRun();
});
afterEach(() => {
  delete process.env.HW_REGION_NAME;
  delete process.env.HW_PROJECT_ID;
  pulumi.runtime.setAllConfig({});
});

const args = (more: Partial<VpcEndpointServiceArgs> = {}): VpcEndpointServiceArgs => ({
  serverType: "LB",
  vpcId: VPC,
  portId: PORT,
  ports: [{ clientPort: 8080, serverPort: 80 }],
  ...more,
});
type Resolved = { promise(withUnknowns?: boolean): Promise<unknown>; isKnown: Promise<boolean> };
const portIdOf = (
  name: string,
  more?: Partial<VpcEndpointServiceArgs>,
  opts: pulumi.CustomResourceOptions = {},
) => refuseClash(name, args(more), opts, portPairs).portId as unknown as Resolved;
const verdict = async (...service: Parameters<typeof portIdOf>) => {
  const portId = portIdOf(...service);
  return pulumi.Output.isInstance(portId) ? portId.promise() : portId;
};

function unknown(): pulumi.Output<never> {
  const of = <T>(value: T) => Promise.resolve(value);
  const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<never>;
  return new Output(new Set(), of(undefined), of(false), of(false), of(new Set()));
}

test("two services that share port and pair are refused, naming both", async () => {
  expect(await verdict("orders")).toBe(PORT);
  const error = (await verdict("invoices").catch((refusal: Error) => refusal)) as Error;
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error.message).toBe(
    `VpcEndpointService "invoices" and "orders" share portId ${PORT} and 80/TCP: services with the same backend port must differ in serverPort or protocol.`,
  );
});

test("the first that clashes is named, and all pairs", async () => {
  const both = {
    ports: [
      { clientPort: 1, serverPort: 80, protocol: "TCP" },
      { clientPort: 2, serverPort: 81 },
    ],
  };
  await verdict("other", { portId: OTHER_PORT, ...both });
  await verdict("orders", both);
  await expect(verdict("invoices", both)).rejects.toThrow('"invoices" and "orders" share portId');
  await expect(verdict("third", both)).rejects.toThrow(`${PORT} and 80/TCP, 81/TCP: `);
  const last = { ports: [{ clientPort: 3, serverPort: 82 }, ...both.ports] };
  await expect(verdict("fourth", last)).rejects.toThrow(`${PORT} and 80/TCP, 81/TCP: `);
});

test.each<[string, Partial<VpcEndpointServiceArgs>]>([
  ["port", { portId: OTHER_PORT }],
  ["server port", { ports: [{ clientPort: 8080, serverPort: 81 }] }],
  ["protocol", { ports: [{ clientPort: 8080, serverPort: 80, protocol: "UDP" }] }],
  ["region", { region: "cn-north-4" }],
  ["project", { projectId: "other" }],
])("another %s is no clash", async (_name, more) => {
  await verdict("orders");
  expect(await verdict("invoices", more)).toBe(more.portId ?? PORT);
});

test("a region that is named is the same as one that is configured", async () => {
  pulumi.runtime.setAllConfig({ "huaweicloud:region": "eu-west-101", "huaweicloud:projectId": "p" });
  await verdict("orders");
  await expect(verdict("invoices", { region: "eu-west-101", projectId: "p" })).rejects.toThrow(
    "share portId",
  );
});

test("or set in the environment", async () => {
  process.env.HW_REGION_NAME = "eu-west-101";
  process.env.HW_PROJECT_ID = "p";
  await verdict("orders");
  await expect(verdict("invoices", { region: "eu-west-101", projectId: "p" })).rejects.toThrow(
    "share portId",
  );
  expect(await verdict("elsewhere", { region: "cn-north-4", projectId: "p" })).toBe(PORT);
});

test("configuration wins over the environment", async () => {
  process.env.HW_REGION_NAME = "cn-north-4";
  pulumi.runtime.setAllConfig({ "huaweicloud:region": "eu-west-101" });
  await verdict("orders");
  expect(await verdict("elsewhere", { region: "cn-north-4" })).toBe(PORT);
});

test("services of two providers may be in two places: no clash; of one provider: one", async () => {
  const [one, other] = [new Provider("one", {}), new Provider("other", {})];
  await verdict("orders");
  await verdict("in-one", {}, { provider: one });
  expect(await verdict("in-other", {}, { provider: other })).toBe(PORT);
  await expect(verdict("again-in-one", {}, { provider: one })).rejects.toThrow('"again-in-one" and "in-one"');
});

test("a provider's own region is not the stack's", async () => {
  pulumi.runtime.setAllConfig({ "huaweicloud:region": "eu-west-101" });
  const provider = new Provider("one", { region: "cn-north-4" });
  await verdict("orders", { region: "eu-west-101" }, { provider });
  expect(await verdict("elsewhere", {}, { provider })).toBe(PORT);
});

test("a provider comes from the parent too", async () => {
  const one = new Provider("one", {});
  const parent = new pulumi.ComponentResource("my:index:Part", "part", {}, { providers: [one] });
  await verdict("orders", {}, { provider: one });
  await expect(verdict("invoices", {}, { parent })).rejects.toThrow("share portId");
});

test("outputs are compared once they are known", async () => {
  await verdict("orders", { portId: pulumi.output(PORT) });
  const ports = pulumi.output(Promise.resolve([{ clientPort: 1, serverPort: 80 }]));
  await expect(verdict("invoices", { ports })).rejects.toThrow("share portId");
});

test.each<[string, () => Partial<VpcEndpointServiceArgs>]>([
  ["ports", () => ({ ports: unknown() })],
  ["a server port", () => ({ ports: [{ clientPort: 1, serverPort: unknown() }] })],
  ["region", () => ({ region: unknown() })],
  ["project", () => ({ projectId: unknown() })],
])("%s not known yet, in a preview: passed over, and the port stays known", async (_name, more) => {
  await newRun(true);
  await verdict("orders");
  const portId = portIdOf("invoices", more());
  expect(await portId.isKnown).toBe(true);
  expect(await portId.promise()).toBe(PORT);
});

test("a port that is not known yet stays so", async () => {
  await newRun(true);
  await verdict("orders");
  expect(await portIdOf("invoices", { portId: unknown() }).isKnown).toBe(false);
});

test("what check will refuse is no reason to crash", async () => {
  await verdict("orders", { ports: [null, 7] as never });
  expect(await verdict("invoices", { ports: "80" as never })).toBe(PORT);
});

test("another run of a program in this process is another matter", async () => {
  await verdict("orders");
  await newRun();
  expect(await verdict("orders")).toBe(PORT);
});

test("without an engine, as in unit tests with mocks, nothing is compared: each test is a program of its own", () => {
  getEngine.mockReturnValue(undefined);
  for (const name of ["orders", "orders", "invoices"]) expect(portIdOf(name)).toBe(PORT);
});

test("nor without a stack, which every run of a program has", () => {
  getStack.mockReturnValue(undefined);
  for (const name of ["orders", "invoices"]) expect(portIdOf(name)).toBe(PORT);
});

test("plain arguments are handed on as they are: no output is made in order to look at them", () => {
  const given = args({ tags: { a: pulumi.output("b") } });
  expect(refuseClash("orders", given, {}, portPairs)).toBe(given);
});

test("of other arguments only the port waits, and none is changed", () => {
  const given = args({ region: pulumi.output("r"), tags: { a: "b" } });
  const before = { ...given };
  const { portId, ...others } = refuseClash("orders", given, {}, portPairs);
  expect(given).toEqual(before);
  expect({ ...others, portId: PORT }).toEqual(given);
  expect(pulumi.Output.isInstance(portId)).toBe(true);
});

test("a service that is refused holds nothing", async () => {
  const both = {
    ports: [
      { clientPort: 1, serverPort: 80 },
      { clientPort: 2, serverPort: 81 },
    ],
  };
  await verdict("orders");
  await expect(verdict("invoices", both)).rejects.toThrow("80/TCP: ");
  expect(await verdict("third", { ports: [{ clientPort: 1, serverPort: 81 }] })).toBe(PORT);
});

test("the constructor of a service with plain arguments refuses at once, and registers nothing", async () => {
  const registered: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      registered.push(name);
      return { id: `${name}-id`, state: inputs };
    },
    call: () => ({}),
  });
  const orders = new VpcEndpointService("orders", args());
  expect(() => new VpcEndpointService("invoices", args())).toThrow('"invoices" and "orders" share portId');
  await new Promise((resolve) => orders.urn.apply(resolve));
  expect(registered).toEqual(["orders"]);
});
