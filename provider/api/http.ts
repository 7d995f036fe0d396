import type { ClientRequest } from "node:http";
import { type Agents, createAgents } from "./agents";
import { failureOf } from "./http-failure";
import { proxyFor, type Variables } from "./proxy";
import { type Transport, TransportFailure, type TransportRequest, type TransportResponse } from "./transport";

/** Of the body as it is after decompression. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * The only place that knows got. Nothing of got's errors gets out: they carry the request's headers. `authorities` are
 * certificates (PEM) to trust beside the usual ones; `env` is read for HTTPS_PROXY and NO_PROXY.
 */
export function createHttpTransport(given: { authorities?: string | undefined; env: Variables }): Transport {
  const { authorities, env } = given;
  const pools = new Map<string, Agents>();
  return {
    async send(request) {
      const { timeouts, freshConnection } = request;
      const url = new URL(request.url);
      const proxy = proxyFor(url, env);
      const progress = { url, proxy, timeouts, connected: false };
      try {
        const key = `${freshConnection} ${timeouts.connectMs} ${proxy?.href}`;
        const keepAlive = !freshConnection;
        const agents =
          pools.get(key) ?? createAgents({ authorities, proxy, keepAlive, connectMs: timeouts.connectMs });
        pools.set(key, agents);
        return await exchange(request, agents, progress);
      } catch (error) {
        throw failureOf(error, progress);
      }
    },
  };
}

async function exchange(
  request: TransportRequest,
  agents: Agents,
  progress: { connected: boolean },
): Promise<TransportResponse> {
  // Loaded with the first request: a preview makes none, and got takes 0.1 s to load.
  const { default: got } = await import("got");
  const { connectMs, responseMs, totalMs } = request.timeouts;
  const stream = got.stream(request.url, {
    method: request.method as "GET",
    headers: request.headers,
    ...(request.body !== undefined && { body: request.body }),
    agent: agents,
    timeout: { lookup: connectMs, connect: connectMs, secureConnect: connectMs, response: responseMs },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });
  return await limited(totalMs, stream, async (giveUp) => {
    // Without a body the stream would wait for one to be written.
    if (request.body === undefined && request.method !== "GET") stream.end();
    stream.once("request", (outgoing: ClientRequest) => {
      watchConnection(outgoing, progress);
      // Node hands over the connection and never ends the response.
      outgoing.once("upgrade", (response, socket) => {
        socket.destroy();
        const reason = `the other side changed the protocol (HTTP ${response.statusCode})`;
        giveUp(new TransportFailure("ambiguous", reason));
      });
    });
    // Once its body has been read nothing listens any more, and what breaks later would end the process.
    stream.on("error", () => undefined);
    let head: Omit<TransportResponse, "body"> | undefined;
    let isComplete = () => false;
    stream.once("response", (response) => {
      isComplete = () => response.complete;
      head = { status: response.statusCode, headers: flatten(response.headers) };
    });
    const body = await readAll(stream);
    if (head === undefined)
      throw new TransportFailure("ambiguous", "the connection ended without a response");
    // A compressed body may be whole before its response is: such a connection is of no further use.
    if (!isComplete()) stream.destroy();
    return { ...head, body };
  });
}

/**
 * A limit of our own over the whole exchange. The library's timers end with the first sign of a response, and node's
 * events do not come for every shape of one; what neither of them ends, this does.
 */
async function limited<T>(
  limitMs: number,
  stream: { destroy(): void },
  run: (giveUp: (failure: Error) => void) => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      // Shaped like the library's own time-outs (see http-failure.ts).
      timer = setTimeout(() => reject(Object.assign(new Error("time limit"), { event: "request" })), limitMs);
      run(reject).then(resolve, reject);
    });
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Before the handshake is complete, no byte of the request can have left. */
function watchConnection(outgoing: ClientRequest, progress: { connected: boolean }): void {
  const markConnected = () => {
    progress.connected = true;
  };
  outgoing.once("socket", (socket) => {
    if (outgoing.reusedSocket) markConnected();
    else if (outgoing.protocol === "https:") socket.once("secureConnect", markConnected);
    else if (socket.connecting) socket.once("connect", markConnected);
    else markConnected();
  });
}

async function readAll(stream: AsyncIterable<Buffer> & { destroy(): void }): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      const limit = `the limit of ${MAX_BODY_BYTES / 1024 / 1024} MiB`;
      throw new TransportFailure("oversize", `the response is larger than ${limit}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(", ")]));
}
