import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import type { FaultRule } from "../../emulator/index";
import {
  callsOf,
  newService,
  plain,
  type Reply,
  serviceBody,
  services,
  signedCall,
  startForTest,
  useEmulator,
} from "./client";

let offMs = 0;
const emulator = useEmulator({ clock: () => Date.now() + offMs });
const { get, post } = callsOf(emulator);

beforeEach(() => {
  offMs = 0;
});

const creates = { method: "POST", path: "/v1/*/vpc-endpoint-services" };
const create = () => post(services, serviceBody({ port_id: randomUUID() }));
const stored = () => emulator.state().services.length;

/** The code of the network failure, or the status of the response. */
async function outcome(reply: Promise<Reply>): Promise<string | number> {
  try {
    return (await reply).status;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    return cause?.code ?? cause?.message ?? message;
  }
}

describe("a create that is cut", () => {
  test.each<[NonNullable<FaultRule["at"]>, number]>([
    ["mid-request", 0],
    ["before", 0],
    ["after-processing", 1],
    ["mid-body", 1],
  ])("%s, by a reset and by silence, makes %i object(s)", async (at, objects) => {
    emulator.addFault({ match: creates, at, kind: "reset", times: 1 });
    expect(await outcome(create())).toMatch(/ECONNRESET|UND_ERR_SOCKET|aborted|other side closed/);
    expect(stored()).toBe(objects);
    const fault = { rule: 0, kind: "reset", at };
    expect(emulator.requests()).toMatchObject([{ status: at === "mid-body" ? 200 : null, fault }]);
    expect(await outcome(create())).toBe(200);
    expect(stored()).toBe(objects + 1);

    emulator.setFaults([{ match: creates, at, kind: "stall" }]);
    expect(await Promise.race([outcome(create()), delay(300, "silence")])).toBe("silence");
    expect(stored()).toBe(objects + 1 + objects);
  });

  test.each(["before", "after-processing", "mid-body"] as const)(
    "silence %s can end, with the work done before or after it",
    async (at) => {
      emulator.addFault({ kind: "stall", at, forSeconds: 0.4 });
      const started = Date.now();
      const reply = create();
      await delay(200);
      expect(stored()).toBe(at === "before" ? 0 : 1);
      expect((await reply).status).toBe(200);
      expect(Date.now() - started).toBeGreaterThanOrEqual(395);
    },
  );
});

describe("responses that end too early", () => {
  test.each<FaultRule>([{ kind: "reset", at: "mid-body" }, { kind: "truncate" }])(
    "%j: half of the body is there, of the length that was promised",
    async (rule) => {
      await newService(emulator);
      emulator.addFault(rule);
      const { received, promised, error } = await receive(services);
      expect(error).toBe("ECONNRESET");
      expect(received).toBe(Math.floor(promised / 2));
    },
  );

  test("with an honest length, so that only the JSON is cut", async () => {
    emulator.addFault({ kind: "truncate", complete: true, keepBytes: 20, match: creates });
    expect(await create()).toMatchObject({ status: 200, text: expect.stringMatching(/^\{.{19}$/) });
    expect(stored()).toBe(1);
  });
});

describe("responses made up", () => {
  const elsewhere = "http://elsewhere.example/";
  test.each<[FaultRule, number, RegExp, object?]>([
    [{ kind: "status", status: 503 }, 503, /EndPoint.0001/],
    [
      { kind: "status", status: 429, headers: { "Retry-After": "2" } },
      429,
      /APIGW.0308/,
      { "retry-after": "2" },
    ],
    [
      { kind: "status", status: 401, body: { error_code: "APIGW.0301" } },
      401,
      /^{"error_code":"APIGW.0301"}$/,
    ],
    [{ kind: "status", errorCode: "Endpoint.1018" }, 400, /"error_code":"Endpoint.1018"/],
    [{ kind: "status", errorCode: "APIGW.0402", status: 403 }, 403, /APIGW.0402/],
    [{ kind: "status", status: 502, body: "bad gateway" }, 502, /^bad gateway$/],
    [{ kind: "html" }, 200, /^<html>/, { "content-type": "text/html" }],
    [{ kind: "empty" }, 200, /^$/, { "content-length": "0" }],
    [{ kind: "oversize", bytes: 5000 }, 200, /^\{"padding":"a{5000}"\}$/],
    [{ kind: "redirect", location: elsewhere, status: 307 }, 307, /^$/, { location: elsewhere }],
  ])("%j", async (rule, status, text, headers = {}) => {
    for (const [at, objects] of Object.entries({ before: 0, "after-processing": 1 })) {
      emulator.reset();
      emulator.addFault({ ...rule, at: at as "before", match: creates });
      const reply = await create();
      expect(reply).toMatchObject({ status, text: expect.stringMatching(text) });
      expect(Object.fromEntries(reply.headers)).toMatchObject(headers);
      expect(reply.headers.get("x-request-id")).toBe(emulator.requests()[0]?.requestId);
      expect(stored()).toBe(objects);
    }
  });

  test("a gzip bomb: small on the wire, huge when unpacked", async () => {
    emulator.addFault({ kind: "gzip-bomb", bytes: 20 * 1024 * 1024 });
    const response = await open(services);
    expect(response.headers["content-encoding"]).toBe("gzip");
    expect(Number(response.headers["content-length"])).toBeLessThan(60_000);
    let size = 0;
    for await (const chunk of response.pipe(createGunzip())) size += chunk.length;
    expect(size).toBe(20 * 1024 * 1024 + '{"padding":""}'.length);
  });
});

describe("responses changed", () => {
  test("fields dropped at every depth", async () => {
    await newService(emulator);
    emulator.addFault({ kind: "drop-fields", fields: ["status", "client_port"] });
    const [service] = (await get(services)).body.endpoint_services;
    expect(service).not.toHaveProperty("status");
    expect(service.ports).toEqual([{ server_port: 80, protocol: "TCP" }]);
  });

  test.each([[null], [[]], ["text"], [{ id: 5 }]])("body replaced by %j", async (body) => {
    emulator.addFault({ kind: "replace-body", body, match: creates });
    const text = typeof body === "string" ? body : JSON.stringify(body);
    expect(await create()).toMatchObject({ status: 200, text });
    expect(stored()).toBe(1);
  });

  test("keys merged in", async () => {
    emulator.addFault({ kind: "replace-body", merge: { status: "strange", extra: 1 }, match: creates });
    expect((await create()).body).toMatchObject({ status: "strange", extra: 1, tcp_proxy: "close" });
  });

  test("new objects hidden from lists, for a time or for ever", async () => {
    const old = await newService(emulator);
    offMs += 5000;
    emulator.addFault({ kind: "hide", forSeconds: 3, match: { method: "GET", path: creates.path } });
    const { id } = (await create()).body;
    const listed = async () =>
      (await get(services)).body.endpoint_services.map((service: { id: string }) => service.id);
    expect(await listed()).toEqual([old]);
    expect((await get(`${services}/${id}`)).status).toBe(200);
    offMs += 3000;
    expect(await listed()).toEqual([id, old]);
    emulator.setFaults([{ kind: "hide" }]);
    offMs += 1;
    await create();
    offMs += 300_000;
    expect(await listed()).toEqual([id, old]);
  });

  test("new objects hidden from the lists of the whitelist and of tagged resources, too", async () => {
    const old = await newService(emulator);
    offMs += 1;
    emulator.addFault({ kind: "hide" });
    offMs += 1;
    const { id } = (await create()).body;
    await post(`${services}/${old}/permissions/action`, { action: "add", permissions: ["*"] });
    const listed = await get(`${services}/${old}/permissions`);
    expect(listed.body).toMatchObject({ permissions: [], total_count: 0 });
    const filter = { action: "filter", limit: "10" };
    const tagged = await post("endpoint_service/resource_instances/action", filter);
    expect(tagged.body.resources).toMatchObject([{ resource_id: old }]);
    expect((await get(`${services}/${id}`)).status).toBe(200);
  });
});

describe("slow responses", () => {
  test("byte by byte", async () => {
    emulator.addFault({ kind: "slow", sliceBytes: 1 });
    const { chunks, error, received, promised } = await receive("quotas");
    expect([error, received]).toEqual([undefined, promised]);
    expect(chunks).toBeGreaterThan(promised / 4);
  });

  test("at a rate", async () => {
    emulator.addFault({ kind: "slow", bytesPerSecond: 1000 });
    const started = Date.now();
    const { promised } = await receive("quotas");
    expect(Date.now() - started).toBeGreaterThanOrEqual(promised * 0.9);
  });
});

describe("connections refused", () => {
  test("the port is really closed for a while, then open again under the same number", async () => {
    emulator.addFault({ kind: "refuse", forSeconds: 0.4 });
    expect(await connecting()).toBe("ECONNREFUSED");
    expect(await reaching(5000)).toBe(401);
  });

  test("clearing the faults opens it at once", async () => {
    emulator.addFault({ kind: "refuse", forSeconds: 60 });
    expect(await connecting()).toBe("ECONNREFUSED");
    emulator.clearFaults();
    expect(await reaching(1000)).toBe(401);
  });

  test("so many connections are dropped before a byte is read", async () => {
    emulator.addFault({ kind: "refuse", times: 2 });
    const seen = [await connecting(), await connecting(), await connecting()];
    expect(seen).toEqual(["ECONNRESET", "ECONNRESET", 401]);
    expect(emulator.requests()).toHaveLength(1);
  });
});

describe("a clock that is off", () => {
  test("refuses signatures that are right, and says which time it believes in", async () => {
    emulator.addFault({ kind: "clock-skew", skewSeconds: 3600 });
    const refused = await get("quotas");
    expect(refused).toMatchObject({ status: 401, body: { error_code: "APIGW.0301" } });
    const servedMs = Date.parse(refused.headers.get("date") ?? "");
    expect(Math.abs(servedMs - Date.now() - 3_600_000)).toBeLessThan(5000);
    expect((await get("quotas", { atMs: servedMs })).status).toBe(200);
  });

  test("or keeps it to itself", async () => {
    emulator.addFault({ kind: "clock-skew", skewSeconds: -3600, noDate: true });
    const refused = await get("quotas");
    expect(refused.status).toBe(401);
    expect(refused.headers.get("date")).toBeNull();
  });
});

describe("which requests are struck", () => {
  async function quotas(count: number): Promise<number[]> {
    const statuses: number[] = [];
    while (statuses.length < count) statuses.push((await get("quotas")).status);
    return statuses;
  }
  const [all, none] = [Array(4).fill(503), Array(4).fill(200)];

  test.each<[string, Omit<FaultRule, "kind">, number[]]>([
    ["the second", { match: { nth: 2 } }, [200, 503, 200, 200]],
    ["the second and third", { match: { nth: [2, 3] } }, [200, 503, 503, 200]],
    ["the first two", { times: 2 }, [503, 503, 200, 200]],
    ["by method", { match: { method: "get" } }, all],
    ["by another method", { match: { method: "PUT" } }, none],
    ["by a glob", { match: { path: "/v1/*/quotas" } }, all],
    ["by a glob across segments", { match: { path: "/**" } }, all],
    ["not by a glob that stays within a segment", { match: { path: "/*" } }, none],
    ["by a regular expression", { match: { path: "^/v\\d/.*s$" } }, all],
    ["by what is in the body", { match: { bodyIncludes: "x" } }, none],
  ])("%s", async (_name, rule, statuses) => {
    emulator.addFault({ ...rule, kind: "status", status: 503 });
    expect(await quotas(4)).toEqual(statuses);
  });

  test("by what is in the body", async () => {
    emulator.addFault({ kind: "status", status: 503, match: { bodyIncludes: '"LB"' } });
    expect((await create()).status).toBe(503);
    expect((await post(services, serviceBody({ server_type: "VM" }))).status).toBe(200);
  });

  test("of several rules the first that matches, while all of them count", async () => {
    emulator.setFaults([
      { kind: "status", status: 500, match: { nth: 1 } },
      { kind: "status", status: 502, match: { nth: [1, 2] } },
    ]);
    expect(await quotas(3)).toEqual([500, 502, 200]);
    expect(emulator.faults()).toMatchObject(Array(2).fill({ hits: 1, seen: 3 }));
  });

  test("rules come with the start, and over the control routes", async () => {
    const prepared = await startForTest({ faults: [{ kind: "status", status: 503, times: 1 }] });
    const quotas = callsOf(prepared).get;
    expect((await quotas("quotas")).status).toBe(503);
    expect((await quotas("quotas")).status).toBe(200);
    const control = (method: string, body?: object) =>
      plain(`${prepared.url}/__emulator/faults`, { method, ...(body && { body: JSON.stringify(body) }) });
    expect((await control("PUT", [{ kind: "empty" }])).status).toBe(204);
    expect((await control("GET")).body).toEqual({
      faults: [{ kind: "empty", number: 0, added: expect.any(String), seen: 0, hits: 0 }],
    });
    expect((await control("POST", { kind: "html" })).status).toBe(204);
    expect(prepared.faults()).toHaveLength(2);
    expect((await control("DELETE")).status).toBe(204);
    expect((await quotas("quotas")).status).toBe(200);
  });
});

/** An unsigned request on a connection of its own. */
function connecting(): Promise<string | number | undefined> {
  return new Promise((resolve) => {
    const sent = request(`${emulator.url}/v1/p/quotas`, { agent: new Agent() }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    sent.end();
  });
}

/** Tries until the port is open. */
async function reaching(forMs: number): Promise<string | number | undefined> {
  const result = await connecting();
  if (result !== "ECONNREFUSED" || forMs <= 0) return result;
  await delay(20);
  return reaching(forMs - 20);
}

/** The response to a GET, before its body. */
function open(path: string): Promise<IncomingMessage> {
  const [url, { headers }] = signedCall(emulator, "GET", path);
  return new Promise((resolve, reject) => {
    request(url, { headers, agent: new Agent() }, resolve).on("error", reject).end();
  });
}

async function receive(path: string) {
  const response = await open(path);
  let [received, chunks] = [0, 0];
  response.on("data", (chunk: Buffer) => {
    received += chunk.length;
    chunks += 1;
  });
  const error = await new Promise<string | undefined>((resolve) => {
    response.on("error", (failure: NodeJS.ErrnoException) => resolve(failure.code));
    response.on("end", () => resolve(undefined));
  });
  return { received, chunks, error, promised: Number(response.headers["content-length"]) };
}
