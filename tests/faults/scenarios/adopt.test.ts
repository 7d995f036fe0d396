// Taking over a service with `existingId`. What later runs may do to it: ../adoption.test.ts and ../kept.test.ts.
import { documented } from "../../helpers/documented";
import type { Properties } from "../../helpers/engine";
import { expectNoop, failure, type Lab } from "../../helpers/in-process";
import { missingId, networkId, otherPort, otherVpc, smallest } from "../../helpers/samples";
import { bodies, idsInCloud, inCloud, lab, put, standing, tags, writes } from "../support";

const GET = "GET /vpc-endpoint-services/*";

/** A service that was made by hand: by another stack, which then knows nothing of it any more. */
async function madeByHand(): Promise<{
  one: Lab;
  existingId: string;
  wanted: (changes?: Properties) => Properties;
}> {
  const said = { serviceName: "byhand", description: "hand", tags: { hand: "1" }, tcpProxy: "open" };
  const one = await standing({}, { ...smallest, ...said });
  const existingId = one.stack.id;
  one.stack.state = undefined;
  one.emulator.patchService(existingId, { permissions: ["iam:domain::hand"] });
  one.restart();
  return { one, existingId, wanted: (changes) => ({ ...smallest, existingId, ...changes }) };
}

test("scenario 41: adopting sends only what the program sets and differs, and then rests", async () => {
  const { one, existingId, wanted } = await madeByHand();
  const program = wanted({ tcpProxy: "close", tags: { hand: "1", ours: "2" } });
  expect((await one.stack.preview(program)).step).toBe("create");
  expect(one.calls()).toEqual([GET]);
  expect(await one.stack.up(program)).toBe("create");
  expect(one.stack.id).toBe(existingId);
  const sent = ["PUT /vpc-endpoint-services/*", "POST /endpoint_service/*/tags/action"];
  expect(one.calls().slice(2)).toEqual([GET, ...sent]);
  expect(bodies(one, "PUT")).toEqual([{ tcp_proxy: "close" }]);
  expect(bodies(one, "POST")).toEqual([{ action: "create", tags: [{ key: "ours", value: "2" }] }]);
  const name = `${one.emulator.region}.byhand.${existingId}`;
  expect(inCloud(one)).toMatchObject({
    service_name: name,
    description: "hand",
    permissions: [{ permission: "iam:domain::hand" }],
  });
  expect(one.lines).toEqual(
    [
      documented("adopts the existing service …; … It belongs to this stack from then on"),
      documented("sent …"),
      documented("adopted service …"),
    ].map(expect.stringMatching),
  );
  expect(one.lines[0]).toContain(`${existingId}, ${name}; to be sent: tcpProxy, tags +ours. `);
  expect(one.lines[1]).toMatch(/: sent tcpProxy, tags \+ours$/);
  await expectNoop(one, program);
  await one.stack.destroy();
  expect(idsInCloud(one)).toEqual([]);
});

test("scenario 41: what already is as the program says costs one look in check and one at the adoption", async () => {
  const { one, wanted } = await madeByHand();
  const program = wanted({ serviceName: "byhand", tags: { hand: "1" } });
  await one.stack.up(program);
  expect(one.calls()).toEqual([GET, GET]);
  await one.stack.refresh();
  await expectNoop(one, program);
});

test("scenario 41: a managed whitelist becomes the program's, exactly", async () => {
  const { one, wanted } = await madeByHand();
  await one.stack.up(wanted({ permissions: ["iam:domain::ours"] }));
  expect(bodies(one, "POST")).toEqual([
    { action: "add", permissions: ["iam:domain::ours"] },
    { action: "remove", permissions: ["iam:domain::hand"] },
  ]);
});

test("scenario 41: an unknown id is a clear error of the preview", async () => {
  const one = await lab();
  const { region, projectId } = one.emulator;
  const { message } = await failure(one.stack.preview({ ...smallest, existingId: missingId }));
  expect(message).toContain(
    `existingId: there is no service ${missingId} in region ${region}, project ${projectId}. Check the id`,
  );
  expect([one.stack.state, writes(one)]).toEqual([undefined, []]);
});

test.each<[string, Properties]>([
  ["vpcId", { vpcId: otherVpc }],
  ["serverType", { serverType: "VM" }],
  ["ipVersion", { ipVersion: "ipv6", snatNetworkId: networkId }],
])("scenario 59: a service that differs in %s, which is fixed, is not adopted", async (field, change) => {
  const { one, existingId, wanted } = await madeByHand();
  const { message } = await failure(one.stack.up(wanted({ tcpProxy: "close", ...change })));
  expect(message).toMatch(documented("existingId: service … differs in what cannot be changed: …"));
  expect(message).toContain(existingId);
  expect(message).toContain(`${field} is `);
  expect([one.stack.state, writes(one)]).toEqual([undefined, []]);
});

test.each([
  ["failed", "status failed (X.1: no room)"],
  ["deleting", "Wait, or leave existingId out."],
])("scenario 59: a service that is %s is not adopted", async (status, reason) => {
  const { one, existingId, wanted } = await madeByHand();
  const error = [{ error_code: "X.1", error_message: "no room" }];
  one.emulator.patchService(existingId, { status, error, settleSeconds: 600 });
  const { message } = await failure(one.stack.up(wanted()));
  expect(message).toMatch(documented("existingId: … leave existingId out."));
  expect(message).toContain(reason);
  expect(one.stack.state).toBeUndefined();
});

test("scenario 41: a service that is being created is waited for", async () => {
  const { one, existingId, wanted } = await madeByHand();
  one.emulator.patchService(existingId, { status: "creating", settleSeconds: 10 });
  await one.stack.up(wanted({ tcpProxy: "close" }));
  expect(one.stack.outputs.status).toBe("available");
  expect(bodies(one, "PUT")).toEqual([{ tcp_proxy: "close" }]);
});

test("scenario 60: a refused modify call leaves nothing in the state, and the service as it was", async () => {
  const { one, wanted } = await madeByHand();
  one.fault({ kind: "status", errorCode: "EndPoint.3042", match: put });
  expect((await failure(one.stack.up(wanted({ tcpProxy: "close" })))).message).toContain("EndPoint.3042");
  expect(one.stack.state).toBeUndefined();
  expect(inCloud(one)).toMatchObject({ tcp_proxy: "open", description: "hand" });
});

test("scenario 60: when the tags fail after the modify call the id is kept, and the next up sends the tags alone", async () => {
  const { one, existingId, wanted } = await madeByHand();
  const program = wanted({ tcpProxy: "close", tags: { ours: "1" } });
  one.fault({ kind: "status", errorCode: "EndPoint.3069", match: tags });
  expect((await failure(one.stack.up(program))).message).toMatch(/tcpProxy succeeded; tags/);
  expect(one.stack.id).toBe(existingId);
  one.emulator.clearFaults();
  one.forget();
  expect(await one.stack.up(program)).toBe("update");
  expect(bodies(one, "PUT")).toEqual([]);
  expect(inCloud(one).tags).toEqual([{ key: "ours", value: "1" }]);
});

test("scenario 61: existingId taken out later, or added with the resource's own id, does nothing", async () => {
  const { one, wanted } = await madeByHand();
  await one.stack.up(wanted());
  for (const program of [smallest, wanted()]) {
    one.forget();
    expect(await one.stack.up(program)).not.toBe("replace");
    await expectNoop(one, program);
  }
});

test("scenario 61: another existingId replaces: that service is adopted, then the first is deleted", async () => {
  const { one, existingId, wanted } = await madeByHand();
  await one.stack.up(wanted());
  const second = one.newStack("second");
  await second.up({ ...smallest, portId: otherPort });
  one.forget();
  expect(await one.stack.up(wanted({ portId: otherPort, existingId: second.id }))).toBe("replace");
  expect(idsInCloud(one)).toEqual([second.id]);
  expect(one.stack.id).toBe(second.id);
  expect(writes(one)).toEqual(["DELETE /vpc-endpoint-services/*"]);
  expect(existingId).not.toBe(second.id);
});
