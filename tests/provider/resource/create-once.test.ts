import { postService } from "../../../provider/vpc-endpoint-service/lifecycle";
import { startMs } from "../api/fakes";
import { apiError, fakeOperation, lost, type Reply, refused, rejection } from "./fake-client";
import { ID, inputs, OTHER_PORT, PORT, record, VPC } from "./samples";

const body = JSON.stringify({
  server_type: "LB",
  vpc_id: VPC,
  port_id: PORT,
  ports: [{ client_port: 8080, server_port: 80 }],
});
const post = `POST vpc-endpoint-services ${body}`;
const again = `${post} repair`;
const look = "GET vpc-endpoint-services?limit=50 x1 repair";
const all = "GET vpc-endpoint-services?limit=1000&offset=0";
const nobody = { endpoint_services: [] };
/** What our create made, a second later. */
const made = (more = {}) =>
  record({ status: "creating", created_at: new Date(startMs + 1000).toISOString(), ...more });
const listed = (...services: unknown[]) => ({ endpoint_services: services });
const clash = () => refused("EndPoint.3044", "port clash");

function create(replies: Reply[], more = {}) {
  const world = fakeOperation(replies, "create");
  return { ...world, created: postService(world.operation, inputs(more)) };
}

test("one POST, whose answer is the service", async () => {
  const { client, runtime, said, created } = create([made()]);
  expect(await created).toEqual(made());
  expect([client.lines, runtime.slept, said]).toEqual([[post], [], []]);
});

test.each<Error>([
  apiError("forbidden"),
  apiError("notSent"),
  apiError("throttled"),
  refused("EndPoint.3042"),
])("%s made nothing: no look, no second POST", async (error) => {
  const { client, created } = create([error]);
  expect(await rejection(created)).toBe(error);
  expect(client.lines).toEqual([post]);
});

test("a bug is no doubt", async () => {
  const error = new TypeError("bug");
  expect(await rejection(create([error]).created)).toBe(error);
});

const nothingMade = "The create was sent 3 times, and the list shows no service of it: nothing was made.";

describe("a POST whose fate is not known", () => {
  test("its service is found and taken, and the user is told", async () => {
    const { client, runtime, said, created } = create([lost(), listed(made())]);
    expect(await created).toEqual(made());
    expect(client.lines).toEqual([post, look]);
    expect(runtime.slept).toEqual([500]);
    expect(said).toEqual([
      `info VpcEndpointService "orders": the response to the create was lost; found the service that it made: ${ID}`,
    ]);
  });

  test("the list may lag behind: looks after 0.5, 2 and 5 seconds", async () => {
    const { client, runtime, created } = create([lost(), nobody, nobody, listed(made())]);
    expect(await created).toEqual(made());
    expect(client.lines).toEqual([post, look, look, look]);
    expect(runtime.slept).toEqual([500, 1500, 3000]);
  });

  test("nothing was made: it is sent again, paid as a repair", async () => {
    const { client, created } = create([lost(), nobody, nobody, nobody, made()]);
    expect(await created).toEqual(made());
    expect(client.lines).toEqual([post, look, look, look, again]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["no list", { x: 1 }],
    ["null for a list", { endpoint_services: null }],
    ["a service without its id", { endpoint_services: [{ status: "creating" }] }],
  ])("a look that brings %s has not shown that nothing was made", async (_name, body) => {
    const { client, created } = create([lost(), body, body, body, made()]);
    expect((await rejection(created)).message).toMatch(
      /^the service may have been created.*malformed response/,
    );
    expect(client.lines).toEqual([post, look, look, look]);
  });

  test("three POSTs are the most", async () => {
    const third = lost({ apiMessage: "the third" });
    const looks = [nobody, nobody, nobody];
    const { client, created } = create([lost(), ...looks, lost(), ...looks, third, ...looks]);
    expect((await rejection(created)).message).toBe(
      `${third.message.replace("attempt 1/1, 0s", "attempt 3/3, 15s")} ${nothingMade}`,
    );
    expect(client.lines).toEqual([post, look, look, look, again, look, look, look, again, look, look, look]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["no id", { status: "creating" }],
    ["an empty id", { id: "", status: "creating" }],
    ["an id that no later call could name", { id: "../../x", status: "creating" }],
    ["a number for an id", { id: 7, status: "creating" }],
    ["no status", { id: ID }],
  ])("an answer with %s is none", async (_name, malformed) => {
    const { client, created } = create([malformed, listed(made())]);
    expect(await created).toEqual(made());
    expect(client.lines).toEqual([post, look]);
  });

  test("malformed answers to the end: in one sentence", async () => {
    const looks = [nobody, nobody, nobody];
    const { created } = create([{}, ...looks, {}, ...looks, {}, ...looks]);
    expect((await rejection(created)).message).toBe(
      `the create got a malformed response: no usable id. ${nothingMade}`,
    );
  });

  test.each<Error>([
    refused("EndPoint.1018", "quota"),
    apiError("notSent"),
    apiError("forbidden"),
    apiError("quotaExhausted"),
  ])("%s to the second POST ends it, but the first is still unaccounted for", async (no) => {
    const doubt = lost();
    const { client, created } = create([doubt, nobody, nobody, nobody, no]);
    expect((await rejection(created)).message).toBe(
      `the service may have been created, and what came after failed too. Look for a service with port_id ${PORT} and server ports 80/TCP made since 2026-01-02T03:04:05.000Z; ` +
        `if there is one, adopt it with existingId. The create: ${doubt.message} After it: ${no.message}`,
    );
    expect(client.lines).toHaveLength(5);
  });

  test("a clash of the second POST may be with the first: one more look", async () => {
    const { client, created } = create([lost(), nobody, nobody, nobody, clash(), listed(made())]);
    expect(await created).toEqual(made());
    expect(client.lines).toEqual([post, look, look, look, again, look]);
  });

  test("a clash of the second POST with another's service is told as one", async () => {
    const other = made({ id: "other", created_at: "2020-01-01T00:00:00Z" });
    const { client, created } = create([lost(), nobody, nobody, nobody, clash(), listed(other)]);
    expect((await rejection(created)).message).toContain("Service other (created 2020-01-01T00:00:00Z)");
    expect(client.lines).toEqual([post, look, look, look, again, look, look, look, all]);
  });

  test("looking fails now and then: one look that works is enough", async () => {
    const { client, created } = create([
      lost(),
      apiError("unavailable"),
      nobody,
      apiError("unavailable"),
      made(),
    ]);
    expect(await created).toEqual(made());
    expect(client.lines).toHaveLength(5);
  });

  test("looking fails each time: what to look for, and how to adopt it", async () => {
    const [doubt, blind] = [lost(), apiError("unavailable")];
    const { client, runtime, created } = create([doubt, blind], {
      ports: [
        { clientPort: 8080, serverPort: 80 },
        { clientPort: 1, serverPort: 53, protocol: "UDP" },
      ],
    });
    expect((await rejection(created)).message).toBe(
      `the service may have been created, and what came after failed too. Look for a service with port_id ${PORT} and server ports 80/TCP, 53/UDP made since 2026-01-02T03:04:05.000Z; ` +
        `if there is one, adopt it with existingId. The create: ${doubt.message} After it: ${blind.message}`,
    );
    expect(client.lines).toHaveLength(4);
    expect(runtime.slept).toEqual([500, 1500, 3000]);
  });

  test("an empty retry quota ends the looking at once", async () => {
    const { client, created } = create([lost(), apiError("quotaExhausted")]);
    expect((await rejection(created)).message).toContain("the service may have been created");
    expect(client.lines).toEqual([post, look]);
  });

  test("the list is read page by page, as far back as the first attempt", async () => {
    const page = (createdMs: number) =>
      listed(
        ...Array.from({ length: 50 }, (_, index) =>
          made({ id: `o-${index}`, port_id: OTHER_PORT, created_at: new Date(createdMs).toISOString() }),
        ),
      );
    const newer = create([lost(), page(startMs - 60_000), listed(made())]);
    expect(await newer.created).toEqual(made());
    expect(newer.client.lines).toEqual([post, look, "GET vpc-endpoint-services?limit=50&offset=50 x1"]);
    const older = create([lost(), page(startMs - 61_000), nobody, nobody, made()]);
    await older.created;
    expect(older.client.lines).toEqual([post, look, look, look, again]);
  });

  test("a bug in looking is not hidden", async () => {
    const error = new TypeError("bug");
    expect(await rejection(create([lost(), error]).created)).toBe(error);
  });
});

describe("a clock that is ahead of the server's, which only the answer to the look-up shows", () => {
  const aheadMs = 600_000;

  function createAhead(createdMs: number) {
    const world = fakeOperation(
      [
        lost(),
        listed(made({ created_at: new Date(createdMs).toISOString() })),
        nobody,
        nobody,
        made({ id: "second" }),
      ],
      "create",
    );
    const { client, runtime } = world;
    const serverNow = () => runtime.nowMs - (client.lines.length > 1 ? aheadMs : 0);
    const operation = { ...world.operation, client: { ...client, serverNow } };
    return postService(operation, inputs());
  }

  test("our service is recognised", async () => {
    expect((await createAhead(startMs - aheadMs + 1000)).id).toBe(ID);
  });

  test("an older one is not", async () => {
    expect((await createAhead(startMs - aheadMs - 61_000)).id).toBe("second");
  });
});

describe("what is recognised as ours", () => {
  const found = async (service: unknown, more = {}) => {
    const { created } = create([lost(), listed(service), nobody, nobody, made({ id: "second" })], more);
    return (await created).id === ID;
  };

  test.each<[string, Record<string, unknown>, boolean]>([
    ["all as sent", {}, true],
    [
      "mappings in the other order of their fields",
      { ports: [{ protocol: "TCP", server_port: 80, client_port: 8080 }] },
      true,
    ],
    ["any status", { status: "available" }, true],
    ["a clock that is behind by a minute", { created_at: new Date(startMs - 60_000).toISOString() }, true],
    ["a minute and a second older", { created_at: new Date(startMs - 61_000).toISOString() }, false],
    ["no time of creation", { created_at: undefined }, false],
    ["a time of creation that is no text", { created_at: { toString: 1 } }, false],
    ["another port", { port_id: OTHER_PORT }, false],
    ["another VPC", { vpc_id: OTHER_PORT }, false],
    ["another server type", { server_type: "VM" }, false],
    ["a name", { service_name: `eu-west-101.other.${ID}` }, false],
    ["another mapping", { ports: [{ client_port: 8081, server_port: 80 }] }, false],
    ["no mappings told", { ports: undefined }, false],
    ["no status", { status: undefined }, false],
  ])("%s: %s %#", async (_name, more, ours) => {
    expect(await found(made(more))).toBe(ours);
  });

  test("of the same name", async () => {
    const named = made({ service_name: `eu-west-101.orders.${ID}` });
    expect(await found(named, { serviceName: "orders" })).toBe(true);
    expect(await found(made(), { serviceName: "orders" })).toBe(false);
    expect(await found(made({ service_name: undefined }), { serviceName: "orders" })).toBe(false);
  });

  test.each([null, "service", 7])("%p in the list is passed over", async (item) => {
    expect(await found(item)).toBe(false);
  });

  test("a list that is none holds nothing", async () => {
    const { created } = create([lost(), { endpoint_services: { id: ID } }, nobody, nobody, made()]);
    expect(await created).toEqual(made());
  });
});

describe("a clash at once", () => {
  const other = (more = {}) => made({ id: "other", ...more });

  test("the service that uses the port is named, with the way out for each cause", async () => {
    const refusal = clash();
    const { client, created } = create([refusal, listed(other())]);
    expect((await rejection(created)).message).toBe(
      `${refusal.message} Service other (created 2026-01-02T03:04:06.000Z) already serves 80/TCP of port ${PORT}. ` +
        "If this stack made it under another name, for a rename or a move into a component, give the resource the option aliases. " +
        'If an interrupted run left it behind, take it over with existingId: "other".',
    );
    expect(client.lines).toEqual([post, all]);
  });

  test.each([
    [true, "set the option deleteBeforeReplace: true, for `--replace`"],
    [false, "the state does not know that it serves these: run `pulumi refresh`, then `pulumi up`."],
  ])(
    "one that this resource replaces (known to clash: %p) is not to be adopted",
    async (wouldClash, advice) => {
      const { operation, created } = create([clash(), listed(other())]);
      const wishes = { predecessors: [], inputs: {}, wouldClash };
      operation.holders.hold("other", { name: "orders" }, wishes);
      const { message } = await rejection(created);
      expect(message).toContain("already serves 80/TCP");
      expect(message).toContain(advice);
      expect(message).not.toContain("existingId:");
    },
  );

  test("one that another resource of the program has is named with it, and the order that is needed", async () => {
    const { operation, created } = create([clash(), listed(other())]);
    operation.holders.hold("other", { name: "billing" });
    const { message } = await rejection(created);
    expect(message).toContain('It belongs to "billing" of this program.');
    expect(message).toContain("dependsOn");
    expect(message).not.toContain("existingId:");
  });

  test("a service without a time of creation", async () => {
    const { created } = create([clash(), listed(other({ created_at: undefined }))]);
    expect((await rejection(created)).message).toContain("Service other (created at an unknown time)");
  });

  test.each<[string, Record<string, unknown>]>([
    ["another port", { port_id: OTHER_PORT }],
    ["another server port", { ports: [{ client_port: 8080, server_port: 81 }] }],
    ["another protocol", { ports: [{ client_port: 8080, server_port: 80, protocol: "UDP" }] }],
  ])("none of the list is it (%s): the API's own words", async (_name, more) => {
    const refusal = clash();
    expect(await rejection(create([refusal, listed(other(more))]).created)).toBe(refusal);
  });

  test("the list cannot be had: the API's own words", async () => {
    const refusal = clash();
    expect(await rejection(create([refusal, apiError("forbidden")]).created)).toBe(refusal);
  });

  test("a bug in looking is not hidden", async () => {
    const error = new TypeError("bug");
    expect(await rejection(create([clash(), error]).created)).toBe(error);
  });
});
