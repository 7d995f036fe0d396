import type { ApiCall } from "../../../provider/api/api-call";
import { TransportFailure, type TransportFailureKind } from "../../../provider/api/transport";
import { VirtualTime, virtualStartMs } from "../../helpers/virtual-time";
import { ambiguous, bench, create, found, limited, notSent, put, read, rejected } from "./bench";
import { errorResponse, response, type Step, sourceWith, startMs } from "./fakes";

const clockOff = errorResponse(401, "APIGW.0301", "no", {
  date: new Date(startMs + 1_200_000).toUTCString(),
});
const busy = errorResponse(400, "EndPoint.0022", "Too many requests.");

test.each<[string, Step[], ApiCall, number[]]>([
  ["a refused connection, even of a create", [notSent, found], create, [75]],
  ["HTTP 500 to a read", [response(500), found], read, [75]],
  ["HTTP 502 to a PUT", [response(502), found], put, [75]],
  ["HTTP 503, then a reset, to a PUT", [response(503), ambiguous, found], put, [75, 300]],
  ["HTTP 504 to a read", [response(504), found], read, [75]],
  ["a truncated response to a read", [response(200, '{"id'), found], read, [75]],
  ["a limited read", [limited, found], read, [2100]],
  ["a limited PUT", [limited, found], put, [2100]],
  ["a limited create", [limited, found], create, [2100]],
  ["HTTP 503 twice after a limit", [limited, response(503), response(503), found], read, [2100, 75, 300]],
  ["HTTP 503 twice after a wrong clock", [clockOff, response(503), response(503), found], read, [75, 300]],
  [
    "HTTP 400 EndPoint.0022, whatever the attempts",
    [busy, busy, busy, found],
    { ...create, attempts: 1 },
    [750, 1500, 3000],
  ],
])("%s is repeated", async (_, steps, call, slept) => {
  const { send, runtime, transport, lines } = bench(steps);
  await send(call);
  expect(transport.requests).toHaveLength(steps.length);
  expect(runtime.slept).toEqual(slept);
  expect(lines).toEqual([]);
});

test("a connection that is always refused, three attempts", async () => {
  const { fail, runtime } = bench([notSent]);
  const error = await fail(create);
  expect(error.message).toBe(
    "POST /v1/p1/vpc-endpoint-services -> connection refused by 127.0.0.1:1 (attempt 3/3, 0.4s). Check region and endpoint (huaweicloud:region, huaweicloud:endpoints), the network and HTTPS_PROXY.",
  );
  expect(error).toMatchObject({ outcome: "notSent", attempts: 3, maxAttempts: 3, possiblySent: false });
  expect(runtime.slept).toEqual([75, 300]);
});

test("each attempt is signed anew", async () => {
  const { send, transport, runtime } = bench([response(503), found]);
  const { sleep } = runtime;
  runtime.sleep = async (ms, signal) => sleep(signal ? ms : ms + 5000, signal);
  await send(read);
  const dates = transport.requests.map((request) => request.headers["x-sdk-date"]);
  expect(dates).toEqual(["20260102T030405Z", "20260102T030410Z"]);
});

test("HTTP 500 always, three attempts; polls try once", async () => {
  const { fail, transport, session } = bench([errorResponse(500, "EndPoint.0001", "Internal error.")]);
  const error = await fail(put);
  expect(error.message).toBe(
    "PUT /v1/p1/vpc-endpoint-services/s1 -> HTTP 500 EndPoint.0001: Internal error. (request_id req-1, attempt 3/3, 0.4s). The API had a failure of its own: run it again later.",
  );
  expect(error).toMatchObject({ status: 500, code: "EndPoint.0001", requestId: "req-1", possiblySent: true });
  expect(transport.requests).toHaveLength(3);
  const once = { attempts: 1, maxAttempts: 1, possiblySent: false };
  expect(await fail({ ...read, attempts: 1 })).toMatchObject(once);
  // Other calls do not wait for it.
  expect(session.throttledUntilMs).toBe(0);
});

test.each<[string, Step, string]>([
  ["a reset", ambiguous, "ambiguous"],
  ["HTTP 503", response(503), "unavailable"],
  ["a truncated body", response(200, '{"id":"s'), "malformed"],
  ["too large a body", new TransportFailure("oversize", "larger than 8 MiB"), "oversize"],
])(
  "%s is never repeated for a create, and the error tells that it may have been processed",
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

test.each<[string, Step, string]>([
  ["TLS", new TransportFailure("tls", "TLS with h:443 failed: the certificate has expired"), "tls"],
  ["oversize", new TransportFailure("oversize", "larger"), "oversize"],
  ["redirect", response(302, "", { location: "https://evil.example/" }), "redirect"],
  ["504 EndPoint.0011", errorResponse(504, "EndPoint.0011", "Body missing."), "refused"],
  ["400", errorResponse(400, "EndPoint.3042", "No."), "refused"],
  ["quota", errorResponse(400, "Endpoint.1018", "Quota exceeded."), "refused"],
  ["403", errorResponse(403, "EndPoint.0004", "No."), "forbidden"],
  ["404", errorResponse(404, "EndPoint.0005", "Gone."), "notFound"],
])("%s is not repeated", async (_, step, outcome) => {
  const { fail, transport, runtime } = bench([step, found]);
  const error = await fail(read);
  expect(error).toMatchObject({ outcome, possiblySent: false, attempts: 1 });
  expect(transport.requests).toHaveLength(1);
  expect(runtime.slept).toEqual([]);
});

// Past the deadline there is no retry; what begins late is still sent once.
test.each([
  [-3600, 10_000],
  [0, 10_000],
  [30, 30_000],
])("a call with %i s left has little time", async (seconds, ms) => {
  const { fail, transport } = bench([response(503)]);
  expect(await fail({ ...read, attempts: 1 }, seconds)).toMatchObject({
    outcome: "unavailable",
    attempts: 1,
  });
  expect(transport.requests[0]?.timeouts).toEqual({ connectMs: 10_000, responseMs: ms, totalMs: ms });
});

test("no retry past the deadline", async () => {
  const { fail, runtime } = bench([response(503)]);
  expect(await fail(read, 0.3)).toMatchObject({ outcome: "unavailable", attempts: 2 });
  expect(runtime.slept).toEqual([75]);
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

test("a bug in the transport is not dressed up as an API error, and leaves the gate", async () => {
  const { send } = bench([]);
  await expect(send(read)).rejects.toThrow("the test gave no response");
  await expect(send(read)).rejects.toThrow("the test gave no response");
});

describe("a storm", () => {
  test("100 reads that all fail: at most 135 attempts, then the quota is named", async () => {
    const { failAll, runtime, transport } = bench([response(503)]);
    const errors = await failAll(100, read);
    expect(transport.requests).toHaveLength(135);
    const exhausted = errors.filter(({ message }) => message.includes("Retry quota exhausted"));
    expect(exhausted.length).toBeGreaterThan(60);
    expect(runtime.slept).toHaveLength(35);
  });

  test("an exhausted quota keeps what is known of the failure", async () => {
    const { fail, session } = bench([response(503)]);
    while (session.quota.take("failure"));
    const known = { status: 503, attempts: 1, possiblySent: true };
    expect(await fail(put)).toMatchObject({ outcome: "quotaExhausted", ...known });
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
    const down = response(503);
    const { send, session } = bench([down, found, down, down, found]);
    for (const left of [500, 486, 487]) {
      await send(read);
      expect(session.quota.left()).toBe(left);
    }
  });
});

test("waits by the text, a minute at a time, and tells the user", async () => {
  const text = errorResponse(429, "APIGW.0308", "limit:200,time:5 minute");
  const { send, runtime, lines, session } = bench([text, text, found]);
  await send(read);
  expect(runtime.slept).toEqual([60_000, 60_000]);
  const line =
    'VpcEndpointService "orders": waiting 60 s before GET /v1/p1/vpc-endpoint-services/s1: limit:200,time:5 minute';
  expect(lines).toEqual([line, line]);
  expect(session.quota.left()).toBe(495);
});

test("throttled for ever: the limit's text and the seconds waited", async () => {
  const { fail } = bench([errorResponse(429, "APIGW.0308", "limit:200,time:5 minute")]);
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

test("a limit that another call made longer meanwhile: this call's own response is reported", async () => {
  const { fail, session } = bench([
    () => {
      session.throttledUntilMs = startMs + 3_600_000;
      return limited;
    },
  ]);
  expect(await fail(read, 600)).toMatchObject({ outcome: "throttled", status: 429, attempts: 1 });
});

test("50 calls at once with a bad key: two reach the server", async () => {
  const { failAll, transport } = bench([rejected]);
  const errors = await failAll(50, create);
  expect(transport.requests).toHaveLength(2);
  expect(errors.filter(({ outcome }) => outcome === "unauthorized")).toHaveLength(2);
  expect(errors.filter(({ outcome, attempts }) => outcome === "breaker" && attempts === 0)).toHaveLength(48);
  expect(errors.every((error) => error.message.includes("rejected") && !error.possiblySent)).toBe(true);
  expect(errors[49]?.apiMessage).toBe("not sent, for the keys were rejected before");
});

test("temporary credentials that expired in mid-run", async () => {
  const { send, fail } = bench([found, rejected], {
    source: sourceWith({ accessKey: "a1b2", secretKey: "s1c2", securityToken: "t1d2" }),
  });
  await send(read);
  expect((await fail(read)).message).toContain("temporary credentials expired");
  await fail(read);
  expect(await fail(read)).toMatchObject({ outcome: "breaker", attempts: 0 });
});

test("a clock that is off: one corrected retry, and the offset is kept", async () => {
  const aheadMs = 20 * 60_000;
  const date = new Date(startMs + aheadMs).toUTCString();
  const { client, send, transport, session, runtime } = bench([
    errorResponse(401, "APIGW.0301", "signature expired", { date }),
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

test("a correction that does not help is not tried twice", async () => {
  const wild = () => {
    clockMs += 3_600_000;
    return errorResponse(401, "APIGW.0301", "no", { date: new Date(clockMs).toUTCString() });
  };
  let clockMs = startMs;
  const { fail, transport } = bench([wild]);
  expect(await fail(read)).toMatchObject({ outcome: "unauthorized", attempts: 2 });
  expect(transport.requests).toHaveLength(2);
});

test("without a Date header the clock is only suspected", async () => {
  const { fail, transport } = bench([rejected]);
  const { message } = await fail(read);
  expect(message).toMatch(/The signature was rejected: .* check this machine's clock \(x-sdk-date, 15 min\)/);
  expect(transport.requests).toHaveLength(1);
  const dated = bench([errorResponse(401, "APIGW.0301", "no", { date: new Date(startMs).toUTCString() })]);
  expect((await dated.fail(read)).message).not.toContain("clock");
});

// What one call behind the closed gate finds out about the network, all that wait learn with it.
test.each<[TransportFailureKind, number, number, number, number]>([
  ["notSent", 10_000, 3, 3, 32],
  ["tls", 1000, 1, 1, 1],
  // A lost response means nothing for the others: they take their turns.
  ["ambiguous", 1000, 1, 100, 100],
])(
  "100 creates, %s after %i ms: %i attempts each, %i requests, %i s",
  async (kind, afterMs, attempts, requests, seconds) => {
    const time = new VirtualTime();
    const failure = new TransportFailure(kind, "no connection to h:443");
    const slow = async () => {
      await time.sleep(afterMs);
      throw failure;
    };
    const { failAll, transport } = bench([slow], {}, time.runtime);
    const errors = await failAll(100, create);
    for (const error of errors)
      expect(error).toMatchObject({ outcome: kind, attempts, apiMessage: failure.reason });
    expect(transport.requests).toHaveLength(requests);
    expect((time.nowMs - virtualStartMs) / 1000).toBeLessThanOrEqual(seconds);
  },
);
