import type { ApiError } from "../../../provider/api/errors";
import { bench, create, found, read, rejected } from "./bench";
import { errorResponse, startMs } from "./fakes";

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

test("fault 33: a correction that does not help is not tried twice", async () => {
  const wild = () => {
    clockMs += 3_600_000;
    return errorResponse(401, "APIGW.0301", "no", { date: new Date(clockMs).toUTCString() });
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
  const dated = bench([errorResponse(401, "APIGW.0301", "no", { date: new Date(startMs).toUTCString() })]);
  expect((await dated.fail(read)).message).not.toContain("clock");
});
