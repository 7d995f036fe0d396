import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { pathPattern } from "../../emulator/faults/fault-match";
import type { FaultPoint, FaultRule } from "../../emulator/index";
import { callsOf, plain, serviceBody, services, startForTest, useEmulator } from "./client";

const emulator = useEmulator();

const { get, post } = callsOf(emulator);
const create = () => post(services, serviceBody({ port_id: randomUUID() }));
const stored = () => emulator.state().services.length;

test.each<[object, string]>([
  [{ kind: "explode" }, 'Unknown fault kind "explode"'],
  [{ kind: "reset", att: "before" }, 'has no field "att"'],
  [{ kind: "reset", at: "later" }, 'Unknown point "later"'],
  [{ kind: "reset", match: { verb: "GET" } }, 'has no field "verb"'],
  [{ kind: "redirect" }, "A redirect needs a location"],
  [{ kind: "clock-skew" }, "A clock-skew needs skewSeconds"],
  [{ kind: "drop-fields" }, "A drop-fields needs fields"],
  [{ kind: "refuse" }, "A refuse needs forSeconds"],
  [{ kind: "html", at: "mid-request" }, "cannot strike at mid-request, only at before"],
  [{ kind: "reset", match: { path: "^(" } }, "path has to be a glob"],
  [{ kind: "reset", match: { path: "v1/*" } }, "path has to be a glob"],
  [{ kind: "reset", match: { nth: "1" } }, "nth has to be"],
  [{ kind: "reset", match: { nth: 0 } }, "nth has to be"],
  [{ kind: "reset", match: { nth: [3, 2] } }, "nth has to be"],
  [{ kind: "reset", match: { method: 1 } }, "method has to be"],
  [{ kind: "reset", match: [] }, "The match of a fault rule is an object"],
  [{ kind: "reset", times: 0 }, "times has to be a whole number from 1"],
  [{ kind: "status", status: 99 }, "status has to be a whole number from 200 to 599, not 99"],
  [{ kind: "status", status: "503" }, 'from 200 to 599, not "503"'],
  [{ kind: "status", headers: { "a b": "x" } }, "headers has to be"],
  [{ kind: "status", headers: { a: "x\n" } }, "headers has to be"],
  [{ kind: "html", body: {} }, "body has to be a text"],
  [{ kind: "oversize", bytes: -1 }, "bytes has to be"],
  [{ kind: "redirect", location: "x\n" }, "location has to be"],
  [{ kind: "slow", sliceBytes: 0 }, "sliceBytes has to be a whole number from 1"],
  [{ kind: "slow", sliceBytes: -1 }, "sliceBytes has to be"],
  [{ kind: "slow", bytesPerSecond: 0 }, "bytesPerSecond has to be a number above 0"],
  [{ kind: "slow", delayMs: -1 }, "delayMs has to be"],
  [{ kind: "stall", forSeconds: "1" }, "forSeconds has to be"],
  [{ kind: "stall", forSeconds: 1e9 }, "forSeconds has to be"],
  [{ kind: "truncate", keepBytes: 1.5 }, "keepBytes has to be"],
  [{ kind: "clock-skew", skewSeconds: "x" }, "skewSeconds has to be a number"],
  [{ kind: "drop-fields", fields: "status" }, "fields has to be"],
  [{ kind: "drop-fields", fields: [] }, "fields has to be"],
  [{ kind: "replace-body", merge: [] }, "merge has to be an object"],
  [{ kind: "replace-body" }, "needs body or merge"],
  [{ kind: "stall", at: "mid-request", forSeconds: 1 }, "a stall is for ever"],
  [{ kind: "reset", at: "mid-request", match: { bodyIncludes: "x" } }, "there is no body yet"],
  [{ kind: "refuse", times: 1, at: "before" }, "strikes before there is a request"],
  [{ kind: "truncate", at: "before" }, "cannot strike at before, only at mid-body"],
  [{ kind: "status", at: "mid-body" }, "cannot strike at mid-body, only at before, after-processing"],
])(
  "%j is refused with a sentence, at the start and later, and nothing of it stays",
  async (rule, sentence) => {
    await expect(startForTest({ faults: [rule as FaultRule] })).rejects.toThrow(sentence);
    const url = `${emulator.url}/__emulator/faults`;
    const sent = { method: "PUT", body: JSON.stringify([{ kind: "reset" }, rule]) };
    const body = { error: expect.stringContaining(sentence) };
    expect(await plain(url, sent)).toMatchObject({ status: 400, body });
    expect(emulator.faults()).toEqual([]);
  },
);

test.each<[FaultRule, FaultPoint, number]>([
  [{ kind: "status" }, "before", 0],
  [{ kind: "slow", delayMs: 1 }, "after-processing", 1],
  [{ kind: "truncate", complete: true }, "mid-body", 1],
  [{ kind: "hide" }, "after-processing", 1],
  [{ kind: "drop-fields", fields: ["id"] }, "after-processing", 1],
  [{ kind: "replace-body", body: null }, "after-processing", 1],
])("%j without a point strikes at %s", async (rule, at, objects) => {
  emulator.addFault(rule);
  await create();
  expect(emulator.requests()).toMatchObject([{ fault: { kind: rule.kind, at } }]);
  expect(stored()).toBe(objects);
});

test.each<FaultRule>([
  { kind: "stall", at: "before", forSeconds: 0.3 },
  { kind: "stall", at: "after-processing", forSeconds: 0.3 },
  { kind: "slow", at: "before", delayMs: 300 },
  { kind: "slow", delayMs: 300 },
  { kind: "slow", at: "mid-body", delayMs: 300 },
])("one wait, not two: %j", async (rule) => {
  emulator.addFault(rule);
  const started = Date.now();
  expect((await create()).status).toBe(200);
  const tookMs = Date.now() - started;
  expect(tookMs).toBeGreaterThanOrEqual(295);
  expect(tookMs).toBeLessThan(590);
});

test.each<FaultRule>([
  { kind: "stall", at: "before", forSeconds: 0.3 },
  { kind: "slow", at: "before", delayMs: 300 },
])("no work is done for a client that hung up during %j", async (rule) => {
  emulator.addFault(rule);
  const hangUp = new AbortController();
  const url = `${emulator.url}/v3/auth/tokens`;
  const login = { auth: { identity: { password: { user: { password: emulator.secretKey } } } } };
  const sent = fetch(url, { method: "POST", body: JSON.stringify(login), signal: hangUp.signal });
  await delay(100);
  hangUp.abort();
  await expect(sent).rejects.toThrow();
  await delay(350);
  expect(emulator.requests()).toMatchObject([{ status: null }]);
});

test("a glob sees the path as the routes do, without doubled slashes", async () => {
  emulator.addFault({ kind: "status", status: 503, match: { path: "/v1/*/quotas" } });
  expect((await get(`/v1//${emulator.projectId}/quotas/`)).status).toBe(503);
});

test.each([
  ["/v1/*/vpc-endpoint-services", "/v1/p/vpc-endpoint-services", true],
  ["/v1/*/vpc-endpoint-services", "/v1/p/vpc-endpoint-services/id", false],
  ["/v1/*/vpc-endpoint-services/*", "/v1/p/vpc-endpoint-services/id", true],
  ["/v1/*/vpc-endpoint-services/*", "/v1/p/vpc-endpoint-services/id/connections", false],
  ["/v1/*/vpc-endpoint-services/**", "/v1/p/vpc-endpoint-services/id/connections", true],
  ["/v1/*", "/v1/p/quotas", false],
  ["**/action", "/v1/p/vpc-endpoint-services/id/connections/action", true],
  ["*/action", "/v1/p/action", false],
])("in a glob * stays within a segment and ** does not: %s and %s", (glob, path, matches) => {
  expect(pathPattern(glob).test(path)).toBe(matches);
});
