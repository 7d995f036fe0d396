// Loaded into every Node process that the CLI starts (NODE_OPTIONS=--require): writes the shape of each exchange with the
// API as a line of JSON. It listens where Node hands over requests and responses, after TLS and beside the provider: a
// proxy in between would have to be trusted with the calls and would break the signature, which covers the host.
const { appendFileSync } = require("node:fs");
const { subscribe } = require("node:diagnostics_channel");
const { ClientRequest } = require("node:http");
const zlib = require("node:zlib");
const { exchangeOf } = require("./shape.cjs");

const file = process.env["VPCEP_ACCEPTANCE_RECORD"];
if (file !== undefined) record(file);

/** @param {string} file */
function record(file) {
  /** @type {WeakMap<object, Buffer[]>} */
  const sent = new WeakMap();
  for (const method of /** @type {const} */ (["write", "end"])) {
    const original = ClientRequest.prototype[method];
    /** @this {import("node:http").ClientRequest} @param {any[]} args */
    ClientRequest.prototype[method] = function (...args) {
      const [chunk, encoding] = args;
      if (typeof chunk === "string" || chunk instanceof Uint8Array) {
        const bytes =
          typeof chunk === "string" ? Buffer.from(chunk, encodingOf(encoding)) : Buffer.from(chunk);
        sent.set(this, [...(sent.get(this) ?? []), bytes]);
      }
      return Reflect.apply(original, this, args);
    };
  }
  // Published with the headers, before anybody reads the body.
  subscribe("http.client.response.finish", (message) => {
    const { request, response } = /** @type {{ request: ClientRequest, response: any }} */ (message);
    /** @type {Buffer[]} */
    const received = [];
    const push = response.push;
    /** @param {Buffer | null} chunk @param {any[]} more */
    response.push = (chunk, ...more) => {
      if (chunk !== null) received.push(Buffer.from(chunk));
      else {
        const exchange = exchangeOf({
          method: request.method,
          target: request.path,
          requestBody: Buffer.concat(sent.get(request) ?? []).toString("utf8"),
          status: response.statusCode,
          responseBody: unpacked(Buffer.concat(received), response.headers["content-encoding"]),
        });
        if (exchange !== undefined) appendFileSync(file, `${JSON.stringify(exchange)}\n`);
      }
      return Reflect.apply(push, response, [chunk, ...more]);
    };
  });
}

/** @param {unknown} encoding */
function encodingOf(encoding) {
  return typeof encoding === "string" ? /** @type {BufferEncoding} */ (encoding) : "utf8";
}

/**
 * @param {Buffer} body
 * @param {string | undefined} encoding
 */
function unpacked(body, encoding) {
  try {
    if (encoding === "gzip" || encoding === "deflate") return zlib.unzipSync(body).toString("utf8");
    if (encoding === "br") return zlib.brotliDecompressSync(body).toString("utf8");
    return body.toString("utf8");
  } catch {
    return "not what its Content-Encoding says";
  }
}
