import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { join } from "node:path";

export const certificates = join(__dirname, "certificates");
export const authorityFile = join(certificates, "authority.pem");
export const authority = readFileSync(authorityFile, "utf8");

export interface TestServer {
  port: number;
  /** TCP connections accepted so far. */
  connections(): number;
  requests: http.IncomingMessage[];
}

const closers: (() => Promise<void>)[] = [];

/** To be called after each test: closes all servers started in it, with their connections. */
export async function closeServers(): Promise<void> {
  await Promise.all(closers.splice(0).map((close) => close()));
}

export function startHttp(handler: http.RequestListener): Promise<TestServer> {
  return listen(http.createServer(), handler);
}

export function startHttps(
  certificate: string,
  handler: http.RequestListener,
  options: https.ServerOptions = {},
) {
  return listen(https.createServer({ ...keyPair(certificate), ...options }), handler);
}

function keyPair(name: string) {
  return {
    cert: readFileSync(join(certificates, `${name}.pem`)),
    key: readFileSync(join(certificates, `${name}.key`)),
  };
}

async function listen(
  server: http.Server | https.Server,
  handler: http.RequestListener,
): Promise<TestServer> {
  const requests: http.IncomingMessage[] = [];
  server.on("request", (request, response) => {
    requests.push(request);
    handler(request, response);
  });
  return { ...(await listenTcp(server)), requests };
}

/** A server that speaks bytes: for responses no HTTP library would give. */
export async function startTcp(
  onConnection: (socket: net.Socket) => void,
): Promise<Omit<TestServer, "requests">> {
  return listenTcp(net.createServer(onConnection));
}

async function listenTcp(server: net.Server): Promise<Omit<TestServer, "requests">> {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on("connection", (socket: net.Socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  return { port: (server.address() as net.AddressInfo).port, connections: () => connections };
}

export interface TestProxy extends TestServer {
  /** `host:port` of each CONNECT. */
  targets: string[];
}

/** A CONNECT proxy that sends every tunnel to the given port of this machine, or responds with a status. */
export async function startProxy(targetPort: number, status = 200): Promise<TestProxy> {
  const server = http.createServer();
  const requests: http.IncomingMessage[] = [];
  const targets: string[] = [];
  server.on("connect", (request: http.IncomingMessage, client: net.Socket) => {
    requests.push(request);
    targets.push(String(request.url));
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const upstream = net.connect(targetPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  return { ...(await listenTcp(server)), requests, targets };
}
