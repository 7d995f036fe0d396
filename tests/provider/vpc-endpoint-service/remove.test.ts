import { remove } from "../../../provider/vpc-endpoint-service/remove";
import { apiError, fakeOperation, notFound, type Reply, refused, rejection } from "./fake-client";
import { answer, ID } from "./samples";

const deletes = `DELETE vpc-endpoint-services/${ID}`;
const looks = `GET vpc-endpoint-services/${ID} x1`;
const list = `GET vpc-endpoint-services/${ID}/connections?limit=1000&offset=0`;
const rejects = `POST vpc-endpoint-services/${ID}/connections/action {"action":"reject","endpoints":["e-1"]}`;
const inUse = () => refused("EndPoint.3006", "in use");
const connection = (status: string) => ({ id: "e-1", domain_id: "d", status });

function run(replies: Reply[], rejectConnections = false) {
  const world = fakeOperation(replies, "delete");
  return { ...world, done: remove(world.operation, ID, rejectConnections) };
}

test("deletes, then waits until it is gone", async () => {
  const { client, done } = run([{}, answer(), answer({ status: "deleting" }), notFound()]);
  await done;
  expect(client.lines).toEqual([deletes, looks, looks, looks]);
});

test("gone already is a success, without a look", async () => {
  const { client, done } = run([notFound()]);
  await done;
  expect(client.lines).toEqual([deletes]);
});

test("a service that is busy is deleted as soon as it can be", async () => {
  const { client, done } = run([refused("EndPoint.3045"), {}, notFound()]);
  await done;
  expect(client.lines).toEqual([deletes, deletes, looks]);
});

test.each<Error>([apiError("forbidden"), refused("EndPoint.3005")])("%s is told as it is", async (error) => {
  expect(await rejection(run([error]).done)).toBe(error);
});

test("live connections block it: they are named, with account and status", async () => {
  const error = inUse();
  const { client, done } = run([
    error,
    { connections: [connection("accepted"), { id: "e-2", domain_id: "d", status: "rejected" }] },
  ]);
  expect((await rejection(done)).message).toBe(
    `${error.message} In its way: e-1 of account d (accepted). Reject them, or put the resource into the program with rejectConnectionsOnDelete: true, run \`pulumi up\`, and delete it then.`,
  );
  expect(client.lines).toEqual([deletes, list]);
});

test("blocked by what is listed no more", async () => {
  expect((await rejection(run([inUse(), { connections: [] }]).done)).message).toContain(
    "None that blocks it is listed any longer: run the same command again.",
  );
});

test("with rejectConnectionsOnDelete they are rejected first, and what blocks for a moment longer is waited for", async () => {
  const { client, done } = run(
    [
      inUse(),
      { connections: [connection("accepted")] },
      {},
      { connections: [connection("rejected")] },
      inUse(),
      {},
      notFound(),
    ],
    true,
  );
  await done;
  expect(client.lines).toEqual([deletes, list, rejects, list, deletes, deletes, looks]);
});

test("gone while its connections are looked at", async () => {
  const { client, done } = run([inUse(), notFound()]);
  await done;
  expect(client.lines).toEqual([deletes, list]);
});

test("a deletion that fails says so, with the API's reasons, and not that anything replaces the service", async () => {
  const failed = answer({ status: "failed", error: [{ error_code: "E", error_message: "m" }] });
  const { done } = run([{}, answer({ status: "deleting" }), failed]);
  expect((await rejection(done)).message).toBe(
    `the deletion failed: service ${ID} has the status failed (E: m).`,
  );
});
