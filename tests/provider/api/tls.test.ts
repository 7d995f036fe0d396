import * as net from "node:net";
import * as tls from "node:tls";
import { createAgents, createHttpTransport } from "../../../provider/api/http";
import { TransportFailure } from "../../../provider/api/transport";
import { authority, closeServers, startHttps, startTcp } from "./servers";

afterEach(closeServers);

const timeouts = { connectMs: 5000, responseMs: 5000, totalMs: 10_000 };

function sender(port: number, authorities: string | undefined) {
  const transport = createHttpTransport({ authorities, env: {} });
  return (freshConnection = false, path = "/") => {
    const url = `https://127.0.0.1:${port}${path}`;
    return transport.send({ method: "GET", url, headers: {}, freshConnection, timeouts });
  };
}
const send = (port: number, authorities: string | undefined, fresh = false) =>
  sender(port, authorities)(fresh);

test("a private authority, named in caFile, is trusted", async () => {
  const server = await startHttps("server", (_, response) => response.end("{}"));
  await expect(send(server.port, authority)).resolves.toMatchObject({ status: 200, body: "{}" });
  await expect(send(server.port, authority, true)).resolves.toMatchObject({ status: 200 });
});

test("kept TLS connections are used again, and their reset is ambiguous", async () => {
  const server = await startHttps("server", (message, response) => {
    if (message.url === "/reset") message.socket.destroy();
    else response.end("{}");
  });
  const get = sender(server.port, authority);
  await get();
  await get();
  expect(server.connections()).toBe(1);
  await expect(get(false, "/reset")).rejects.toMatchObject({ kind: "ambiguous" });
  expect(server.connections()).toBe(1);
  await expect(get(true, "/reset")).rejects.toMatchObject({ kind: "ambiguous" });
  expect(server.connections()).toBe(2);
});

test("what breaks TLS after the handshake is ambiguous, for the request may have been processed", async () => {
  let client: net.Socket | undefined;
  const server = await startHttps("server", () => client?.write("this is no TLS record"));
  const relay = await startTcp((socket) => {
    client = socket;
    const upstream = net.connect(server.port, "127.0.0.1");
    upstream.on("error", () => undefined);
    socket.pipe(upstream).pipe(socket);
  });
  await expect(send(relay.port, authority, true)).rejects.toMatchObject({
    kind: "ambiguous",
    reason: expect.stringMatching(/broke before the response was complete \((?:ERR_SSL_|EPROTO)/),
  });
  expect(server.requests).toHaveLength(1);
});

const unknown = "the certificate's authority is not known here";

test.each<[string, string | undefined, string, string]>([
  ["server", undefined, unknown, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ["expired", authority, "the certificate has expired", "CERT_HAS_EXPIRED"],
  ["other-host", authority, "the certificate is for another host name", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ["self-signed", authority, "the certificate is self-signed", "DEPTH_ZERO_SELF_SIGNED_CERT"],
])("the certificate %s with CA file %s", async (certificate, authorities, words, code) => {
  const server = await startHttps(certificate, (_, response) => response.end("{}"));
  const reason = `TLS with 127.0.0.1:${server.port} failed: ${words} (${code})`;
  for (const fresh of [false, true]) {
    const sending = send(server.port, authorities, fresh);
    await expect(sending).rejects.toBeInstanceOf(TransportFailure);
    await expect(sending).rejects.toMatchObject({ kind: "tls", reason });
  }
  expect(server.requests).toHaveLength(0);
});

test("a server that speaks no newer TLS than 1.1 is refused", async () => {
  const server = await startHttps("server", (_, response) => response.end("{}"), {
    minVersion: "TLSv1.1",
    maxVersion: "TLSv1.1",
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  await expect(send(server.port, authority)).rejects.toMatchObject({ kind: "tls" });
  expect(server.requests).toHaveLength(0);
});

test("NODE_TLS_REJECT_UNAUTHORIZED=0 switches nothing off", async () => {
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  try {
    const server = await startHttps("server", (_, response) => response.end("{}"));
    await expect(send(server.port, undefined)).rejects.toMatchObject({ kind: "tls" });
  } finally {
    if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  }
});

test("the file's certificates go behind the system's, which stay trusted", () => {
  const agents = (authorities?: string) =>
    createAgents(authorities, undefined, { freshConnection: false, timeouts });
  const { ca, minVersion, rejectUnauthorized, maxSockets } = agents(authority).https.options;
  expect(ca).toHaveLength(tls.rootCertificates.length + 1);
  expect(ca).toEqual(expect.arrayContaining([tls.rootCertificates[0]]));
  expect({ minVersion, rejectUnauthorized, maxSockets }).toEqual({
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    maxSockets: 64,
  });
  expect(agents().https.options.ca).toBeUndefined();
});
