// What no run may lose, under the real engine: its order of deletes, its pending ones, and what it keeps of a failure.
import {
  expectRefusal,
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
const { up, created } = world;

/** The names and ids of the services in the state. */
async function inState(): Promise<string[]> {
  const { resources } = await world.workspace.exportState();
  return resources
    .filter(({ type }) => type.endsWith(":VpcEndpointService"))
    .map(({ urn, id }) => `${urn.split("::").at(-1)} ${id}`);
}

const path = "/v1/*/vpc-endpoint-services/*";
const get = { method: "GET", path };
test("a delete that an earlier run left over does not take a service that another resource has adopted since", async () => {
  const id = await created();
  const renamed = service("renamed", { ...ordersArgs, existingId: id });
  const broken = service("broken", { ...ordersArgs, existingId: "11111111-1111-4111-8111-111111111111" });
  const failed = await up([`const renamed = ${renamed}`, broken.replace("{});", "{ dependsOn: renamed });")]);
  expect(failed.exitCode).not.toBe(0);
  expect(seen(failed)).toContain(`adopted service ${id}`);
  expect((await inState()).sort()).toEqual([`orders ${id}`, `renamed ${id}`]);

  const again = expectSuccess(await up([renamed]));
  expect(seen(again)).toContain(`service ${id} stays: "renamed" has it now`);
  expect(again.sent).toEqual([]);
  expect(await inState()).toEqual([`renamed ${id}`]);
  expect(world.services()[0]).toMatchObject({ id, status: "available" });

  expectSuccess(await world.workspace.destroy());
  expect(world.services()).toEqual([]);
});

test("a service whose adoption fails is not deleted, also with --continue-on-error", async () => {
  const id = await created();
  const renamed = service("renamed", { ...ordersArgs, existingId: id });
  // The look before the adoption goes well, and the adoption itself does not.
  world.emulator.setFaults([
    { kind: "status", status: 403, errorCode: "EndPoint.0004", match: { ...get, nth: 2 } },
  ]);
  const failed = await up([renamed], ["--continue-on-error"]);
  world.emulator.clearFaults();
  expectRefusal(failed, `service ${id} stays: "renamed" is to take it over (existingId) and has not.`);
  expect(failed.writes).toEqual([]);
  expect(await inState()).toEqual([`orders ${id}`]);

  expectSuccess(await up([renamed], ["--continue-on-error"]));
  expect(await inState()).toEqual([`renamed ${id}`]);
  expect(world.services()[0]).toMatchObject({ id, status: "available" });
});

test("a replaced service that consumers still use goes once the program says that they may be rejected", async () => {
  const id = await created();
  world.emulator.connect(id, { status: "accepted" });
  const moved = { ...ordersArgs, vpcId: otherVpcId, portId: otherPortId };
  const blocked = await up([service("orders", moved)]);
  expectRefusal(
    blocked,
    /In its way: .*\(accepted\)\. Reject them, or set rejectConnectionsOnDelete: true and run `pulumi up` again\./,
  );
  expect(world.services().map(({ id }) => id)).toHaveLength(2);

  expectSuccess(await up([service("orders", { ...moved, rejectConnectionsOnDelete: true })]));
  expect(world.services().map(({ id }) => id)).toHaveLength(1);
  expect(world.services().map(({ id }) => id)).not.toContain(id);
});

test("a secret list is nowhere in the state in clear, whatever way it is written in", async () => {
  const ports =
    "pulumi.secret([{ clientPort: 47001, serverPort: 47002 }, { clientPort: 47003, serverPort: 47004 }])";
  const permissions = 'pulumi.secret(["iam:domain::b", "iam:domain::secretaccount"])';
  const declared = (list: string) =>
    `new VpcEndpointService("orders", { ...${JSON.stringify(ordersArgs)}, ports: ${ports}, permissions: ${list}, rejectConnectionsOnRevoke: true });`;
  expectSuccess(await up([declared(permissions)]));
  const connections = { method: "GET", path: `${path}/connections` };
  world.emulator.setFaults([{ kind: "status", status: 403, errorCode: "EndPoint.0004", match: connections }]);
  const failed = await up([declared("pulumi.secret([])")]);
  expect(seen(failed)).toContain("rejecting the connections of revoked accounts failed:");
  const { text } = await world.workspace.exportState();
  for (const secret of ["47001", "47002", "47003", "47004", "iam:domain::b", "secretaccount"])
    expect(text).not.toContain(secret);
  expect(seen(failed)).not.toContain("secretaccount");
});
