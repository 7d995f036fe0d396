// The consumer's endpoint, the owner's decision and the single record, with the exact calls of each step.
import { vpcEndpoint } from "../../provider/vpc-endpoint/lifecycle";
import { vpcEndpointConnection } from "../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointServicePermission } from "../../provider/vpc-endpoint-service-permission/lifecycle";
import type { Lab } from "../helpers/in-process";
import { expectNoop, failure, service } from "../helpers/in-process";
import { networkId as subnetId, vpcId } from "../helpers/samples";
import type { Stack } from "../helpers/stack";
import { inCloud, lab, standing, writes } from "./support";

const account = "iam:domain::5fc973eea581490997e82ea11a1d0101";
const list = "GET /vpc-endpoint-services/*/connections?id=*";
const action = "POST /vpc-endpoint-services/*/connections/action";

async function link(): Promise<{
  one: Lab;
  endpoint: Stack;
  connection: Stack;
  ours: object;
  theirs: object;
}> {
  const one = await standing({}, service({ approvalEnabled: true }));
  const endpoint = one.siblingStack(vpcEndpoint, "shop");
  const ours = { endpointServiceId: one.stack.id, vpcId, subnetId };
  await endpoint.up({ ...ours });
  const connection = one.siblingStack(vpcEndpointConnection, "shop");
  const theirs = { endpointServiceId: one.stack.id, endpointId: endpoint.id };
  one.forget();
  return { one, endpoint, connection, ours, theirs };
}

/** The calls of a step, which begins with none. */
async function callsOf(one: Lab, run: () => Promise<unknown>): Promise<string[]> {
  one.forget();
  await run();
  return one.calls();
}

describe("VpcEndpoint", () => {
  test("link 17: waits for approval without failing, and does nothing more", async () => {
    const { one, endpoint, ours } = await link();
    expect(endpoint.outputs).toMatchObject({ status: "pendingAcceptance", serviceType: "interface" });
    expect(typeof endpoint.outputs.markerId).toBe("string");
    expect(await callsOf(one, () => endpoint.up({ ...ours }))).toEqual([]);
    expect(await callsOf(one, () => endpoint.refresh())).toEqual(["GET /vpc-endpoints/*"]);
  });

  test("link 18: with waitForAcceptance it waits until its time is up, and keeps its id", async () => {
    const { one, endpoint, ours } = await link();
    const waiting = one.siblingStack(vpcEndpoint, "waiting");
    const wanted = { ...ours, subnetId: vpcId, waitForAcceptance: true };
    expect((await failure(waiting.up(wanted))).message).toContain("is still pendingAcceptance after 600 s");
    const theirs = { endpointServiceId: one.stack.id, endpointId: waiting.id };
    await one.siblingStack(vpcEndpointConnection, "waiting").up(theirs);
    await waiting.up(wanted);
    expect(waiting.outputs).toMatchObject({ status: "accepted" });
    expect(waiting.id).not.toBe(endpoint.id);
  });

  test("link 16: one that was rejected says whom to ask, once in a run", async () => {
    const { one, endpoint, connection, theirs } = await link();
    await connection.up({ ...theirs, accepted: false });
    await endpoint.refresh();
    await endpoint.refresh();
    const said = one.lines.filter((line) => line.includes("the connection was rejected: ask the owner of"));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`VpcEndpoint "shop": `);
    expect(endpoint.outputs).toMatchObject({ status: "rejected" });
  });

  test("link 12: a description replaces it, and the old one goes first: a subnet has one endpoint a service", async () => {
    const { endpoint, ours } = await link();
    const plan = await endpoint.preview({ ...ours, description: "new" });
    expect(plan).toMatchObject({ step: "replace", replaces: ["description"], deleteBeforeReplace: true });
  });

  test("link 19: a service that is not there is named, with the owner's list as the likely reason", async () => {
    const one = await lab();
    const endpoint = one.siblingStack(vpcEndpoint, "shop");
    const wanted = { endpointServiceName: "cn-north-4.orders.x", vpcId, subnetId };
    expect((await failure(endpoint.up(wanted))).message).toContain("there is no service cn-north-4.orders.x");
  });

  test.each<[object, string]>([
    [{ vpcId }, "endpointServiceId or endpointServiceName must be given"],
    [{ endpointServiceId: "a", endpointServiceName: "b", vpcId }, "and not both of them"],
    [{ endpointServiceId: "a", vpcId: "x" }, "vpcId must be a UUID"],
    [{ endpointServiceId: "a", vpcId, ip: "::1" }, "ip must be an IPv4 address"],
    [
      { endpointServiceId: "a", vpcId, whitelist: ["0.0.0.0/0"] },
      "whitelist[0] must be an IPv4 address or a block",
    ],
    [
      { endpointServiceId: "a", vpcId, whitelist: Array(21).fill("192.0.2.1") },
      "may have 20 entries at most",
    ],
    [{ endpointServiceId: "a", vpcId, policyStatement: {} }, "must be a list of statements"],
    [{ endpointServiceId: "a", vpcId, policyDocument: [] }, "must be a policy document"],
  ])("link 3: %j is refused before any call", async (wanted, reason) => {
    const one = await lab();
    const endpoint = one.siblingStack(vpcEndpoint, "shop");
    expect((await failure(endpoint.preview({ ...wanted }))).message).toContain(reason);
    expect(one.calls()).toEqual([]);
  });
});

describe("editions, backends and route tables", () => {
  const upgrade = (one: Lab, kind: string) =>
    one.calls().filter((call) => call === `POST /v2/${kind}/*/upgrade`).length;
  const profession = service({ edition: "profession" });

  test("link 20: a service is made, then upgraded; the way back replaces it, and nothing is left to do", async () => {
    const one = await lab();
    await one.stack.up(profession);
    expect(writes(one)).toEqual(["POST /vpc-endpoint-services", "POST /v2/vpc-endpoint-services/*/upgrade"]);
    expect(one.stack.outputs).toMatchObject({
      edition: "profession",
      supportedEditions: ["basic", "profession"],
    });
    await expectNoop(one, profession);
    await one.stack.refresh();
    await expectNoop(one, profession);
    // Taking it out is no wish to lose the consumers; saying otherwise is one.
    expect(await one.stack.preview(service())).toMatchObject({ step: "update", replaces: [] });
    const back = await one.stack.preview(service({ edition: "basic" }));
    expect(back).toMatchObject({ step: "replace", replaces: ["edition"], deleteBeforeReplace: true });
  });

  test("link 20: a service that somebody else has upgraded is left as it is", async () => {
    const one = await standing();
    one.emulator.patchService(one.stack.id, { supported_editions: ["basic", "profession"] });
    await one.stack.refresh();
    expect(one.stack.outputs).toMatchObject({ edition: "profession" });
    await expectNoop(one);
  });

  const added = (...ids: string[]) =>
    service({ edition: "profession", serverResources: ids.map((resourceId) => ({ resourceId })) });
  const backends = (one: Lab) =>
    one.emulator
      .requests()
      .filter(({ path }) => path.endsWith("/add-server-resources"))
      .map(({ body }) => body);

  test("link 21: backends: only those that are new are sent; taking one away replaces the service", async () => {
    const one = await standing({}, added("lb-1"));
    await one.stack.up(added("lb-2", "lb-1"));
    expect(backends(one)).toEqual([{ server_resources: [{ resource_id: "lb-2" }] }]);
    expect(writes(one)).toHaveLength(1);
    await one.stack.refresh();
    await expectNoop(one, added("lb-1", "lb-2"));
    expect(await one.stack.preview(added("lb-2"))).toMatchObject({ replaces: ["serverResources"] });
    expect(await one.stack.preview(profession)).toMatchObject({ step: "update", replaces: [] });
  });

  test("link 21: backends: when the response is lost nothing shows what came of it, so the next run sends them again", async () => {
    const one = await standing({}, profession);
    const path = "/v2/*/vpc-endpoint-services/*/add-server-resources";
    one.fault({ kind: "reset", at: "after-processing", match: { path }, times: 1 });
    const { reasons } = await failure(one.stack.up(added("lb-1")));
    expect(reasons?.join()).toContain("serverResources may have been done");
    expect(backends(one)).toHaveLength(1);
    await one.stack.up(added("lb-1"));
    expect(backends(one)).toHaveLength(2);
    expect(inCloud(one)).toMatchObject({ server_resources: [{ resource_id: "lb-1" }] });
    await expectNoop(one, added("lb-1"));
  });

  test("link 20: an endpoint is upgraded once its service is", async () => {
    const one = await standing({}, service({ edition: "profession", approvalEnabled: false }));
    const endpoint = one.siblingStack(vpcEndpoint, "shop");
    const wanted = { endpointServiceId: one.stack.id, vpcId, subnetId };
    await endpoint.up(wanted);
    await endpoint.up({ ...wanted, edition: "profession" });
    expect(upgrade(one, "vpc-endpoints")).toBe(1);
    await endpoint.refresh();
    expect(await endpoint.up({ ...wanted, edition: "profession" })).toBe("same");
    expect(await endpoint.preview({ ...wanted, edition: "basic" })).toMatchObject({ replaces: ["edition"] });
  });

  test("link 22: route tables are sent whole, by one call, and drift is repaired", async () => {
    const one = await lab();
    const endpoint = one.siblingStack(vpcEndpoint, "storage");
    const wanted = { endpointServiceName: "com.myhuaweicloud.cn-north-4.obs", vpcId };
    await endpoint.up(wanted);
    const [made] = endpoint.outputs.routeTables as string[];
    expect(made).toEqual(expect.any(String));
    const put = ["PUT /vpc-endpoints/*/routetables"];
    const own = { ...wanted, routeTables: [subnetId, made] };
    expect(await callsOf(one, () => endpoint.up(own))).toEqual([...put, "GET /vpc-endpoints/*"]);
    expect(await callsOf(one, () => endpoint.up({ ...own, routeTables: [made, subnetId] }))).toEqual([]);
    const console = one.another().siblingStack(vpcEndpoint, "console");
    await console.up({ ...wanted, existingId: endpoint.id, routeTables: [subnetId] });
    await endpoint.refresh();
    expect(endpoint.outputs).toMatchObject({ routeTables: [subnetId] });
    await endpoint.up(own);
    expect(endpoint.outputs).toMatchObject({ routeTables: [subnetId, made] });
  });

  test("link 22: route tables that could not be bound are a failure, and named", async () => {
    const one = await lab();
    const endpoint = one.siblingStack(vpcEndpoint, "storage");
    const wanted = { endpointServiceName: "com.myhuaweicloud.cn-north-4.obs", vpcId };
    await endpoint.up(wanted);
    const error = [{ bind_failed: [{ id: subnetId, error_message: "no such table" }], unbind_failed: [] }];
    const match = { path: "/v1/*/vpc-endpoints/*/routetables" };
    one.fault({ kind: "status", status: 200, body: { routetables: [], error }, match });
    const { message } = await failure(endpoint.up({ ...wanted, routeTables: [subnetId] }));
    expect(message).toContain(`route tables could not be changed: ${subnetId}: no such table`);
  });
});

describe("VpcEndpointConnection", () => {
  test("scenario 38: accepts, and rejects when it is destroyed", async () => {
    const { one, endpoint, connection, theirs } = await link();
    expect(await callsOf(one, () => connection.up({ ...theirs }))).toEqual([list, action, list]);
    expect(connection.outputs).toMatchObject({ status: "accepted", accepted: true });
    expect(await callsOf(one, () => connection.up({ ...theirs }))).toEqual([]);
    await endpoint.refresh();
    expect(endpoint.outputs).toMatchObject({ status: "accepted" });
    await connection.destroy();
    expect(one.emulator.state().endpoints).toMatchObject([{ status: "rejected" }]);
  });

  test("scenario 39: a rejection in the console is shown, and made good", async () => {
    const { one, connection, theirs } = await link();
    await connection.up({ ...theirs });
    const other = one.another().siblingStack(vpcEndpointConnection, "console");
    await other.up({ ...theirs, accepted: false });
    expect(await callsOf(one, () => connection.refresh())).toEqual([list]);
    expect(connection.outputs).toMatchObject({ status: "rejected", accepted: false });
    await connection.up({ ...theirs });
    expect(connection.outputs).toMatchObject({ status: "accepted", accepted: true });
  });

  test("scenario 40: of an endpoint that is gone, a destroy succeeds", async () => {
    const { one, endpoint, connection, theirs } = await link();
    await connection.up({ ...theirs });
    await endpoint.destroy();
    expect(await callsOf(one, () => connection.destroy())).toEqual([list]);
  });

  test("link 23: an endpoint that is never listed fails at the deadline, with its id", async () => {
    const { connection, theirs } = await link();
    const missing = { ...theirs, endpointId: vpcId };
    expect((await failure(connection.up(missing))).message).toContain(
      `${vpcId} is still not listed after 600 s`,
    );
  });
});

describe("two accounts", () => {
  async function twoAccounts(): Promise<{ owner: Lab; consumer: Lab; partner: string; wanted: object }> {
    const owner = await standing({ emulator: { accounts: ["partner"] } }, service({ approvalEnabled: true }));
    const [, partner] = owner.emulator.accounts;
    if (partner === undefined) throw new Error("the emulator has no second account");
    const consumer = owner.another(partner);
    const wanted = { endpointServiceName: owner.stack.outputs.endpointServiceName, vpcId, subnetId };
    return { owner, consumer, partner: `iam:domain::${partner.domainId}`, wanted };
  }

  test("link 19: who is not on the list does not even see the service, and is told whom to ask", async () => {
    const { consumer, wanted } = await twoAccounts();
    const { message } = await failure(consumer.siblingStack(vpcEndpoint, "shop").up({ ...wanted }));
    expect(message).toContain("that the owner has this account on the service's list (permissions)");
  });

  test("scenario 38: the owner's program lets the account in, it connects by name, and is accepted and rejected", async () => {
    const { owner, consumer, partner, wanted } = await twoAccounts();
    const endpointServiceId = owner.stack.id;
    const record = owner.siblingStack(vpcEndpointServicePermission, "partner");
    await record.up({ endpointServiceId, permission: partner });
    const shop = consumer.siblingStack(vpcEndpoint, "shop");
    await shop.up({ ...wanted });
    expect(shop.outputs).toMatchObject({ status: "pendingAcceptance", endpointServiceId });
    const decision = owner.siblingStack(vpcEndpointConnection, "shop");
    await decision.up({ endpointServiceId, endpointId: shop.id });
    expect(decision.outputs).toMatchObject({ status: "accepted", domainId: partner.split("::")[1] });
    await shop.refresh();
    expect(shop.outputs).toMatchObject({ status: "accepted", ip: expect.any(String) });
    expect(await shop.up({ ...wanted })).toBe("same");
    await decision.destroy();
    await shop.refresh();
    expect(shop.outputs).toMatchObject({ status: "rejected" });
    // The consumer's own key does not reach the owner's side.
    const theirs = consumer.siblingStack(vpcEndpointConnection, "theirs");
    await failure(theirs.up({ endpointServiceId, endpointId: shop.id }));
    expect(await shop.refresh()).toMatchObject({ changes: false });
  });
});

describe("VpcEndpointServicePermission", () => {
  const create = "POST /vpc-endpoint-services/*/permissions/batch-create";

  test("scenario 35: a record that somebody else added is left alone", async () => {
    const one = await standing();
    const of = (name: string, permission: string) => {
      const stack = one.siblingStack(vpcEndpointServicePermission, name);
      return { stack, up: () => stack.up({ endpointServiceId: one.stack.id, permission }) };
    };
    const [ours, theirs] = [of("ours", account), of("theirs", "*")];
    await theirs.up();
    await ours.up();
    await ours.stack.destroy();
    expect(await theirs.stack.refresh()).toMatchObject({ changes: false });
  });

  test("link 24: a record that is there already is taken as it is, once, with a line that says so", async () => {
    const one = await standing({}, service({ permissions: [account] }));
    const permission = one.siblingStack(vpcEndpointServicePermission, "shop");
    await permission.up({ endpointServiceId: one.stack.id, permission: account });
    expect(one.lines.join()).toContain("has this record already");
  });

  test("link 25: an edition that does not know the call gets the older one, and no word of a record that was there", async () => {
    const one = await standing();
    const path = "/v1/*/vpc-endpoint-services/*/permissions/batch-create";
    const body = { error_code: "APIGW.0101", error_msg: "The API does not exist" };
    one.fault({ at: "before", kind: "status", status: 404, body, match: { method: "POST", path } });
    const permission = one.siblingStack(vpcEndpointServicePermission, "shop");
    const wanted = { endpointServiceId: one.stack.id, permission: account };
    expect(await callsOf(one, () => permission.up(wanted))).toEqual([
      create,
      "POST /vpc-endpoint-services/*/permissions/action",
      expect.stringContaining("GET /vpc-endpoint-services/*/permissions"),
    ]);
    expect(one.lines.join()).not.toContain("already");
  });

  test("link 26: of a service that is gone, a destroy succeeds", async () => {
    const one = await standing();
    const permission = one.siblingStack(vpcEndpointServicePermission, "shop");
    await permission.up({ endpointServiceId: one.stack.id, permission: account });
    await one.stack.destroy();
    await permission.destroy();
  });
});
