import type { FaultRule } from "../../../emulator";
import { documented } from "../../helpers/documented";
import type { Properties } from "../../helpers/engine";
import { expectNoop, failure } from "../../helpers/in-process";
import { missingId, otherPort, portId, service, smallest, vpcId } from "../../helpers/samples";
import { bodies, count, idsInCloud, inCloud, lab, standing, tags, writes } from "../support";

const GET = "GET /vpc-endpoint-services/*";

test("scenario 1: a service is created with one POST, waited for, and shown whole", async () => {
  const one = await lab();
  const wanted = service({ tags: { owner: "dev" } });
  expect((await one.stack.preview(wanted)).step).toBe("create");
  expect(one.calls()).toEqual([]);
  await one.stack.up(wanted);
  expect(one.calls()).toEqual(["POST /vpc-endpoint-services", GET]);
  expect(bodies(one, "POST")).toEqual([
    {
      server_type: "LB",
      vpc_id: vpcId,
      port_id: portId,
      ports: [{ client_port: 8080, server_port: 80 }],
      service_name: "orders",
      tags: [{ key: "owner", value: "dev" }],
    },
  ]);
  const { id, created_at, updated_at, pool_id } = inCloud(one);
  const { region, projectId } = one.emulator;
  expect(one.stack.id).toBe(id);
  const { __provider, __vpcep, ...outputs } = one.stack.outputs;
  expect(outputs).toEqual({
    ...wanted,
    ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
    status: "available",
    edition: "basic",
    endpointServiceName: `${region}.orders.${id}`,
    serviceType: "interface",
    approvalEnabled: true,
    tcpProxy: "close",
    description: "",
    enablePolicy: false,
    ipVersion: "ipv4",
    supportedEditions: ["basic"],
    error: [],
    region,
    projectId,
    poolId: pool_id,
    createdAt: created_at,
    updatedAt: updated_at,
  });
  // The program leaves the protocol out, the cloud says it.
  const written = { ports: { order: [0], bare: [0] } };
  expect(JSON.parse(String(__vpcep))).toEqual({ name: "orders", set: ["serviceName", "tags"], written });
});

test("scenario 2: an unchanged program changes nothing and calls nobody", async () => {
  const wanted = service({ description: "a", tags: { a: "1" }, permissions: ["*"] });
  const one = await standing({}, wanted);
  expect((await one.stack.preview(wanted)).step).toBe("same");
  await expectNoop(one, wanted);
});

test("scenario 10: a protocol left out is TCP, and spelling it out changes nothing", async () => {
  const one = await standing();
  expect(inCloud(one).ports).toEqual([{ client_port: 8080, server_port: 80, protocol: "TCP" }]);
  expect(await one.stack.refresh()).toMatchObject({ changes: false });
  await expectNoop(one);
  await expectNoop(one, service({ ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }] }));
});

test("scenario 62: a refresh costs two calls, with a managed whitelist three", async () => {
  const one = await standing();
  const two = [GET, "GET /vpc-endpoint-services?limit=1000"];
  await one.stack.refresh();
  expect(one.calls()).toEqual(two);
  await one.stack.up(service({ permissions: ["*"] }));
  // Together are refreshes within ten seconds.
  await one.time.sleep(10_000);
  one.forget();
  await one.stack.refresh();
  expect(one.calls().sort()).toEqual([...two, `${GET}/permissions?limit=500&offset=0`].sort());
});

test("scenario 62: a refresh counts the consumers", async () => {
  const one = await standing();
  for (const status of ["accepted", "accepted", "rejected"]) one.emulator.connect(one.stack.id, { status });
  await one.stack.refresh();
  expect(one.stack.outputs.connectionCount).toBe(2);
  expect(await one.stack.up(service())).toBe("same");
});

test("scenario 63: drift of what the program does not set is shown in the outputs and left alone", async () => {
  const one = await standing({}, smallest);
  one.emulator.patchService(one.stack.id, {
    approval_enabled: false,
    tcp_proxy: "open",
    description: "theirs",
    service_name: `${one.emulator.region}.theirs.${one.stack.id}`,
    tags: [{ key: "theirs", value: "1" }],
    permissions: ["*"],
  });
  expect(await one.stack.refresh()).toMatchObject({ changes: false });
  expect(one.stack.outputs).toMatchObject({
    approvalEnabled: false,
    tcpProxy: "open",
    description: "theirs",
    serviceName: "theirs",
    tags: { theirs: "1" },
  });
  expect(one.stack.outputs.permissions).toBeUndefined();
  await expectNoop(one, smallest);
});

test.each([
  ["the full one with region and id", "{region}.orders.{id}", "orders"],
  ["region and id alone", "{region}.{id}", ""],
  ["bare, as the API page prints it", "orders", "orders"],
])("scenario 42: the name is read out of every form: %s", async (_form, form, serviceName) => {
  const wanted = service({ serviceName });
  const one = await standing({}, wanted);
  const { region } = one.emulator;
  const service_name = form.replace("{region}", region).replace("{id}", one.stack.id);
  one.emulator.patchService(one.stack.id, { service_name });
  expect(await one.stack.refresh()).toMatchObject({ changes: false });
  const endpointServiceName = [region, serviceName, one.stack.id].filter((part) => part !== "").join(".");
  expect(one.stack.outputs).toMatchObject({ serviceName, endpointServiceName });
  await expectNoop(one, wanted);
});

test("scenario 46: ports as strings, as the manuals' samples print them", async () => {
  const one = await standing();
  one.emulator.patchService(one.stack.id, { ports: [{ client_port: "8080", server_port: "80" }] as never });
  expect(await one.stack.refresh()).toMatchObject({ changes: false });
  expect(one.stack.outputs.ports).toEqual([{ clientPort: 8080, serverPort: 80, protocol: "TCP" }]);
});

test("scenario 47: fields that the program does not set are never sent", async () => {
  const one = await lab();
  await one.stack.up(smallest);
  await one.stack.up({ ...smallest, tcpProxy: "open" });
  const sent = ["POST", "PUT"].flatMap((method) =>
    bodies(one, method).flatMap((body) => Object.keys(body as Properties)),
  );
  expect(sent.sort()).toEqual(["port_id", "ports", "server_type", "tcp_proxy", "vpc_id"]);
});

describe("scenario 64: .get()", () => {
  test("reads a service without owning it", async () => {
    const one = await standing({}, service({ tags: { a: "1" } }));
    expect(await one.newStack("found").get(one.stack.id)).toMatchObject({
      status: "available",
      serviceName: "orders",
      endpointServiceName: `${one.emulator.region}.orders.${one.stack.id}`,
      ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
      tags: { a: "1" },
    });
    expect(writes(one)).toEqual([]);
  });

  test("of a service that is not there fails, and names region and project", async () => {
    const one = await lab();
    const { region, projectId } = one.emulator;
    const { message } = await failure(one.newStack("found").get(missingId));
    expect(message).toMatch(
      documented("there is no service … in region …, project …. Check the id, the region and the project."),
    );
    expect(message).toContain(
      `"found": read failed: there is no service ${missingId} in region ${region}, project ${projectId}`,
    );
  });
});

test("scenario 31: a create and a delete of two minutes fit the default timeouts, and are not asked after too often", async () => {
  const one = await lab({ emulator: { settleSeconds: 120 } });
  await one.stack.up(service());
  expect(one.stack.outputs.status).toBe("available");
  // Every second and a half at the end.
  const polls = () => count(one, "GET");
  expect(polls()).toBeGreaterThan(20);
  expect(polls()).toBeLessThan(100);
  one.forget();
  await one.stack.destroy();
  expect(idsInCloud(one)).toEqual([]);
  expect(polls()).toBeLessThan(100);
});

test("scenario 66: two services of one port with different pairs live side by side; EndPoint.3044 names the other one", async () => {
  const one = await lab();
  const [first, second, third] = ["first", "second", "third"].map((name) => one.newStack(name));
  const wanted = service({ portId: otherPort });
  await first?.up(wanted);
  await second?.up({ ...wanted, ports: [{ clientPort: 8080, serverPort: 81 }] });
  // The run learns by its diff that the program has it.
  await first?.preview(wanted);
  const { message } = await failure(third?.up(wanted) as Promise<unknown>);
  expect(message).toMatch(documented('It belongs to "…" of this program. …'));
  for (const part of [
    `Service ${first?.id} (created `,
    `already serves 80/TCP of port ${otherPort}.`,
    '"first"',
  ])
    expect(message).toContain(part);
  expect(third?.state).toBeUndefined();
});

test.each<[string, FaultRule]>([
  ["EndPoint.3045", { kind: "status", errorCode: "EndPoint.3045" }],
  ["HTTP 409", { kind: "status", status: 409, errorCode: "EndPoint.0000" }],
])(
  "scenario 28, fault 60: after %s a modify call waits for a stable state and is sent again",
  async (_what, rule) => {
    const one = await standing();
    const wanted = service({ description: "changed" });
    one.fault({ ...rule, times: 3, match: { method: "PUT" } });
    await one.stack.up(wanted);
    expect(count(one, "PUT")).toBe(4);
    expect(one.stack.outputs.description).toBe("changed");
    await expectNoop(one, wanted);

    // For ever: it ends with the update's own deadline, and quotes the API.
    const before = structuredClone(one.stack.state);
    one.fault({ ...rule, match: { method: "PUT" } });
    one.stack.options = { ...one.stack.options, customTimeouts: { update: 10 } };
    const startedMs = one.time.nowMs;
    one.lines.length = 0;
    const { message } = await failure(one.stack.up(service({ description: "later" })));
    expect(message).toMatch(
      documented(
        "… The call was refused until the time limit of the operation.",
        "until the operation's time limit, where the service is changed or deleted; otherwise no",
      ),
    );
    expect(one.lines[0]).toMatch(documented("waiting until the service takes the call: …"));
    expect(message).toMatch(/HTTP 4\d\d EndPoint\.\d{4}: .* \(request_id \w+/);
    expect(one.time.nowMs - startedMs).toBeLessThanOrEqual(11_000);
    expect(one.stack.outputs).toEqual(before?.outputs);

    one.fault({ ...rule, match: tags });
    const refused = await failure(one.stack.up({ ...wanted, tags: { team: "a" } }));
    expect(refused.message).toContain("attempt 1/");
  },
);

test.each([
  ["creating", "update", {}, []],
  ["creating", "update", { tcpProxy: "open" }, [{ tcp_proxy: "open" }]],
  ["deleting", "replace", { tcpProxy: "open" }, []],
])(
  "scenario 67, fault 45: the status %s is shown by a refresh, and the next up waits until it is over",
  async (status, step, change, sent) => {
    const one = await standing();
    one.emulator.patchService(one.stack.id, { status, settleSeconds: 10 });
    await one.stack.refresh();
    expect(one.stack.outputs.status).toBe(status);
    one.forget();
    const wanted = service(change);
    expect(await one.stack.up(wanted)).toBe(step);
    expect(inCloud(one)).toMatchObject({ id: one.stack.id, status: "available" });
    expect(bodies(one, "PUT")).toEqual(sent);
    await expectNoop(one, wanted);
  },
);
