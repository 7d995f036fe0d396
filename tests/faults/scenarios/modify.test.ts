import { documented } from "../../helpers/documented";
import type { Properties } from "../../helpers/engine";
import { failure } from "../../helpers/in-process";
import { otherPort, otherVpc, service, smallest } from "../../helpers/samples";
import { bodies, connections, inCloud, put, standing, writes } from "../support";

const full = service({
  approvalEnabled: false,
  tcpProxy: "open",
  description: "text",
  tags: { owner: "dev" },
  permissions: ["iam:domain::aaa"],
  organizationPermissions: ["organizations:orgPath::o-a/*"],
});
const PUT = "PUT /vpc-endpoint-services/*";
const two = [
  { clientPort: 8080, serverPort: 80 },
  { clientPort: 8443, serverPort: 443 },
];
const twoInBody = two.map(({ clientPort, serverPort }) => ({
  client_port: clientPort,
  server_port: serverPort,
}));

describe("what changed is sent with one PUT, and nothing else is", () => {
  test.each<[string, Properties, Properties, Properties]>([
    ["scenario 3: tcpProxy", full, { tcpProxy: "proxy_open" }, { tcp_proxy: "proxy_open" }],
    ["scenario 4: approvalEnabled to true", full, { approvalEnabled: true }, { approval_enabled: true }],
    [
      "scenario 4: approvalEnabled to false",
      smallest,
      { approvalEnabled: false },
      { approval_enabled: false },
    ],
    ["scenario 3: serviceName", full, { serviceName: "renamed" }, { service_name: "renamed" }],
    ["scenario 14: portId", full, { portId: otherPort }, { port_id: otherPort }],
    ["scenario 3: description", full, { description: "other" }, { description: "other" }],
    ["scenario 3: ports", full, { ports: two }, { ports: twoInBody }],
    [
      "scenario 9: one more mapping",
      { ...full, ports: two },
      { ports: [...two, { clientPort: 1, serverPort: 2, protocol: "TCP" }] },
      { ports: [...twoInBody, { client_port: 1, server_port: 2, protocol: "TCP" }] },
    ],
    [
      "scenario 5: three fields",
      full,
      { serviceName: "renamed", approvalEnabled: true, tcpProxy: "close" },
      { service_name: "renamed", approval_enabled: true, tcp_proxy: "close" },
    ],
  ])("%s", async (_title, before, change, body) => {
    const one = await standing({}, before);
    one.lines.length = 0;
    const wanted = { ...before, ...change };
    expect(await one.stack.preview(wanted)).toMatchObject({ step: "update", replaces: [] });
    expect(await one.stack.up(wanted)).toBe("update");
    expect(one.calls()).toEqual([PUT]);
    expect(bodies(one, "PUT")).toEqual([body]);
    const names = Object.keys(change).join(", ");
    expect(one.lines).toEqual([`VpcEndpointService "orders": sent ${names}`]);
    await one.stack.refresh();
    expect(one.stack.outputs).toMatchObject({ ...before, ...change });
    expect(await one.stack.up(wanted)).toBe("same");
  });
});

test("scenario 51: ip, which ordinary services refuse, is sent alone, and the refusal names it", async () => {
  const one = await standing({}, full);
  const wanted = { ...full, ip: "10.0.0.9" };
  expect((await failure(one.stack.up(wanted))).message).toMatch(/EndPoint\.3055.*ip of this service/);
  expect(bodies(one, "PUT")).toEqual([{ ip: "10.0.0.9" }]);
  const body = { ...inCloud(one), ip: "10.0.0.9" } as never;
  one.fault({ kind: "status", status: 200, body, match: put });
  expect(await one.stack.up(wanted)).toBe("update");
  expect(one.stack.outputs.ip).toBe("10.0.0.9");
  expect(await one.stack.up(wanted)).toBe("same");
});

test("scenario 11: a field set to what the cloud has costs no call, and the default once it is taken out", async () => {
  const one = await standing();
  one.emulator.patchService(one.stack.id, { tcp_proxy: "open" });
  await one.stack.refresh();
  one.forget();
  expect(await one.stack.up(service({ tcpProxy: "open" }))).toBe("update");
  expect(one.calls()).toEqual([]);
  expect(await one.stack.up(service())).toBe("update");
  expect(bodies(one, "PUT")).toEqual([{ tcp_proxy: "close" }]);
});

test("scenarios 11, 12 and 13: everything taken out goes back with one PUT, and is nobody's business from then on", async () => {
  const one = await standing({}, full);
  expect(await one.stack.up(smallest)).toBe("update");
  const cleared = { approval_enabled: true, tcp_proxy: "close", description: "" };
  expect(bodies(one, "PUT")).toEqual([{ service_name: "", ...cleared }]);
  const name = `${one.emulator.region}.${one.stack.id}`;
  expect(inCloud(one)).toMatchObject({ service_name: name, ...cleared, tags: [], permissions: [] });
  expect(one.calls()).toHaveLength(4);
  one.emulator.patchService(one.stack.id, { description: "theirs", permissions: ["*"] });
  await one.stack.refresh();
  one.forget();
  expect(await one.stack.up(smallest)).toBe("same");
  expect(one.calls()).toEqual([]);
});

test("fault 64: a response that leaves out what was just changed counts as what was sent", async () => {
  const one = await standing({}, full);
  const fields = ["description", "tcp_proxy", "updated_at", "tags", "pool_id"];
  one.fault({ kind: "drop-fields", fields, match: put });
  const change = { description: "new", tcpProxy: "close" };
  await one.stack.up({ ...full, ...change });
  expect(one.stack.outputs).toMatchObject({ ...change, tags: { owner: "dev" } });
  expect(await one.stack.up({ ...full, ...change })).toBe("same");
});

test("scenario 14: another value of what is fixed replaces, which the preview says", async () => {
  const one = await standing({}, full);
  const plan = await one.stack.preview({ ...full, vpcId: otherVpc, serverType: "VM", poolId: "dedicated" });
  expect(plan).toMatchObject({ step: "replace", replaces: ["serverType", "vpcId", "poolId"] });
  expect(one.calls()).toEqual([]);
});

test("scenario 14: a region left out is the configured one, and spelling it out changes nothing", async () => {
  const one = await standing({}, full);
  const { region, projectId } = one.emulator;
  expect(await one.stack.up({ ...full, region, projectId })).toBe("same");
});

test.each([
  ["the same port and pair: the old one is deleted first", { vpcId: otherVpc }, ["DELETE", "POST"]],
  ["another port: the new one is created first", { serverType: "VM", portId: otherPort }, ["POST", "DELETE"]],
  [
    "another pair: the new one is created first",
    { serverType: "VM", ports: [{ clientPort: 8080, serverPort: 81 }] },
    ["POST", "DELETE"],
  ],
])("scenario 15: a replacement with %s", async (_name, change, order) => {
  const one = await standing();
  const old = one.stack.id;
  expect(await one.stack.up(service(change))).toBe("replace");
  expect(writes(one).map((call) => call.split(" ")[0])).toEqual(order);
  expect(one.stack.id).not.toBe(old);
  expect(inCloud(one).id).toBe(one.stack.id);
});

test("scenario 52: a replacement says once how many consumers lose the service", async () => {
  const one = await standing();
  for (const status of ["accepted", "accepted", "pendingAcceptance"])
    one.emulator.connect(one.stack.id, { status });
  await one.stack.refresh();
  one.lines.length = 0;
  for (let run = 0; run < 2; run++) await one.stack.preview(service({ vpcId: otherVpc }));
  const said = documented("is to be replaced (…): … last seen; its consumers lose …");
  expect(one.lines).toEqual([expect.stringMatching(said)]);
  expect(one.lines[0]).toContain("(vpcId): 2 live connections were");
  expect(one.lines[0]).toContain(String(one.stack.outputs.endpointServiceName));
});

test("scenario 24: after a refused PUT the state keeps the old values, and the next preview shows the same", async () => {
  const one = await standing({}, full);
  const before = structuredClone(one.stack.state);
  const wanted = { ...full, tcpProxy: "close", description: "new" };
  one.fault({ kind: "status", errorCode: "EndPoint.3042", match: put });
  expect((await failure(one.stack.up(wanted))).message).toMatch(
    /^VpcEndpointService "orders": update failed: PUT \/v1\/.* -> HTTP 400 EndPoint\.3042: .* \(request_id \w+, attempt 1\/3, [\d.]+s\)\. Check portId and vpcId/,
  );
  expect(one.stack.state).toEqual(before);
  expect((await one.stack.preview(wanted)).step).toBe("update");
  one.emulator.clearFaults();
  one.forget();
  await one.stack.up(wanted);
  expect(bodies(one, "PUT")).toEqual([{ tcp_proxy: "close", description: "new" }]);
});

test("scenario 43: another text of the provider changes nothing and calls nobody", async () => {
  const one = await standing();
  one.stack.options = { ...one.stack.options, providerText: "another text" };
  expect(await one.stack.up(service())).toBe("same");
  expect(one.calls()).toEqual([]);
});

describe("scenario 53: ignoreChanges leaves alone", () => {
  const changed = { tags: {}, description: "new", permissions: [], tcpProxy: "close" };
  const { description: _taken, ...without } = full;
  const byHand = { description: "theirs", tags: [{ key: "theirs", value: "1" }] };

  test.each<[string, Properties | undefined, Properties, string, unknown[]]>([
    ["a changed line of the program", undefined, { ...full, ...changed }, "update", [{ tcp_proxy: "close" }]],
    ["a line that the program has taken out", undefined, without, "same", []],
    ["a drift that a refresh has seen", byHand, full, "same", []],
  ])("%s", async (_name, patch, wanted, step, sent) => {
    const one = await standing({}, full);
    one.stack.options = {
      ...one.stack.options,
      ignoreChanges: ["tags", "description", "permissions"],
    };
    if (patch !== undefined) {
      one.emulator.patchService(one.stack.id, patch);
      await one.stack.refresh();
    }
    one.forget();
    expect(await one.stack.up(wanted)).toBe(step);
    expect(bodies(one, "PUT")).toEqual(sent);
    expect(one.calls()).toHaveLength(sent.length);
  });
});

test("scenario 54: a changed customTimeouts is an update without a call, and the delete goes by it", async () => {
  const one = await standing();
  one.stack.options = { ...one.stack.options, customTimeouts: { delete: 10 } };
  expect(await one.stack.up(service())).toBe("update");
  expect(one.calls()).toEqual([]);
  expect(await one.stack.up(service())).toBe("same");
  one.emulator.configure({ settleSeconds: null });
  const startedMs = one.time.nowMs;
  expect((await failure(one.stack.destroy())).message).toMatch(
    /delete failed: service [-\w]+ is still deleting after 10 s and \d+ polls/,
  );
  expect(one.time.nowMs - startedMs).toBe(10_000);
});

test("scenario 55: a changed setting of the provider's own is an update without a call", async () => {
  const one = await standing();
  const settings = { rejectConnectionsOnDelete: true, rejectConnectionsOnRevoke: true };
  expect(await one.stack.up(service(settings))).toBe("update");
  expect(one.stack.outputs).toMatchObject(settings);
  expect(await one.stack.up(service(settings))).toBe("same");
  expect(await one.stack.up(service())).toBe("update");
  expect(one.stack.outputs.rejectConnectionsOnDelete).toBeUndefined();
  expect(one.calls()).toEqual([]);
});

test("scenario 77: protectConnections refuses a replacement in preview while connections are live", async () => {
  const one = await standing({}, service({ protectConnections: true }));
  const wanted = service({ protectConnections: true, vpcId: otherVpc });
  expect((await one.stack.preview(wanted)).step).toBe("replace");
  one.emulator.connect(one.stack.id, { status: "accepted" });
  one.forget();
  expect((await failure(one.stack.preview(wanted))).message).toMatch(
    documented("… protectConnections refuses that: set it to false to go on."),
  );
  expect(writes(one)).toEqual([]);
  expect((await one.stack.preview({ ...wanted, protectConnections: false })).step).toBe("replace");
  one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004", match: connections });
  expect((await failure(one.stack.preview(wanted))).message).toMatch(
    documented("… protectConnections is set, but its connections could not be counted: …"),
  );
});
