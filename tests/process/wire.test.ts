import { failure } from "../helpers/in-process";
import { service, smallest } from "../helpers/samples";
import { FRONTS, providerText, useWorld } from "./world";

/** Half a character, as from a server that cuts UTF-16: protocol buffers refuse it. */
const half = "bad \\ud800";
const cleaned = "bad \ufffd";
const get = { method: "GET", path: "/v1/*/vpc-endpoint-services/*" };
const post = { method: "POST", path: "/v1/*/vpc-endpoint-services" };

/** A body spelt by hand: `JSON.stringify` would spell the half character otherwise. */
function bodyWith(places: Record<string, string>): string {
  const texts = Object.entries(places).map(([name, json]) => `"${name}":${json}`);
  return `{"id":"9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55","status":"available",${texts.join(",")}}`;
}

describe.each(FRONTS)("by the %s front", (front) => {
  const world = useWorld(front);

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

  describe("fault 77: half a character", () => {
    test.each(["error_msg", "error_code"])(
      "in an error's %s: the create ends with its sentence",
      async (place) => {
        const texts = { error_code: '"E"', error_msg: '"m"', [place]: `"${half}"` };
        const body = `{${Object.entries(texts).map(([name, json]) => `"${name}":${json}`)}}`;
        world.emulator.setFaults([{ kind: "status", status: 400, body, match: post }]);
        const { message } = await failure(world.stack().up(smallest));
        expect(message).toMatch(/^VpcEndpointService "orders\d+": create failed: POST /);
        expect(message).toContain(cleaned);
      },
    );

    test("in every text of a service: a refresh ends, and so does what follows", async () => {
      const stack = world.stack();
      await stack.up(smallest);
      const places = {
        service_name: `"${half}"`,
        description: `"${half}"`,
        created_at: `"${half}"`,
        tags: `[{"key":"${half}","value":"${half}"}]`,
        error: `[{"error_code":"${half}","error_message":"${half}"}]`,
      };
      world.emulator.setFaults([{ kind: "replace-body", body: bodyWith(places), match: get }]);
      await stack.refresh();
      expect(stack.outputs).toMatchObject({
        serviceName: cleaned,
        description: cleaned,
        createdAt: cleaned,
        tags: { [cleaned]: cleaned },
        error: [{ errorCode: cleaned, errorMessage: cleaned }],
      });
      world.emulator.clearFaults();
      const wanted = { ...smallest, tags: { team: "a" }, description: "text" };
      await stack.up(wanted);
      await stack.refresh();
      expect(await stack.up(wanted)).toBe("same");
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
      expect(message).toContain(`has the status failed (E: ${cleaned})`);
      expect(reasons).toEqual([message]);
      const reason = { errorCode: "E", errorMessage: cleaned };
      expect(stack.outputs).toMatchObject({ status: "failed", error: [reason] });
    });
  });
});
