// Unit tests of a user's program, with Pulumi's mocks set once for the whole file, as most are written.
import * as pulumi from "@pulumi/pulumi";
import { VpcEndpointService, type VpcEndpointServiceArgs } from "../../provider";

const registered: pulumi.runtime.MockResourceArgs[] = [];
beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: (given) => {
      registered.push(given);
      return { id: "s-1", state: { ...given.inputs, endpointServiceName: "cn-north-4.orders.s-1" } };
    },
    call: () => ({}),
  }),
);
beforeEach(() => {
  registered.length = 0;
});

const args: VpcEndpointServiceArgs = {
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
};
const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test("inputs are seen as the program wrote them", async () => {
  const orders = new VpcEndpointService("orders", { ...args, approvalEnabled: false });
  await resolved(orders.urn);
  expect(registered).toMatchObject([{ name: "orders", inputs: { ...args, approvalEnabled: false } }]);
});

test("outputs are what the mocks answer, and undefined where they answer nothing", async () => {
  const orders = new VpcEndpointService("orders", args);
  expect(await resolved(orders.id)).toBe("s-1");
  expect(await resolved(orders.endpointServiceName)).toBe("cn-north-4.orders.s-1");
  expect(await resolved(orders.ports)).toEqual(args.ports);
  expect(await resolved(orders.status)).toBeUndefined();
});

test.each(["orders", "invoices"])(
  "a service called %s on the same port, in another test, is no clash",
  async (name) => {
    const service = new VpcEndpointService(name, args);
    expect(await resolved(service.portId)).toBe(args.portId);
  },
);
