import type { Emulator, EmulatorOptions } from "../../emulator/index";
import {
  callsOf,
  newService,
  plain,
  portId,
  serviceBody,
  services,
  startForTest,
  unsigned,
  useEmulator,
  useStateFile,
  vpcId,
} from "./client";
import { byPassword, login, projectScope, tokenOf } from "./logins";

describe("an owner, a consumer and a third", () => {
  const emulator = useEmulator({ accounts: ["acme", "shop"] });
  const as = (place: number) => {
    const get = (target: Emulator, name: string) =>
      Reflect.get(name === "url" ? target : (target.accounts[place] ?? {}), name);
    return callsOf(new Proxy(emulator, { get }));
  };
  const [owner, consumer, third] = [as(0), as(1), as(2)];
  const account = (place: number) => `iam:domain::${emulator.accounts[place]?.domainId}`;

  let id: string;
  const open = (...permissions: string[]) =>
    owner.post(`${services}/${id}/permissions/action`, { action: "add", permissions });
  const connect = (by = consumer) =>
    by.post("vpc-endpoints", { endpoint_service_id: id, vpc_id: vpcId, subnet_id: portId });
  const connected = async () => {
    await open(account(1));
    return (await connect()).body;
  };
  const connections = async () => (await owner.get(`${services}/${id}/connections`)).body.connections;

  beforeEach(async () => {
    id = await newService(emulator, { service_name: "orders" });
    await owner.get("quotas");
  });

  test("ids and keys follow from the name, and no two accounts share one", async () => {
    const [first, ...named] = emulator.accounts;
    expect(first).toMatchObject({
      name: "emulator-account",
      accessKey: emulator.accessKey,
      projectId: emulator.projectId,
    });
    expect(named.map(({ name }) => name)).toEqual(["acme", "shop"]);
    const values = emulator.accounts.flatMap((account) => [
      ...[account.domainId, account.projectId, account.accessKey, account.secretKey],
      ...account.users.flatMap(({ id, password }) => [id, password]),
      ...account.agencies.map(({ id }) => id),
      ...[account.identityProvider.id, ...account.identityProvider.idTokens],
    ]);
    expect(values).toHaveLength(30);
    expect(new Set(values).size).toBe(30);
    const again = await startForTest({ accounts: ["shop"] });
    expect(again.accounts[1]).toEqual(named[1]);
  });

  test("each finds its own project and account", async () => {
    for (const [place, { get }] of [owner, consumer, third].entries()) {
      const expected = emulator.accounts[place];
      const { projects } = (await get(`/v3/projects?name=${emulator.region}`)).body;
      expect(projects).toMatchObject([{ id: expected?.projectId, domain_id: expected?.domainId }]);
      const domain = { id: expected?.domainId, name: expected?.name };
      expect((await get("/v3/auth/domains")).body.domains).toMatchObject([domain]);
      expect((await get("/v3/users")).body.users).toMatchObject([{ domain_id: expected?.domainId }]);
      const url = `${emulator.url}/v1/${expected?.projectId}`;
      expect((await get("/v3/auth/catalog")).body.catalog[1].endpoints).toMatchObject([{ url }]);
    }
  });

  test.each([
    ["nobody", [], [2012, 2012]],
    ["one account", [1], [undefined, 2012]],
    ["everyone", ["*"], [undefined, undefined]],
  ])("a whitelist of %s says who may connect, and who sees the service", async (_who, records, codes) => {
    const permissions = records.map((record) => (typeof record === "number" ? account(record) : record));
    if (permissions.length > 0) await open(...permissions);
    for (const [place, by] of [consumer, third].entries()) {
      const code = codes[place];
      for (const query of [`id=${id}`, `endpoint_service_name=cn-north-4.orders.${id}`])
        expect((await by.get(`${services}/describe?${query}`)).status).toBe(code === undefined ? 200 : 404);
      expect((await connect(by)).body.error_code).toBe(code && `EndPoint.${code}`);
    }
    expect((await connect(owner)).status).toBe(200);
  });

  test("a record of an organization admits nobody", async () => {
    const permissions = ["organizations:orgPath::*"];
    await owner.post(`${services}/${id}/permissions/action`, {
      action: "add",
      permissions,
      permission_type: "orgPath",
    });
    expect((await connect()).body.error_code).toBe("EndPoint.2012");
  });

  test("the owner accepts the other's endpoint, and rejects it", async () => {
    const made = await connected();
    expect(made).toMatchObject({ status: "creating", project_id: emulator.accounts[1]?.projectId });
    const { domainId } = emulator.accounts[1] ?? {};
    const status = async () => (await consumer.get(`vpc-endpoints/${made.id}`)).body.status;
    const act = (action: string) =>
      owner.post(`${services}/${id}/connections/action`, { action, endpoints: [made.id] });
    expect(await connections()).toMatchObject([
      { id: made.id, domain_id: domainId, status: "pendingAcceptance" },
    ]);
    await act("receive");
    expect(await status()).toBe("accepted");
    expect((await owner.remove(`${services}/${id}`)).body.error_code).toBe("EndPoint.3006");
    await act("reject");
    expect(await status()).toBe("rejected");
    const revoke = { action: "remove", permissions: [account(1)] };
    await owner.post(`${services}/${id}/permissions/action`, revoke);
    expect(await connections()).toHaveLength(1);
    expect((await consumer.remove(`vpc-endpoints/${made.id}`)).status).toBe(204);
    expect(await connections()).toEqual([]);
  });

  test("an endpoint outlives the service, and its account can still delete it", async () => {
    const made = await connected();
    emulator.connect(id);
    await owner.remove(`${services}/${id}`);
    expect((await owner.get(`${services}/${id}`)).status).toBe(404);
    expect(emulator.state().endpoints).toMatchObject([{ id: made.id }]);
    expect((await consumer.remove(`vpc-endpoints/${made.id}`)).status).toBe(204);
  });

  test("neither sees nor changes what is the other's", async () => {
    const made = await connected();
    const tagging = { action: "create", tags: [{ key: "a", value: "" }] };
    const before = emulator.state();
    for (const call of [
      consumer.get(`${services}/${id}`),
      consumer.put(`${services}/${id}`, { description: "mine" }),
      consumer.remove(`${services}/${id}`),
      consumer.get(`${services}/${id}/permissions`),
      consumer.get(`${services}/${id}/connections`),
      consumer.post(`${services}/${id}/connections/action`, { action: "receive", endpoints: [made.id] }),
      consumer.post(`endpoint_service/${id}/tags/action`, tagging),
      owner.get(`vpc-endpoints/${made.id}`),
      owner.put(`vpc-endpoints/${made.id}`, { enable_whitelist: true }),
      owner.remove(`vpc-endpoints/${made.id}`),
      owner.post(`endpoint/${made.id}/tags/action`, tagging),
    ])
      expect((await call).status).toBe(404);
    expect((await consumer.get(services)).body.endpoint_services).toEqual([]);
    expect((await owner.get("vpc-endpoints")).body.endpoints).toEqual([]);
    expect((await third.get("vpc-endpoints")).body.endpoints).toEqual([]);
    const foreign = `/v1/${emulator.projectId}/${services}`;
    expect(await consumer.get(foreign)).toMatchObject({ status: 403, body: { error_code: "EndPoint.0004" } });
    expect(emulator.state()).toEqual(before);
  });

  test("each has a quota of its own", async () => {
    emulator.configure({ quota: 1, endpointQuota: 1 });
    expect((await owner.post(services, serviceBody())).body.error_code).toBe("EndPoint.3044");
    expect((await consumer.post(services, serviceBody())).status).toBe(200);
    await connected();
    expect((await connect(owner)).status).toBe(200);
    expect((await consumer.get("quotas?type=endpoint")).body.quotas.resources).toMatchObject([{ used: 1 }]);
  });

  test("wrong signatures lock the key that they came with, and no other", async () => {
    for (let at = 0; at < 6; at += 1) await consumer.get("quotas", { secretKey: "wrong" });
    expect((await consumer.get("quotas")).body.error_msg).toContain("AK access failed to reach the limit");
    expect((await owner.get("quotas")).status).toBe(200);
    expect((await owner.get("quotas", { secretKey: emulator.accounts[1]?.secretKey ?? "" })).status).toBe(
      401,
    );
  });

  test("a login is one of the account that is named, and opens its project only", async () => {
    const { projectId = "", domainId, users } = emulator.accounts[1] ?? {};
    const user = { password: users?.[0].password, domain: { name: "acme" } };
    const reply = await login(emulator, byPassword(emulator, projectScope(emulator), user));
    expect(reply.body.token).toMatchObject({ project: { id: projectId, domain: { id: domainId } } });
    const opened = (project: string) =>
      unsigned(emulator, `GET /v1/${project}/quotas`, undefined, { "x-auth-token": tokenOf(reply) });
    expect((await opened(projectId)).status).toBe(200);
    expect((await opened(emulator.projectId)).status).toBe(403);
    const elsewhere = { ...user, domain: { name: "shop" } };
    expect((await login(emulator, byPassword(emulator, {}, elsewhere))).status).toBe(401);
  });

  test("no secret key is in the log", async () => {
    const lines: string[] = [];
    const logged = await startForTest({ accounts: ["acme"], log: (line) => lines.push(line) });
    await plain(`${logged.url}/v1/x?${logged.accounts[1]?.secretKey}`);
    expect(lines.join()).toContain("/v1/x?***");
  });
});

test("an account has a project in each region, and connections stay within one", async () => {
  const emulator = await startForTest({ region: ["cn-north-4", "ap-southeast-1"], accounts: ["acme"] });
  const acme = emulator.accounts[1];
  expect(acme?.regions.map(({ region }) => region)).toEqual(["cn-north-4", "ap-southeast-1"]);
  const id = await newService(emulator);
  emulator.patchService(id, { permissions: ["*"] });
  const body = { endpoint_service_id: id, vpc_id: vpcId, subnet_id: portId };
  const codes = acme?.regions.map(async ({ projectId }) => {
    const { post } = callsOf({ ...acme, url: emulator.url, projectId });
    return (await post("vpc-endpoints", body)).body.error_code;
  });
  expect(await Promise.all(codes ?? [])).toEqual([undefined, "EndPoint.2003"]);
});

test.each<[EmulatorOptions, string]>([
  [{ accounts: ["acme", "a b"] }, 'The name of an account is 1 to 64 letters, digits, - and _, not "a b".'],
  [{ accounts: ["emulator-account"] }, "Two accounts have the same name, emulator-account."],
  [{ subProjects: ["dev"] }, "The name of a sub-project is that of a region, _ and more letters"],
  [{ subProjects: ["cn-north-4_a/b"] }, 'up to 64 in all, not "cn-north-4_a/b".'],
])("%j is refused", async (options, sentence) => {
  await expect(startForTest(options)).rejects.toThrow(sentence);
});

describe("with a state file", () => {
  const file = useStateFile();
  const open = (...accounts: string[]) => startForTest({ statePath: file.path, accounts });

  test("sub-projects stay, and more can be added", async () => {
    const named = ["cn-north-4_dev", "cn-north-4_test"];
    const first = await startForTest({ statePath: file.path, subProjects: named.slice(0, 1) });
    const { projects } = first.accounts[0];
    await first.close();
    const second = await startForTest({ statePath: file.path, subProjects: named.slice(1) });
    expect(second.accounts[0].projects.slice(0, 2)).toEqual(projects);
    expect(second.accounts[0].projects.map(({ name }) => name)).toEqual(["cn-north-4", ...named]);
  });

  test("accounts stay with what they own, and more can be added", async () => {
    const first = await open("acme");
    const [, acme] = first.accounts;
    const id = await newService({ ...first, ...acme });
    await first.close();
    const second = await open("acme", "shop");
    expect(second.accounts.map(({ name }) => name)).toEqual(["emulator-account", "acme", "shop"]);
    await second.close();
    const third = await open();
    expect(third.accounts).toEqual(second.accounts);
    expect((await callsOf({ ...third, ...acme }).get(`${services}/${id}`)).status).toBe(200);
    expect((await callsOf(third).get(`${services}/${id}`)).status).toBe(404);
  });
});
