import { tagStep } from "../../../provider/resource/tags";
import { apiError, fakeOperation, notFound, type Reply, refused, rejection } from "./fake-client";
import { ID, inputs, outputs, record } from "./samples";

const remove = (...keys: string[]) =>
  `POST endpoint_service/${ID}/tags/action ${JSON.stringify({ action: "delete", tags: keys.map((key) => ({ key })) })}`;
const look = `GET vpc-endpoint-services/${ID}`;

function removal(replies: Reply[]) {
  const { operation, client } = fakeOperation(replies);
  const known = outputs({ tags: { a: "1", b: "2" } });
  const step = tagStep({ operation, id: ID, known, inputs: inputs() }, "endpoint_service", {});
  return { client, done: step.run(known, () => undefined) };
}

test.each<[string, Error, unknown[], string[]]>([
  ["one of them is gone", refused("EndPoint.2050"), [{ key: "b", value: "2" }], [remove("b")]],
  ["all of them are", notFound(), [], []],
])("a removal of tags that is refused, when %s: what is left goes", async (_, refusal, tags, more) => {
  const { client, done } = removal([refusal, record({ tags }), {}]);
  await done;
  expect(client.lines).toEqual([remove("a", "b"), look, ...more]);
});

test.each<[string, Error, unknown, number]>([
  ["both are there", refused("EndPoint.0004"), [{ key: "a" }, { key: "b" }], 2],
  ["a look does not tell", refused("EndPoint.0004"), undefined, 2],
  ["the API is not well", apiError("unavailable"), [], 1],
  ["the failure is a bug", new TypeError("bug"), [], 1],
])("a removal of tags that fails when %s has failed", async (_, failure, tags, calls) => {
  const { client, done } = removal([failure, record({ tags }), {}]);
  expect(await rejection(done)).toBe(failure);
  expect(client.lines).toHaveLength(calls);
});
