import { callLine } from "../../emulator/control/call-line";
import { callsOf, plain, serviceBody, services, useEmulator } from "./client";

const time = "2026-01-01T00:00:00.000Z";
let lines: string[];
const emulator = useEmulator({ clock: () => Date.parse(time), log: (line) => lines.push(line) });
const { get, post } = callsOf(emulator);

beforeEach(() => {
  lines = [];
});

/** A connection's end is seen a moment after the client has the response. */
async function printed(count: number): Promise<string[]> {
  while (lines.length < count) await new Promise(setImmediate);
  return lines;
}

test("each call is a line: time, method, path, status, and what went wrong", async () => {
  await post(services, serviceBody());
  await get(`${services}?limit=5`);
  await post(services, { vpc_id: "x" });
  const path = `/v1/${emulator.projectId}/${services}`;
  expect(await printed(3)).toEqual([
    `${time} POST ${path} 200`,
    `${time} GET ${path}?limit=5 200`,
    `${time} POST ${path} 400 EndPoint.2028`,
  ]);
});

test("a call without a response is a line too, with the fault that struck; control routes are no calls", async () => {
  emulator.addFault({ kind: "reset" });
  await plain(`${emulator.url}/__emulator/state`);
  await get("quotas").catch(() => undefined);
  expect(await printed(1)).toEqual([
    `${time} GET /v1/${emulator.projectId}/quotas no response (fault: reset at before)`,
  ]);
});

test("no key, token, password or body gets into a line", async () => {
  emulator.configure({ securityToken: "canary/token" });
  const query = `?a=${emulator.secretKey}&b=canary%2Ftoken`;
  await get(`quotas${query}`, { headers: { "x-security-token": "canary/token" } });
  await plain(`${emulator.url}/v3/auth/tokens`, { method: "POST", body: '{"password":"canary"}' });
  const text = (await printed(2)).join("\n");
  expect(text).toContain("quotas?a=***&b=*** 200");
  for (const secret of ["canary", emulator.secretKey, emulator.accessKey]) expect(text).not.toContain(secret);
});

test("a long path is cut, and no control character gets into a line", () => {
  const ids = { seq: 1, requestId: "", connection: 1 };
  const entry = { ...ids, time, method: "GET", path: `/${"x".repeat(400)}`, bodyBytes: 0, fault: null };
  const failed = { ...entry, status: 400, errorCode: "a\n\u001b[2J" };
  expect(callLine({ ...failed, path: "/\u009b31m\u202e" }, [])).toContain(" /\\u009b31m\\u202e 400");
  expect(callLine(failed, [undefined, ""])).toBe(`${time} GET /${"x".repeat(299)}... 400 a\\u000a\\u001b[2J`);
});
