import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createGzip, deflateSync, gzipSync } from "node:zlib";
import { createHttpTransport, failureOf, MAX_BODY_BYTES } from "../../../provider/api/http";
import {
  TransportFailure,
  type TransportFailureKind,
  type TransportRequest,
} from "../../../provider/api/transport";
import { closeServers, startHttp, startTcp } from "./servers";

afterEach(closeServers);

const transport = createHttpTransport({ env: {} });
const quick = { connectMs: 300, responseMs: 300, totalMs: 600 };

function request(port: number, changes: Partial<TransportRequest> = {}): TransportRequest {
  return {
    method: "GET",
    url: `http://127.0.0.1:${port}/v1/p?limit=1`,
    headers: { host: `127.0.0.1:${port}`, authorization: "CANARY", "x-security-token": "CANARY" },
    freshConnection: false,
    timeouts: { connectMs: 5000, responseMs: 5000, totalMs: 10_000 },
    ...changes,
  };
}

/** The failure, after a look at whether anything but its two fields came along. */
async function failure(given: TransportRequest): Promise<TransportFailure> {
  const error = await transport.send(given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TransportFailure)) throw new Error(`expected a failure, got ${inspect(error)}`);
  expect(Object.keys(error).sort()).toEqual(["kind", "name", "reason"]);
  expect(error).toMatchObject({ name: "TransportFailure", message: error.reason });
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error)).not.toContain("CANARY");
  return error;
}

async function expectFailure(given: TransportRequest, kind: TransportFailureKind, reason: string) {
  expect(await failure(given)).toMatchObject({ kind, reason });
}

/** A server that does this when a request has come. */
const onRequest = (act: (socket: Socket) => void) =>
  startTcp((socket) => socket.once("data", () => act(socket)));

const bodyOf = async (message: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

test.each(["GET", "POST", "PUT", "DELETE"])(
  "%s: method, path, headers, body there and back",
  async (method) => {
    const server = await startHttp(async (message, response) => {
      const body = await bodyOf(message);
      response.writeHead(299, { "X-Request-Id": "r1", "Set-Cookie": ["a=1", "b=2"] });
      response.end(JSON.stringify({ method: message.method, url: message.url, body }));
    });
    const body = method === "POST" || method === "PUT" ? '{"description":"终端 – démo ✓ 🙂"}' : undefined;
    const response = await transport.send(
      request(server.port, { method, ...(body !== undefined && { body }) }),
    );
    expect(response.status).toBe(299);
    expect(response.headers).toMatchObject({ "x-request-id": "r1", "set-cookie": "a=1, b=2" });
    expect(JSON.parse(response.body)).toEqual({ method, url: "/v1/p?limit=1", body: body ?? "" });
    expect(server.requests[0]?.headers).toMatchObject({
      host: `127.0.0.1:${server.port}`,
      authorization: "CANARY",
    });
  },
);

test.each([204, 400, 401, 404, 429, 500, 503])(
  "HTTP %i is a response, and is not repeated",
  async (status) => {
    const body = status === 204 ? "" : "{}";
    const server = await startHttp((_, response) => response.writeHead(status).end(body));
    await expect(transport.send(request(server.port))).resolves.toMatchObject({ status, body });
    expect(server.requests).toHaveLength(1);
  },
);

test("a redirect is a response, the other server gets nothing", async () => {
  const other = await startHttp((_, response) => response.end("{}"));
  const server = await startHttp((_, response) =>
    response.writeHead(307, { location: `http://127.0.0.1:${other.port}/` }).end(),
  );
  await expect(transport.send(request(server.port))).resolves.toMatchObject({ status: 307 });
  expect(other.connections()).toBe(0);
});

test("connections are kept, unless a fresh one is asked for", async () => {
  const server = await startHttp((_, response) => response.end("{}"));
  for (let count = 0; count < 3; count++) await transport.send(request(server.port));
  expect(server.connections()).toBe(1);
  await transport.send(request(server.port, { freshConnection: true }));
  expect(server.connections()).toBe(2);
  await transport.send(request(server.port, { freshConnection: true }));
  expect(server.connections()).toBe(3);
  await transport.send(request(server.port));
  expect(server.connections()).toBe(3);
  const how = server.requests.map((message) => message.headers.connection);
  expect(how.join()).toBe("keep-alive,keep-alive,keep-alive,close,close,keep-alive");
});

test("a response in slices of one byte", async () => {
  const server = await onRequest(async (socket) => {
    socket.setNoDelay(true);
    for (const slice of 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"id":1}') {
      socket.write(slice);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  const expected = { status: 200, body: '{"id":1}' };
  await expect(transport.send(request(server.port))).resolves.toMatchObject(expected);
});

describe("nothing was sent", () => {
  test("connection refused", async () => {
    const server = await startTcp(() => undefined);
    await closeServers();
    await expectFailure(request(server.port), "notSent", `connection refused by 127.0.0.1:${server.port}`);
  });

  test("a host name that does not exist", async () => {
    const error = await failure({ ...request(1), url: "https://vpcep.nowhere.invalid/v1" });
    expect(error.kind).toBe("notSent");
    expect(error.reason).toMatch(/^host name vpcep\.nowhere\.invalid not found \((?:ENOTFOUND|EAI_AGAIN)\)$/);
  });

  test("a TLS handshake without a response", async () => {
    const { port } = await startTcp(() => undefined);
    const given = request(port, { url: `https://127.0.0.1:${port}/`, timeouts: quick });
    await expectFailure(given, "notSent", `no connection to 127.0.0.1:${port} within 0.3 s`);
  });

  test("a TLS handshake that is cut off", async () => {
    const { port } = await onRequest((socket) => socket.resetAndDestroy());
    const given = request(port, { url: `https://127.0.0.1:${port}/` });
    await expectFailure(given, "notSent", `no connection to 127.0.0.1:${port} (ECONNRESET)`);
  });
});

test.each<[object, string, string]>([
  [{ code: "EAI_AGAIN" }, "https://api.example/", "host name api.example not found (EAI_AGAIN)"],
  [{}, "https://api.example/", "no connection to api.example:443 (no code)"],
  [{}, "http://localhost/", "no connection to localhost:80 (no code)"],
])("what the library throws, %j, in our words", (thrown, url, reason) => {
  const error = Object.assign(new Error("CANARY"), thrown);
  const exchange = { url: new URL(url), proxy: undefined, timeouts: quick, connected: false };
  expect(failureOf(error, exchange)).toMatchObject({ kind: "notSent", reason });
});

describe("perhaps processed", () => {
  const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  test.each<[string, string | undefined]>([
    ["reset after the request", undefined],
    ["reset in mid-head", "HTTP/1.1 200"],
    ["body cut short of its length", `${head}Content-Length: 100\r\n\r\n{"id"`],
    ["chunked body cut short", `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"id"`],
  ])("%s", async (_, text) => {
    for (const freshConnection of [true, false]) {
      const { port } = await onRequest((socket) =>
        text === undefined ? socket.resetAndDestroy() : socket.end(text),
      );
      const error = await failure(request(port, { method: "POST", body: "{}", freshConnection }));
      const broke = `connection to 127.0.0.1:${port} broke before the response was complete`;
      expect([error.kind, error.reason.replace(/ \(\w+\)$/, "")]).toEqual(["ambiguous", broke]);
    }
  });

  test("a kept connection that is reset with the next request", async () => {
    const server = await startTcp((socket) => {
      socket.once("data", () => {
        socket.write(`${head}Content-Length: 2\r\n\r\n{}`);
        socket.once("data", () => socket.resetAndDestroy());
      });
    });
    await transport.send(request(server.port));
    expect((await failure(request(server.port))).kind).toBe("ambiguous");
    expect(server.connections()).toBe(1);
  });

  test("no response in time", async () => {
    const { port } = await startTcp(() => undefined);
    const given = request(port, { method: "POST", body: "{}", timeouts: quick });
    await expectFailure(given, "ambiguous", `no complete response from 127.0.0.1:${port} within 0.3 s`);
  });

  test("a response that never ends", async () => {
    const { port } = await onRequest((socket) => socket.write(`${head}Content-Length: 9\r\n\r\n{`));
    const reason = `no complete response from 127.0.0.1:${port} within 0.6 s`;
    await expectFailure(request(port, { timeouts: quick }), "ambiguous", reason);
  });

  test("a response that is not HTTP", async () => {
    const server = await onRequest((socket) => socket.end("SSH-2.0-OpenSSH\r\n"));
    expect((await failure(request(server.port))).kind).toBe("ambiguous");
  });

  test("a body that claims to be gzip and is not", async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end("plain");
    });
    expect((await failure(request(server.port))).kind).toBe("ambiguous");
  });
});

describe("a compressed body that ends before its response does", () => {
  // What lies behind the compressed body makes its end known before the end of the response.
  const zipped = Buffer.concat([deflateSync('{"id":"x"}'), Buffer.from("more")]);
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: ${zipped.length + 10}\r\n\r\n`;

  // The body is whole and is handed on; what the connection does later must not become an error that nobody catches.
  test.each(["end", "resetAndDestroy"] as const)("and breaks later (%s)", async (how) => {
    const server = await onRequest((socket) => {
      socket.write(Buffer.concat([Buffer.from(head), zipped]));
      setTimeout(() => socket[how](), 200);
    });
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.on("uncaughtException", note).on("unhandledRejection", note);
    await expect(transport.send(request(server.port))).resolves.toMatchObject({ body: '{"id":"x"}' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.off("uncaughtException", note).off("unhandledRejection", note);
    expect(uncaught).toEqual([]);
  });

  test("and stays: the connection is given up", async () => {
    let closed = false;
    const server = await onRequest((socket) => {
      socket.on("close", () => {
        closed = true;
      });
      socket.write(Buffer.concat([Buffer.from(head), zipped]));
    });
    await transport.send(request(server.port));
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

describe("no response outlasts the limit, whatever its shape", () => {
  const ok = "HTTP/1.1 200 OK\r\n";
  const upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
  /** Written at once, then one part every millisecond for ever. */
  const shapes: [string, string, string | Buffer][] = [
    ["101 without a protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\n", ""],
    ["101, then silence after a head", `HTTP/1.1 101 X\r\n\r\n${ok}Content-Length: 5\r\n\r\n`, ""],
    ["HTTP/1.0 101", "HTTP/1.0 101 X\r\nConnection: close\r\n\r\n", ""],
    ["a flood of 100", "", "HTTP/1.1 100 Continue\r\n\r\n".repeat(50)],
    ["a flood of 102", "", "HTTP/1.1 102 Processing\r\n\r\n".repeat(50)],
    ["a flood of 103", "", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(50)],
    ["a status line that trickles", "HTTP/1.1 200 ", "O"],
    ["headers that trickle", ok, "a"],
    ["headers without end", ok, "X-A: b\r\n"],
    ["a body that trickles", `${ok}Content-Length: 999999\r\n\r\n`, " "],
    ["a body without length that trickles", `${ok}\r\n`, " "],
    ["chunks that trickle", `${ok}Transfer-Encoding: chunked\r\n\r\n`, "1\r\n \r\n"],
    ["the length of a chunk that trickles", `${ok}Transfer-Encoding: chunked\r\n\r\n`, "0"],
    ["an extension of a chunk that trickles", `${ok}Transfer-Encoding: chunked\r\n\r\n1;`, "a"],
    ["trailers that trickle", `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`, "X-A: b\r\n"],
    [
      "gzip that trickles",
      `${ok}Content-Encoding: gzip\r\nContent-Length: 9999\r\n\r\n`,
      Buffer.from([0x1f]),
    ],
    ["204 with a body that is announced", "HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n", " "],
    ["an error that trickles", "HTTP/1.1 503 No\r\nContent-Length: 999999\r\n\r\n", " "],
  ];

  test.each(shapes)("%s", async (_, begin, part) => {
    const server = await onRequest((socket) => {
      socket.write(begin);
      const timer = setInterval(() => socket.write(part), 1);
      socket.on("close", () => clearInterval(timer));
    });
    const timeouts = { connectMs: 200, responseMs: 200, totalMs: 200 };
    const requests = [{ method: "GET" }, { method: "POST", body: "{}" }, { method: "DELETE" }];
    const began = Date.now();
    // Some shapes are a response, or a broken one; what none of them does is to last.
    const ends = await Promise.all(
      requests.map((given) =>
        transport.send(request(server.port, { ...given, timeouts })).then(
          ({ status }) => String(status),
          (error: TransportFailure) => error.kind,
        ),
      ),
    );
    for (const end of ends) expect(["101", "200", "204", "ambiguous"]).toContain(end);
    expect(Date.now() - began).toBeLessThan(2000);
  });

  test.each(["GET", "POST"])("101 with a protocol: %s fails at once", async (method) => {
    let closed = 0;
    const server = await onRequest((socket) => {
      socket.on("close", () => closed++);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}\r\n{"id":"x"}`);
    });
    await expectFailure(
      request(server.port, { method, ...(method === "POST" && { body: "{}" }) }),
      "ambiguous",
      "the other side changed the protocol (HTTP 101)",
    );
    while (closed === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test("the time for a connection counts too", async () => {
    const server = await startTcp(() => undefined);
    const url = `https://127.0.0.1:${server.port}/`;
    const timeouts = { connectMs: 60_000, responseMs: 60_000, totalMs: 200 };
    const error = await failure(request(server.port, { url, timeouts }));
    expect(error.kind).toBe("notSent");
  });
});

describe("the limit of 8 MiB, after decompression", () => {
  const tooLarge = "the response is larger than the limit of 8 MiB";

  test("exactly the limit is read", async () => {
    const server = await startHttp((_, response) => response.end("x".repeat(MAX_BODY_BYTES)));
    expect((await transport.send(request(server.port))).body).toHaveLength(MAX_BODY_BYTES);
    expect(MAX_BODY_BYTES).toBe(8_388_608);
  });

  test("one byte more is not", async () => {
    const server = await startHttp((_, response) => response.end("x".repeat(MAX_BODY_BYTES + 1)));
    await expectFailure(request(server.port), "oversize", tooLarge);
    expect(server.requests).toHaveLength(1);
  });

  test("an error response without end, and its connection, are given up", async () => {
    let closed = false;
    const server = await startHttp((_, response) => {
      response.writeHead(500);
      const timer = setInterval(() => response.write("x".repeat(1_000_000)), 1);
      response.on("close", () => {
        closed = true;
        clearInterval(timer);
      });
    });
    await expectFailure(request(server.port), "oversize", tooLarge);
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test("200 MB in 200 KB of gzip cost a few MiB", async () => {
    const bomb = await gzipBomb(200_000_000);
    expect(bomb.length).toBeLessThan(250_000);
    const server = await startHttp((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    const before = process.memoryUsage().rss;
    await expectFailure(request(server.port), "oversize", tooLarge);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  }, 30_000);

  test("an ordinary compressed response is read", async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"id":"x"}'));
    });
    expect((await transport.send(request(server.port))).body).toBe('{"id":"x"}');
  });
});

// Written piece by piece: the whole text must not be in memory, it would hide what the client takes.
async function gzipBomb(bytes: number): Promise<Buffer> {
  const gzip = createGzip();
  const chunks: Buffer[] = [];
  gzip.on("data", (chunk: Buffer) => chunks.push(chunk));
  const zeros = Buffer.alloc(1_000_000);
  for (let written = 0; written < bytes; written += zeros.length) {
    if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once("drain", resolve));
  }
  gzip.end();
  await new Promise((resolve) => gzip.once("end", resolve));
  return Buffer.concat(chunks);
}

test("an exchange leaves nothing in memory, long before its time limit is over", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const server = await startHttp((_message, response) => response.end("{}"));
  const timeouts = { ...quick, totalMs: 120_000 };
  const heapAfter = async (requests: number) => {
    for (let sent = 0; sent < requests; sent++) await transport.send(request(server.port, { timeouts }));
    server.requests.length = 0;
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = await heapAfter(50);
  // One that is kept takes more than 16 KB.
  expect((await heapAfter(500)) - before).toBeLessThan(500 * 4096);
});
