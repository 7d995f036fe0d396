import {
  type Connection,
  connectionsOf,
  isOpen,
  namesOf,
  reject,
} from "../../../provider/vpc-endpoint-service/connections";
import { apiError, fakeOperation, notFound, type Reply, refused, rejection } from "./fake-client";
import { ID } from "./samples";

const list = `GET vpc-endpoint-services/${ID}/connections?limit=1000&offset=0`;
const rejects = (endpoint: string) =>
  `POST vpc-endpoint-services/${ID}/connections/action {"action":"reject","endpoints":["${endpoint}"]}`;
const connected = (endpointId: string, status = "accepted"): Connection => ({
  endpointId,
  domainId: "d",
  status,
});
const wire = (id: string, status: string) => ({ id, domain_id: "d", status });

test.each<[string, boolean]>([
  ["accepted", true],
  ["creating", true],
  ["pendingAcceptance", true],
  ["rejected", false],
  ["failed", false],
  ["deleting", false],
])("%s: in use, or may come to be: %p", (status, open) => {
  expect(isOpen(connected("e", status))).toBe(open);
});

test("connections as the API lists them", async () => {
  const { client, operation } = fakeOperation([
    { connections: [wire("e-1", "accepted"), { id: "e-2", status: "failed" }], total_count: 2 },
  ]);
  expect(await connectionsOf(operation, ID)).toEqual([
    { endpointId: "e-1", domainId: "d", status: "accepted" },
    { endpointId: "e-2", domainId: "unknown", status: "failed" },
  ]);
  expect(client.lines).toEqual([list]);
});

test("names for a message, twenty at the most", () => {
  expect(namesOf([connected("e-1"), connected("e-2", "creating")])).toBe(
    "e-1 of account d (accepted), e-2 of account d (creating)",
  );
  const many = Array.from({ length: 22 }, (_, index) => connected(`e-${index}`));
  expect(namesOf(many).split(", ")).toHaveLength(21);
  expect(namesOf(many)).toMatch(/e-19 of account d \(accepted\), 2 more$/);
  expect(namesOf(many.slice(0, 20))).toMatch(/e-19 of account d \(accepted\)$/);
  expect(namesOf([])).toBe("");
  const odd = { endpointId: "e\n1", domainId: "\u001bd", status: "x".repeat(100) };
  expect(namesOf([odd])).toBe(`e 1 of account d (${"x".repeat(64)}…)`);
});

function run(replies: Reply[], ...endpoints: string[]) {
  const world = fakeOperation(replies);
  const connections = endpoints.map((endpoint) => connected(endpoint));
  return { ...world, done: reject(world.operation, ID, connections) };
}

test("one call a connection, then it waits until none of them is live", async () => {
  const { client, runtime, said, done } = run(
    [
      {},
      {},
      { connections: [wire("e-1", "rejected"), wire("e-2", "accepted"), wire("other", "accepted")] },
      { connections: [wire("e-1", "rejected"), wire("e-2", "pendingAcceptance")] },
      { connections: [wire("e-2", "rejected"), wire("other", "accepted")] },
    ],
    "e-1",
    "e-2",
  );
  await done;
  expect(client.lines).toEqual([rejects("e-1"), rejects("e-2"), list, list, list]);
  expect(runtime.slept).toEqual([500, 500, 500]);
  expect(said).toEqual([
    'info VpcEndpointService "orders": rejected e-1 of account d (accepted), e-2 of account d (accepted)',
  ]);
});

test("nothing to reject: no call, no word", async () => {
  const { client, said, done } = run([]);
  await done;
  expect([client.lines, said]).toEqual([[], []]);
});

test.each<Error>([notFound(), refused("EndPoint.2018"), refused("EndPoint.2019")])(
  "%s: it may be going away by itself, so the others follow",
  async (error) => {
    const { client, done } = run([error, {}, { connections: [] }], "e-1", "e-2");
    await done;
    expect(client.lines).toEqual([rejects("e-1"), rejects("e-2"), list]);
  },
);

test("one that was just being made is rejected as soon as it can be", async () => {
  const { client, done } = run(
    [refused("EndPoint.2019"), { connections: [wire("e-1", "creating")] }, {}, { connections: [] }],
    "e-1",
  );
  await done;
  expect(client.lines).toEqual([rejects("e-1"), list, rejects("e-1"), list]);
});

test.each<Error>([
  refused("EndPoint.2027"),
  apiError("refused"),
  apiError("forbidden"),
  apiError("unavailable"),
  new TypeError("bug"),
])("%s ends it", async (error) => {
  const { client, done } = run([error], "e-1", "e-2");
  expect(await rejection(done)).toBe(error);
  expect(client.lines).toHaveLength(1);
});

test("a connection that stays: at the deadline a sentence that names it", async () => {
  const { runtime, said, done } = run([{}, { connections: [wire("e-1", "accepted")] }], "e-1");
  const { message, name } = await rejection(done);
  expect(message).toMatch(
    new RegExp(
      `^the rejection of connections of service ${ID} did not come through: still connected: e-1 of account d \\(accepted\\) after 600 s and \\d+ polls\\.$`,
    ),
  );
  expect(name).toBe("Error");
  expect(runtime.slept.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(600_000, 1);
  expect(said).toEqual([
    'info VpcEndpointService "orders": waiting for rejections to come through: connected: e-1 of account d (accepted)',
  ]);
});

test("a look that is refused ends the wait", async () => {
  const error = refused("EndPoint.0004");
  expect(await rejection(run([{}, error], "e-1").done)).toBe(error);
});
