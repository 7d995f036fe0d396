import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Transport, TransportRequest, TransportResponse } from "../../../provider/api/transport";
import { canaries, createConnections } from "../../helpers/in-process";
import { startTcp } from "../../provider/api/servers";

/** How a response is put on the wire: what the layer below the client makes of it is for the client to live with. */
export interface RawShape {
  statusLine: string;
  headers: string[];
  framing: "length" | "chunked" | "none" | "too long" | "too short" | "both" | "bad chunk";
  coding:
    | ""
    | "gzip"
    | "deflate"
    | "br"
    | "not gzip"
    | "half gzip"
    | "unknown"
    | "gzip bomb"
    | "br bomb"
    | "twice";
  charset: "utf8" | "utf16le" | "latin1" | "broken";
  before: string;
  after: string;
  end: "close" | "reset" | "stay";
}

const secrets = Object.values(canaries).join(" ");
const noise = fc.constantFrom(
  "",
  "",
  "HTTP/1.1 100 Continue\r\n\r\n",
  "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(20),
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
  "HTTP/1.1 101 Switching Protocols\r\n\r\n",
  "\r\n\r\n",
);

export const anyRawShape: fc.Arbitrary<RawShape> = fc.record({
  statusLine: fc.constantFrom(
    ...["HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.0 200 OK", "HTTP/1.1 200", "HTTP/1.1 204 No Content"],
    ...[
      "HTTP/1.1 999 X",
      "HTTP/1.1 000 X",
      "HTTP/1.1 20 OK",
      "HTTP/9.9 200 OK",
      "ICY 200 OK",
      "",
      "HTTP/1.1 ",
    ],
    ...["http/1.1 200 ok", "HTTP/1.1 304 Not Modified", "HTTP/1.1 503 No", `HTTP/1.1 400 ${secrets}`],
  ),
  headers: fc.subarray(
    [
      "Content-Type: application/json",
      `X-Request-Id: ${secrets}`,
      "X-Bad",
      "X-Null: a\u0000b",
      "Retry-After: 1",
      "Connection: close",
      "Content-Type: text/html; charset=gbk\r\nContent-Type: application/json",
      "X-Request-Id: one\r\nX-Request-Id: two",
      "Date: Fri, 02 Jan 2026 03:04:15 GMT\r\nDate: never",
      "Content-Encoding: identity",
      `X-Long: ${"x".repeat(20_000)}`,
      " folded: line",
    ],
    { maxLength: 3 },
  ),
  framing: fc.constantFrom<RawShape["framing"][]>(
    ...(["length", "length", "chunked", "none", "too long", "too short", "both", "bad chunk"] as const),
  ),
  coding: fc.constantFrom<RawShape["coding"][]>(
    ...(["", "", "", "gzip", "deflate", "br", "not gzip", "half gzip", "unknown", "twice"] as const),
    ...(["gzip bomb", "br bomb"] as const),
  ),
  charset: fc.constantFrom<RawShape["charset"][]>("utf8", "utf8", "utf16le", "latin1", "broken"),
  before: noise,
  after: noise,
  end: fc.constantFrom<RawShape["end"][]>("close", "close", "close", "reset", "stay"),
});

/** Sends any response over a real socket, in the given shape, through the provider's own transport. */
export async function rawSender(): Promise<
  (request: TransportRequest, response: TransportResponse, shape: RawShape) => Promise<TransportResponse>
> {
  let next: { bytes: Buffer; end: RawShape["end"] } | undefined;
  const server = await startTcp((socket) =>
    socket.on("data", () => {
      const { bytes, end } = next ?? { bytes: Buffer.alloc(0), end: "reset" };
      socket.write(bytes, () => {
        if (end === "close") socket.end();
        if (end === "reset") socket.resetAndDestroy();
      });
    }),
  );
  const transport: Transport = createConnections({}).transportFor(undefined);
  return (request, response, shape) => {
    next = { bytes: bytesOf(response, shape), end: shape.end };
    const { pathname, search } = new URL(request.url);
    const timeouts = { connectMs: 5000, responseMs: 40, totalMs: 40 };
    const url = `http://127.0.0.1:${server.port}${pathname}${search}`;
    return transport.send({ ...request, url, timeouts });
  };
}

function bytesOf(response: TransportResponse, shape: RawShape): Buffer {
  const body = coded(inCharset(response.body, shape.charset), shape.coding);
  const coding = CODINGS[shape.coding] ?? [shape.coding];
  const [headers, framed] = framing(body, shape.framing);
  const head = [
    shape.statusLine,
    ...shape.headers,
    ...coding.map((name) => `Content-Encoding: ${name}`),
    ...headers,
  ].join("\r\n");
  return Buffer.concat([Buffer.from(`${shape.before}${head}\r\n\r\n`), framed, Buffer.from(shape.after)]);
}

/** What the header says of it, where that is not its own name. */
const CODINGS: Partial<Record<RawShape["coding"], string[]>> = {
  "": [],
  "not gzip": ["gzip"],
  "half gzip": ["gzip"],
  unknown: ["x-none"],
  "gzip bomb": ["gzip"],
  "br bomb": ["br"],
  twice: ["gzip, gzip"],
};

/** What gets more than a thousand times larger. */
const BLANKS = Buffer.alloc(32 * 1024 * 1024, " ");
const GZIP_BOMB = gzipSync(BLANKS);
const BR_BOMB = brotliCompressSync(BLANKS, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

function inCharset(body: string, charset: RawShape["charset"]): Buffer {
  if (charset !== "broken") return Buffer.from(body, charset);
  const middle = Math.floor(body.length / 2);
  const bytes = Buffer.from([0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80]);
  return Buffer.concat([Buffer.from(body.slice(0, middle)), bytes, Buffer.from(body.slice(middle))]);
}

function coded(body: Buffer, coding: RawShape["coding"]): Buffer {
  if (coding === "gzip bomb") return GZIP_BOMB;
  if (coding === "br bomb") return BR_BOMB;
  if (coding === "twice") return gzipSync(gzipSync(body));
  if (coding === "gzip") return gzipSync(body);
  if (coding === "half gzip") return gzipSync(body).subarray(0, 25);
  if (coding === "deflate") return deflateSync(body);
  return coding === "br" ? brotliCompressSync(body) : body;
}

function framing(body: Buffer, kind: RawShape["framing"]): [string[], Buffer] {
  const length = (bytes: number) => `Content-Length: ${bytes}`;
  const chunked = "Transfer-Encoding: chunked";
  const chunk = Buffer.concat([
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from("\r\n0\r\n\r\n"),
  ]);
  if (kind === "length") return [[length(body.length)], body];
  if (kind === "too long") return [[length(body.length + 10)], body];
  if (kind === "too short") return [[length(Math.floor(body.length / 2))], body];
  if (kind === "none") return [[], body];
  if (kind === "chunked") return [[chunked], chunk];
  if (kind === "both") return [[chunked, length(3)], chunk];
  return [[chunked], Buffer.concat([Buffer.from("zz\r\n"), body])];
}
