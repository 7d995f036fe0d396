import type { FaultRule } from "../../emulator";
import { documented } from "../helpers/documented";
import { expectNoop, expectRecovery, expectSound, failure, service } from "../helpers/in-process";
import { virtualStartMs } from "../helpers/virtual-time";
import {
  count,
  expectCreated,
  expectResumed,
  get,
  idsInCloud,
  lab,
  otherPort,
  post,
  posts,
  put,
  remove,
  standing,
} from "./support";

const changed = service({ description: "changed" });

const afterSeconds = (value: string): FaultRule => ({
  kind: "status",
  status: 429,
  headers: { "Retry-After": value },
});

test.each<[string, (nowMs: number) => FaultRule, number]>([
  ["fault 19, scenario 25: 429 with Retry-After in seconds", () => afterSeconds("2"), 2000],
  [
    "fault 19: 429 with Retry-After as an HTTP date",
    (nowMs) => afterSeconds(new Date(nowMs + 3000).toUTCString()),
    2000,
  ],
  [
    "fault 21, scenario 26: 400 EndPoint.0022, which counts as 429",
    () => ({ kind: "status", status: 400, errorCode: "EndPoint.0022" }),
    500,
  ],
])("%s, any method", async (_name, rule, leastMs) => {
  const one = await lab();
  const changes = [
    () => one.stack.up(service()),
    () => one.stack.up(changed),
    () => one.stack.refresh(),
    () => one.stack.destroy(),
  ];
  for (const change of changes) {
    one.fault({ ...rule(one.time.nowMs), times: 1 });
    const startedMs = one.time.nowMs;
    await change();
    expect(one.emulator.faults()).toMatchObject([{ hits: 1 }]);
    expect(one.time.nowMs - startedMs).toBeGreaterThanOrEqual(leastMs);
  }
  expectSound(one);
});

const window: FaultRule = {
  kind: "status",
  status: 429,
  body: {
    error_code: "APIGW.0308",
    error_msg:
      "The throttling threshold has been reached: policy user over ratelimit,limit:200,time:5 minute",
  },
};

test("fault 20: 429 with its window in the text alone", async () => {
  const one = await lab();
  one.fault({ ...window, match: post, times: 1 });
  await one.stack.up(service());
  // The window says five minutes; one wait is a minute at most.
  expect(one.time.sleptMs[0]).toBe(60_000);
  expect(one.lines[0]).toMatch(documented("waiting … s before …"));
  expect(one.lines[0]).toMatch(/"orders": waiting 60 s before POST .*limit:200,time:5 minute/);
  await expectCreated(one, 2, 0);
});

test("fault 22, scenario 25: throttled for ever", async () => {
  const one = await lab();
  one.fault(window);
  const { message } = await failure(one.stack.up(service()));
  expect(message).toMatch(
    documented(
      "… The API limits its calls; … s were spent waiting for it. …",
      "until the operation's time limit",
    ),
  );
  expect(message).toContain("limit:200,time:5 minute");
  expect(message).toMatch(/; 5[4-9]\d s were spent waiting|; 600 s were spent waiting/);
  expect(one.time.nowMs - virtualStartMs).toBeLessThanOrEqual(600_000);
  expect(one.stack.state).toBeUndefined();
  expectSound(one);
  expect(await expectRecovery(one)).toBe("create");

  const before = structuredClone(one.stack.state);
  one.fault(window);
  await failure(one.stack.up(changed));
  expect(one.stack.state).toEqual(before);
  expect(await expectRecovery(one, changed)).toBe("update");
});

test.each([500, 502, 503, 504])("fault 23, scenario 27: %i once on GET, PUT and DELETE", async (status) => {
  const one = await lab();
  const spoil = (match: FaultRule["match"] & object): FaultRule => ({
    kind: "status",
    status,
    match,
    times: 1,
  });
  one.fault(spoil(get), spoil(put), spoil(remove));
  await one.stack.up(service());
  await one.stack.up(changed);
  expect(count(one, "PUT")).toBe(2);
  one.forget();
  expect(await one.stack.up(changed)).toBe("same");
  expect(one.calls()).toEqual([]);
  await one.stack.destroy();
  expect(count(one, "DELETE")).toBe(2);
  expect(one.emulator.faults().map(({ hits }) => hits)).toEqual([1, 1, 1]);
  expectSound(one);
});

test.each([500, 502, 503, 504])("fault 24, scenario 27: %i once on POST, work not done", async (status) => {
  const one = await lab();
  one.fault({ kind: "status", status, match: { ...post, nth: 1 } });
  await one.stack.up(service());
  await expectCreated(one, 2, 3);
});

test("fault 26, scenario 27: 5xx always", async () => {
  const one = await lab();
  one.fault({ kind: "status", status: 503, match: post });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toMatch(
    documented("The create was sent … times, and the list shows no service of it: nothing was made."),
  );
  expect(message).toMatch(/HTTP 503.*attempt 3\/3/);
  expect(posts(one)).toBe(3);
  expect(one.stack.state).toBeUndefined();
  expect(await expectRecovery(one)).toBe("create");

  const before = structuredClone(one.stack.state);
  for (const [match, attempt] of [
    [put, () => one.stack.up(changed)],
    [get, () => one.stack.refresh()],
    [remove, () => one.stack.destroy()],
  ] as const) {
    one.fault({ kind: "status", status: 503, match });
    one.forget();
    expect((await failure(attempt())).message).toContain("attempt 3/3");
    expect(count(one, match.method)).toBe(3);
    expect(one.stack.state).toEqual(before);
  }
  await expectRecovery(one, changed);
});

test("fault 27: 5xx storm, 100 resources", async () => {
  const one = await lab();
  one.fault({ kind: "status", status: 503 });
  const stacks = Array.from({ length: 100 }, (_, index) => one.newStack(`orders-${index}`));
  const ports = (index: number) => [{ clientPort: 8080, serverPort: 1000 + index }];
  const failures = await Promise.all(
    stacks.map((stack, index) => failure(stack.up(service({ ports: ports(index) })))),
  );
  expect(one.calls().length).toBeLessThanOrEqual(135);
  const exhausted = documented("… Retry quota exhausted: …", "no");
  expect(failures.filter(({ message }) => exhausted.test(message)).length).toBeGreaterThan(60);
  expectSound(one);
  expect(await expectRecovery(one)).toBe("create");
});

test("fault 31: 401 bad keys, 50 resources at once", async () => {
  const wrong = { secretKey: "canary-wrong-secret-key-00000000000001", securityToken: "" };
  const one = await lab({ settings: wrong });
  const stacks = Array.from({ length: 50 }, (_, index) => one.newStack(`orders-${index}`));
  const failures = await Promise.all(stacks.map((stack) => failure(stack.up(service()))));
  expect(one.emulator.requests().map(({ status }) => status)).toEqual([401, 401]);
  const rejected = documented(
    "HTTP 401… The signature was rejected: check huaweicloud:accessKey and huaweicloud:secretKey (HW_ACCESS_KEY, HW_SECRET_KEY).",
    "no; once, if this machine's clock is off by 4 minutes or more",
  );
  const notSent = documented("not sent, for the keys were rejected before … Check the keys.", "no");
  for (const [says, number] of [
    [rejected, 2],
    [notSent, 48],
  ] as const)
    expect(failures.filter(({ message }) => says.test(message))).toHaveLength(number);
  expectSound(one);
});

test("fault 32, scenario 48: 401 expired token in mid-run", async () => {
  const one = await lab({ emulator: { settleSeconds: 30 } });
  one.fault({ kind: "status", status: 401, errorCode: "APIGW.0301", match: get });
  const { message, id, reasons } = await failure(one.stack.up(service()));
  expect(message).toMatch(
    documented(
      "HTTP 401… The temporary credentials expired or were rejected: set new access key, secret key and security token.",
      "no; once, if this machine's clock is off by 4 minutes or more",
    ),
  );
  expect(reasons?.[0]).toContain(message);
  expect(id).toBe(idsInCloud(one)[0]);
  expect(count(one, "GET")).toBe(1);
  expectSound(one);
  // The breaker: of ten more, one is sent, and nothing after it.
  const stacks = Array.from({ length: 10 }, (_, index) => one.newStack(`more-${index}`));
  one.fault({ kind: "status", status: 401, errorCode: "APIGW.0301" });
  one.forget();
  await Promise.all(stacks.map((stack) => failure(stack.up(service({ portId: otherPort })))));
  expect(one.calls()).toHaveLength(1);

  one.restart();
  await expectResumed(one);
});

test("fault 33: 401 with a clock that is off", async () => {
  const one = await lab();
  one.fault({ kind: "clock-skew", skewSeconds: 3600 });
  await one.stack.up(service());
  expect(one.emulator.requests().map(({ status }) => status)).toEqual([401, 200, 200]);
  one.forget();
  await one.stack.up(changed);
  expect(one.emulator.requests().map(({ status }) => status)).toEqual([200]);
  await expectNoop(one, changed);
});

test("fault 34: 401 with a clock that is off and no Date header", async () => {
  const one = await lab();
  one.fault({ kind: "clock-skew", skewSeconds: 3600, noDate: true });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toMatch(/check this machine's clock \(x-sdk-date, 15 min\)/);
  expect(one.calls()).toHaveLength(1);
  expectSound(one);
  expect(await expectRecovery(one)).toBe("create");
});

test("fault 35: 403 missing permission", async () => {
  const one = await lab();
  one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004" });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toContain("vpcep:epservices:create");
  expect(one.calls()).toHaveLength(1);
  expectSound(one);
  expect(await expectRecovery(one)).toBe("create");
  for (const [action, attempt] of [
    ["vpcep:epservices:update", () => one.stack.up(changed)],
    ["vpcep:tags:update", () => one.stack.up(service({ tags: { team: "a" } }))],
    ["vpcep:permissions:list", () => one.stack.up(service({ permissions: ["*"] }))],
    ["vpcep:epservices:get", () => one.stack.refresh()],
    ["vpcep:epservices:delete", () => one.stack.destroy()],
  ] as const) {
    const before = structuredClone(one.stack.state);
    one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004" });
    one.forget();
    expect((await failure(attempt())).message).toContain(action);
    expect(one.calls()).toHaveLength(1);
    expect(one.stack.state).toEqual(before);
  }
  await expectRecovery(one, changed);
});

const gone: FaultRule = { kind: "status", status: 404, errorCode: "EndPoint.0005" };

test("fault 37: 404 on GET right after create", async () => {
  const one = await lab();
  one.fault({ ...gone, match: get, times: 10 });
  await one.stack.up(service());
  expect(count(one, "GET")).toBe(11);
  await expectCreated(one, 1, 0);
});

test("fault 38: 404 for ever after create", async () => {
  const one = await lab();
  one.fault({ ...gone, match: get });
  const { message, id, reasons } = await failure(one.stack.up(service()));
  const [made] = idsInCloud(one);
  expect(message).toMatch(documented("service … was created but is not readable. …"));
  expect(message).toContain(made);
  expect([id, reasons]).toEqual([made, [message]]);
  expect(count(one, "GET")).toBeLessThanOrEqual(20);
  expect(one.time.nowMs - virtualStartMs).toBeLessThanOrEqual(65_000);
  expectSound(one);
  await expectResumed(one);
});

test.each([
  [404, "EndPoint.0005"],
  [400, "EndPoint.2003"],
])("fault 39, scenario 29: %i %s on refresh", async (status, errorCode) => {
  const one = await standing();
  one.emulator.deleteService(one.stack.id);
  one.fault({ kind: "status", status, errorCode, match: get });
  expect(await one.stack.refresh()).toBe("gone");
  expectSound(one);
  expect(await expectRecovery(one)).toBe("create");
});

test.each([
  [500, "EndPoint.0001"],
  [503, "EndPoint.0001"],
  [403, "EndPoint.0004"],
  [403, "APIGW.0301"],
  [404, "APIGW.0101"],
  [401, "APIGW.0301"],
])("fault 40: %i %s on refresh is not taken for a deletion", async (status, errorCode) => {
  const one = await standing();
  const before = structuredClone(one.stack.state);
  one.fault({ kind: "status", status, errorCode });
  expect((await failure(one.stack.refresh())).message).toContain(`HTTP ${status} ${errorCode}`);
  expect(one.stack.state).toEqual(before);
  one.emulator.clearFaults();
  await one.stack.refresh();
  await expectNoop(one);
});

test("fault 41, scenario 26: 400 EndPoint.3044 on the first POST", async () => {
  const one = await lab();
  const other = one.another();
  await other.stack.up(service({ serviceName: "theirs" }));
  const foreign = [other.stack.id];
  const { message } = await failure(one.stack.up(service()));
  expect(message).toContain("EndPoint.3044");
  expect(message).toContain(`Service ${foreign[0]} (created 2026-01-02T03:04:05Z)`);
  expect(message).toContain(`existingId: "${foreign[0]}"`);
  expect(message).toMatch(
    documented("Service … already serves … of port … If this stack made it under another name, …"),
  );
  expect(one.stack.state).toBeUndefined();
  expectSound(one, foreign);
  const elsewhere = service({ ports: [{ clientPort: 8080, serverPort: 81 }] });
  await expectRecovery(one, elsewhere, foreign);
  expect((await failure(one.stack.up(service()))).message).toMatch(
    documented("Choose another serverPort, or delete that service first."),
  );
});
