// Ways of logging in under the real CLI: a user's password from the environment, an agency, and two accounts in one program.
import { type Emulator, start } from "../../emulator";
import { createWorkspace, type Workspace } from "../helpers/pulumi-cli";
import { expectSuccess, observe, ordersArgs, otherPortId, program, seen, service } from "./world";

let emulator: Emulator;
const workspaces: Workspace[] = [];
beforeAll(async () => {
  emulator = await start({ accounts: ["partner"] });
});
afterAll(async () => {
  for (const workspace of workspaces) await workspace.close();
  await emulator?.close();
});

const endpoints = () => {
  const { url } = emulator;
  return JSON.stringify({ vpcep: url, iam: url, sts: url });
};

async function workspaceWith(
  source: Record<string, string>,
  config: Record<string, string>,
  env: Record<string, string> = {},
): Promise<Workspace> {
  const given = { "huaweicloud:region": emulator.region, "huaweicloud:endpoints": endpoints(), ...config };
  const workspace = await createWorkspace({ program: source, main: "index.js", config: given, env });
  workspaces.push(workspace);
  return workspace;
}

const logins = () =>
  emulator.requests().filter(({ method, path }) => method === "POST" && !path.includes("vpc-endpoint"))
    .length;

test("login 27: a user and a password from the environment: one login a run, and neither is anywhere else", async () => {
  const [{ name, users }] = emulator.accounts;
  const [user] = users;
  const env = {
    HW_USER_NAME: String(user?.name),
    HW_USER_PASSWORD: String(user?.password),
    HW_DOMAIN_NAME: name,
  };
  const workspace = await workspaceWith(program(service("orders", ordersArgs)), {}, env);
  emulator.clearRequests();
  const created = expectSuccess(await workspace.up());
  // The command's preview is a process of its own.
  expect(logins()).toBeLessThanOrEqual(2);
  const { text } = await workspace.exportState();
  for (const hidden of [created.stdout, created.stderr, text])
    expect(hidden).not.toContain(env.HW_USER_PASSWORD);
  expectSuccess(await workspace.destroy());
  expect(emulator.state().services).toEqual([]);
}, 120_000);

test("login 27: an agency of another account: the service lies there", async () => {
  const [, partner] = emulator.accounts;
  const { accessKey, secretKey } = emulator;
  const workspace = await workspaceWith(program(service("orders", ordersArgs)), {
    "huaweicloud:accessKey": accessKey,
    "huaweicloud:secretKey": secretKey,
    "huaweicloud:agencyName": "open-agency",
    "huaweicloud:agencyDomainName": "partner",
  });
  expectSuccess(await workspace.up());
  const { resources } = await workspace.exportState();
  const made = resources.find(({ urn }) => urn.endsWith("::orders"));
  expect(made?.outputs).toMatchObject({ projectId: partner?.projectId });
  expectSuccess(await workspace.destroy());
}, 120_000);

test("login 13, login 27: two providers of two accounts in one program", async () => {
  const users = emulator.accounts.map(({ name, users: [user] }) => ({
    userName: user?.name,
    password: user?.password,
    domainName: name,
  }));
  const [own, partner] = users.map((user, index) => {
    const args = JSON.stringify({ region: emulator.region, endpoints: JSON.parse(endpoints()), ...user });
    return `const p${index} = new Provider("p${index}", ${args});`;
  });
  const source = program(
    String(own),
    String(partner),
    service("orders", ordersArgs, "{ provider: p0 }"),
    service("billing", { ...ordersArgs, portId: otherPortId }, "{ provider: p1 }"),
  );
  const workspace = await workspaceWith(source, {});
  const created = expectSuccess(await observe(emulator, () => workspace.up()));
  expect(created.writes.filter((line) => line.includes("vpc-endpoint-services"))).toHaveLength(2);
  const { text, resources } = await workspace.exportState();
  const projectOf = (name: string) =>
    resources.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs?.["projectId"];
  expect([projectOf("orders"), projectOf("billing")]).toEqual(
    emulator.accounts.map(({ projectId }) => projectId),
  );
  for (const { password } of users) expect(seen(created) + text).not.toContain(String(password));
  expectSuccess(await workspace.destroy());
}, 120_000);
