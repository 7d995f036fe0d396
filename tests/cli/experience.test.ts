// What an experienced user of Pulumi expects, where only the real engine shows whether it is so.
import {
  expectNoStack,
  expectSuccess,
  ordersArgs,
  otherPortId,
  otherVpcId,
  seen,
  service,
  useCli,
} from "./world";

jest.setTimeout(90_000);

const world = useCli();
const { up, preview, refresh, created } = world;

const idsInCloud = () => world.services().map(({ id }) => String(id));

test("a slip in a field that replaces is refused in the preview, and the living service stays", async () => {
  const id = await created();
  const refused = await preview(service("orders", { ...ordersArgs, serverType: "lb" }));
  expect(refused.exitCode).not.toBe(0);
  expect(seen(refused)).toContain('is "lb"; did you mean LB? (the rule set "lenient" accepts it');
  expectNoStack(refused);
  expect(refused.sent).toEqual([]);
  expect(idsInCloud()).toEqual([id]);
});

test("a replaced service that consumers still use goes once the program says that they may be rejected", async () => {
  const id = await created();
  world.emulator.connect(id, { status: "accepted" });
  const moved = { ...ordersArgs, vpcId: otherVpcId, portId: otherPortId };
  const blocked = await up([service("orders", moved)]);
  expect(blocked.exitCode).not.toBe(0);
  expect(seen(blocked)).toMatch(
    /In its way: .*\(accepted\)\. Reject them, or set rejectConnectionsOnDelete: true and run `pulumi up` again\./,
  );
  expect(idsInCloud()).toHaveLength(2);

  expectSuccess(await up([service("orders", { ...moved, rejectConnectionsOnDelete: true })]));
  expect(idsInCloud()).toHaveLength(1);
  expect(idsInCloud()).not.toContain(id);
});

test("a resource that was taken out of the program and is in use has to come back for that", async () => {
  const id = await created();
  world.emulator.connect(id, { status: "accepted" });
  const blocked = await up([]);
  expect(blocked.exitCode).not.toBe(0);
  expect(seen(blocked)).toContain("put the resource into the program with rejectConnectionsOnDelete: true");
  expectSuccess(await up([service("orders", { ...ordersArgs, rejectConnectionsOnDelete: true })]));
  expectSuccess(await up([]));
  expect(idsInCloud()).toEqual([]);
});

test("protectConnections protects also who connected since the last refresh", async () => {
  const id = await created();
  world.emulator.connect(id, { status: "accepted" });
  const moved = { ...ordersArgs, vpcId: otherVpcId, portId: otherPortId, protectConnections: true };
  const refused = await up([service("orders", moved)]);
  expect(refused.exitCode).not.toBe(0);
  expect(seen(refused)).toContain("1 live connection was last seen");
  expect(seen(refused)).toContain("protectConnections refuses that");
  expect(refused.sent).toEqual(["GET vpc-endpoint-services/{id}/connections?limit=1000&offset=0"]);
  expect(idsInCloud()).toEqual([id]);
});

test("an adoption that cannot be is refused in the preview; one that can says what it will send", async () => {
  const id = await created();
  const args = { ...ordersArgs, existingId: id };
  const wrong = await preview(service("renamed", { ...args, vpcId: otherVpcId }));
  expect(wrong.exitCode).not.toBe(0);
  expect(seen(wrong)).toContain("differs in what cannot be changed: vpcId is");
  expectNoStack(wrong);
  const right = await preview(service("renamed", { ...args, tcpProxy: "open" }));
  expectSuccess(right);
  expect(seen(right)).toContain("to be sent: tcpProxy. It belongs to this stack from then on");
});

test("settings: a provider says that it reads none of the stack's, and a slip is not ignored", async () => {
  const provider = 'const europe = new Provider("europe", { region: "eu-west-101" });';
  const lacking = await preview(provider, service("orders", ordersArgs, "{ provider: europe }"));
  expect(seen(lacking)).toContain(
    `The provider "europe" does not read the stack's configuration: give it projectId, accessKey and secretKey`,
  );
  await world.workspace.setConfig({ "huaweicloud:regoin": "eu-west-101" });
  const slip = await preview(service("orders", ordersArgs));
  expect(slip.exitCode).not.toBe(0);
  expect(seen(slip)).toContain(
    "huaweicloud:regoin is not a setting of this package; did you mean huaweicloud:region?",
  );
  expectNoStack(slip);
  expectSuccess(await world.workspace.run(["config", "rm", "huaweicloud:regoin"]));
  await world.workspace.setConfig({ "huaweicloud:endpoints": '{"vpcEp":"http://127.0.0.1:9"}' });
  const endpoint = await preview(service("orders", ordersArgs));
  expect(seen(endpoint)).toContain(
    '"vpcEp" in huaweicloud:endpoints (or HW_VPCEP_ENDPOINT) is not a service; did you mean "vpcep"?',
  );
  expect(endpoint.sent).toEqual([]);
});

test("a refresh says at once that a service is being deleted, and who can get in that could not", async () => {
  const id = await created();
  world.emulator.patchService(id, { approval_enabled: false, permissions: ["*"] });
  const drifted = await refresh();
  expectSuccess(drifted);
  expect(seen(drifted)).toContain("approval was turned off outside Pulumi");
  expect(seen(drifted)).toContain(
    "the whitelist was changed outside Pulumi and has 1 entry for permissions now",
  );
  const again = await refresh();
  expect(seen(again)).not.toContain("outside Pulumi");

  world.emulator.patchService(id, { status: "deleting", settleSeconds: 600 });
  const deleting = await refresh();
  expectSuccess(deleting);
  expect(seen(deleting)).toContain(`service ${id} is being deleted. The next \`pulumi up\` replaces it.`);
  expect(deleting.seconds).toBeLessThan(30);
});

test("after a rename with an alias messages use the new name", async () => {
  const id = await created();
  const renamed = service("renamed", ordersArgs, '{ aliases: [{ name: "orders" }] }');
  const quiet = await up([renamed]);
  expectSuccess(quiet);
  expect(quiet.sent).toEqual([]);
  world.emulator.patchService(id, { status: "failed" });
  expect(seen(await refresh())).toContain('VpcEndpointService "renamed": service');
});
