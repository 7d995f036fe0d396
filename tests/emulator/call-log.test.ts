import { callLine } from "../../emulator/control/request-log";
import { call, plain, serviceBody, useEmulator } from "./client";

const nowMs = Date.UTC(2026, 0, 1);
const time = "2026-01-01T00:00:00.000Z";
let lines: string[];
const emulator = useEmulator({ clock: () => nowMs, log: (line) => lines.push(line) });

beforeEach(() => {
  lines = [];
});

const signed = (method: string, path: string, body?: unknown) =>
  call(emulator, method, path, body, { atMs: nowMs });

/** A connection's end is seen a moment after the client has the response. */
async function printed(count: number): Promise<string[]> {
  while (lines.length < count) await new Promise(setImmediate);
  return lines;
}

test("each call is a line: time, method, path, status, and what went wrong", async () => {
  const services = "vpc-endpoint-services";
  await signed("POST", services, serviceBody());
  await signed("GET", `${services}?limit=5`);
  await signed("POST", services, { vpc_id: "x" });
  const path = `/v1/${emulator.projectId}/${services}`;
  expect(await printed(3)).toEqual([
    `${time} POST ${path} 200`,
    `${time} GET ${path}?limit=5 200`,
    `${time} POST ${path} 400 EndPoint.2028`,
  ]);
});

test("a call without a response is a line too, with the fault that struck", async () => {
  emulator.addFault({ kind: "reset" });
  await signed("GET", "quotas").catch(() => undefined);
  expect(await printed(1)).toEqual([
    `${time} GET /v1/${emulator.projectId}/quotas no response (fault: reset at before)`,
  ]);
});

test("control routes are no calls", async () => {
  await plain(`${emulator.url}/__emulator/state`);
  await signed("GET", "quotas");
  expect(await printed(1)).toHaveLength(1);
});

test("no key, token, password or body gets into a line", async () => {
  emulator.configure({ securityToken: "canary/token" });
  const query = `?a=${emulator.secretKey}&b=canary%2Ftoken`;
  await call(emulator, "GET", `quotas${query}`, undefined, {
    atMs: nowMs,
    headers: { "x-security-token": "canary/token" },
  });
  await plain(`${emulator.url}/v3/auth/tokens`, { method: "POST", body: '{"password":"canary"}' });
  const text = (await printed(2)).join("\n");
  expect(text).toContain("quotas?a=***&b=*** 200");
  for (const secret of ["canary", emulator.secretKey, emulator.accessKey]) expect(text).not.toContain(secret);
});

test("a long path is cut, and no control character gets into a line", () => {
  const entry = {
    seq: 1,
    time,
    method: "GET",
    path: `/${"x".repeat(400)}`,
    bodyBytes: 0,
    status: 400,
    errorCode: "a\n\u001b[2J",
    requestId: "",
    connection: 1,
    fault: null,
  };
  expect(callLine({ ...entry, path: "/\u009b31m\u202e" }, [])).toContain(" /\\u009b31m\\u202e 400");
  expect(callLine(entry, [undefined, ""])).toBe(`${time} GET /${"x".repeat(299)}... 400 a\\u000a\\u001b[2J`);
});
