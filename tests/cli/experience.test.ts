// What only the real engine shows: its deletes after a replacement, and the lines of a refresh.
import { expectSuccess, ordersArgs, otherPortId, otherVpcId, seen, service, useCli } from "./world";

jest.setTimeout(90_000);

const world = useCli();
const { up, refresh, created } = world;

const idsInCloud = () => world.services().map(({ id }) => String(id));

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

test("a refresh says at once that a service is being deleted, and who can get in that could not", async () => {
  const id = await created();
  world.emulator.patchService(id, { approval_enabled: false, permissions: ["*"] });
  const drifted = await refresh();
  expectSuccess(drifted);
  expect(seen(drifted)).toContain("approval was turned off outside Pulumi");
  expect(seen(drifted)).toContain(
    "the whitelist was changed outside Pulumi and has 1 entry for permissions now",
  );

  world.emulator.patchService(id, { status: "deleting", settleSeconds: 600 });
  const deleting = await refresh();
  expectSuccess(deleting);
  expect(seen(deleting)).toContain(`service ${id} is being deleted. The next \`pulumi up\` replaces it.`);
  expect(deleting.seconds).toBeLessThan(30);
});
