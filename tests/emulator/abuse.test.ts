// The emulator as a program of its own, under clients that mean no good or do not know what they do.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { runs } from "../faults/properties/services";
import { type Launched, launch } from "../helpers/launch";
import { buildEmulator, greeted } from "./built";
import { type Callee, callsOf, plain, serviceBody, services, signedCall } from "./client";
import { exchanged, type RawClient, rawClient, statusesIn } from "./raw-client";

jest.setTimeout(60_000);

let folder: string;
let command: Launched;
let emulator: Callee;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "emulator-abuse-"));
  command = launch(process.execPath, [buildEmulator(folder), "--port", "0"]);
  emulator = await greeted(command);
  port = Number(new URL(emulator.url).port);
});
afterEach(async () => {
  // It still does its work, and has printed nothing that it did not expect itself.
  const { post, get } = callsOf(emulator);
  const { status } = await post(services, serviceBody());
  expect(status).toBe(200);
  expect((await get(services)).body.total_count).toBe(1);
  await plain(`${emulator.url}/__emulator/reset`, { method: "POST" });
  expect(command.output.stderr).toBe("");
});
afterAll(() => {
  command.child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Mebibytes of resident memory. */
function memory(): number {
  const [, kibibytes] =
    /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${command.child.pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) / 1024;
}

const head = "GET / HTTP/1.1\r\nHost: a\r\n";

test.each<[string, string | Buffer, number[]]>([
  ["no HTTP at all", "hello\r\n\r\n", [400]],
  ["TLS", Buffer.from("16030100a5010000a10303", "hex"), [400]],
  ["bytes without an end", Buffer.alloc(200_000, 0xff), [400]],
  ["a version that there is not", "GET / HTTP/9.9\r\n\r\n", [400]],
  ["a method that there is not", `BREW${head.slice(3)}\r\n`, [400]],
  ["no host", "GET / HTTP/1.1\r\n\r\n", [400]],
  ["a header without a colon", `${head}nothing\r\n\r\n`, [400]],
  ["a null byte in a header", `${head}X: a\0b\r\n\r\n`, [400]],
  ["headers of 100 KB", `${head}X: ${"x".repeat(100_000)}\r\n\r\n`, [431]],
  ["20,000 headers", `${head}${"X: y\r\n".repeat(20_000)}\r\n`, [431]],
  ["a path of 100 KB", `GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, [431]],
  ["a length below zero", `${head}Content-Length: -1\r\n\r\n`, [400]],
  ["two lengths", `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, [400]],
  ["a length that is a word", `${head}Content-Length: many\r\n\r\n`, [400]],
  ["a length and chunks", `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
  ["a chunk without a size", `POST${head.slice(3)}Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n`, [400]],
  ["a body longer than its length", `POST${head.slice(3)}Content-Length: 2\r\n\r\nabcdef`, [400]],
  ["a tunnel", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", []],
])("abuse 5: %s is refused, and the connection closed", async (_, bytes, statuses) => {
  expect(statusesIn(await exchanged(port, bytes))).toEqual(statuses);
});

test("abuse 5: requests that are cut, doubled and spoilt at random end in a response or a closed connection", async () => {
  const [url, { method, headers }] = signedCall(emulator, "POST", services, serviceBody());
  const body = JSON.stringify(serviceBody());
  const lines = Object.entries({ ...headers, Host: `127.0.0.1:${port}`, "Content-Length": body.length });
  const request = [
    `${method} ${new URL(url).pathname} HTTP/1.1`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    "",
    body,
  ].join("\r\n");
  const share = fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1000);
  const piece = fc.oneof(
    fc.constantFrom("\r\n", "\r\n\r\n", "\0", ": ", " ", "%", "%zz", "../", "?", "{", "[", '"', "\u00ff"),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  const spoil = fc.oneof(
    fc.record({ from: share, to: share }),
    fc.record({ at: share, piece }),
    fc.record({ at: share, again: share }),
  );
  const spoilt = (
    text: string,
    how: { from?: number; to?: number; at?: number; piece?: string; again?: number },
  ) => {
    const place = (part = 0) => Math.floor(text.length * part);
    if (how.from !== undefined)
      return (
        text.slice(0, place(Math.min(how.from, how.to ?? 1))) +
        text.slice(place(Math.max(how.from, how.to ?? 1)))
      );
    const middle = how.piece ?? text.slice(place(how.at), place(how.again));
    return text.slice(0, place(how.at)) + middle + text.slice(place(how.at));
  };
  const property = fc.asyncProperty(fc.array(spoil, { minLength: 1, maxLength: 3 }), async (spoils) => {
    const bytes = Buffer.from(spoils.reduce(spoilt, request), "latin1");
    const statuses = statusesIn(await exchanged(port, bytes, true));
    expect(statuses.filter((status) => status === 500)).toEqual([]);
  });
  await fc.assert(property, runs(200));
  await plain(`${emulator.url}/__emulator/reset`, { method: "POST" });
});

test("abuse 5: requests that come in one go are answered in their order", async () => {
  const count = 500;
  const targets = Array.from({ length: count }, (_, at) => (at % 2 === 0 ? "/" : "/v1/p/quotas"));
  const requests = targets.map((target) => `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
  const received = await exchanged(port, requests.join(""), true);
  expect(statusesIn(received)).toEqual(targets.map((target) => (target === "/" ? 200 : 401)));
});

test("abuse 6: 10,000 connections at once that send half of their headers: others are served, and no memory stays", async () => {
  const [, files] = /Max open files\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
  if (Number(files) < 10_500)
    throw new Error(`10,000 connections take 10,500 open files: raise \`ulimit -n\` from ${files}`);
  const before = memory();
  const clients: RawClient[] = [];
  // As many at a time as the queue of a port holds.
  while (clients.length < 10_000)
    clients.push(...(await Promise.all(Array.from({ length: 500 }, () => rawClient(port)))));
  for (const { socket } of clients) socket.write(head);
  expect((await callsOf(emulator).get("quotas")).status).toBe(200);
  expect(memory() - before).toBeLessThan(200);
  const over = clients.map(({ socket, closed }) => {
    socket.destroy();
    return closed;
  });
  await Promise.all(over);
});

test.each([
  ["lists", "[", "]"],
  ["objects", '{"a":', "}"],
])(
  "abuse 7: bodies of %s within one another, 10,000 and 100,000 levels deep, are refused in time",
  async (_, open, close) => {
    const { post, put } = callsOf(emulator);
    for (const levels of [10_000, 100_000]) {
      const rawBody = `${open.repeat(levels)}1${close.repeat(levels)}`;
      const begunMs = Date.now();
      const field = `{"tags":${rawBody}}`;
      expect((await post(services, undefined, { rawBody })).body.error_code).toBe("EndPoint.0002");
      expect((await put(`${services}/x`, undefined, { rawBody: field })).status).toBe(400);
      const login = await plain(`${emulator.url}/v3/auth/tokens`, { method: "POST", body: field });
      expect(login.status).toBe(400);
      const control = await plain(`${emulator.url}/__emulator/faults`, { method: "POST", body: rawBody });
      expect([400, 413]).toContain(control.status);
      expect((await plain(`${emulator.url}/__emulator/requests`)).body.requests).toHaveLength(3);
      await plain(`${emulator.url}/__emulator/requests`, { method: "DELETE" });
      expect(Date.now() - begunMs).toBeLessThan(10_000);
    }
  },
);

test("abuse 8: a client that asks without end and never reads is kept waiting, at no cost in memory", async () => {
  await callsOf(emulator).get("quotas");
  const before = memory();
  const client = await rawClient(port);
  client.socket.pause();
  const many = `${head}\r\n`.repeat(1000);
  let sent = 0;
  while (sent < 200_000 && client.socket.write(many)) sent += 1000;
  for (let waits = 0; waits < 20; waits++) {
    if (client.socket.writableLength < 1_000_000) client.socket.write(many);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect((await callsOf(emulator).get("quotas")).status).toBe(200);
  expect(memory() - before).toBeLessThan(100);
  client.socket.destroy();
});

test("abuse 8: a body without end is cut off at its limit", async () => {
  const before = memory();
  const client = await rawClient(port);
  client.socket.write(`POST${head.slice(3)}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const pump = () => {
    while (client.socket.writable && client.socket.write(chunk));
  };
  client.socket.on("drain", pump);
  pump();
  // Whether the refusal arrives before the end of the connection is a matter of luck.
  expect([[], [413]]).toContainEqual(statusesIn(await client.closed));
  expect(client.socket.bytesWritten).toBeGreaterThan(12 * 1024 * 1024);
  expect(memory() - before).toBeLessThan(150);
});

test("abuse 6: it stops at once, however many connections are open", async () => {
  const other = launch(process.execPath, [join(folder, "dist", "emulator", "main.js"), "--port", "0"]);
  const { url } = await greeted(other);
  const clients: RawClient[] = [];
  for (let at = 0; at < 1000; at++) clients.push(await rawClient(Number(new URL(url).port)));
  for (const { socket } of clients) socket.write(head);
  const begunMs = Date.now();
  other.child.kill("SIGTERM");
  expect(await other.closed).toEqual([0, null]);
  expect(Date.now() - begunMs).toBeLessThan(2000);
  await Promise.all(clients.map(({ closed }) => closed));
});
