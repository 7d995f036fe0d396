import { callWhenReady } from "../../../provider/vpc-endpoint-service/busy";
import { modifyService } from "../../../provider/vpc-endpoint-service/operations";
import { apiError, fakeOperation, type Reply, refused, rejection } from "./fake-client";
import { ID } from "./samples";

const busy = () => refused("EndPoint.3045", "state does not allow");
const conflict = () => apiError("refused", { status: 409, apiMessage: "conflict" });
const inUse = () => refused("EndPoint.3006", "in use");

function run(replies: Reply[], ...blocked: string[]) {
  const world = fakeOperation(replies);
  return { ...world, answer: callWhenReady(world.operation, modifyService(ID, {}), blocked) };
}

test("a call that is taken at once does not wait", async () => {
  const { answer, client, runtime } = run([{ id: ID }]);
  expect((await answer).body).toEqual({ id: ID });
  expect([client.lines.length, runtime.slept]).toEqual([1, []]);
});

test.each<[string, () => Error]>([
  ["EndPoint.3045", busy],
  ["HTTP 409", conflict],
])("%s: again, with the pauses of a wait, until it is taken", async (_name, refusal) => {
  const { answer, client, runtime } = run([refusal(), refusal(), refusal(), { id: ID }]);
  expect((await answer).body).toEqual({ id: ID });
  expect(client.lines).toHaveLength(4);
  expect(runtime.slept).toEqual([500, 500, 500]);
});

test("at the deadline: how often, how long, and the API's own words", async () => {
  const { answer, runtime } = run([busy()]);
  const error = await rejection(answer);
  expect(error.message).toMatch(
    /^GET .*EndPoint\.3045: state does not allow \(attempt (\d{3})\/\1, 600s\)\..* The call was refused until the time limit of the operation\.$/,
  );
  expect(error.name).toBe("Error");
  expect(runtime.slept.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(600_000, 1);
});

test.each<Error>([inUse(), apiError("unavailable"), new TypeError("bug")])(
  "%s is nothing to wait for",
  async (error) => {
    const { answer, client } = run([error, {}]);
    expect(await rejection(answer)).toBe(error);
    expect(client.lines).toHaveLength(1);
  },
);

test("what ends the wait is told as it is", async () => {
  const error = refused("EndPoint.3042");
  expect(await rejection(run([busy(), error]).answer)).toBe(error);
});

test("codes that mean the same here are waited for too", async () => {
  const { answer, client } = run([inUse(), inUse(), { id: ID }], "EndPoint.3006");
  await answer;
  expect(client.lines).toHaveLength(3);
});
