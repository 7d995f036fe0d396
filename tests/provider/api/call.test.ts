import { inspect } from "node:util";
import type { ApiCall } from "../../../provider/api/api-call";
import { createConnections } from "../../../provider/api/client";
import { InvalidIdError } from "../../../provider/api/identifiers";
import { loginWith } from "../../../provider/api/login";
import { createEnvironment } from "../../../provider/environment";
import { bench, config, context, create, found, limited, put, read } from "./bench";
import { errorResponse, fakeRuntime, fakeTransport, sourceWith, startMs } from "./fakes";

test("what is sent: signed headers, escaped query, JSON body", async () => {
  const { send, transport } = bench([found]);
  const query = { limit: 10, marker: undefined, endpoint_service_name: "a b&c" };
  await expect(send({ ...put, query })).resolves.toMatchObject({
    status: 200,
    body: { id: "s1", status: "available" },
    requestId: "req-1",
  });
  expect(transport.requests).toEqual([
    {
      method: "PUT",
      url: "https://vpcep.cn-north-4.myhuaweicloud.com/v1/p1/vpc-endpoint-services/s1?endpoint_service_name=a%20b%26c&limit=10",
      headers: {
        "content-type": "application/json",
        host: "vpcep.cn-north-4.myhuaweicloud.com",
        "x-project-id": "p1",
        "x-sdk-date": "20260102T030405Z",
        authorization: expect.stringMatching(
          /^SDK-HMAC-SHA256 Access=CANARYAK, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=[0-9a-f]{64}$/,
        ),
        accept: "application/json",
        "user-agent": "pulumi-huaweicloud-vpcep",
      },
      body: '{"tcp_proxy":"close"}',
      freshConnection: false,
      timeouts: { connectMs: 10_000, responseMs: 60_000, totalMs: 120_000 },
    },
  ]);
});

test("no query, no body, no request id", async () => {
  const { send, transport } = bench([{ status: 204, headers: {}, body: "" }]);
  const remove: ApiCall = { ...read, method: "DELETE", safety: "idempotent", response: "none" };
  await expect(send(remove)).resolves.toEqual({ status: 204, headers: {}, body: {} });
  const [request] = transport.requests;
  expect(request?.url).toBe("https://vpcep.cn-north-4.myhuaweicloud.com/v1/p1/vpc-endpoint-services/s1");
  expect(request).not.toHaveProperty("body");
});

test("an endpoint with port and path is part of URL, host and signature", async () => {
  const { send, transport } = bench([found], { vpcepEndpoint: "http://127.0.0.1:8787/gate/" });
  await send(read);
  expect(transport.requests[0]?.url).toBe("http://127.0.0.1:8787/gate/v1/p1/vpc-endpoint-services/s1");
  expect(transport.requests[0]?.headers["host"]).toBe("127.0.0.1:8787");
});

test("the token of temporary credentials is sent and signed", async () => {
  const keys = { accessKey: "a", secretKey: "s", securityToken: "token" };
  const { send, transport } = bench([found], { source: sourceWith(keys) });
  await send(read);
  expect(transport.requests[0]?.headers["x-security-token"]).toBe("token");
  expect(transport.requests[0]?.headers["authorization"]).toContain(
    "SignedHeaders=content-type;host;x-project-id;x-sdk-date;x-security-token,",
  );
});

test("a create uses a connection of its own, others do when asked", async () => {
  const { send, transport } = bench([found]);
  await send(create);
  await send({ ...create, freshConnection: false });
  await send({ ...read, freshConnection: true });
  await send(put);
  expect(transport.requests.map((request) => request.freshConnection)).toEqual([true, false, true, false]);
});

test.each(["..", ".", "", "a/b", "%2e%2e", "a\r\nb", "x".repeat(65)])("id %j: 0 calls", async (id) => {
  const { send, transport } = bench([found]);
  await expect(send({ ...read, segments: ["vpc-endpoint-services", id] })).rejects.toThrow(
    new InvalidIdError(id),
  );
  expect(transport.requests).toEqual([]);
});

test("no secret comes back out of a response", async () => {
  const words = "Get secretKey failed,ak:CANARYAK,err:ak not exist; CANARYSK; CANARYTOKEN";
  const echo = errorResponse(400, "X.CANARYSK", words, { "x-request-id": "CANARYAK" });
  const keys = { accessKey: "CANARYAK", secretKey: "CANARYSK", securityToken: "CANARYTOKEN" };
  const { fail } = bench([echo], { source: sourceWith(keys) });
  const error = await fail(read);
  expect(error.apiMessage).toBe("Get secretKey failed,ak:***,err:ak not exist; ***; ***");
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error) + error.stack).not.toContain("CANARY");
  const limit = errorResponse(429, "APIGW.0308", "CANARYAK limit:200,time:1 minute");
  const throttled = bench([limit, found]);
  await throttled.send(read);
  expect(throttled.lines.join("")).toContain("*** limit:200,time:1 minute");
  expect(throttled.lines.join("")).not.toContain("CANARY");
});

test("a request id from elsewhere is cleaned and cut", async () => {
  const headers = { "x-request-id": `a\u001b[0m${"b".repeat(100)}` };
  const { fail } = bench([errorResponse(400, "X.1", "No.", headers)]);
  expect((await fail(read)).requestId).toBe(`a [0m${"b".repeat(59)}…`);
});

test("a line for the user before a wait longer than three seconds, none before one of exactly three", async () => {
  const waiting = (seconds: string) => errorResponse(503, "", "Down.", { "retry-after": seconds });
  const long = bench([waiting("3"), found]);
  await long.send(read);
  expect(long.lines).toEqual([
    'VpcEndpointService "orders": waiting 3.2 s before GET /v1/p1/vpc-endpoint-services/s1: Down.',
  ]);
  const short = bench([waiting("3"), found]);
  short.runtime.random = () => 0;
  await short.send(read);
  expect(short.runtime.slept).toEqual([3000]);
  expect(short.lines).toEqual([]);
});

test("one session for a key at an endpoint; another for another endpoint, key, secret or token", () => {
  const { sessionFor } = createConnections();
  const keys = { accessKey: "ak", secretKey: "sk" };
  const at = (url: string, changes: object = {}) => sessionFor(url, loginWith({ ...keys, ...changes }));
  const session = at("https://a.example");
  expect(at("https://a.example")).toBe(session);
  const others = [
    at("https://b.example"),
    at("https://a.example", { accessKey: "other" }),
    at("https://a.example", { secretKey: "other" }),
    at("https://a.example", { securityToken: "t" }),
  ];
  expect(new Set([session, ...others]).size).toBe(5);
});

test("one transport for the same authorities; nothing is shared with other connections", () => {
  const { transportFor, sessionFor } = createConnections();
  expect(transportFor("pem")).toBe(transportFor("pem"));
  expect(transportFor(undefined)).toBe(transportFor(undefined));
  expect(transportFor("pem")).not.toBe(transportFor(undefined));
  const login = loginWith({ accessKey: "ak", secretKey: "sk" });
  const others = createConnections();
  expect(others.transportFor("pem")).not.toBe(transportFor("pem"));
  expect(others.sessionFor("https://a.example", login)).not.toBe(sessionFor("https://a.example", login));
});

test("what one client learns, another one with the same key and endpoint knows", async () => {
  const transport = fakeTransport(limited, found);
  const connections = { ...createConnections(), transportFor: () => transport };
  const send = (projectId: string, seconds: number) => {
    const runtime = fakeRuntime();
    const client = createEnvironment({ config, connections, runtime }).clientFor("cn-north-4", projectId);
    return client.call(read, { ...context, deadlineMs: startMs + seconds * 1000 });
  };
  await send("p1", 600);
  await expect(send("p2", 1)).rejects.toMatchObject({ outcome: "throttled", attempts: 0 });
  expect(transport.requests).toHaveLength(2);
});
