import { vpcEndpointConnection } from "../../../provider/vpc-endpoint-connection/lifecycle";
import { startMs } from "../api/fakes";
import { fakeWorld, notFound, type Reply } from "../resource/fake-client";
import { ID, PROJECT, REGION, VPC as SERVICE } from "../resource/samples";

const id = `${SERVICE}/${ID}`;
const look = `GET vpc-endpoint-services/${SERVICE}/connections?id=${ID}`;
const reject = `POST vpc-endpoint-services/${SERVICE}/connections/action {"action":"reject","endpoints":["${ID}"]}`;
const listed = (status: string) => ({
  connections: [
    { id: SERVICE, status: "failed" },
    { id: ID, status },
  ],
});

test.each<[string, Reply[], string[], boolean]>([
  [
    "accepted",
    [listed("accepted"), {}, listed("accepted"), listed("rejected")],
    [look, reject, `${look} x1`, `${look} x1`],
    true,
  ],
  ["creating", [listed("creating"), {}, listed("rejected")], [look, reject, `${look} x1`], true],
  ["accepted, and gone before it is rejected", [listed("accepted"), notFound()], [look, reject], false],
  ["rejected", [listed("rejected")], [look], false],
  ["pendingAcceptance", [listed("pendingAcceptance")], [look], false],
  ["not listed", [{ connections: [] }], [look], false],
])("the delete of a connection that is %s", async (_, replies, calls, isRejected) => {
  const { env, client, said } = fakeWorld(replies);
  const __vpcep = { name: "shop", set: [], customTimeouts: { delete: 60 } };
  await vpcEndpointConnection.delete(env, id, { region: REGION, projectId: PROJECT, __vpcep });
  expect(client.lines).toEqual(calls);
  expect(client.deadlines[0]).toBe(startMs + 60_000);
  expect(said).toEqual(isRejected ? [`info VpcEndpointConnection "shop": rejected connection ${id}`] : []);
});

test("accepting is what a program means that says nothing", async () => {
  const { env } = fakeWorld([]);
  const { inputs } = await vpcEndpointConnection.check(env, {}, {});
  expect(inputs.accepted).toBe(true);
  expect((await vpcEndpointConnection.check(env, {}, { accepted: false })).inputs.accepted).toBe(false);
});

test("the create of one that is decided already sends nothing, in a time of its own", async () => {
  const { env, client } = fakeWorld([listed("accepted")]);
  const inputs = {
    region: REGION,
    projectId: PROJECT,
    endpointServiceId: SERVICE,
    endpointId: ID,
    accepted: true,
  };
  const __vpcep = { name: "shop", customTimeouts: { create: 60 } };
  const { outs } = await vpcEndpointConnection.create(env, { ...inputs, __vpcep });
  expect(outs).toMatchObject({ ...inputs, status: "accepted" });
  expect(client.lines).toEqual([look]);
  expect(client.deadlines).toEqual([startMs + 60_000]);
});
