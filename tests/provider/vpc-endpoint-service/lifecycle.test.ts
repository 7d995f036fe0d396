import type { ApiCall } from "../../../provider/api/api-call";
import type { PartialFailure } from "../../../provider/resource/failures";
import type { Properties } from "../../../provider/resource/properties";
import { vpcEndpointService } from "../../../provider/vpc-endpoint-service/lifecycle";
import { startMs } from "../api/fakes";
import { apiError, fakeWorld, notFound, type Reply, refused, rejection } from "../resource/fake-client";
import { ID, inputs, OTHER_PORT, outputs, REGION, record } from "../resource/samples";

const name = `${REGION}.${ID}`;
const look = `GET vpc-endpoint-services/${ID}`;
const listed = "GET vpc-endpoint-services?limit=1000 x1";
const whitelist = `${look}/permissions?limit=500&offset=0`;
const consumers = `${look}/connections?limit=1000&offset=0`;
const connected = (...statuses: string[]) => ({
  connections: statuses.map((status, index) => ({ id: `e-${index}`, status, domain_id: "d" })),
});

describe("a replacement", () => {
  const elsewhere = { vpcId: OTHER_PORT };
  async function planned(known: Properties, news: Properties, replies: Reply[] = []) {
    const world = fakeWorld(replies);
    const diff = vpcEndpointService.diff(world.env, ID, outputs(known), inputs(news));
    const failure = await diff.then(
      () => undefined,
      ({ message }: Error) => message,
    );
    return { ...world, failure };
  }
  const warning = (why: string, whose = name) =>
    `warn VpcEndpointService "orders": is to be replaced (${why} last seen; its consumers lose ${whose}`;

  test.each<[Properties, Properties, string[]]>([
    [{ connectionCount: 1 }, { tcpProxy: "open", protectConnections: true }, []],
    [{ connectionCount: 0 }, elsewhere, []],
    [{ connectionCount: undefined }, elsewhere, []],
    [{ connectionCount: 1 }, elsewhere, [warning("vpcId): 1 live connection was")]],
    [
      { connectionCount: 2, endpointServiceName: undefined },
      { ...elsewhere, serverType: "VM" },
      [warning("serverType, vpcId): 2 live connections were", "the service")],
    ],
  ])("of a service with %j by %j warns of the consumers that were last seen", async (known, news, texts) => {
    const { said, failure, client } = await planned(known, news);
    expect([said, failure, client.lines]).toEqual([texts, undefined, []]);
  });

  test("of a failed service is not protected", async () => {
    const known = { status: "failed", connectionCount: 1 };
    const { said, failure, client } = await planned(known, { protectConnections: true });
    expect(said).toContain(warning("status): 1 live connection was"));
    expect([failure, client.lines]).toEqual([undefined, []]);
  });

  test.each<[string, Reply, RegExp | undefined]>([
    [
      "one of two lives",
      connected("accepted", "rejected"),
      /^it is to be replaced \(vpcId\): 1 live connection was .*: set it to false/,
    ],
    ["a failed one has some", connected("pendingAcceptance", "creating"), /: 2 live connections were /],
    ["none lives", connected("rejected", "failed"), undefined],
    ["the service is gone", notFound(), undefined],
    ["they cannot be counted", apiError("forbidden"), /its connections could not be counted: /],
  ])("that is protected counts the connections: %s", async (_, reply, expected) => {
    const { said, failure, client } = await planned({}, { ...elsewhere, protectConnections: true }, [reply]);
    if (expected === undefined) expect(failure).toBeUndefined();
    else expect(failure).toMatch(expected);
    expect([said, client.lines]).toEqual([[], [consumers]]);
  });

  test("that failed is protected all the same where more than that replaces it", async () => {
    const news = { ...elsewhere, protectConnections: true };
    expect((await planned({ status: "failed" }, news, [connected("accepted")])).failure).toContain(
      "(vpcId, status)",
    );
  });

  test.each([true, false])(
    "remembers what the program wants of the delete: %p",
    async (rejectConnectionsOnDelete) => {
      const { env } = await planned({}, { rejectConnectionsOnDelete });
      const wishes = { predecessors: [], inputs: { rejectConnectionsOnDelete }, wouldClash: true };
      expect(env.holders.wishesFor(ID)).toMatchObject(wishes);
    },
  );
});

describe("a delete that connections block", () => {
  const inUse = refused("EndPoint.3006");
  const remove = `DELETE vpc-endpoint-services/${ID}`;
  const reject = `POST vpc-endpoint-services/${ID}/connections/action {"action":"reject","endpoints":["e-0"]}`;

  function removed(replies: Reply[], inState: boolean, wish?: boolean) {
    const world = fakeWorld(replies);
    const wishes = { predecessors: [], inputs: { rejectConnectionsOnDelete: wish }, wouldClash: false };
    if (wish !== undefined) world.env.holders.hold(ID, { name: "orders" }, wishes);
    const __vpcep = { name: "orders", set: [], customTimeouts: { delete: 60 } };
    const props = outputs({ rejectConnectionsOnDelete: inState, __vpcep });
    return { ...world, done: vpcEndpointService.delete(world.env, ID, props) };
  }

  test.each<[boolean, boolean | undefined]>([
    [true, undefined],
    [false, true],
  ])("rejects them first, by the state (%p) or the program of this run (%p)", async (inState, wish) => {
    const rejecting = [connected("accepted", "rejected"), {}, connected("rejected")];
    const replies = [inUse, ...rejecting, inUse, {}, notFound()];
    const { client, said, done } = removed(replies, inState, wish);
    await done;
    expect(client.lines).toEqual([remove, consumers, reject, consumers, remove, remove, `${look} x1`]);
    expect(said).toEqual(['info VpcEndpointService "orders": rejected e-0 of account d (accepted)']);
    expect(client.deadlines[0]).toBe(startMs + 60_000);
  });

  test.each([
    [true, false, "accepted", "In its way: e-0 of account d (accepted). Reject them, or set rejectConn"],
    [false, undefined, "accepted", "Reject them, or put the resource into the program with"],
    [false, false, "rejected", "None that blocks it is listed any longer: run the same command again."],
  ])("names them: state %p, program %p, %s", async (inState, wish, status, text) => {
    const { client, done } = removed([inUse, connected(status)], inState, wish);
    expect((await rejection(done)).message).toContain(text);
    expect(client.lines).toEqual([remove, consumers]);
  });
});

describe("a refresh", () => {
  const state = (more: Properties = {}, hidden: object = {}) =>
    outputs({ connectionCount: 1, ...more, __vpcep: { name: "orders", set: [], ...hidden } });
  async function refreshed(replies: Reply[], props: Properties) {
    const world = fakeWorld(replies);
    return { ...world, found: await vpcEndpointService.read(world.env, ID, props) };
  }
  const nobody = { permissions: [] };
  const changed = (entries: string) =>
    `warn VpcEndpointService "orders": the whitelist was changed outside Pulumi and has ${entries} for permissions now. The program does not set permissions, so nothing changes it back`;

  test.each<[Reply, number]>([
    [{ endpoint_services: [{ id: "other" }, { id: ID, connection_count: 2 }] }, 2],
    [{ endpoint_services: [] }, 1],
    [apiError("forbidden"), 1],
  ])("asks the list for the number of consumers, which is no reason to fail: %j", async (reply, count) => {
    const { client, found } = await refreshed([record(), reply, nobody], state());
    expect(found.props.connectionCount).toBe(count);
    expect(client.lines.slice(0, 2)).toEqual([look, listed]);
  });

  test("asks for it by its id where the list is full without it", async () => {
    const full = Array.from({ length: 1000 }, (_, index) => ({ id: `other-${index}` }));
    const { client, found } = await refreshed(
      [
        record(),
        { endpoint_services: full },
        { endpoint_services: [{ id: ID, connection_count: 2 }] },
        nobody,
      ],
      state(),
    );
    expect(found.props.connectionCount).toBe(2);
    expect(client.lines.slice(0, 3)).toEqual([look, listed, `GET vpc-endpoint-services?id=${ID} x1`]);
  });

  test("does not hide a bug, nor asks for what the service itself shows", async () => {
    await expect(refreshed([record(), new TypeError("bug")], state())).rejects.toThrow("bug");
    const { client } = await refreshed([record({ connection_count: 1 })], state());
    expect(client.lines).toEqual([look]);
  });

  test.each<[string, object, object, string[], string[]]>([
    ["approval is off", { approval_enabled: false }, {}, ["*"], [changed("1 entry")]],
    ["there are more consumers", { connection_count: 2 }, {}, ["*", "a"], [changed("2 entries")]],
    ["and the whitelist is empty, as it began", { connection_count: 2 }, {}, [], []],
    ["of a service taken over nothing is known", { connection_count: 2 }, { adoption: "1-0" }, ["*"], []],
  ])(
    "looks at a whitelist that the program leaves alone when %s",
    async (_, more, hidden, records, texts) => {
      const service = record({ connection_count: 1, ...more });
      const listOf = (permissions: string[]) => ({
        permissions: permissions.map((permission) => ({ permission })),
      });
      const off = "approval_enabled" in more ? { approvalEnabled: false } : {};
      const { client, said, found } = await refreshed([service, listOf(records)], state(off, hidden));
      expect([client.lines, said]).toEqual([[look, whitelist], texts]);
      // The same list is not told again, in any order, and another one is.
      const next = { ...found.props, connectionCount: 0 };
      expect((await refreshed([service, listOf([...records].reverse())], next)).said).toEqual([]);
      expect((await refreshed([service, listOf(["b"])], next)).said).toEqual([changed("1 entry")]);
    },
  );

  test("tells of approval that somebody else turned on or off, unless the program sets it", async () => {
    const said = async (now: boolean, ...set: string[]) => {
      const service = record({ approval_enabled: now, connection_count: 1 });
      return (await refreshed([service, nobody], state({ approvalEnabled: !now }, { set }))).said;
    };
    expect(await said(false)).toEqual([
      expect.stringContaining("approval was turned off outside Pulumi, so"),
    ]);
    expect(await said(true)).toEqual([expect.stringContaining("approval was turned on outside Pulumi. ")]);
    expect(await said(false, "approvalEnabled")).toEqual([]);
  });

  test("gives the lists that the program manages as they are, and only those", async () => {
    const props = state({ permissions: [] }, { set: ["permissions"] });
    const everyone = { permissions: [{ permission: "*" }] };
    const { client, found } = await refreshed([record({ connection_count: 1 }), everyone], props);
    expect(client.lines).toEqual([look, whitelist]);
    expect(found.props).toMatchObject({ permissions: ["*"] });
    expect(found.props).not.toHaveProperty("organizationPermissions");
  });
});

describe("an account that is taken from the whitelist", () => {
  const [a, b] = ["iam:domain::a", "iam:domain::b"];
  const path = "organizations:orgPath::o-1";
  /** The connections of accounts a, b, the owner and one that the API does not tell, and of a one that is rejected. */
  function cloud(replies: (call: ApiCall) => Reply | undefined = () => undefined, paths: string[] = []) {
    const open = new Map([
      ["e-a", { status: "accepted", domain_id: "a" }],
      ["e-b", { status: "pendingAcceptance", domain_id: "b" }],
      ["e-own", { status: "accepted", domain_id: "own" }],
      ["e-x", { status: "accepted", domain_id: undefined }],
      ["e-old", { status: "rejected", domain_id: "a" }],
    ]);
    const rejected: unknown[] = [];
    const world = fakeWorld([
      (call) => {
        const given = replies(call);
        if (given !== undefined) return typeof given === "function" ? given(call) : given;
        const [, id, kind, action] = call.segments;
        if (id === undefined) return { endpoint_services: [{ id: ID, domain_id: "own" }] };
        if (kind === "tags") return {};
        if (kind === "permissions") return { permissions: paths.map((permission) => ({ permission })) };
        if (action === undefined)
          return { connections: [...open].map(([id, connection]) => ({ id, ...connection })) };
        const [endpoint] = (call.body as { endpoints: string[] }).endpoints;
        rejected.push(endpoint);
        const connection = open.get(String(endpoint));
        if (connection !== undefined) connection.status = "rejected";
        return {};
      },
    ]);
    return { ...world, rejected };
  }
  const update = (world: ReturnType<typeof cloud>, olds: Properties, news: Properties, hidden: object = {}) =>
    vpcEndpointService.update(
      world.env,
      ID,
      outputs({ ...olds, __vpcep: { name: "orders", set: Object.keys(news), ...hidden } }),
      inputs({ rejectConnectionsOnRevoke: true, ...news }),
    );
  const stay = "the API does not tell whose these are, so they stay: e-x of account unknown (accepted)";
  const hiddenPaths = `the accounts behind ${path} are not known, so their connections were not rejected`;
  const organizations =
    "organizations may still connect, and their accounts are not known: no connection was rejected";

  const warned = ({ said }: { said: string[] }) => said.filter((line) => line.startsWith("warn"));
  const warns = (text: string) => `warn VpcEndpointService "orders": ${text}`;

  test.each<[string, string[], string[], string[], string[], string[]]>([
    ["loses its connections", [a, b], [b], [], ["e-a"], [stay]],
    ["as one of all, with all others but the owner's", ["*"], [b], [], ["e-a", "e-x"], []],
    ["keeps them where everyone may connect", [a], ["*"], [], [], []],
    ["as one of all keeps them where organizations may", ["*"], [], [path], [], [organizations]],
    ["and nobody else", [a], [a, b], [], [], []],
  ])("%s", async (_, before, after, paths, rejected, warnings) => {
    const world = cloud(undefined, paths);
    await update(world, { permissions: before }, { permissions: after });
    expect([world.rejected, warned(world)]).toEqual([rejected, warnings.map(warns)]);
  });

  test("keeps them behind a path, and unless the program says so", async () => {
    const behind = cloud();
    await update(behind, { organizationPermissions: [path] }, { organizationPermissions: [] });
    expect([behind.rejected, warned(behind)]).toEqual([[], [warns(hiddenPaths)]]);
    const unasked = cloud();
    await update(unasked, { permissions: [a] }, { permissions: [], rejectConnectionsOnRevoke: false });
    expect([unasked.rejected, warned(unasked)]).toEqual([[], []]);
  });

  const isConnections = ({ segments }: ApiCall) => segments.includes("connections");
  const isReject = (call: ApiCall) => isConnections(call) && call.method === "POST";
  const hiddenOf = (error: unknown) =>
    ((error as PartialFailure).outputs as Properties).__vpcep as { owed?: string[] };

  test("is remembered where that fails, until it is done or the account is allowed again", async () => {
    const world = cloud((call) => (isConnections(call) ? apiError("forbidden") : undefined));
    const error = await rejection(update(world, { permissions: [a] }, { permissions: [] }));
    expect(error.message).toContain("rejecting the connections of revoked accounts failed: ");
    const { owed } = hiddenOf(error);
    expect(owed).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    const [later, allowed] = [cloud(), cloud()];
    await update(later, { permissions: [] }, { permissions: [] }, { owed });
    await update(allowed, { permissions: [] }, { permissions: [a] }, { owed });
    expect([later.rejected, allowed.rejected]).toEqual([["e-a"], []]);
  });

  test.each([
    [true, [a], 1],
    [true, [], undefined],
    [false, [a], undefined],
  ])(
    "is remembered only where the program asks (%p) for those that were taken: %j",
    async (asks, before, count) => {
      const refuses = cloud(({ body }) =>
        JSON.stringify(body ?? "").includes("orgPath") ? refused("x") : undefined,
      );
      const olds = { permissions: before, organizationPermissions: [path], tags: { x: "" } };
      const news = {
        permissions: [],
        organizationPermissions: [],
        tags: {},
        rejectConnectionsOnRevoke: asks,
      };
      expect(hiddenOf(await rejection(update(refuses, olds, news))).owed?.length).toBe(count);
    },
  );

  test.each<[string, Reply]>([
    ["being deleted", refused("EndPoint.2018")],
    ["being made", refused("EndPoint.2019")],
    ["gone", notFound()],
  ])("has a connection that is %s: it is asked for again, until it is rejected", async (_, first) => {
    let tries = 0;
    const world = cloud((call) => (isReject(call) && tries++ === 0 ? first : undefined));
    await update(world, { permissions: [a] }, { permissions: [] });
    expect([world.rejected, tries]).toEqual([["e-a"], 2]);
  });

  test("has one that the API does not let go: the wait ends with the time, another refusal at once", async () => {
    const deaf = cloud((call) => (isReject(call) ? {} : undefined));
    const { message } = await rejection(update(deaf, { permissions: [a] }, { permissions: [] }));
    expect(message).toContain(
      `the rejection of connections of service ${ID} did not come through: still connected: e-a of account a (accepted) after 600 s`,
    );
    expect(deaf.client.lines.filter((line) => line.includes('"reject"'))).toHaveLength(1);
    expect(deaf.said.join()).toContain("to come through: connected: e-a of account a (accepted)");
    const refusing = cloud((call) => (isReject(call) ? refused("EndPoint.0004") : undefined));
    const failure = rejection(update(refusing, { permissions: [a] }, { permissions: [] }));
    expect((await failure).message).toContain("refused");
  });
});
