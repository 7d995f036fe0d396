import type { FaultRule } from "../../emulator";
import { documented } from "../helpers/documented";
import {
  expectNoCanary,
  expectNoop,
  expectRecovery,
  expectSound,
  failure,
  service,
} from "../helpers/in-process";
import { authorityFile, closeServers, startHttp, startHttps } from "../provider/api/servers";
import {
  expectCreated,
  get,
  idsInCloud,
  lab,
  list,
  lookups,
  otherPort,
  post,
  posts,
  standing,
} from "./support";

afterEach(closeServers);

test("fault 1: connection refused before send, once", async () => {
  const one = await lab();
  one.fault({ kind: "refuse", forSeconds: 3600 });
  one.time.onSleep = () => one.emulator.clearFaults();
  await one.stack.up(service());
  expect(one.time.sleptMs[0]).toBeLessThanOrEqual(100);
  await expectCreated(one, 1, 0);
});

test("fault 2: connection refused always", async () => {
  const one = await lab();
  one.fault({ kind: "refuse", forSeconds: 3600 });
  const { message, id } = await failure(one.stack.up(service()));
  expect(message).toContain(`connection refused by 127.0.0.1:${one.emulator.port}`);
  expect(message).toContain("attempt 3/3");
  expect([id, one.stack.state]).toEqual([undefined, undefined]);
  expectSound(one);
  expect(await expectRecovery(one)).toBe("create");
});

test.each([
  ["server", undefined, "authority is not known here"],
  ["other-host", authorityFile, "is for another host name"],
  ["expired", authorityFile, "has expired"],
])("fault 4: TLS, the certificate %s", async (certificate, caFile, reason) => {
  const server = await startHttps(certificate, (_, response) => response.end("{}"));
  const endpoints = JSON.stringify({ vpcep: `https://127.0.0.1:${server.port}` });
  const one = await lab({ settings: { endpoints, ...(caFile !== undefined && { caFile }) } });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toContain(reason);
  expect(message).toContain("huaweicloud:caFile");
  expect(message).not.toMatch(/insecure|NODE_TLS|rejectUnauthorized|disable|switch off/i);
  expect(message).toContain("attempt 1/3");
  expect(server.connections()).toBe(1);
  expect(server.requests).toEqual([]);
  expect(one.stack.state).toBeUndefined();
  expectSound(one);
});

test("scenario 70: a create is sent on a connection of its own, everything else on one that is kept", async () => {
  const one = await standing();
  await one.stack.up(service({ tcpProxy: "open" }));
  await one.stack.refresh();
  await one.newStack("second").up(service({ portId: otherPort }));
  const requests = one.emulator.requests();
  const create = requests.find(({ method }) => method === "POST");
  expect(requests.filter(({ connection }) => connection === create?.connection)).toEqual([create]);
  const others = requests.filter(({ method }) => method !== "POST").map(({ connection }) => connection);
  expect(new Set(others).size).toBe(1);
});

test("fault 5: reset of a POST that the server never saw", async () => {
  const one = await lab();
  one.fault({ kind: "reset", at: "mid-request", match: { ...post, nth: 1 } });
  await one.stack.up(service());
  await expectCreated(one, 2, 3);
});

const truncations: [string, FaultRule][] = [
  ["shorter than announced", { kind: "truncate", at: "mid-body" }],
  ["complete HTTP, JSON cut", { kind: "truncate", at: "mid-body", complete: true }],
];
const numberBeyondBounds = '{"id":"x","status":"creating","connection_count":1e999}';

test.each<[string, FaultRule]>([
  ["fault 6: a reset after the server processed it", { kind: "reset", at: "after-processing" }],
  ["fault 10: a response that takes too long", { kind: "stall", at: "after-processing" }],
  ...truncations.map(([name, rule]): [string, FaultRule] => [`fault 12: truncated JSON, ${name}`, rule]),
  ...[500, 502, 503, 504].map((status): [string, FaultRule] => [
    `fault 25, scenario 27: HTTP ${status}`,
    { kind: "status", status, at: "after-processing" },
  ]),
  ["fault 65: no id", { kind: "drop-fields", fields: ["id"] }],
  ["fault 65: no status", { kind: "drop-fields", fields: ["status"] }],
  ["fault 86: an id with a path in it", { kind: "replace-body", merge: { id: "../../x" } }],
  ["fault 86: a number beyond all bounds", { kind: "replace-body", body: numberBeyondBounds }],
])("the create was done, and its response is lost or no use: %s", async (_, rule) => {
  const one = await lab({ timeouts: { responseMs: 150 } });
  one.fault({ ...rule, match: { ...post, nth: 1 } });
  await one.stack.up(service());
  const found = documented("the response to the create was lost; found the service that it made: …");
  expect(one.lines).toEqual([expect.stringMatching(found)]);
  expect(one.stack.id).toBe(idsInCloud(one)[0]);
  await expectCreated(one, 1, 1);
});

test("fault 7: as 6, the list lags 3 s", async () => {
  const one = await lab();
  one.fault(
    { kind: "reset", at: "after-processing", match: post },
    { kind: "hide", forSeconds: 3, match: list },
  );
  await one.stack.up(service());
  expect(one.time.sleptMs.slice(0, 3)).toEqual([500, 1500, 3000]);
  await expectCreated(one, 1, 3);
});

test("fault 8: as 6, the list does not show it until the second POST was refused", async () => {
  const one = await lab();
  one.fault(
    { kind: "reset", at: "after-processing", match: { ...post, nth: 1 } },
    { kind: "hide", match: { ...list, nth: [1, 3] } },
  );
  await one.stack.up(service());
  expect(one.emulator.requests().map(({ errorCode }) => errorCode)).toContain("EndPoint.3044");
  await expectCreated(one, 2, 4);
});

test.each([
  ["of another name", { serviceName: "theirs" }, 0],
  ["the same in everything but older than the create", {}, 600_000],
])("fault 8: a service that the second POST clashed with is not adopted: %s", async (_, theirs, olderMs) => {
  const one = await lab();
  const other = one.another();
  await other.stack.up(service(theirs));
  const foreign = [other.stack.id];
  one.time.nowMs += olderMs;
  one.fault({ kind: "reset", match: { ...post, nth: 1 } });
  const { message } = await failure(one.stack.up(service()));
  expect(message).toContain(`existingId: "${foreign[0]}"`);
  expect(one.stack.state).toBeUndefined();
  expectSound(one, foreign);
});

test("fault 9: as 6, and every look-up gives 503", async () => {
  const one = await lab();
  one.fault(
    { kind: "reset", at: "after-processing", match: post },
    { kind: "status", status: 503, match: list },
  );
  const { message } = await failure(one.stack.up(service()));
  expect(message).toMatch(documented("the service may have been created, and what came after failed too. …"));
  expect(message).toContain(String(service().portId));
  expect(message).toContain("80/TCP");
  expect(message).toMatch(/since 2026-01-02T03:04:0\d/);
  expect(message).toMatch(/request_id [0-9a-f]{32}/);
  expect(one.stack.state).toBeUndefined();
  expectNoCanary(one);

  one.emulator.clearFaults();
  const [orphan] = one.emulator.state().services.map(({ id }) => String(id));
  const clash = await failure(one.stack.up(service()));
  expect(clash.message).toContain(`existingId: "${orphan}"`);
  expect(clash.message).toMatch(/created 2026-01-02T03:04:/);
  await one.stack.up(service({ existingId: orphan }));
  expect(one.stack.id).toBe(orphan);
  await expectNoop(one, service({ existingId: orphan }));
});

test("fault 11: slow responses inside the limit", async () => {
  const one = await lab({ timeouts: { responseMs: 2000 } });
  one.fault({ kind: "slow", at: "before", delayMs: 60 });
  await one.stack.up(service({ tags: { team: "a" } }));
  await one.stack.up(service({ description: "changed", tags: { team: "b" } }));
  expect(one.calls()).toHaveLength(4);
  await expectNoop(one, service({ description: "changed", tags: { team: "b" } }));
});

test.each(truncations)("fault 13: truncated JSON while polling, %s", async (_, rule) => {
  const one = await lab({ emulator: { settleSeconds: 5 } });
  one.fault({ ...rule, match: { ...get, nth: [2, 4] } });
  await one.stack.up(service());
  expect(one.emulator.faults()).toMatchObject([{ hits: 3 }]);
  await expectCreated(one, 1, 0);
});

const page = `<html>\u0007\r\n<title>Sign in</title>${"x".repeat(200)}`;
const quoted = `text/html "<html> <title>Sign in</title>${"x".repeat(49)}`;

test("fault 14: HTML with 200 on create, refresh, delete and modify", async () => {
  const one = await standing();
  const before = structuredClone(one.stack.state);
  const fresh = one.newStack("fresh");
  one.fault({ kind: "html", body: page });
  for (const attempt of [
    () => fresh.up(service({ portId: otherPort })),
    () => one.stack.refresh(),
    () => one.stack.destroy(),
  ]) {
    const { message, id } = await failure(attempt());
    expect(message).toContain(quoted);
    expect(message).not.toMatch(/\p{Cc}|x{81}/u);
    expect([id, fresh.state, one.stack.state]).toEqual([undefined, undefined, before]);
  }
  const { message } = await failure(one.stack.up(service({ description: "changed" })));
  expect(message).toContain("description may have been done: PUT");
  expect(message).toContain(quoted);
  expect(one.stack.outputs).toMatchObject({
    description: "",
    __vpcep: expect.stringContaining('"unfinished":["description"]'),
  });
  await expectRecovery(one, service({ description: "changed" }));
});

test.each([
  ["an empty body", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["a string", '"text"'],
  ["an id alone (fault 65)", '{"id":"x"}'],
  ["a status alone (fault 65)", '{"status":"creating"}'],
])("fault 15: 200 with %s", async (_, body) => {
  const one = await lab();
  const rule: FaultRule = { kind: "status", status: 200, body, match: post };
  one.fault(body === "" ? { kind: "empty", match: post } : rule);
  const { message } = await failure(one.stack.up(service()));
  expect(message).toContain("malformed response");
  expect(one.stack.state).toBeUndefined();
  expect([posts(one), lookups(one)]).toEqual([3, 9]);
  expectSound(one);
  expect(await expectRecovery(one)).toBe("create");
});

test.each([301, 302, 307, 308])("fault 18: %i to another host", async (status) => {
  const elsewhere = await startHttp((_, response) => response.end("{}"));
  const one = await standing();
  const before = structuredClone(one.stack.state);
  one.fault({ kind: "redirect", status, location: `http://127.0.0.1:${elsewhere.port}/v1/take-it` });
  for (const attempt of [
    () => one.stack.up(service({ description: "changed" })),
    () => one.stack.refresh(),
    () => one.stack.destroy(),
    () => one.newStack("new").up(service({ portId: otherPort })),
  ]) {
    one.forget();
    const { message } = await failure(attempt());
    expect(message).toContain("redirect not followed");
    expect(one.calls()).toHaveLength(1);
  }
  expect(one.stack.state).toEqual(before);
  expect(elsewhere.connections()).toBe(0);
  one.stacks.splice(1);
  await expectRecovery(one, service({ description: "changed" }));
});
