import { InvalidIdError } from "../../../provider/api/identifiers";
import { Failure, PartialFailure } from "../../../provider/resource/failures";
import type { Bag } from "../../../provider/resource/handlers";
import { UNKNOWN } from "../../../provider/resource/unknown";
import { vpcEndpointServiceKind as kind } from "../../../provider/vpc-endpoint-service/lifecycle";
import { startMs } from "../api/fakes";
import { apiError, fakeWorld, notFound, type Reply, refused, rejection } from "./fake-client";
import { answer, ID, inputs, outputs, PROJECT, program, REGION, written } from "./samples";

const post = /^POST vpc-endpoint-services \{/;
const get = `GET vpc-endpoint-services/${ID}`;
const list = `GET vpc-endpoint-services?id=${ID} x1`;
const whitelist = `GET vpc-endpoint-services/${ID}/permissions?limit=500&offset=0`;
const action = (body: object) =>
  `POST vpc-endpoint-services/${ID}/permissions/action ${JSON.stringify(body)}`;
const creating = answer({ status: "creating" });
const failed = answer({ status: "failed", error: [{ error_code: "E", error_message: "m" }] });
const failedText = `service ${ID} has the status failed (E: m). The next \`pulumi up\` replaces it.`;
const bag = (value: object): Bag => ({ ...value });

async function partialFailure(promise: Promise<unknown>): Promise<PartialFailure> {
  const error = await rejection(promise);
  expect(error).toBeInstanceOf(PartialFailure);
  return error as PartialFailure;
}

describe("check", () => {
  test("gives inputs and failures, and says a warning once in a run", async () => {
    const { env, said } = fakeWorld([]);
    const news = program({
      tcpProxy: "ODD",
      region: REGION,
      projectId: PROJECT,
      __vpcep: { name: "checked", set: [] },
    });
    const config = { ...env.config, credentials: { accessKey: "AK", secretKey: "SK" } };
    for (const olds of [{}, {}])
      expect((await kind.check({ ...env, config }, olds, news)).failures).toEqual([]);
    expect((await kind.check({ ...env, config }, {}, news)).inputs).toMatchObject({ tcpProxy: "ODD" });
    expect(said).toEqual([
      expect.stringMatching(
        /^warn VpcEndpointService "checked": tcpProxy is not one of .*, is "ODD"; it is sent /,
      ),
    ]);
    await kind.check({ ...env, config }, {}, { ...news, __vpcep: { name: "another", set: [] } });
    expect(said).toHaveLength(2);
  });

  test("names description and tags in the sentence alone, for the engine quotes the value of a property it is told", async () => {
    const news = program({
      description: "<",
      tags: "a=b",
      serviceName: "a b",
      region: REGION,
      projectId: PROJECT,
    });
    const config = { ...fakeWorld([]).env.config, credentials: { accessKey: "AK", secretKey: "SK" } };
    const { failures } = await kind.check({ ...fakeWorld([]).env, config }, {}, news);
    expect(failures.map(({ property, reason }) => [property, reason.split(" ")[0]])).toEqual([
      ["serviceName", "may"],
      ["", "description"],
      ["", "tags"],
    ]);
  });

  describe("of a service that is to be adopted", () => {
    const check = (env: ReturnType<typeof fakeWorld>["env"], more: object, olds: object = {}) =>
      kind.check(
        { ...env, config: { ...env.config, credentials: { accessKey: "AK", secretKey: "SK" } } },
        { ...olds },
        program({ region: REGION, projectId: PROJECT, existingId: ID, __vpcep: { name: "mine" }, ...more }),
      );

    test("looks once, and says what will be sent", async () => {
      const { env, client, said } = fakeWorld([answer({ tags: [{ key: "a", value: "1" }] })]);
      expect((await check(env, { tcpProxy: "open", tags: { b: "2" } })).failures).toEqual([]);
      expect(client.lines).toEqual([get]);
      expect(said).toEqual([
        `info VpcEndpointService "mine": adopts the existing service ${ID}, ${REGION}.${ID}; to be sent: tcpProxy, tags +b -a. It belongs to this stack from then on`,
      ]);
    });

    test("fails where the adoption would", async () => {
      const replies = [
        answer({ vpc_id: "other" }),
        notFound(),
        answer({ status: "failed" }),
        answer({ status: "deleting" }),
      ];
      const { env } = fakeWorld(replies);
      const reasons = [];
      for (const _ of replies) reasons.push((await check(env, {})).failures.map(({ reason }) => reason));
      expect(reasons).toEqual([
        [expect.stringMatching(/differs in what cannot be changed: vpcId is "other", the program says/)],
        [expect.stringMatching(/^existingId: there is no service/)],
        [expect.stringMatching(/has the status failed .* Delete it, or leave existingId out\.$/)],
        [expect.stringMatching(/is being deleted\. Wait, or leave existingId out\.$/)],
      ]);
    });

    test("makes no call for one that it has, nor where something is not known yet", async () => {
      const { env, client } = fakeWorld([]);
      await check(env, {}, program());
      await check(env, { existingId: UNKNOWN });
      await check(env, { region: UNKNOWN });
      expect(client.lines).toEqual([]);
    });
  });
});

test("diff says nothing where nobody loses a service", async () => {
  const { env, said } = fakeWorld([]);
  await kind.diff(env, ID, bag(outputs()), bag(inputs({ serverType: "VM" })));
  expect(said).toEqual([]);
});

test("diff warns once of consumers who lose a service that is replaced", async () => {
  const { env, said } = fakeWorld([]);
  const news = bag({ ...inputs({ serverType: "VM" }), __vpcep: { name: "replaced", set: [] } });
  for (let run = 0; run < 2; run++)
    expect(await kind.diff(env, ID, bag(outputs({ connectionCount: 1 })), news)).toMatchObject({
      replaces: ["serverType"],
    });
  expect(said).toEqual([
    expect.stringMatching(/^warn VpcEndpointService "replaced": is to be replaced \(serverType\): 1 live /),
  ]);
});

describe("protectConnections", () => {
  const open = (count: number) => ({
    connections: Array.from({ length: count }, (_, index) => ({ id: `e-${index}`, status: "accepted" })),
  });
  const known = bag(outputs({ connectionCount: 0 }));
  const diff = (protectConnections: unknown, replies: Reply[] = [], olds = known, more = {}) =>
    kind.diff(fakeWorld(replies).env, ID, olds, {
      ...bag(inputs({ serverType: "VM", ...more })),
      protectConnections,
    });

  test("refuses a replacement that cuts live connections, which it counts itself", async () => {
    await expect(diff(true, [open(2)])).rejects.toThrow(
      new Failure(
        `it is to be replaced (serverType): 2 live connections were last seen; its consumers lose ${REGION}.${ID}. protectConnections refuses that: set it to false to go on.`,
      ),
    );
  });

  test("refuses also where they cannot be counted", async () => {
    await expect(diff(true, [apiError("forbidden")])).rejects.toThrow(/could not be counted: GET .* broken/);
  });

  test.each([false, undefined, "true"])("%p warns only, and asks nobody", async (protectConnections) => {
    expect(await diff(protectConnections)).toMatchObject({ replaces: ["serverType"] });
  });

  test.each([
    ["no connection", open(0)],
    ["no service", notFound()],
  ])("with %s there is nothing to protect", async (_, reply) => {
    const olds = { ...known, connectionCount: 2 };
    expect(await diff(true, [reply], olds)).toMatchObject({ replaces: ["serverType"] });
  });

  test("a change that replaces nothing passes without a question", async () => {
    expect((await diff(true, [], known, { serverType: "LB", tcpProxy: "open" })).replaces).toEqual([]);
  });

  test("of a service that has failed nothing is left to protect: a refresh, which asks for a diff, must not fail", async () => {
    const olds = { ...known, status: "failed" };
    expect(await diff(true, [], olds, { serverType: "LB" })).toMatchObject({ replaces: ["status"] });
    await expect(diff(true, [open(1)], olds)).rejects.toThrow("(serverType, status)");
  });
});

describe("diff gives the reason for a repair", () => {
  test.each([
    ["is failed, and so is replaced", outputs({ status: "failed" })],
    ["is deleting, and so is replaced", outputs({ status: "deleting" })],
    ["was last seen creating: the update waits until it is available", outputs({ status: "creating" })],
    [
      "the last operation on it did not succeed; this one checks what is left to do",
      outputs({ __vpcep: { name: "orders", set: [], doubt: [] } }),
    ],
  ])("%s", async (text, olds) => {
    const { env, said } = fakeWorld([]);
    const name = `repaired ${text}`;
    await kind.diff(env, ID, bag(olds), bag({ ...inputs(), __vpcep: { name, set: [] } }));
    expect(said).toEqual([`info VpcEndpointService "${name}": ${text}`]);
  });
});

describe("create", () => {
  test("posts, waits until it is available, and gives all outputs", async () => {
    const { env, client, places } = fakeWorld([creating, creating, answer()]);
    const made = await kind.create(env, bag(inputs()));
    expect(made.id).toBe(ID);
    expect(made.outs).toEqual(outputs({ __vpcep: { name: "orders", set: [], written } }));
    expect(client.lines).toEqual([expect.stringMatching(post), `${get} x1`, `${get} x1`]);
    expect(places).toEqual([`${REGION} ${PROJECT}`]);
    expect(client.deadlines[0]).toBe(startMs + 600_000);
  });

  test("the whitelist follows by calls of its own", async () => {
    const { env, client } = fakeWorld([answer(), {}]);
    const { outs } = await kind.create(env, bag(inputs({ permissions: ["*"], organizationPermissions: [] })));
    expect(outs).toMatchObject({ permissions: ["*"], organizationPermissions: [] });
    expect(client.lines).toEqual([
      expect.stringMatching(post),
      action({ permissions: ["*"], action: "add" }),
    ]);
  });

  test("customTimeouts bound it", async () => {
    const { env, client } = fakeWorld([answer()]);
    await kind.create(
      env,
      bag(inputs({ __vpcep: { name: "orders", set: [], customTimeouts: { create: 42, delete: 7 } } })),
    );
    expect(client.deadlines).toEqual([startMs + 42_000]);
  });

  test("a service that fails keeps its id, with the API's reasons", async () => {
    const { env } = fakeWorld([creating, failed]);
    const error = await partialFailure(kind.create(env, bag(inputs())));
    expect([error.id, error.message]).toEqual([ID, failedText]);
    expect(error.outputs).toMatchObject({
      status: "failed",
      error: [{ errorCode: "E", errorMessage: "m" }],
      portId: outputs().portId,
    });
  });

  test("a failure after it is partial, always", async () => {
    const { env } = fakeWorld([answer(), refused("EndPoint.3049")]);
    const error = await partialFailure(kind.create(env, bag(inputs({ permissions: ["*"] }))));
    expect(error.id).toBe(ID);
    expect(error.outputs).toMatchObject({ status: "available", permissions: [] });
  });

  test("whatever fails after the POST, the id is kept", async () => {
    const refusal = new InvalidIdError("a/../b");
    const { env, client } = fakeWorld([creating, refusal]);
    const error = await partialFailure(kind.create(env, bag(inputs({ permissions: [] }))));
    expect(error.id).toBe(ID);
    expect(error.message).toBe(refusal.message);
    expect(error.outputs).toMatchObject({ status: "creating", permissions: [], portId: outputs().portId });
    expect(client.lines[0]).toMatch(post);
  });

  test("a bug after the POST is told as one, and the id is kept", async () => {
    const { env } = fakeWorld([creating, new TypeError("no such thing")]);
    const error = await partialFailure(kind.create(env, bag(inputs())));
    expect(error.id).toBe(ID);
    expect(error.message).toMatch(
      /^a bug in pulumi-huaweicloud-vpcep, please report it: TypeError: no such thing at /,
    );
    expect(error.outputs).toMatchObject({ status: "creating" });
  });

  test("with existingId it adopts, and posts nothing", async () => {
    const { env, client } = fakeWorld([answer()]);
    const adopted = await kind.create(env, bag(inputs({ existingId: ID })));
    expect(adopted.id).toBe(ID);
    expect(adopted.outs).toMatchObject({ existingId: ID, status: "available" });
    expect(client.lines).toEqual([get]);
  });
});

describe("read", () => {
  const count = { endpoint_services: [{ id: ID, connection_count: 1 }] };

  test("gives outputs and inputs, in two calls", async () => {
    const { env, client, places } = fakeWorld([answer({ description: "by hand" }), count]);
    const state = bag(outputs({ __vpcep: { name: "orders", set: ["description"] } }));
    const found = await kind.read(env, ID, state);
    expect(found.id).toBe(ID);
    expect(found.props).toEqual({ ...state, description: "by hand", connectionCount: 1 });
    expect(found.inputs).toMatchObject({ description: "by hand", portId: state.portId });
    expect(client.lines).toEqual([get, list]);
    expect(places).toEqual([`${REGION} ${PROJECT}`]);
  });

  test("says nothing of a service that is well", async () => {
    const { env, said } = fakeWorld([answer(), count]);
    await kind.read(env, ID, bag(outputs()));
    expect(said).toEqual([]);
  });

  test("a third call for a whitelist that the program manages", async () => {
    const { env, client } = fakeWorld([answer(), count, { permissions: [] }]);
    await kind.read(env, ID, bag(outputs({ permissions: ["*"] })));
    expect(client.lines).toEqual([get, list, whitelist]);
  });

  test("without state, as `.get()` does: region and project come from the configuration", async () => {
    const { env } = fakeWorld([answer(), count]);
    const found = await kind.read(
      { ...env, config: { ...env.config, region: REGION, projectId: PROJECT } },
      ID,
      {},
    );
    expect(found.props).toMatchObject({
      region: REGION,
      projectId: PROJECT,
      endpointServiceName: `${REGION}.${ID}`,
    });
  });

  test("what is gone leaves the state", async () => {
    const { env } = fakeWorld([notFound()]);
    expect(await kind.read(env, ID, bag(outputs()))).toEqual({ id: "", props: {}, inputs: {} });
  });

  test("a `.get()` of what is not there fails", async () => {
    const { env } = fakeWorld([notFound()]);
    expect((await rejection(kind.read(env, ID, {}))).message).toMatch(/^there is no service /);
  });

  test("an error is no deletion", async () => {
    const error = apiError("unavailable");
    expect(await rejection(kind.read(fakeWorld([error]).env, ID, bag(outputs())))).toBe(error);
  });

  test("a failed service is read, with a warning that tells the reasons", async () => {
    const { env, said } = fakeWorld([failed, count]);
    const found = await kind.read(env, ID, bag(outputs()));
    expect(found.props).toMatchObject({ status: "failed", error: [{ errorCode: "E", errorMessage: "m" }] });
    expect(said).toEqual([`warn VpcEndpointService "orders": ${failedText}`]);
  });

  test("a `.get()` of a failed service does not say that anything replaces it", async () => {
    const { env, said } = fakeWorld([failed, count]);
    await kind.read(env, ID, {});
    expect(said).toEqual([expect.stringMatching(/ has the status failed \(E: m\)\.$/)]);
  });

  test("a service that is being deleted is read at once, with a warning", async () => {
    const { env, client, said } = fakeWorld([answer({ status: "deleting" }), count]);
    const found = await kind.read(env, ID, bag(outputs()));
    expect(found).toMatchObject({ id: ID, props: { status: "deleting" } });
    expect(client.lines).toEqual([get, list]);
    expect(said).toEqual([
      `warn VpcEndpointService "orders": service ${ID} is being deleted. The next \`pulumi up\` replaces it.`,
    ]);
  });

  test("a service that is told as deleted leaves the state", async () => {
    const { env, client } = fakeWorld([answer({ status: "deleted" })]);
    expect(await kind.read(env, ID, bag(outputs()))).toEqual({ id: "", props: {}, inputs: {} });
    expect(client.lines).toEqual([get]);
  });

  test("no custom timeout bounds it", async () => {
    const { env, client } = fakeWorld([answer(), count]);
    const hidden = { name: "orders", set: [], customTimeouts: { create: 1, update: 1, delete: 1 } };
    await kind.read(env, ID, bag(outputs({ __vpcep: hidden })));
    expect(client.deadlines).toEqual([startMs + 600_000, startMs + 600_000]);
  });
});

describe("update", () => {
  const hidden = { name: "orders", set: [], customTimeouts: { update: 30 } };

  test("sends the difference, and nothing else", async () => {
    const { env, client } = fakeWorld([answer({ tcp_proxy: "open" })]);
    const { outs } = await kind.update(
      env,
      ID,
      bag(outputs()),
      bag(inputs({ tcpProxy: "open", __vpcep: hidden })),
    );
    expect(outs).toMatchObject({ tcpProxy: "open" });
    expect(client.lines).toEqual([`PUT vpc-endpoint-services/${ID} {"tcp_proxy":"open"}`]);
    expect(client.deadlines).toEqual([startMs + 30_000]);
  });

  test.each<[string, Partial<ReturnType<typeof inputs>>]>([
    [
      "a setting",
      { rejectConnectionsOnDelete: true, __vpcep: { name: "orders", set: ["rejectConnectionsOnDelete"] } },
    ],
    ["the timeouts", { __vpcep: hidden }],
  ])("of %s makes no call", async (_name, more) => {
    const { env, client } = fakeWorld([]);
    const { outs } = await kind.update(env, ID, bag(outputs()), bag(inputs(more)));
    expect(outs).toEqual({ ...outputs(), ...more, __vpcep: { ...more.__vpcep, written } });
    expect(client.lines).toEqual([]);
  });

  test("with nothing to do, as after a partial failure: looks how it stands", async () => {
    const { env, client } = fakeWorld([answer({ description: "found" })]);
    const { outs } = await kind.update(env, ID, bag(outputs()), bag(inputs()));
    expect(outs).toMatchObject({ description: "found" });
    expect(client.lines).toEqual([get]);
  });

  test("and does what is missing, the whitelist included", async () => {
    const { env, client } = fakeWorld([answer(), { permissions: [] }, {}]);
    const program = inputs({ permissions: ["*"] });
    const { outs } = await kind.update(
      env,
      ID,
      bag(outputs({ permissions: ["*"], __vpcep: program.__vpcep })),
      bag(program),
    );
    expect(outs).toMatchObject({ permissions: ["*"] });
    expect(client.lines).toEqual([get, whitelist, action({ permissions: ["*"], action: "add" })]);
  });

  test("of a service that had not settled: waits, then sends what differs", async () => {
    const { env, client } = fakeWorld([creating, answer(), answer({ tcp_proxy: "open" })]);
    await kind.update(env, ID, bag(outputs({ status: "creating" })), bag(inputs({ tcpProxy: "open" })));
    expect(client.lines).toEqual([get, `${get} x1`, `PUT vpc-endpoint-services/${ID} {"tcp_proxy":"open"}`]);
  });

  test("of a new service that cannot be read yet: waits", async () => {
    const { env, client } = fakeWorld([notFound(), notFound(), answer()]);
    await kind.update(env, ID, bag(outputs({ status: "creating" })), bag(inputs()));
    expect(client.lines).toEqual([get, `${get} x1`, `${get} x1`]);
  });

  test("of one that fails to settle keeps the id", async () => {
    const { env } = fakeWorld([failed]);
    const error = await partialFailure(
      kind.update(env, ID, bag(outputs({ status: "creating" })), bag(inputs())),
    );
    expect([error.id, error.message]).toEqual([ID, failedText]);
    expect(error.outputs).toMatchObject({ status: "failed" });
  });

  test("of one that was available and is gone fails, whatever else the state says", async () => {
    const { env, client } = fakeWorld([notFound()]);
    expect((await rejection(kind.update(env, ID, bag(outputs()), bag(inputs())))).message).toBe(
      `service ${ID} is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`,
    );
    expect(client.lines).toEqual([get]);
  });

  test("that cannot look fails as the look did", async () => {
    const error = apiError("forbidden");
    expect(await rejection(kind.update(fakeWorld([error]).env, ID, bag(outputs()), bag(inputs())))).toBe(
      error,
    );
  });

  test("a list that is managed from now on is looked at first: whoever was let in before has to go", async () => {
    const { env, client } = fakeWorld([{ permissions: [{ id: "1", permission: "*" }] }, {}]);
    const { outs } = await kind.update(env, ID, bag(outputs()), bag(inputs({ permissions: [] })));
    expect(outs).toMatchObject({ permissions: [] });
    expect(client.lines).toEqual([whitelist, action({ permissions: ["*"], action: "remove" })]);
  });
});

describe("delete", () => {
  const program = bag(inputs({ existingId: ID }));

  test("of a service that a later resource of the run has taken over leaves it alone", async () => {
    const { env, client, said } = fakeWorld([answer()]);
    const first = await kind.create(env, program);
    await kind.create(env, program);
    await kind.delete(env, ID, first.outs);
    expect(client.lines).toEqual([get, get]);
    expect(said.at(-1)).toBe(
      `info VpcEndpointService "orders": service ${ID} stays: its successor has it now`,
    );
  });

  test("of the resource that holds it deletes it, also after a change and a refresh", async () => {
    const count = { endpoint_services: [] };
    const { env, client } = fakeWorld([
      answer(),
      answer({ tcp_proxy: "open" }),
      answer(),
      count,
      {},
      notFound(),
    ]);
    const made = await kind.create(env, program);
    const news = bag(inputs({ existingId: ID, tcpProxy: "open" }));
    const changed = await kind.update(env, ID, made.outs, news);
    const { props } = await kind.read(env, ID, changed.outs);
    await kind.delete(env, ID, props);
    expect(client.lines.slice(-2)).toEqual([`DELETE vpc-endpoint-services/${ID}`, `${get} x1`]);
  });

  test("of a service whose adoption was refused fails: nobody would have it", async () => {
    const { env, client } = fakeWorld([answer({ server_type: "VM" })]);
    const renamed = bag(inputs({ existingId: ID, __vpcep: { name: "renamed", set: ["existingId"] } }));
    await rejection(kind.create(env, renamed));
    const { message } = await rejection(kind.delete(env, ID, bag(outputs())));
    expect(message).toBe(
      `service ${ID} stays: "renamed" is to take it over (existingId) and has not. Mend what kept it from that, and run \`pulumi up\` again.`,
    );
    expect(client.lines).toEqual([get]);
  });

  test("of a service that is wanted by the program fails also before its adoption was tried", async () => {
    const { env, client } = fakeWorld([]);
    await kind.check(env, {}, program);
    const { message } = await rejection(kind.delete(env, ID, bag(outputs())));
    expect(message).toMatch(/and has not\. Take the option deleteBeforeReplace out\.$/);
    expect(client.lines).toEqual([]);
  });

  test("of a service that another resource has by the state leaves it alone", async () => {
    const { env, client } = fakeWorld([]);
    const state = bag(outputs({ __vpcep: { name: "renamed", set: [], adoption: "1-0" } }));
    await kind.diff(env, ID, state, state);
    await kind.delete(env, ID, bag(outputs()));
    expect(client.lines).toEqual([]);
  });

  test("goes where the create went, within its own timeout", async () => {
    const { env, client, places } = fakeWorld([{}, notFound()]);
    const props = bag(
      outputs({
        region: "cn-north-4",
        projectId: "p",
        __vpcep: { name: "o", set: [], customTimeouts: { delete: 9 } },
      }),
    );
    await kind.delete(env, ID, props);
    expect(places).toEqual(["cn-north-4 p"]);
    expect(client.lines).toEqual([`DELETE vpc-endpoint-services/${ID}`, `${get} x1`]);
    expect(client.deadlines[0]).toBe(startMs + 9000);
  });

  test.each<[unknown, number]>([
    [true, 5],
    [false, 2],
    ["true", 2],
  ])("with rejectConnectionsOnDelete %p", async (rejectConnectionsOnDelete, calls) => {
    const connections = (status: string) => ({ connections: [{ id: "e", domain_id: "d", status }] });
    const { env, client } = fakeWorld([
      refused("EndPoint.3006"),
      connections("accepted"),
      {},
      connections("rejected"),
      notFound(),
    ]);
    await kind.delete(env, ID, bag({ ...outputs(), rejectConnectionsOnDelete })).catch(() => undefined);
    expect(client.lines).toHaveLength(calls);
  });
});
