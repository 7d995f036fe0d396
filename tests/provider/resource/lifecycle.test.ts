// What the handlers of every resource type do, shown by those of the service.
import { PartialFailure } from "../../../provider/resource/failures";
import { type Properties, UNKNOWN } from "../../../provider/resource/properties";
import { vpcEndpointService as handlers } from "../../../provider/vpc-endpoint-service/lifecycle";
import { sourceWith, startMs } from "../api/fakes";
import { apiError, fakeWorld, lost, notFound, type Reply, refused, rejection } from "./fake-client";
import { ID, inputs, OTHER_PORT, outputs, PORT, PROJECT, program, REGION, record, VPC } from "./samples";

const look = `GET vpc-endpoint-services/${ID}`;
const whitelist = `${look}/permissions?limit=500&offset=0`;
const says = (text: string, level = "info") => `${level} VpcEndpointService "orders": ${text}`;
const hidden = (more: object = {}) => ({ __vpcep: { name: "orders", set: [], ...more } });
const failed = record({ status: "failed" });
const creating = record({ status: "creating" });
const deleting = record({ status: "deleting" });
const opened = record({ tcp_proxy: "open" });
const put = `PUT vpc-endpoint-services/${ID} {"tcp_proxy":"open"}`;
const open = { tcpProxy: "open" };
const everyone = { permissions: [{ permission: "*" }] };
const unsettled = outputs({ status: "creating" });
const itFailed = `service ${ID} has the status failed (the API gives no reason).`;

async function partial(promise: Promise<unknown>): Promise<PartialFailure> {
  const error = await rejection(promise);
  if (!(error instanceof PartialFailure)) throw error;
  return error;
}

describe("an adoption that is to come", () => {
  const wanted = (more: Properties = {}) =>
    program({ region: REGION, projectId: PROJECT, existingId: ID, ...hidden(), ...more });
  /** What the check of the program says; the configuration of the fake world is not complete. */
  async function checked(news: Properties, replies: Reply[], olds: Properties = {}) {
    const world = fakeWorld(replies);
    world.env.config = {
      ...world.env.config,
      source: sourceWith({ accessKey: "AKAKAKAK", secretKey: "SKSKSKSK" }),
    };
    const { failures } = await handlers.check(world.env, olds, news);
    return { ...world, failures };
  }
  const adopted = `adopts the existing service ${ID}, ${REGION}.${ID};`;
  const adopts = (what: string) => says(`${adopted} ${what}. It belongs to this stack from then on`);

  test.each<[Properties, Reply[], string]>([
    [{}, [record()], "nothing has to be sent"],
    [{ tcpProxy: "open", tags: { a: "b" } }, [record()], "to be sent: tcpProxy, tags +a"],
    [{ vpcId: UNKNOWN }, [record()], "nothing has to be sent"],
    [{ permissions: [] }, [record(), everyone], "to be sent: permissions +0 -1"],
  ])("is told in preview, once: %j", async (more, replies, what) => {
    const { said, failures, env } = await checked(wanted(more), replies);
    await handlers.check(env, {}, wanted(more));
    expect([said, failures]).toEqual([[adopts(what)], []]);
    expect(env.holders.claimAgainst(ID, { name: "other" })).toEqual({ by: "claimant", name: "orders" });
  });

  test.each<[string, Properties, Properties]>([
    ["the inputs are wrong", { serviceName: "a b" }, {}],
    ["the region is not known yet", { region: UNKNOWN }, {}],
    ["the project is not known yet", { projectId: UNKNOWN }, {}],
    ["nor which service", { existingId: UNKNOWN }, {}],
    ["it was adopted before", {}, outputs()],
  ])("is not looked at when %s", async (_, more, olds) => {
    expect((await checked(wanted(more), [], olds)).client.lines).toEqual([]);
  });

  test.each<[string, Reply, Properties, string]>([
    ["is gone", notFound(), {}, `existingId: there is no service ${ID} in region `],
    ["has failed", failed, {}, `existingId: ${itFailed} Delete it, or leave existingId out.`],
    ["is being deleted", deleting, {}, `existingId: service ${ID} is being deleted. Wait, or leave`],
    ["cannot be looked at", apiError("forbidden"), {}, "existingId: GET /v1/p/vpc-endpoint-services -> "],
    [
      "differs in what is fixed",
      record({ vpc_id: OTHER_PORT, server_type: "VM" }),
      hidden({ secrets: ["vpcId"] }),
      `existingId: service ${ID} differs in what cannot be changed: serverType is "VM", the program says "LB"; vpcId. Make`,
    ],
  ])("of a service that %s is refused in preview, and at its time", async (_, reply, more, text) => {
    const { failures } = await checked(wanted(more), [reply]);
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining(text) }]);
    const { env, client } = fakeWorld([reply]);
    const { message } = await rejection(handlers.create(env, wanted(more)));
    expect(`existingId: ${message.replace("existingId: ", "")}`).toContain(text);
    expect(client.lines).toEqual([look]);
  });
});

describe("an adoption", () => {
  const wanted = (more: Properties = {}) => inputs({ existingId: ID, ...more });

  test("waits until the service has settled, sends the differences, and has it then", async () => {
    const { env, said, client } = fakeWorld([creating, record(), opened]);
    const { id, outs } = await handlers.create(env, wanted(open));
    expect(client.lines).toEqual([look, `${look} x1`, put]);
    expect(said).toEqual([says("sent tcpProxy"), says(`adopted service ${ID}`)]);
    expect([id, outs.existingId, outs.tcpProxy]).toEqual([ID, ID, "open"]);
    const { adoption } = outs.__vpcep as { adoption: string };
    expect(env.holders.claimAgainst(ID, { name: "orders", mark: adoption })).toEqual({ by: "nobody" });
  });

  test.each<[string, Reply[], string]>([
    ["fails meanwhile", [creating, failed], `${itFailed} Delete it, or`],
    ["cannot be waited for", [creating, apiError("forbidden")], `waiting for service ${ID}: `],
  ])("of a service that %s fails, and nobody else deletes it", async (_, replies, text) => {
    const { env } = fakeWorld(replies);
    expect((await rejection(handlers.create(env, wanted()))).message).toContain(`existingId: ${text}`);
    expect(env.holders.claimAgainst(ID, { name: "old" })).toEqual({ by: "claimant", name: "orders" });
  });

  test("that comes half-way has the service; one that does not come so far has it not", async () => {
    const half = fakeWorld([record(), opened, refused("EndPoint.0004")]);
    const news = wanted({ ...open, tags: { a: "b" } });
    const { id, outputs: kept } = await partial(handlers.create(half.env, news));
    expect([id, kept]).toMatchObject([ID, { tcpProxy: "open", tags: {}, __vpcep: { set: ["tcpProxy"] } }]);
    expect(half.env.holders.claimAgainst(ID, { name: "old" })).toEqual({ by: "holder", name: "orders" });
    const none = fakeWorld([record(), refused("EndPoint.0004")]);
    await rejection(handlers.create(none.env, news));
    expect(none.env.holders.claimAgainst(ID, { name: "old" }).by).toBe("claimant");
  });
});

describe("a create", () => {
  test("keeps what it replaces, manages the lists that the program sets, and has a time of its own", async () => {
    const { env, client } = fakeWorld([record(), {}]);
    const wishes = { predecessors: ["older"], inputs: {}, wouldClash: false };
    env.holders.hold("old", { type: "VpcEndpointService", name: "orders" }, wishes);
    env.holders.hold("of another type", { type: "VpcEndpoint", name: "orders" });
    const news = inputs({ permissions: ["*"], __vpcep: { name: "orders", customTimeouts: { create: 60 } } });
    const { outs } = await handlers.create(env, news);
    expect(client.lines[1]).toBe(
      `POST vpc-endpoint-services/${ID}/permissions/action {"permissions":["*"],"action":"add"}`,
    );
    const written = { ports: { order: [0], bare: [0] } };
    const __vpcep = { set: ["permissions"], predecessors: ["old", "older"], written };
    expect(outs).toMatchObject({ permissions: ["*"], organizationPermissions: undefined, __vpcep });
    expect(client.deadlines).toEqual([startMs + 60_000, startMs + 60_000]);
  });

  test.each<[string, Reply[], Properties, string[]]>([
    ["the service fails", [creating, failed], { status: "failed" }, []],
    ["a step is refused", [record(), refused("EndPoint.0004")], { permissions: [] }, []],
    ["there is a bug", [record(), new TypeError("bug")], { permissions: [] }, []],
    ["its wait has one", [creating, new TypeError("bug")], { status: "creating" }, []],
    ["a step's fate is not known", [record(), lost(), apiError("unavailable")], {}, ["permissions"]],
  ])("does not lose the id when %s", async (_, replies, kept, doubt) => {
    const news = inputs({ tags: {}, permissions: ["*"] });
    const { id, outputs: outs } = await partial(handlers.create(fakeWorld(replies).env, news));
    const state = { portId: PORT, vpcId: VPC, permissions: [], ...kept };
    expect([id, outs]).toMatchObject([
      ID,
      { ...state, __vpcep: { set: ["tags", ...doubt], unfinished: doubt } },
    ]);
  });
});

describe("a read", () => {
  const get = { region: REGION, projectId: PROJECT, __vpcep: { name: "orders" } };
  const replaced = "The next `pulumi up` replaces it.";

  test.each<[string, Properties, string]>([
    ["failed", outputs(), `${itFailed} ${replaced}`],
    ["deleting", outputs(), `service ${ID} is being deleted. ${replaced}`],
    ["failed", get, itFailed],
  ])("says that a service is %s, which the diff after it does not repeat", async (status, props, text) => {
    const { env, said } = fakeWorld([record({ status, connection_count: 0 })]);
    const found = await handlers.read(env, ID, props);
    await handlers.diff(env, ID, found.props, inputs());
    expect(said).toEqual([says(text, "warn")]);
  });

  test("of a service that is gone: a refresh drops it, a get fails", async () => {
    const { env } = fakeWorld([notFound()]);
    expect(await handlers.read(env, ID, outputs())).toEqual({ id: "", props: {}, inputs: {} });
    const { message } = await rejection(handlers.read(env, ID, get));
    expect(message).toContain(`there is no service ${ID} in region ${REGION}`);
  });

  test("takes doubt away, and without any properties it is an import", async () => {
    const service = record({ connection_count: 0 });
    const refreshed = await handlers.read(
      fakeWorld([service]).env,
      ID,
      outputs(hidden({ unfinished: ["tags"] })),
    );
    expect(refreshed.props.__vpcep).toEqual(hidden().__vpcep);
    expect(refreshed.inputs).toMatchObject(program());
    const { env, client } = fakeWorld([service, everyone]);
    const imported = await handlers.read(env, ID, { region: REGION, projectId: PROJECT });
    expect(client.lines).toEqual([look, whitelist]);
    expect(imported.inputs).toMatchObject({ permissions: ["*"] });
    expect(imported.props).toMatchObject({ __vpcep: { set: ["permissions"] } });
  });
});

test("a diff says why an update comes that the program gives no reason for, once", async () => {
  const { env, said } = fakeWorld([]);
  for (const _ of [1, 2]) await handlers.diff(env, ID, unsettled, inputs());
  expect(said).toEqual([says("was last seen creating: the update waits until it is available")]);
  await handlers.diff(env, ID, outputs(), inputs({ tcpProxy: "open" }));
  expect(said).toHaveLength(1);
});

describe("an update", () => {
  const update = (replies: Reply[], olds: Properties, news: Properties) => {
    const world = fakeWorld(replies);
    return { ...world, done: handlers.update(world.env, ID, olds, news) };
  };

  test.each<[string, Properties, string[]]>([
    ["is certain: no look", outputs(), [put]],
    ["is in doubt", outputs(hidden({ unfinished: ["tags"] })), [look, put]],
    ["had not settled", unsettled, [look, put]],
  ])("of a service that %s", async (_, olds, lines) => {
    const shown: Reply = ({ method }) => record(method === "PUT" ? { tcp_proxy: "open" } : {});
    const { client, said, done } = update([shown], olds, inputs(open));
    expect((await done).outs).toMatchObject({ ...open, __vpcep: { set: ["tcpProxy"] } });
    expect([client.lines, said]).toEqual([lines, [says("sent tcpProxy")]]);
  });

  test("that changes settings alone makes no call; one for which nothing differs looks", async () => {
    const setting = update([], outputs(), inputs({ rejectConnectionsOnDelete: true }));
    expect((await setting.done).outs.rejectConnectionsOnDelete).toBe(true);
    expect(setting.client.lines).toEqual([]);
    const nothing = update([record({ tcp_proxy: "open" })], outputs(), inputs());
    await nothing.done;
    expect(nothing.client.lines).toEqual([look]);
  });

  test("reads a list that the program starts to manage", async () => {
    const { client, done } = update([everyone, {}, {}], outputs(), inputs({ permissions: ["b"] }));
    expect((await done).outs.permissions).toEqual(["b"]);
    expect([client.lines.length, client.lines[0]]).toEqual([3, whitelist]);
  });

  test("waits for a service that cannot be read yet", async () => {
    const { client, done } = update([notFound(), notFound(), record()], unsettled, inputs());
    expect((await done).outs.status).toBe("available");
    expect(client.lines).toEqual([look, `${look} x1`, `${look} x1`]);
  });

  const gone = `service ${ID} is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`;
  test.each<[string, Reply, Properties, string]>([
    ["is gone", notFound(), outputs(hidden({ unfinished: [] })), gone],
    [
      "cannot be read",
      apiError("forbidden"),
      outputs(hidden({ unfinished: [] })),
      apiError("forbidden").message,
    ],
    ["has failed meanwhile", failed, unsettled, `${itFailed} The next \`pulumi up\` replaces it.`],
  ])("fails for a service that %s", async (_, reply, olds, message) => {
    expect((await rejection(update([reply], olds, inputs()).done)).message).toBe(message);
  });

  test("whose response is lost looks: it was done, it was not, or nobody can tell", async () => {
    const done = update([lost(), opened], outputs(), inputs(open));
    expect((await done.done).outs.tcpProxy).toBe("open");
    const seen = "a response was lost, but the cloud shows that the change was made";
    expect(done.said).toEqual([says(seen), says("sent tcpProxy")]);
    const not = update([lost(), record()], outputs(), inputs(open));
    expect(await rejection(not.done)).not.toBeInstanceOf(PartialFailure);
    expect(not.client.lines).toEqual([put, `${look} x1`]);
    const unknown = await partial(update([lost(), apiError("unavailable")], outputs(), inputs(open)).done);
    expect(unknown.message).toMatch(/^tcpProxy may have been done: /);
    expect(unknown.outputs).toMatchObject({ __vpcep: { unfinished: ["tcpProxy"] } });
  });

  test("corrects what the response shows to have drifted meanwhile, once", async () => {
    const [shown, ours] = [record({ tcp_proxy: "open", description: "by hand" }), { description: "ours" }];
    const { client, done } = update([shown], outputs(ours), inputs({ ...open, ...ours }));
    await done;
    expect(client.lines).toEqual([put, `PUT vpc-endpoint-services/${ID} {"description":"ours"}`]);
  });

  test("that comes half-way tells how far, and what is left to do", async () => {
    const news = inputs({ ...open, tags: { a: "b" } });
    const { said, done } = update([opened, refused("EndPoint.0004")], outputs(), news);
    const { message, outputs: kept } = await partial(done);
    expect(message).toMatch(
      /^tcpProxy succeeded; tags \(\+a\) failed: .* Run `pulumi up` again: it sends only /,
    );
    expect(said).toEqual([says("sent tcpProxy")]);
    expect(kept).toMatchObject({
      tcpProxy: "open",
      tags: {},
      __vpcep: { set: ["tcpProxy"], unfinished: [] },
    });
  });
});

describe("a delete", () => {
  const remove = async (hold: (holders: ReturnType<typeof fakeWorld>["env"]["holders"]) => void) => {
    const { env, client, said } = fakeWorld([{}, notFound()]);
    hold(env.holders);
    const done = handlers.delete(env, ID, outputs());
    const failure = await done.then(
      () => undefined,
      ({ message }: Error) => message,
    );
    return [client.lines.length, said, failure];
  };
  const stays = (heir: string) => [0, [says(`service ${ID} stays: ${heir} has it now`)], undefined];

  test("leaves the service to whoever has it", async () => {
    expect(await remove(() => undefined)).toEqual([2, [], undefined]);
    expect(await remove((holders) => holders.hold(ID, { name: "heir" }))).toEqual(stays('"heir"'));
    const successor = { name: "orders", mark: "1" };
    expect(await remove((holders) => holders.hold(ID, successor))).toEqual(stays("its successor"));
  });

  test.each([
    ["orders", "Take the option deleteBeforeReplace out."],
    ["heir", "Mend what kept it from that, and run `pulumi up` again."],
  ])("fails while %s is to take it over and has not", async (name, next) => {
    const text = `service ${ID} stays: "${name}" is to take it over (existingId) and has not. ${next}`;
    expect(await remove((holders) => holders.claim(ID, name))).toEqual([0, [], text]);
  });
});
