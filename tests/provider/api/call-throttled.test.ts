import type { ApiCall } from "../../../provider/api/api-call";
import { bench, create, found, limited, put, read } from "./bench";
import { errorResponse, startMs } from "./fakes";

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
  const text = errorResponse(429, "APIGW.0308", "limit:200,time:5 minute");
  const { send, runtime, lines, session } = bench([text, text, found]);
  await send(read);
  expect(runtime.slept).toEqual([60_000, 60_000]);
  const line =
    'VpcEndpointService "orders": waiting 60 s before GET /v1/p1/vpc-endpoint-services/s1: limit:200,time:5 minute';
  expect(lines).toEqual([line, line]);
  expect(session.quota.left()).toBe(495);
});

test("fault 21: 400 EndPoint.0022 is the same, and attempts do not matter", async () => {
  const busy = errorResponse(400, "EndPoint.0022", "Too many requests.");
  const { send, runtime } = bench([busy, busy, busy, busy, found]);
  await send({ ...create, attempts: 1 });
  expect(runtime.slept).toEqual([750, 1500, 3000, 6000]);
});

test("fault 22: throttled for ever: the limit's text and the seconds waited", async () => {
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
