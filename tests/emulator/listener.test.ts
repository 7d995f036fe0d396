import type { RequestListener } from "node:http";
import { Listener } from "../../emulator/gateway/listener";
import { plain } from "./client";
import { exchanged, rawClient, statusesIn } from "./raw-client";

const limits = { headersMs: 200, requestMs: 400, everyMs: 20 };
let listener: Listener;

async function opened(onRequest: RequestListener): Promise<Listener> {
  const made = new Listener(onRequest, () => false, limits);
  await made.open(0);
  return made;
}

beforeEach(async () => {
  listener = await opened((request, response) => void request.resume().on("end", () => response.end("done")));
});
afterEach(() => listener.close());

const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

test.each([
  ["nothing", "", [408]],
  ["half of its headers", get.slice(0, -4), [408]],
  ["half of a second request", `${get}${get.slice(0, -4)}`, [200, 408]],
  ["half of its body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf", [408]],
  ["half of a chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf", [408]],
])(
  "abuse 4: a client that sends %s is let go in time, and others are served meanwhile",
  async (_, sent, statuses) => {
    const begunMs = Date.now();
    const slow = exchanged(listener.port, sent);
    expect(await plain(`http://127.0.0.1:${listener.port}/`)).toMatchObject({ status: 200, text: "done" });
    expect(statusesIn(await slow)).toEqual(statuses);
    const tookMs = Date.now() - begunMs;
    expect(tookMs).toBeGreaterThanOrEqual(limits.headersMs - 20);
    expect(tookMs).toBeLessThan(limits.requestMs + 1000);
  },
);

test("abuse 4: one that sends a byte now and then gains no time by it", async () => {
  const begunMs = Date.now();
  const client = await rawClient(listener.port);
  client.socket.write(`${get.slice(0, -2)}X: `);
  const drip = setInterval(() => client.socket.write("a"), 10);
  const received = await client.closed;
  clearInterval(drip);
  expect(statusesIn(received)).toEqual([408]);
  expect(Date.now() - begunMs).toBeLessThan(limits.headersMs + 1000);
});

test("abuse 4: a response that takes longer than a request may is waited for", async () => {
  await listener.close();
  listener = await opened((_, response) => void setTimeout(() => response.end("late"), 700));
  expect((await plain(`http://127.0.0.1:${listener.port}/`)).text).toBe("late");
});
