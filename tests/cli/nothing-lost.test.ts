// What no run may lose, under the real engine: its order of deletes, its pending ones, and what it keeps of a failure.
import { type Emulator, type FaultRule, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import {
  expectNoStack,
  expectSuccess,
  type Observed,
  observe,
  ordersArgs,
  program,
  seen,
  service,
} from "./world";

jest.setTimeout(90_000);

let emulator: Emulator;
let workspace: Workspace;
beforeEach(async () => {
  emulator = await start();
  workspace = await createWorkspace({
    program: program(service("orders", ordersArgs)),
    main: "index.js",
    emulator,
  });
});
afterEach(async () => {
  await workspace?.close();
  await emulator?.close();
});

async function up(statements: string[], args: string[] = []): Promise<Observed> {
  workspace.write(program(...statements));
  return observe(emulator, () => workspace.up(args));
}

async function created(args: object = ordersArgs): Promise<string> {
  expectSuccess(await up([service("orders", args)]));
  return String(emulator.state().services[0]?.id);
}

const inCloud = () => emulator.state().services[0] as Record<string, unknown>;
const permissionsInCloud = () =>
  (inCloud().permissions as { permission: string }[]).map(({ permission }) => permission);

/** The names and ids of the services in the state. */
async function inState(): Promise<string[]> {
  const { resources } = await workspace.exportState();
  return resources
    .filter(({ type }) => type.endsWith(":VpcEndpointService"))
    .map(({ urn, id }) => `${urn.split("::").at(-1)} ${id}`);
}

const path = "/v1/*/vpc-endpoint-services/*";
const put = { method: "PUT", path };
const get = { method: "GET", path };
const whitelist = { method: "POST", path: `${path}/permissions/action` };
const whitelistRead = { method: "GET", path: `${path}/permissions` };
const lost = (match: FaultRule["match"]): FaultRule => ({
  kind: "reset",
  at: "after-processing",
  times: 3,
  match: match ?? {},
});

test("a delete that an earlier run left over does not take a service that another resource has adopted since", async () => {
  const id = await created();
  const renamed = service("renamed", { ...ordersArgs, existingId: id });
  const broken = service("broken", { ...ordersArgs, existingId: "11111111-1111-4111-8111-111111111111" });
  const failed = await up([`const renamed = ${renamed}`, broken.replace("{});", "{ dependsOn: renamed });")]);
  expect(failed.exitCode).not.toBe(0);
  expect(seen(failed)).toContain(`adopted service ${id}`);
  expect((await inState()).sort()).toEqual([`orders ${id}`, `renamed ${id}`]);

  const again = await up([renamed]);
  expectSuccess(again);
  expect(seen(again)).toContain(`service ${id} stays: "renamed" has it now`);
  expect(again.sent).toEqual([]);
  expect(await inState()).toEqual([`renamed ${id}`]);
  expect(inCloud()).toMatchObject({ id, status: "available" });

  expectSuccess(await workspace.destroy());
  expect(emulator.state().services).toEqual([]);
});

test("a service whose adoption fails is not deleted, also with --continue-on-error", async () => {
  const id = await created();
  const renamed = service("renamed", { ...ordersArgs, existingId: id });
  // The look before the adoption goes well, and the adoption itself does not.
  emulator.setFaults([
    { kind: "status", status: 403, errorCode: "EndPoint.0004", match: { ...get, nth: 2 } },
  ]);
  const failed = await up([renamed], ["--continue-on-error"]);
  emulator.clearFaults();
  expect(failed.exitCode).not.toBe(0);
  expect(seen(failed)).toContain(
    `service ${id} stays: "renamed" is to take it over (existingId) and has not.`,
  );
  expectNoStack(failed);
  expect(failed.writes).toEqual([]);
  expect(await inState()).toEqual([`orders ${id}`]);

  expectSuccess(await up([renamed], ["--continue-on-error"]));
  expect(await inState()).toEqual([`renamed ${id}`]);
  expect(inCloud()).toMatchObject({ id, status: "available" });
});

test("a change whose response was lost and that is taken back is looked after, and taken back in the cloud", async () => {
  await created();
  emulator.setFaults([lost(put), { kind: "status", status: 503, times: 1, match: get }]);
  const changed = await up([service("orders", { ...ordersArgs, tcpProxy: "open" })]);
  expect(changed.exitCode).not.toBe(0);
  expect(seen(changed)).toContain("tcpProxy may have been done: PUT");
  expect(inCloud().tcp_proxy).toBe("open");

  const back = await up([service("orders", ordersArgs)]);
  expectSuccess(back);
  expect(back.sent).toEqual([
    "GET vpc-endpoint-services/{id}",
    'PUT vpc-endpoint-services/{id} {"tcp_proxy":"close"}',
  ]);
  expect(inCloud().tcp_proxy).toBe("close");

  const known = { ...ordersArgs, permissions: [] };
  emulator.clearFaults();
  expectSuccess(await up([service("orders", known)]));
  emulator.setFaults([lost(whitelist), { kind: "status", status: 503, times: 3, match: whitelistRead }]);
  const letIn = await up([service("orders", { ...known, permissions: ["iam:domain::a"] })]);
  expect(seen(letIn)).toContain("permissions may have been done:");
  expect(permissionsInCloud()).toEqual(["iam:domain::a"]);
  expectSuccess(await up([service("orders", known)]));
  expect(permissionsInCloud()).toEqual([]);
});

test("a list that was refused and is taken out of the program leaves the hand-made whitelist alone", async () => {
  const id = await created();
  emulator.patchService(id, { permissions: ["iam:domain::byhand"] });
  emulator.setFaults([{ kind: "status", status: 403, errorCode: "EndPoint.0004", match: whitelist }]);
  const changed = { ...ordersArgs, description: "changed" };
  const failed = await up([service("orders", { ...changed, permissions: ["iam:domain::a"] })]);
  expect(seen(failed)).toContain("description succeeded; permissions failed:");
  emulator.clearFaults();
  expectSuccess(await up([service("orders", changed)]));
  expect(permissionsInCloud()).toEqual(["iam:domain::byhand"]);
  const quiet = await up([service("orders", changed)], ["--expect-no-changes"]);
  expectSuccess(quiet);
});

test("a secret list is nowhere in the state in clear, whatever way it is written in", async () => {
  const ports =
    "pulumi.secret([{ clientPort: 47001, serverPort: 47002 }, { clientPort: 47003, serverPort: 47004 }])";
  const permissions = 'pulumi.secret(["iam:domain::b", "iam:domain::secretaccount"])';
  const declared = (list: string) =>
    `new VpcEndpointService("orders", { ...${JSON.stringify(ordersArgs)}, ports: ${ports}, permissions: ${list}, rejectConnectionsOnRevoke: true });`;
  expectSuccess(await up([declared(permissions)]));
  const connections = { method: "GET", path: `${path}/connections` };
  emulator.setFaults([{ kind: "status", status: 403, errorCode: "EndPoint.0004", match: connections }]);
  const failed = await up([declared("pulumi.secret([])")]);
  expect(seen(failed)).toContain("rejecting the connections of revoked accounts failed:");
  const { text } = await workspace.exportState();
  for (const secret of ["47001", "47002", "47003", "47004", "iam:domain::b", "secretaccount"])
    expect(text).not.toContain(secret);
  expect(seen(failed)).not.toContain("secretaccount");
});
