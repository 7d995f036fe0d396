import { adopt } from "../../../provider/vpc-endpoint-service/adopt";
import { fakeOperation, notFound, type Reply, refused, rejection } from "./fake-client";
import { answer, ID, inputs, OTHER_PORT, outputs, PROJECT, REGION, VPC, written } from "./samples";

const get = `GET vpc-endpoint-services/${ID}`;
const put = `PUT vpc-endpoint-services/${ID}`;
const permissions = `GET vpc-endpoint-services/${ID}/permissions?limit=500&offset=0`;

function take(replies: Reply[], more: Parameters<typeof inputs>[0] = {}) {
  const world = fakeOperation(replies, "create");
  const program = inputs({ existingId: ID, ...more });
  return { ...world, program, adopted: adopt(world.operation, ID, program) };
}

test("a service that is as the program says: one look, nothing sent", async () => {
  const { client, program, said, adopted } = take([answer()]);
  const __vpcep = { ...program.__vpcep, written, adoption: expect.stringMatching(/^\d+-0$/) };
  expect(await adopted).toEqual(outputs({ existingId: ID, __vpcep }));
  expect(client.lines).toEqual([get]);
  expect(said).toEqual([`info VpcEndpointService "orders": adopted service ${ID}`]);
});

test("only what the program says and differs is sent; the rest stays as found", async () => {
  const found = answer({ description: "by hand", tcp_proxy: "open", tags: [{ key: "a", value: "b" }] });
  const { client, said, adopted } = take([found, { ...found, tcp_proxy: "close" }], {
    tcpProxy: "close",
    approvalEnabled: true,
  });
  expect(await adopted).toMatchObject({
    tcpProxy: "close",
    description: "by hand",
    tags: { a: "b" },
    existingId: ID,
  });
  expect(client.lines).toEqual([get, `${put} {"tcp_proxy":"close"}`]);
  expect(said).toEqual([
    'info VpcEndpointService "orders": sent tcpProxy',
    `info VpcEndpointService "orders": adopted service ${ID}`,
  ]);
});

test("a whitelist that the program manages is looked at first", async () => {
  const { client, adopted } = take([answer(), { permissions: [{ id: "1", permission: "*" }] }, {}, {}], {
    permissions: ["iam:domain::a"],
  });
  expect((await adopted).permissions).toEqual(["iam:domain::a"]);
  const action = `POST vpc-endpoint-services/${ID}/permissions/action`;
  expect(client.lines).toEqual([
    get,
    permissions,
    `${action} {"permissions":["iam:domain::a"],"action":"add"}`,
    `${action} {"permissions":["*"],"action":"remove"}`,
  ]);
});

test("a service that is still being created is waited for", async () => {
  const { client, adopted } = take([answer({ status: "creating" }), answer()]);
  expect((await adopted).status).toBe("available");
  expect(client.lines).toEqual([get, `${get} x1`]);
});

test("a service that is not there", async () => {
  expect((await rejection(take([notFound()]).adopted)).message).toBe(
    `existingId: there is no service ${ID} in region ${REGION}, project ${PROJECT}. Check the id, the region and the project.`,
  );
});

describe("a service that has failed is in no state that anything could replace", () => {
  const failed = answer({ status: "failed", error: [{ error_code: "E", error_message: "m" }] });
  const sentence = `existingId: service ${ID} has the status failed (E: m). Delete it, or leave existingId out.`;

  test("when it is looked at", async () => {
    const { client, adopted } = take([failed]);
    expect((await rejection(adopted)).message).toBe(sentence);
    expect(client.lines).toEqual([get]);
  });

  test("when it is waited for", async () => {
    const { client, adopted } = take([answer({ status: "creating" }), failed]);
    expect((await rejection(adopted)).message).toBe(sentence);
    expect(client.lines).toEqual([get, `${get} x1`]);
  });
});

test("a service that differs in what cannot be changed: both values of each, nothing sent", async () => {
  const { client, adopted } = take([answer({ vpc_id: OTHER_PORT, server_type: "VM", tcp_proxy: "open" })], {
    tcpProxy: "close",
  });
  expect((await rejection(adopted)).message).toBe(
    `existingId: service ${ID} differs in what cannot be changed: serverType is "VM", the program says "LB"; ` +
      `vpcId is "${OTHER_PORT}", the program says "${VPC}". Make the program say the same, or leave existingId out.`,
  );
  expect(client.lines).toEqual([get]);
});

test("a modify call that is refused changes nothing, and nothing is adopted", async () => {
  const error = refused("EndPoint.3042");
  const { said, adopted } = take([answer(), error], { tcpProxy: "open" });
  expect(await rejection(adopted)).toBe(error);
  expect(said).toEqual([]);
});
