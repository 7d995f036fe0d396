// What travels between engine and provider: values, lines, errors, secrets.
import { inspect } from "node:util";
import { canaries, failure } from "../helpers/in-process";
import { service, smallest, UNKNOWN } from "../helpers/samples";
import { providerText, until, useWorld } from "./world";

const world = useWorld(canaries, { "huaweicloud:securityToken": canaries.securityToken });
const put = { method: "PUT" };

test("scenario 71: a life through the process: values of every type, lines where they belong, the same text for all", async () => {
  const stack = world.stack();
  const wanted = service({
    description: "端点 🚚 é",
    tags: { constructor: "a", empty: "" },
    permissions: ["iam:domain::b", "iam:domain::a"],
    approvalEnabled: false,
  });
  await stack.up(wanted);
  expect(stack.outputs).toMatchObject({
    ...wanted,
    status: "available",
    error: [],
    __provider: providerText,
  });
  expect(stack.state?.inputs.__provider).toBe(providerText);
  expect(Buffer.byteLength(providerText)).toBeLessThanOrEqual(400);
  expect(await stack.refresh()).toMatchObject({ changes: false });
  world.emulator.clearRequests();
  expect(await stack.up(wanted)).toBe("same");
  expect(world.emulator.requests()).toEqual([]);

  expect(await stack.up({ ...wanted, tcpProxy: "open", tags: {} })).toBe("update");
  expect(stack.outputs).toMatchObject({ tcpProxy: "open", tags: {} });
  world.emulator.patchService(stack.id, { status: "failed" });
  await stack.refresh();
  expect(await world.said(stack, 3)).toEqual({
    stdout: ["sent permissions +2 -0", "sent tcpProxy, tags -constructor -empty"],
    stderr: [expect.stringMatching(/^service [-\w]+ has the status failed/)],
  });
  expect(await stack.preview(wanted)).toMatchObject({ step: "replace", replaces: ["status"] });
  await stack.destroy();
  expect(world.ids()).toEqual([]);
});

test("fault 69, scenario 17: unknown values pass through check and diff, and nobody is called", async () => {
  const stack = world.stack();
  const unknown = service({ portId: UNKNOWN, ports: [{ clientPort: UNKNOWN, serverPort: 80 }] });
  expect(await stack.preview(unknown)).toMatchObject({
    step: "create",
    inputs: { portId: UNKNOWN, ports: unknown.ports },
  });
  expect(world.emulator.requests()).toEqual([]);
  await stack.up(service());
  world.emulator.clearRequests();
  expect((await stack.preview(unknown)).step).toBe("update");
  expect((await stack.preview(service({ vpcId: UNKNOWN }))).step).toBe("replace");
  expect(world.emulator.requests()).toEqual([]);
});

test("fault 61: a partial state can be read, compared, updated and deleted", async () => {
  const wanted = service({ tags: { team: "a" }, permissions: ["iam:domain::one"] });
  const broken = async () => {
    const match = { path: "**/permissions/action" };
    world.emulator.setFaults([{ kind: "status", status: 403, errorCode: "EndPoint.0004", match }]);
    const stack = world.stack();
    const { id, message, reasons } = await failure(stack.up(wanted));
    expect([id, reasons]).toEqual([stack.id, [message]]);
    expect(stack.outputs).toMatchObject({
      __provider: providerText,
      status: "available",
      tags: { team: "a" },
    });
    world.emulator.clearFaults();
    world.emulator.clearRequests();
    return stack;
  };
  const read = await broken();
  await read.refresh();
  expect(read.outputs).toMatchObject({ __provider: providerText, tags: { team: "a" } });
  await read.destroy();

  const updated = await broken();
  expect((await updated.preview(wanted)).step).toBe("update");
  expect(await updated.up(wanted)).toBe("update");
  const sent = world.emulator.requests().map(({ method, path }) => `${method} ${path.replace(/.*\//, "")}`);
  expect(sent).toEqual(["POST action"]);
  expect(await updated.up(wanted)).toBe("same");
  await updated.destroy();

  await (await broken()).destroy();
  expect(world.ids()).toEqual([]);
});

test("fault 55: whatever is wrong inside, the call ends with an Error and the process lives on", async () => {
  const stack = world.stack();
  await stack.up(service());
  const { state } = stack;
  if (state === undefined) throw new Error("nothing stands");
  // A state that no version of the provider has written.
  stack.state = { ...state, outputs: { ...state.outputs, ports: { odd: true }, __vpcep: 7, tags: [1] } };
  await stack.refresh().catch((error) => expect(error).toBeInstanceOf(Error));
  const bad = { __provider: providerText, __vpcep: null, ports: 7, region: 1, projectId: {} };
  expect((await failure(world.process.create(bad))).message).toContain("VpcEndpointService");
  const body = '{"endpoint_services":[null,7,"x",{}],"status":{}}';
  world.emulator.setFaults([{ kind: "replace-body", body }]);
  expect(await failure(stack.refresh())).toBeInstanceOf(Error);
  world.emulator.clearFaults();
  stack.state = state;
  expect(await stack.up(service())).toBe("same");
  expect(world.process.stderr.join("\n")).not.toMatch(/unhandled|undefined: undefined/i);
});

test("scenario 50: Ctrl-C during the polls ends nothing by force: the create goes on and the id is in the state", async () => {
  const stack = world.stack();
  world.emulator.configure({ settleSeconds: 1 });
  const creating = stack.up(service());
  await until(() => world.emulator.requests().length > 1);
  await world.process.cancel();
  await creating;
  expect(stack.outputs.status).toBe("available");
  expect(world.ids()).toEqual([stack.id]);
});

test("scenario 44: neither state, messages nor printed lines hold a key or a token, whatever fails", async () => {
  const stack = world.stack();
  const seen: unknown[] = [];
  const attempt = (run: Promise<unknown>) => run.catch((error: Error) => seen.push(error, inspect(error)));
  await attempt(stack.up(service({ permissions: ["*"] })));
  seen.push(structuredClone(stack.state));
  const body = { ...canaries, error_msg: canaries.secretKey };
  world.emulator.setFaults([{ kind: "status", status: 400, body, match: put }]);
  await attempt(stack.up(service({ permissions: [], tcpProxy: "open" })));
  world.emulator.setFaults([{ kind: "reset", match: { method: "GET" } }]);
  await attempt(stack.refresh());
  const { stdout, stderr } = world.process;
  const all = inspect([seen, stack.state, stdout, stderr], { depth: 12, maxStringLength: null });
  expect(all).toContain("tcp");
  for (const canary of Object.values(canaries)) expect(all).not.toContain(canary);
});

/** Half a character, as from a server that cuts UTF-16: protocol buffers refuse it. */
const half = "bad \\ud800";
const told = "bad \ufffd";
const get = { method: "GET", path: "/v1/*/vpc-endpoint-services/*" };
const post = { method: "POST", path: "/v1/*/vpc-endpoint-services" };

/** A body spelt by hand: `JSON.stringify` would spell the half character otherwise. */
function bodyWith(places: Record<string, string>): string {
  const texts = Object.entries(places).map(([name, json]) => `"${name}":${json}`);
  return `{"id":"9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55","status":"available",${texts.join(",")}}`;
}

describe("fault 77: half a character", () => {
  test.each(["error_msg", "error_code"])(
    "in an error's %s: the create ends with its sentence",
    async (place) => {
      const texts = { error_code: '"E"', error_msg: '"m"', [place]: `"${half}"` };
      const body = `{${Object.entries(texts).map(([name, json]) => `"${name}":${json}`)}}`;
      world.emulator.setFaults([{ kind: "status", status: 400, body, match: post }]);
      const { message } = await failure(world.stack().up(smallest));
      expect(message).toMatch(/^VpcEndpointService "orders\d+": create failed: POST /);
      expect(message).toContain(told);
    },
  );

  test("in an id: it is none, and the service is looked for", async () => {
    const body = `{"id":"${half}","status":"creating"}`;
    world.emulator.setFaults([{ kind: "replace-body", body, match: post }]);
    const stack = world.stack();
    await stack.up(smallest);
    expect(world.ids()).toEqual([stack.id]);
  });

  test.each<[string, Record<string, string>, object]>([
    [
      "name, description and time",
      { service_name: `"${half}"`, description: `"${half}"`, created_at: `"${half}"` },
      { serviceName: told, description: told, createdAt: told },
    ],
    ["tag", { tags: `[{"key":"${half}","value":"${half}"}]` }, { tags: { [told]: told } }],
    [
      "reason",
      { error: `[{"error_code":"${half}","error_message":"${half}"}]` },
      { error: [{ errorCode: told, errorMessage: told }] },
    ],
  ])("in a %s: a refresh ends, and so does what follows", async (_, places, outputs) => {
    const stack = world.stack();
    await stack.up(smallest);
    world.emulator.setFaults([{ kind: "replace-body", body: bodyWith(places), match: get }]);
    await stack.refresh();
    expect(stack.outputs).toMatchObject(outputs);
    world.emulator.clearFaults();
    const wanted = { ...smallest, tags: { team: "a" }, description: "text" };
    await stack.up(wanted);
    await stack.refresh();
    expect(await stack.up(wanted)).toBe("same");
  });

  test("in a line: it is printed all the same", async () => {
    const stack = world.stack();
    await stack.up(smallest);
    const body = bodyWith({ tags: `[{"key":"${half}","value":""}]` });
    world.emulator.setFaults([{ kind: "replace-body", body, match: get }]);
    await stack.refresh();
    await stack.up({ ...smallest, tags: { team: "a" } });
    expect((await world.said(stack, 1)).stdout.join()).toContain(`tags +team -${told}`);
  });

  test("in the reasons of a failed create: a partial failure that keeps the id", async () => {
    const stack = world.stack();
    const error = `[{"error_code":"E","error_message":"${half}"}]`;
    const body = bodyWith({ error }).replace("available", "failed");
    world.emulator.setFaults([
      { kind: "replace-body", body, match: get },
      { kind: "replace-body", body, match: post },
    ]);
    const { message, reasons } = await failure(stack.up(smallest));
    expect(message).toContain(`has the status failed (E: ${told})`);
    expect(reasons).toEqual([message]);
    const reason = { errorCode: "E", errorMessage: told };
    expect(stack.outputs).toMatchObject({ status: "failed", error: [reason] });
  });
});
