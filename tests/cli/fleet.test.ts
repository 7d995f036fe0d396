// A program as large as the cloud's usual quota: both sides of fifty private links, under the real CLI.
import { expectSuccess, observe, ordersArgs, useCli } from "./world";

const world = useCli();

const fleet = `
const subnetOf = (service, index) => \`16bd5b66-8c4a-4ac7-a3d2-\${String(service * 100 + index).padStart(12, "0")}\`;
const portOf = (service) => \`5f5d9a0e-7d06-4a80-8f5b-\${String(service).padStart(12, "0")}\`;
let left = 50;
for (let service = 0; service < 20; service++) {
  const orders = new VpcEndpointService(\`orders-\${service}\`, {
    ...${JSON.stringify(ordersArgs)}, portId: portOf(service),
  });
  for (let index = 0; index < 3 && left > 0; index++, left--) {
    const name = \`shop-\${service}-\${index}\`;
    const shop = new VpcEndpoint(name, {
      endpointServiceId: orders.id, vpcId: orders.vpcId, subnetId: subnetOf(service, index),
    });
    new VpcEndpointConnection(name, { endpointServiceId: orders.id, endpointId: shop.id });
  }
}`;

test("link 30: 20 services and 50 endpoints go up, do nothing, and go down", async () => {
  const created = expectSuccess(await world.up([fleet]));
  // One write an object: nothing is sent twice, and nothing beside it.
  expect(created.writes).toHaveLength(20 + 50 + 50);
  const { services, endpoints } = world.emulator.state();
  expect(services).toHaveLength(20);
  expect(endpoints.map(({ status }) => status)).toEqual(Array(50).fill("accepted"));

  const again = expectSuccess(await world.up([fleet]));
  expect(again.sent).toEqual([]);

  const destroyed = expectSuccess(await observe(world.emulator, () => world.workspace.destroy()));
  // A connection is rejected before its endpoint goes.
  expect(destroyed.writes).toHaveLength(20 + 50 + 50);
  expect(world.emulator.state()).toMatchObject({ services: [], endpoints: [] });
}, 180_000);
