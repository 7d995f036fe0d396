import { inspect } from "node:util";
import { type ApiCall, type ApiClient, createApiClient } from "../../../provider/api/client";
import type { ProviderConfig } from "../../../provider/api/config";
import { ApiError } from "../../../provider/api/errors";
import { InvalidIdError } from "../../../provider/api/identifiers";
import { createSession, type Session } from "../../../provider/api/session";
import { TransportFailure } from "../../../provider/api/transport";
import {
  answer,
  apiErrorAnswer,
  type FakeRuntime,
  fakeRuntime,
  fakeTransport,
  type Step,
  startMs,
} from "./fakes";

const config: ProviderConfig = {
  credentials: { accessKey: "CANARYAK", secretKey: "CANARYSK" },
  cloud: "myhuaweicloud.com",
  rules: "page",
  problems: [],
};
const read: ApiCall = {
  method: "GET",
  segments: ["vpc-endpoint-services", "s1"],
  safety: "read",
  answer: "object",
};
const put: ApiCall = { ...read, method: "PUT", body: { tcp_proxy: "close" }, safety: "idempotent" };
const create: ApiCall = {
  method: "POST",
  segments: ["vpc-endpoint-services"],
  body: { port_id: "x" },
  safety: "create",
  answer: "object",
};
const found = answer(200, { id: "s1", status: "available" });
const notSent = new TransportFailure("notSent", "connection refused by 127.0.0.1:1");
const ambiguous = new TransportFailure("ambiguous", "connection to h:443 broke");
const limited = apiErrorAnswer(429, "APIGW.0308", "limit:200,time:5 minute", { "retry-after": "2" });
const rejected = apiErrorAnswer(401, "APIGW.0301", "verify aksk signature fail");

interface Bench {
  client: ApiClient;
  runtime: FakeRuntime;
  session: Session;
  transport: ReturnType<typeof fakeTransport>;
  lines: string[];
  send(call: ApiCall, seconds?: number): Promise<unknown>;
  fail(call: ApiCall, seconds?: number): Promise<ApiError>;
}

function bench(steps: Step[], changes: Partial<ProviderConfig> = {}): Bench {
  const runtime = fakeRuntime();
  const session = createSession();
  const transport = fakeTransport(...steps);
  const client = createApiClient({
    config: { ...config, ...changes },
    region: "cn-north-4",
    projectId: "p1",
    runtime,
    session,
    transport,
  });
  const lines: string[] = [];
  const log = {
    info: (line: string) => lines.push(line),
    warn: (line: string) => lines.push(`warn ${line}`),
  };
  const send = (call: ApiCall, seconds = 600) =>
    client.call(call, {
      deadlineMs: runtime.nowMs + seconds * 1000,
      log,
      subject: 'VpcEndpointService "orders"',
    });
  const fail = async (call: ApiCall, seconds?: number) => {
    const error = await send(call, seconds).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${inspect(error)}`);
    return error;
  };
  return { client, runtime, session, transport, lines, send, fail };
}

test("what is sent: signed headers, escaped query, JSON body", async () => {
  const { send, transport } = bench([found]);
  const query = { limit: 10, marker: undefined, endpoint_service_name: "a b&c" };
  await expect(send({ ...put, query })).resolves.toEqual({
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
  await expect(send({ ...read, method: "DELETE", safety: "idempotent", answer: "none" })).resolves.toEqual({
    status: 204,
    body: {},
  });
  expect(transport.requests[0]?.url).toBe(
    "https://vpcep.cn-north-4.myhuaweicloud.com/v1/p1/vpc-endpoint-services/s1",
  );
  expect("body" in (transport.requests[0] ?? {})).toBe(false);
});

test("scenario 49: an endpoint with port and path is part of URL, host and signature", async () => {
  const { send, transport } = bench([found], { vpcepEndpoint: "http://127.0.0.1:8787/gate/" });
  await send(read);
  expect(transport.requests[0]?.url).toBe("http://127.0.0.1:8787/gate/v1/p1/vpc-endpoint-services/s1");
  expect(transport.requests[0]?.headers["host"]).toBe("127.0.0.1:8787");
});

test("scenario 48: the token of temporary credentials is sent and signed", async () => {
  const { send, transport } = bench([found], {
    credentials: { accessKey: "a", secretKey: "s", securityToken: "token" },
  });
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

test.each(["..", ".", "", "a/b", "%2e%2e", "a\r\nb", "x".repeat(65)])(
  "fault 72: id %j: 0 calls",
  async (id) => {
    const { send, transport } = bench([found]);
    await expect(send({ ...read, segments: ["vpc-endpoint-services", id] })).rejects.toThrow(
      new InvalidIdError(id),
    );
    expect(transport.requests).toEqual([]);
  },
);

describe("what is sent again", () => {
  test("fault 1: a refused connection, after 75 ms, for a create too", async () => {
    const { send, runtime, transport, lines } = bench([notSent, found]);
    await send(create);
    expect(transport.requests).toHaveLength(2);
    expect(runtime.slept).toEqual([75]);
    expect(lines).toEqual([]);
  });

  test("fault 2: a connection that is always refused, three attempts", async () => {
    const { fail, runtime } = bench([notSent]);
    const error = await fail(create);
    expect(error.message).toBe(
      "POST /v1/p1/vpc-endpoint-services -> connection refused by 127.0.0.1:1 (attempt 3/3, 0.4s). Check region and endpoint (huaweicloud:region, huaweicloud:endpoints), the network and HTTPS_PROXY.",
    );
    expect(error).toMatchObject({ outcome: "notSent", attempts: 3, maxAttempts: 3, possiblySent: false });
    expect(runtime.slept).toEqual([75, 300]);
  });

  test.each([500, 502, 503, 504])("fault 23: HTTP %i once on GET and PUT", async (status) => {
    for (const call of [read, put]) {
      const { send, transport, session } = bench([answer(status, "", {}), found]);
      await send(call);
      expect(transport.requests).toHaveLength(2);
      expect(session.quota.left()).toBe(500);
    }
  });

  test("each attempt is signed anew", async () => {
    const { send, transport, runtime } = bench([answer(503), found]);
    runtime.sleep = async (ms) => {
      runtime.nowMs += ms + 5000;
    };
    await send(read);
    const dates = transport.requests.map((request) => request.headers["x-sdk-date"]);
    expect(dates).toEqual(["20260102T030405Z", "20260102T030410Z"]);
  });

  test("fault 26: HTTP 500 always, three attempts; polls try once", async () => {
    const { fail, transport } = bench([apiErrorAnswer(500, "EndPoint.0001", "Internal error.")]);
    const error = await fail(put);
    expect(error.message).toBe(
      "PUT /v1/p1/vpc-endpoint-services/s1 -> HTTP 500 EndPoint.0001: Internal error. (request_id req-1, attempt 3/3, 0.4s). The API had a failure of its own: run it again later.",
    );
    expect(error).toMatchObject({
      status: 500,
      code: "EndPoint.0001",
      requestId: "req-1",
      possiblySent: true,
    });
    expect(transport.requests).toHaveLength(3);
    expect(await fail({ ...read, attempts: 1 })).toMatchObject({
      attempts: 1,
      maxAttempts: 1,
      possiblySent: false,
    });
  });

  test.each<[string, Step, string]>([
    ["fault 6: a reset", ambiguous, "ambiguous"],
    ["fault 24: HTTP 503", answer(503), "unavailable"],
    ["fault 12: a truncated body", answer(200, '{"id":"s'), "malformed"],
    ["fault 16: too large a body", new TransportFailure("oversize", "larger than 8 MiB"), "oversize"],
  ])(
    "%s is never repeated for a create, and says that it may have been processed",
    async (_, step, outcome) => {
      const { fail, transport } = bench([step, found]);
      expect(await fail(create)).toMatchObject({ outcome, possiblySent: true, attempts: 1 });
      expect(transport.requests).toHaveLength(1);
    },
  );

  test("doubt stays: a later attempt that was not sent does not take it away", async () => {
    const { fail } = bench([ambiguous, notSent]);
    expect(await fail(put)).toMatchObject({ outcome: "notSent", possiblySent: true });
  });

  test("fault 13: a truncated answer to a read is fetched again", async () => {
    const { send, transport } = bench([answer(200, '{"id'), found]);
    await send(read);
    expect(transport.requests).toHaveLength(2);
  });

  test.each<[string, Step, string]>([
    [
      "fault 4: TLS",
      new TransportFailure("tls", "TLS with h:443 failed: the certificate has expired"),
      "tls",
    ],
    ["fault 16: oversize", new TransportFailure("oversize", "larger"), "oversize"],
    ["fault 18: redirect", answer(302, "", { location: "https://evil.example/" }), "redirect"],
    ["fault 28: 504 EndPoint.0011", apiErrorAnswer(504, "EndPoint.0011", "Body missing."), "refused"],
    ["fault 29: 400", apiErrorAnswer(400, "EndPoint.3042", "No."), "refused"],
    ["fault 30: quota", apiErrorAnswer(400, "Endpoint.1018", "Quota exceeded."), "refused"],
    ["fault 35: 403", apiErrorAnswer(403, "EndPoint.0004", "No."), "forbidden"],
    ["fault 39: 404", apiErrorAnswer(404, "EndPoint.0005", "Gone."), "notFound"],
  ])("%s is not repeated", async (_, step, outcome) => {
    const { fail, transport, runtime } = bench([step, found]);
    const error = await fail(read);
    expect(error).toMatchObject({ outcome, possiblySent: false, attempts: 1 });
    expect(transport.requests).toHaveLength(1);
    expect(runtime.slept).toEqual([]);
  });

  test("no retry past the deadline, but a call at the deadline is sent once, with little time", async () => {
    const { fail, transport } = bench([answer(503)]);
    expect(await fail(read, 0)).toMatchObject({ outcome: "unavailable", attempts: 1 });
    expect(transport.requests[0]?.timeouts).toEqual({
      connectMs: 10_000,
      responseMs: 10_000,
      totalMs: 10_000,
    });
    await fail(read, 30);
    expect(transport.requests[1]?.timeouts).toEqual({
      connectMs: 10_000,
      responseMs: 30_000,
      totalMs: 30_000,
    });
  });

  test("a mistake of ours in the transport is not dressed up as an API error", async () => {
    const { client } = bench([]);
    const context = { deadlineMs: startMs + 1000, log: { info() {}, warn() {} }, subject: "x" };
    await expect(client.call(read, context)).rejects.toThrow("the test gave no answer");
    // The gate was left all the same.
    await expect(client.call(read, context)).rejects.toThrow("the test gave no answer");
  });
});

describe("throttling", () => {
  test.each<[string, ApiCall]>([
    ["read", read],
    ["PUT", put],
    ["create", create],
  ])("fault 19: waits at least what Retry-After says: %s", async (_, call) => {
    const { send, runtime, lines } = bench([limited, found]);
    await send(call);
    expect(runtime.slept).toEqual([2100]);
    expect(lines).toEqual([]);
  });

  test("fault 20: waits by the text, a minute at a time, and says so", async () => {
    const text = apiErrorAnswer(429, "APIGW.0308", "limit:200,time:5 minute");
    const { send, runtime, lines, session } = bench([text, text, found]);
    await send(read);
    expect(runtime.slept).toEqual([60_000, 60_000]);
    const line =
      'VpcEndpointService "orders": waiting 60 s before GET /v1/p1/vpc-endpoint-services/s1: limit:200,time:5 minute';
    expect(lines).toEqual([line, line]);
    expect(session.quota.left()).toBe(495);
  });

  test("fault 21: 400 EndPoint.0022 is the same, and attempts do not matter", async () => {
    const busy = apiErrorAnswer(400, "EndPoint.0022", "Too many requests.");
    const { send, runtime } = bench([busy, busy, busy, busy, found]);
    await send({ ...create, attempts: 1 });
    expect(runtime.slept).toEqual([750, 1500, 3000, 6000]);
  });

  test("fault 22: throttled for ever: the limit's text and the seconds waited", async () => {
    const { fail } = bench([apiErrorAnswer(429, "APIGW.0308", "limit:200,time:5 minute")]);
    const error = await fail(create, 600);
    expect(error).toMatchObject({ outcome: "throttled", attempts: 11, seconds: 600, possiblySent: false });
    expect(error.message).toBe(
      "POST /v1/p1/vpc-endpoint-services -> HTTP 429 APIGW.0308: limit:200,time:5 minute (request_id req-1, attempt 11/11, 600s). The API limits its calls; 600 s were spent waiting for it. Run it again later, with --parallel 1 if there are many resources.",
    );
  });

  test("all calls with the key wait together, one goes first when the time is over", async () => {
    const { send, runtime, transport, session } = bench([limited, found]);
    const started: number[] = [];
    const plainSend = transport.send.bind(transport);
    transport.send = (request) => {
      started.push(runtime.nowMs - startMs);
      return plainSend(request);
    };
    await Promise.all([send(read), send(put), send(create)]);
    expect(started.filter((at) => at < 2000)).toEqual([0]);
    expect(started).toHaveLength(4);
    expect(session.throttledUntilMs).toBe(startMs + 2100);
  });

  test("a limit known to outlast the deadline: nothing is sent, and the text is the limit's", async () => {
    const { fail, session, transport } = bench([found]);
    session.throttledUntilMs = startMs + 5000;
    session.throttledBy = "limit:200,time:5 minute";
    const error = await fail(read, 4);
    expect(error).toMatchObject({ outcome: "throttled", attempts: 0, apiMessage: "limit:200,time:5 minute" });
    expect(transport.requests).toEqual([]);
    expect(await fail(read, 4)).not.toHaveProperty("status");
  });

  test("a limit that another call made longer meanwhile: this call's own answer is reported", async () => {
    const { fail, session } = bench([
      () => {
        session.throttledUntilMs = startMs + 3_600_000;
        return limited;
      },
    ]);
    expect(await fail(read, 600)).toMatchObject({ outcome: "throttled", status: 429, attempts: 1 });
  });
});

describe("a storm", () => {
  test("fault 27: 100 reads that all fail: at most 135 attempts, then the quota is named", async () => {
    const { client, runtime, transport } = bench([answer(503)]);
    const context = { deadlineMs: startMs + 600_000, log: { info() {}, warn() {} }, subject: "x" };
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => client.call({ ...read, attempts: 3 }, context)),
    );
    expect(results.every((result) => result.status === "rejected")).toBe(true);
    expect(transport.requests).toHaveLength(135);
    const messages = results.map((result) => String(result.status === "rejected" && result.reason.message));
    expect(messages.filter((message) => message.includes("Retry quota exhausted")).length).toBeGreaterThan(
      60,
    );
    expect(runtime.slept).toHaveLength(35);
  });

  test("an exhausted quota keeps what is known of the failure", async () => {
    const { fail, session } = bench([answer(503)]);
    while (session.quota.take("failure"));
    expect(await fail(put)).toMatchObject({
      outcome: "quotaExhausted",
      status: 503,
      attempts: 1,
      possiblySent: true,
    });
  });

  test("a repair pays for its first attempt; with an empty quota it is not sent", async () => {
    const { send, fail, session, transport } = bench([found]);
    await send({ ...read, isRepair: true });
    expect(session.quota.left()).toBe(500);
    while (session.quota.take("failure"));
    const error = await fail({ ...read, isRepair: true });
    expect(error.message).toBe(
      "GET /v1/p1/vpc-endpoint-services/s1 -> not sent, for it repairs a failure (not sent, 0s). Retry quota exhausted: too many calls of this run failed. Run it again when the API is well.",
    );
    expect(transport.requests).toHaveLength(1);
    const failing = bench([answer(503)]);
    await failing.fail({ ...read, attempts: 1, isRepair: true });
    expect(failing.session.quota.left()).toBe(486);
  });

  test("successes fill the quota again", async () => {
    const { send, session } = bench([answer(503), answer(503), found]);
    await send(read);
    expect(session.quota.left()).toBe(486);
    await send(read);
    expect(session.quota.left()).toBe(487);
  });
});

describe("rejected signatures", () => {
  test("fault 31: 50 calls at once with a bad key: two reach the server", async () => {
    const { client, transport } = bench([rejected]);
    const context = { deadlineMs: startMs + 600_000, log: { info() {}, warn() {} }, subject: "x" };
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => client.call(create, context)));
    const errors = results.map((result) =>
      result.status === "rejected" ? (result.reason as ApiError) : undefined,
    );
    expect(transport.requests).toHaveLength(2);
    expect(errors.filter((error) => error?.outcome === "unauthorized")).toHaveLength(2);
    expect(errors.filter((error) => error?.outcome === "breaker" && error.attempts === 0)).toHaveLength(48);
    expect(errors.every((error) => error?.message.includes("rejected") && !error.possiblySent)).toBe(true);
  });

  test("fault 32: temporary credentials that expired in mid-run", async () => {
    const { send, fail } = bench([found, rejected], {
      credentials: { accessKey: "a1b2", secretKey: "s1c2", securityToken: "t1d2" },
    });
    await send(read);
    expect((await fail(read)).message).toContain("temporary credentials expired");
    await fail(read);
    expect(await fail(read)).toMatchObject({ outcome: "breaker", attempts: 0 });
  });

  test("fault 33: a clock that is off: one corrected retry, and the offset is kept", async () => {
    const aheadMs = 20 * 60_000;
    const date = new Date(startMs + aheadMs).toUTCString();
    const { client, send, transport, session, runtime } = bench([
      apiErrorAnswer(401, "APIGW.0301", "signature expired", { date }),
      found,
    ]);
    await send(create);
    await send(read);
    const dates = transport.requests.map((request) => request.headers["x-sdk-date"]);
    expect(dates).toEqual(["20260102T030405Z", "20260102T032405Z", "20260102T032405Z"]);
    expect(runtime.slept).toEqual([]);
    expect(session.quota.left()).toBe(500);
    expect(client.serverNow()).toBe(startMs + aheadMs);
  });

  test("fault 33: a correction that does not help is not tried twice", async () => {
    const wild = () => {
      clockMs += 3_600_000;
      return apiErrorAnswer(401, "APIGW.0301", "no", { date: new Date(clockMs).toUTCString() });
    };
    let clockMs = startMs;
    const { fail, transport } = bench([wild]);
    expect(await fail(read)).toMatchObject({ outcome: "unauthorized", attempts: 2 });
    expect(transport.requests).toHaveLength(2);
  });

  test("fault 34: without a Date header the clock is only suspected", async () => {
    const { fail, transport } = bench([rejected]);
    expect((await fail(read)).message).toContain("check this machine's clock (x-sdk-date, 15 min)");
    expect(transport.requests).toHaveLength(1);
    const dated = bench([apiErrorAnswer(401, "APIGW.0301", "no", { date: new Date(startMs).toUTCString() })]);
    expect((await dated.fail(read)).message).not.toContain("clock");
  });
});

test("no secret comes back out of an answer", async () => {
  const echo = apiErrorAnswer(
    400,
    "X.CANARYSK",
    "Get secretKey failed,ak:CANARYAK,err:ak not exist; CANARYSK; CANARYTOKEN",
    { "x-request-id": "CANARYAK" },
  );
  const { fail } = bench([echo], {
    credentials: { accessKey: "CANARYAK", secretKey: "CANARYSK", securityToken: "CANARYTOKEN" },
  });
  const error = await fail(read);
  expect(error.apiMessage).toBe("Get secretKey failed,ak:***,err:ak not exist; ***; ***");
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error) + error.stack).not.toContain("CANARY");
  const limit = apiErrorAnswer(429, "APIGW.0308", "CANARYAK limit:200,time:1 minute");
  const throttled = bench([limit, found]);
  await throttled.send(read);
  expect(throttled.lines.join("")).toContain("*** limit:200,time:1 minute");
  expect(throttled.lines.join("")).not.toContain("CANARY");
});

test("a request id from elsewhere is cleaned and cut", async () => {
  const { fail } = bench([
    apiErrorAnswer(400, "X.1", "No.", { "x-request-id": `a\u001b[0m${"b".repeat(100)}` }),
  ]);
  expect((await fail(read)).requestId).toBe(`a [0m${"b".repeat(59)}…`);
});

test("a line for the user before a wait longer than three seconds, none before one of exactly three", async () => {
  const waiting = (seconds: string) => apiErrorAnswer(503, "", "Down.", { "retry-after": seconds });
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
