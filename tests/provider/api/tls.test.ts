import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tls from "node:tls";
import { createAgents } from "../../../provider/api/agents";
import { ConfigError } from "../../../provider/api/config";
import { createHttpTransport } from "../../../provider/api/http";
import { TransportFailure } from "../../../provider/api/transport";
import { authorityFile, closeServers, startHttps, startTcp } from "./servers";

afterEach(closeServers);

const timeouts = { connectMs: 5000, responseMs: 5000, totalMs: 10_000 };

function send(port: number, caFile: string | undefined, freshConnection = false) {
  const transport = createHttpTransport({ caFile, env: {} });
  return transport.send({
    method: "GET",
    url: `https://127.0.0.1:${port}/`,
    headers: {},
    freshConnection,
    timeouts,
  });
}

test("scenario: a private authority, named in caFile, is trusted", async () => {
  const server = await startHttps("server", (_, response) => response.end("{}"));
  await expect(send(server.port, authorityFile)).resolves.toMatchObject({ status: 200, body: "{}" });
  await expect(send(server.port, authorityFile, true)).resolves.toMatchObject({ status: 200 });
});

test("kept TLS connections are used again, and their reset is ambiguous", async () => {
  const server = await startHttps("server", (message, response) => {
    if (message.url === "/reset") message.socket.destroy();
    else response.end("{}");
  });
  const transport = createHttpTransport({ caFile: authorityFile, env: {} });
  const get = (path: string, freshConnection = false) =>
    transport.send({
      method: "GET",
      url: `https://127.0.0.1:${server.port}${path}`,
      headers: {},
      freshConnection,
      timeouts,
    });
  await get("/");
  await get("/");
  expect(server.connections()).toBe(1);
  await expect(get("/reset")).rejects.toMatchObject({ kind: "ambiguous" });
  expect(server.connections()).toBe(1);
  await expect(get("/reset", true)).rejects.toMatchObject({ kind: "ambiguous" });
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
  await expect(send(relay.port, authorityFile, true)).rejects.toMatchObject({
    kind: "ambiguous",
    reason: expect.stringMatching(/broke before the response was complete \((?:ERR_SSL_|EPROTO)/),
  });
  expect(server.requests).toHaveLength(1);
});

const unknown = "the certificate's authority is not known here";

test.each<[string, string | undefined, string, string]>([
  ["server", undefined, unknown, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ["expired", authorityFile, "the certificate has expired", "CERT_HAS_EXPIRED"],
  ["other-host", authorityFile, "the certificate is for another host name", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ["self-signed", authorityFile, "the certificate is self-signed", "DEPTH_ZERO_SELF_SIGNED_CERT"],
])("fault 4: the certificate %s with CA file %s", async (certificate, caFile, words, code) => {
  const server = await startHttps(certificate, (_, response) => response.end("{}"));
  const reason = `TLS with 127.0.0.1:${server.port} failed: ${words} (${code})`;
  for (const fresh of [false, true]) {
    const sending = send(server.port, caFile, fresh);
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
  await expect(send(server.port, authorityFile)).rejects.toMatchObject({ kind: "tls" });
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
  const options = { caFile: authorityFile, proxy: undefined, keepAlive: true, connectMs: 1 };
  const { ca, minVersion, rejectUnauthorized, maxSockets } = createAgents(options).https.options;
  expect(ca).toHaveLength(tls.rootCertificates.length + 1);
  expect(ca).toEqual(expect.arrayContaining([tls.rootCertificates[0]]));
  expect({ minVersion, rejectUnauthorized, maxSockets }).toEqual({
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    maxSockets: 64,
  });
  expect(createAgents({ ...options, caFile: undefined }).https.options.ca).toBeUndefined();
});

describe("a CA file that is none", () => {
  const folder = mkdtempSync(join(tmpdir(), "ca-file-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("it is not there", async () => {
    const file = join(folder, "missing.pem");
    await expect(send(1, file)).rejects.toThrow(
      new ConfigError(`The file in huaweicloud:caFile (or HW_CA_FILE), "${file}", cannot be read (ENOENT).`),
    );
  });

  test("it holds something else", async () => {
    const file = join(folder, "text.pem");
    writeFileSync(file, "no certificate");
    const sending = send(1, file);
    await expect(sending).rejects.toBeInstanceOf(ConfigError);
    await expect(sending).rejects.toThrow(
      new ConfigError(
        `The file in huaweicloud:caFile (or HW_CA_FILE), "${file}", holds no certificate in PEM form.`,
      ),
    );
  });
});
