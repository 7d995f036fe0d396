import { TransportFailure } from "../../../provider/api/transport";
import { ambiguous, bench, create, found, notSent, put, read } from "./bench";
import { errorResponse, response, type Step, startMs } from "./fakes";

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
    const { send, transport, session } = bench([response(status, "", {}), found]);
    await send(call);
    expect(transport.requests).toHaveLength(2);
    expect(session.quota.left()).toBe(500);
  }
});

test("each attempt is signed anew", async () => {
  const { send, transport, runtime } = bench([response(503), found]);
  runtime.sleep = async (ms) => {
    runtime.nowMs += ms + 5000;
  };
  await send(read);
  const dates = transport.requests.map((request) => request.headers["x-sdk-date"]);
  expect(dates).toEqual(["20260102T030405Z", "20260102T030410Z"]);
});

test("fault 26: HTTP 500 always, three attempts; polls try once", async () => {
  const { fail, transport } = bench([errorResponse(500, "EndPoint.0001", "Internal error.")]);
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
  ["fault 24: HTTP 503", response(503), "unavailable"],
  ["fault 12: a truncated body", response(200, '{"id":"s'), "malformed"],
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

test("fault 13: a truncated response to a read is fetched again", async () => {
  const { send, transport } = bench([response(200, '{"id'), found]);
  await send(read);
  expect(transport.requests).toHaveLength(2);
});

test.each<[string, Step, string]>([
  ["fault 4: TLS", new TransportFailure("tls", "TLS with h:443 failed: the certificate has expired"), "tls"],
  ["fault 16: oversize", new TransportFailure("oversize", "larger"), "oversize"],
  ["fault 18: redirect", response(302, "", { location: "https://evil.example/" }), "redirect"],
  ["fault 28: 504 EndPoint.0011", errorResponse(504, "EndPoint.0011", "Body missing."), "refused"],
  ["fault 29: 400", errorResponse(400, "EndPoint.3042", "No."), "refused"],
  ["fault 30: quota", errorResponse(400, "Endpoint.1018", "Quota exceeded."), "refused"],
  ["fault 35: 403", errorResponse(403, "EndPoint.0004", "No."), "forbidden"],
  ["fault 39: 404", errorResponse(404, "EndPoint.0005", "Gone."), "notFound"],
])("%s is not repeated", async (_, step, outcome) => {
  const { fail, transport, runtime } = bench([step, found]);
  const error = await fail(read);
  expect(error).toMatchObject({ outcome, possiblySent: false, attempts: 1 });
  expect(transport.requests).toHaveLength(1);
  expect(runtime.slept).toEqual([]);
});

test("no retry past the deadline, but a call at the deadline is sent once, with little time", async () => {
  const { fail, transport } = bench([response(503)]);
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

test("calls that wait behind a slow one are not sent long after their deadline", async () => {
  const { fail, transport, runtime } = bench([
    () => {
      runtime.nowMs += 40_001;
      return response(503);
    },
  ]);
  const once = { ...read, attempts: 1 };
  const errors = await Promise.all([fail(once, 30), fail(once, 30), fail(once, 30.001)]);
  expect(errors.map(({ outcome }) => outcome)).toEqual(["unavailable", "notSent", "unavailable"]);
  expect(errors[1]).toMatchObject({ apiMessage: "no turn came before the deadline", attempts: 0 });
  expect(transport.requests).toHaveLength(2);
});

test("a call that begins late is sent all the same", async () => {
  const { send, transport } = bench([found]);
  await send(read, -3600);
  expect(transport.requests).toHaveLength(1);
});

test("a mistake of ours in the transport is not dressed up as an API error", async () => {
  const { client } = bench([]);
  const context = { deadlineMs: startMs + 1000, log: { info() {}, warn() {} }, subject: "x" };
  await expect(client.call(read, context)).rejects.toThrow("the test gave no response");
  // The gate was left all the same.
  await expect(client.call(read, context)).rejects.toThrow("the test gave no response");
});

describe("a storm", () => {
  test("fault 27: 100 reads that all fail: at most 135 attempts, then the quota is named", async () => {
    const { client, runtime, transport } = bench([response(503)]);
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
    const { fail, session } = bench([response(503)]);
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
    const failing = bench([response(503)]);
    await failing.fail({ ...read, attempts: 1, isRepair: true });
    expect(failing.session.quota.left()).toBe(486);
  });

  test("successes fill the quota again", async () => {
    const { send, session } = bench([response(503), response(503), found]);
    await send(read);
    expect(session.quota.left()).toBe(486);
    await send(read);
    expect(session.quota.left()).toBe(487);
  });
});
