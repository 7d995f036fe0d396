import type { FaultRule } from "../../emulator/index";
import { SMALLEST, useWorld } from "./world";

const world = useWorld();

async function existing() {
  const stack = world.stack();
  await stack.up(SMALLEST);
  world.forgetCalls();
  return stack;
}

async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = Date.now();
  await run();
  return (Date.now() - startedAt) / 1000;
}

test("scenario 25: one 429 with Retry-After: 1 costs about a second", async () => {
  const stack = await existing();
  world.emulator.setFaults([
    { kind: "status", status: 429, headers: { "Retry-After": "1" }, times: 1, match: { method: "PUT" } },
  ]);
  const seconds = await secondsOf(() => stack.up({ ...SMALLEST, tcpProxy: "open" }));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThan(5);
  expect(world.calls()).toEqual(["PUT vpc-endpoint-services/{id}", "PUT vpc-endpoint-services/{id}"]);
  expect(world.service()["tcp_proxy"]).toBe("open");
});

test("scenario 25: throttled for ever, it ends with the operation's deadline and says what the limit is", async () => {
  const stack = await existing();
  stack.options = { ...stack.options, customTimeouts: { update: 2 } };
  const body = {
    error_code: "APIGW.0308",
    error_msg: "The throttling threshold has been reached: limit:200,time:1 second",
  };
  world.emulator.setFaults([{ kind: "status", status: 429, body, match: { method: "PUT" } }]);
  const seconds = await secondsOf(() =>
    expect(stack.up({ ...SMALLEST, tcpProxy: "open" })).rejects.toThrow(
      /HTTP 429 APIGW\.0308: .*limit:200,time:1 second.*The API limits its calls; \d+ s were spent waiting/,
    ),
  );
  expect(seconds).toBeLessThan(10);
  expect(world.service()["tcp_proxy"]).toBe("close");
});

test("scenario 26: HTTP 400 with EndPoint.0022 is a limit and is waited out", async () => {
  const stack = world.stack();
  world.emulator.setFaults([
    { kind: "status", errorCode: "EndPoint.0022", times: 1, match: { method: "POST" } },
  ]);
  const seconds = await secondsOf(() => stack.up(SMALLEST));
  // Half a second at least for the limit, and as much for the first poll.
  expect(seconds).toBeGreaterThanOrEqual(0.95);
  expect(world.writes()).toEqual(["POST vpc-endpoint-services", "POST vpc-endpoint-services"]);
  expect(world.services()).toHaveLength(1);
});

test("scenario 26: HTTP 400 with EndPoint.3044 is an answer and is not repeated", async () => {
  await existing();
  const second = world.stack();
  await expect(second.up(SMALLEST)).rejects.toThrow(/EndPoint\.3044.*attempt 1\/3/);
  expect(world.writes()).toEqual(["POST vpc-endpoint-services"]);
  expect(second.state).toBeUndefined();
});

describe("scenario 27: a server error", () => {
  test.each([500, 502, 503, 504])(
    "scenario 27: HTTP %i is retried on GET, PUT and DELETE",
    async (status) => {
      const stack = await existing();
      const once = (method: string): FaultRule => ({ kind: "status", status, times: 1, match: { method } });
      world.emulator.setFaults([once("GET"), once("PUT"), once("DELETE")]);
      await stack.refresh();
      await stack.up({ ...SMALLEST, tcpProxy: "open" });
      expect(world.service()["tcp_proxy"]).toBe("open");
      await stack.destroy();
      expect(world.services()).toEqual([]);
      const writes = world.writes().map((call) => call.split(" ")[0]);
      expect(writes).toEqual(["PUT", "PUT", "DELETE", "DELETE"]);
    },
  );

  test.each([500, 502, 504])(
    "scenario 27: after HTTP %i on a create that worked, its service is found, not doubled",
    async (status) => {
      const stack = world.stack();
      world.emulator.setFaults([
        { kind: "status", status, at: "after-processing", times: 1, match: { method: "POST" } },
      ]);
      await stack.up({ ...SMALLEST, serviceName: "orders" });
      expect(world.calls()).toEqual(["POST vpc-endpoint-services", "GET vpc-endpoint-services?limit=50"]);
      expect(stack.outputs["status"]).toBe("available");
      expect(world.service()["id"]).toBe(stack.id);
      expect(await world.said(stack, 1)).toEqual([
        `the response to the create was lost; found the service that it made: ${stack.id}`,
      ]);
    },
  );

  test("scenario 27: after HTTP 503 on a create that did not work, it is sent again once the look finds nothing", async () => {
    const stack = world.stack();
    world.emulator.setFaults([{ kind: "status", status: 503, times: 1, match: { method: "POST" } }]);
    await stack.up(SMALLEST);
    expect(world.calls()).toEqual([
      "POST vpc-endpoint-services",
      "GET vpc-endpoint-services?limit=50",
      "GET vpc-endpoint-services?limit=50",
      "GET vpc-endpoint-services?limit=50",
      "POST vpc-endpoint-services",
      "GET vpc-endpoint-services/{id}",
    ]);
    expect(world.services()).toHaveLength(1);
  }, 15_000);

  test("scenario 27: for ever, it ends after three attempts and the state is as before", async () => {
    const stack = await existing();
    const before = structuredClone(stack.state);
    world.emulator.setFaults([{ kind: "status", status: 502, match: { method: "PUT" } }]);
    await expect(stack.up({ ...SMALLEST, tcpProxy: "open" })).rejects.toThrow(/HTTP 502 .*attempt 3\/3/);
    // The last response may have been lost after the work was done, so there is a look.
    expect(world.calls().slice(3)).toEqual(["GET vpc-endpoint-services/{id}"]);
    expect(stack.state).toEqual(before);
  });
});

test("a create is sent on a connection of its own, everything else on one that is kept", async () => {
  const stack = await existing();
  await stack.up({ ...SMALLEST, tcpProxy: "open" });
  await stack.refresh();
  const second = world.stack();
  await second.up({ ...SMALLEST, ports: [{ clientPort: 81, serverPort: 81 }] });
  const requests = world.emulator.requests();
  const create = requests.find(({ method }) => method === "POST");
  expect(requests.filter(({ connection }) => connection === create?.connection)).toEqual([create]);
  const others = new Set(
    requests.filter(({ method }) => method !== "POST").map(({ connection }) => connection),
  );
  expect(others.size).toBe(1);
});
