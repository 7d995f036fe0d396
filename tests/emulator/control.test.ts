import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { guardProblem } from "../../emulator/control/control-routes";
import { RequestLog } from "../../emulator/control/request-log";
import { callsOf, newService, plain, serviceBody, services, startForTest, useEmulator } from "./client";

const emulator = useEmulator();
const { get, post, put } = callsOf(emulator);

const control = (method: string, path: string, body?: unknown) =>
  plain(`${emulator.url}/__emulator/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** With headers that fetch would not let through. */
function rawControl(headers: Record<string, string>, body = ""): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${emulator.url}/__emulator/reset`, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("the request log", () => {
  test("shows method, path with query, body, status and code of each call, and nothing of the control routes", async () => {
    const id = await newService(emulator);
    await get(`${services}/${id}?x=1`);
    await put(`${services}/${id}`, { ports: [] });
    await control("GET", "state");
    const { requests } = (await control("GET", "requests")).body;
    const path = `/v1/${emulator.projectId}/${services}`;
    const refused = { body: { ports: [] }, status: 400, errorCode: "EndPoint.2028" };
    expect(requests).toMatchObject([
      { seq: 1, method: "POST", path, body: serviceBody(), status: 200, errorCode: null, fault: null },
      { seq: 2, method: "GET", path: `${path}/${id}?x=1`, body: null, status: 200 },
      { seq: 3, method: "PUT", path: `${path}/${id}`, ...refused },
    ]);
    expect(emulator.requests()).toEqual(requests);
    expect((await control("GET", "requests?since=2")).body.requests).toEqual(requests.slice(2));
  });

  test("never holds a key, a token or a signature", async () => {
    emulator.configure({ securityToken: "canary-token" });
    await get("quotas", { headers: { "x-security-token": "canary-token" } });
    await plain(`${emulator.url}/v1/p/quotas`, { headers: { "x-auth-token": "canary-auth" } });
    const text = JSON.stringify(emulator.requests());
    for (const secret of ["canary", emulator.accessKey, emulator.secretKey, "Signature", "authorization"]) {
      expect(text).not.toContain(secret);
    }
  });

  const anywhere = (body: string) => plain(`${emulator.url}/x`, { method: "POST", body });

  test("outlives a body that nests deeper than any stack, unsigned as it is", async () => {
    const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    for (const levels of [64, 65, 6000]) await anywhere(deep(levels));
    const { requests } = (await control("GET", "requests")).body;
    expect(requests).toMatchObject([{ body: JSON.parse(deep(64)) }, { body: null }, { body: null }]);
    expect(emulator.requests()).toEqual(requests);
    const rawBody = `{"policy_statement":${deep(6000)}}`;
    const refused = await post("vpc-endpoints", undefined, { rawBody });
    expect(refused).toMatchObject({ status: 400, body: { error_code: "EndPoint.0002" } });
  });

  test("keeps bodies up to 64 KiB", async () => {
    const text = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));
    await anywhere(text(65_536));
    await anywhere(text(65_537));
    expect(emulator.requests()).toMatchObject([
      { bodyBytes: 65_536, body: expect.any(String) },
      { bodyBytes: 65_537, body: null },
    ]);
  });

  test.each<[string, number, number]>([
    ["large bodies", 10, 60_000],
    ["long paths", 15_000, 0],
    ["both", 15_000, 15_000],
  ])("keeps 64 MiB in all, whether they come as %s", (_name, pathLength, bodyLength) => {
    const log = new RequestLog();
    for (let count = 0; count < 8000; count += 1) {
      const path = `/${count}`.padEnd(pathLength, "x");
      log.open({ method: "GET", path } as never, Buffer.alloc(bodyLength));
    }
    const kept = log.since(0);
    const total = kept.reduce((sum, { path, bodyBytes }) => sum + path.length + bodyBytes, 0);
    expect(total).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(total).toBeGreaterThan(58 * 1024 * 1024);
    expect(kept.at(-1)?.seq).toBe(8000);
  });

  test("keeps 20,000 entries, and no more than 100 characters of an error code", async () => {
    const log = new RequestLog();
    for (let count = 0; count < 20_001; count += 1)
      log.open({ method: "GET", path: "/" } as never, Buffer.alloc(0));
    expect(log.since(0)).toHaveLength(20_000);
    emulator.addFault({ kind: "status", status: 400, errorCode: "X".repeat(90_000) });
    await anywhere("");
    expect(emulator.requests()).toMatchObject([{ errorCode: "X".repeat(100) }]);
  });

  test("can be emptied, and then counts from one again; it numbers the connections", async () => {
    await get("quotas");
    expect((await control("DELETE", "requests")).status).toBe(204);
    await Promise.all([get("quotas"), get("quotas")]);
    expect(emulator.requests()).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    expect(new Set(emulator.requests().map(({ connection }) => connection)).size).toBe(2);
  });
});

describe("behind the clients' back", () => {
  test("a service can be changed in any field", async () => {
    const id = await newService(emulator);
    const patch = {
      status: "failed",
      error: [{ error_code: "EndPoint.3001", error_message: "why" }],
      service_name: "bare",
      description: "by hand",
      tags: [{ key: "k", value: "v" }],
      permissions: ["*", "organizations:orgPath::o"],
      brand_new_field: { a: 1 },
      tcp_proxy: null,
    };
    const { permissions, ...fields } = patch;
    expect((await control("PATCH", `services/${id}`, patch)).body).toMatchObject(fields);
    expect((await get(`${services}/${id}`)).body).toMatchObject(fields);
    const listed = (await get(`${services}/${id}/permissions`)).body.permissions;
    expect(listed.map((record: { permission: string }) => record.permission).sort()).toEqual(permissions);
  });

  test("a service can vanish", async () => {
    const id = await newService(emulator);
    expect((await control("DELETE", `services/${id}`)).status).toBe(204);
    expect((await get(`${services}/${id}`)).status).toBe(404);
  });

  test("another account can connect", async () => {
    const id = await newService(emulator);
    const plan = { domain_id: "other", status: "accepted" };
    const { body } = await control("POST", `services/${id}/connections`, plan);
    expect(body).toMatchObject({ id: expect.any(String), ...plan });
    const connections = [{ id: body.id, domain_id: "other" }];
    expect((await control("GET", "state")).body.services).toMatchObject([{ id, connections }]);
  });

  test("a port can be given its VPC", async () => {
    const port_id = randomUUID();
    await control("PUT", `ports/${port_id}`, { vpc_id: randomUUID() });
    expect((await post(services, serviceBody({ port_id }))).body.error_code).toBe("EndPoint.3042");
  });

  test("settings change at once and fall back at a reset", async () => {
    await control("PATCH", "settings", { quota: 0, rules: "huawei", settleSeconds: { create: 100 } });
    expect((await post(services, serviceBody())).body.error_code).toBe("Endpoint.1018");
    expect((await control("POST", "reset")).status).toBe(204);
    const id = await newService(emulator);
    expect((await get(`${services}/${id}`)).body.status).toBe("available");
  });
});

test.each<[string, string, unknown, string]>([
  ["GET", "nothing", undefined, "There is no control route GET /__emulator/nothing"],
  ["PATCH", "settings", { quotas: 1 }, 'There is no setting "quotas"'],
  ["PATCH", "settings", { rules: "mine" }, 'rules has to be one of page, huawei, otc, lenient, not "mine"'],
  ["PATCH", "settings", [], "The body has to be a JSON object"],
  ["PATCH", "services/x", {}, 'There is no service "x"'],
  ["POST", "services/x/connections", {}, 'There is no service "x"'],
  ["PUT", "faults", [{ kind: "reset" }, 5], "A fault rule is an object"],
  ["PATCH", "settings", { settleSeconds: "5" }, "settleSeconds has to be a number of seconds, null, or"],
  ["PATCH", "settings", { settleSeconds: -1 }, "settleSeconds has to be"],
  ["PATCH", "settings", { settleSeconds: { crate: 1 } }, "settleSeconds has to be"],
  ["PATCH", "settings", { quota: "x" }, "quota has to be a whole number from 0"],
  ["PATCH", "settings", { endpointQuota: -1 }, "endpointQuota has to be"],
  ["PATCH", "settings", { requestLimits: [{ requests: 0, seconds: 1 }] }, "requestLimits has to be"],
  ["PATCH", "settings", { permissionQuota: 1.5 }, "permissionQuota has to be"],
  ["PATCH", "settings", { strict: "no" }, "strict has to be true or false"],
  ["PATCH", "settings", { rules: ["page"] }, "rules has to be"],
  ["PATCH", "settings", { securityToken: 5 }, "securityToken has to be"],
  ["PATCH", "settings", { failNextCreate: "boom" }, "failNextCreate has to be a list"],
  ["PATCH", "settings", { failNextCreate: [{}] }, "failNextCreate has to be a list"],
  ["PATCH", "services/{id}", { id: "other" }, "The id of a service cannot be changed"],
  ["PATCH", "services/{id}", { ports: null }, "ports has to be a list"],
  ["PATCH", "services/{id}", { tags: [1] }, "tags has to be a list"],
  ["PATCH", "services/{id}", { service_name: 5 }, "service_name has to be a text"],
  ["PATCH", "services/{id}", { permissions: "abc" }, "permissions has to be a list"],
  ["PATCH", "services/{id}", { settleSeconds: "1" }, "settleSeconds has to be"],
  ["PATCH", "services/%zz", {}, '"%zz" is not an id'],
  ["DELETE", "services/unknown", undefined, 'There is no service "unknown"'],
  ["POST", "services/{id}/connections", { status: "odd" }, "status has to be one of"],
  ["POST", "services/{id}/connections", { domain: "odd" }, 'no field of a connection "domain"'],
  ["PUT", "ports/x", {}, "vpc_id has to be"],
  ["GET", "requests?since=x", undefined, "since is the number of a request"],
  ["PUT", "faults", [{ kind: "reset" }, 5], "A fault rule is an object"],
])("%s %s %j is refused in one sentence, before anything changes", async (method, path, body, sentence) => {
  const id = await newService(emulator);
  const before = emulator.state();
  const reply = await control(method, path.replace("{id}", id), body);
  expect(reply).toMatchObject({ status: 400, body: { error: expect.stringContaining(sentence) } });
  expect(emulator.state()).toEqual(before);
  expect(emulator.faults()).toEqual([]);
  emulator.deleteService(id);
  const next = await newService(emulator);
  expect((await get(`${services}/${next}`)).body.status).toBe("available");
});

test("a defect gets a response too", async () => {
  const defective = await startForTest();
  const shown = jest.spyOn(console, "error").mockImplementation(() => undefined);
  jest.spyOn(defective, "state").mockImplementation(() => {
    throw new Error("a defect");
  });
  const reply = await plain(`${defective.url}/__emulator/state`);
  expect(reply).toMatchObject({ status: 500, body: { error: expect.any(String) } });
  expect(shown).toHaveBeenCalledTimes(1);
  jest.restoreAllMocks();
});

describe("who may use the control routes", () => {
  const own = () => `127.0.0.1:${emulator.port}`;
  test.each<[string, () => Record<string, string>, number]>([
    ["by address", () => ({ host: own() }), 204],
    ["by localhost", () => ({ host: `localhost:${emulator.port}` }), 204],
    ["by ::1", () => ({ host: `[::1]:${emulator.port}` }), 204],
    ["from a page of its own", () => ({ host: own(), origin: `http://${own()}` }), 204],
    ["by another name (DNS rebinding)", () => ({ host: `evil.example:${emulator.port}` }), 403],
    ["by another port", () => ({ host: "127.0.0.1:1" }), 403],
    ["from another origin", () => ({ host: own(), origin: "http://evil.example" }), 403],
    ["from a file", () => ({ host: own(), origin: "null" }), 403],
  ])("%s", async (_name, headers, status) => {
    await newService(emulator);
    expect(await rawControl(headers())).toBe(status);
    expect(emulator.state().services).toHaveLength(status === 204 ? 0 : 1);
  });

  test("on port 80 also by names without a port, as clients leave it out", () => {
    const from = (host: string, origin?: string) => ({ headers: { host, origin } }) as never;
    expect(guardProblem(from("127.0.0.1", "http://localhost"), 80)).toBeUndefined();
    expect(guardProblem(from("evil.example"), 80)).toContain("respond only under");
    expect(guardProblem(from("127.0.0.1"), 8787)).toContain("respond only under");
  });

  test("nobody with more than 1 MiB", async () => {
    await newService(emulator);
    const limit = 1024 * 1024;
    const padded = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));
    expect(await rawControl({ host: own() }, padded(limit + 1)).catch(() => 413)).toBe(413);
    expect(emulator.state().services).toHaveLength(1);
    expect(await rawControl({ host: own() }, padded(limit))).toBe(204);
  });

  test("nobody through another network interface", async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((entry) => entry !== undefined && !entry.internal && entry.family === "IPv4")?.address;
    // 127.0.0.2 is loopback too but not the one address that is listened on; it stands in where there is no network.
    const address = outside ?? "127.0.0.2";
    const result = await new Promise((resolve) => {
      const socket = connect(emulator.port, address, () => resolve("connected"));
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(result).toBe("ECONNREFUSED");
  });
});

test("the API itself takes bodies up to 12 MiB", async () => {
  const rawBody = "x".repeat(12 * 1024 * 1024 + 1);
  const reply = await post(services, undefined, { rawBody });
  expect(reply).toMatchObject({ status: 413, body: { error_code: "APIGW.0201" } });
});
