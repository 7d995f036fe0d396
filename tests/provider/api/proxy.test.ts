import { inspect } from "node:util";
import { ConfigError } from "../../../provider/api/errors";
import { createHttpTransport } from "../../../provider/api/http";
import { proxyFor } from "../../../provider/api/proxy";
import { authority, closeServers, startHttp, startHttps, startProxy, startTcp } from "./servers";

afterEach(closeServers);

type Env = Record<string, string | undefined>;
const proxy = "http://proxy.example:3128";
const api = "https://vpcep.cn-north-4.myhuaweicloud.com/v1";

test.each<[string, Env, string | undefined]>([
  [api, {}, undefined],
  [api, { HTTPS_PROXY: proxy }, `${proxy}/`],
  [api, { https_proxy: proxy }, `${proxy}/`],
  [api, { https_proxy: "http://lower:1", HTTPS_PROXY: proxy }, "http://lower:1/"],
  [api, { https_proxy: "", HTTPS_PROXY: proxy }, `${proxy}/`],
  [api, { HTTP_PROXY: proxy }, undefined],
  [api, { HTTPS_PROXY: "proxy.example:3128" }, `${proxy}/`],
  [api, { HTTPS_PROXY: "https://user:pw@proxy.example" }, "https://user:pw@proxy.example/"],
  [api, { HTTPS_PROXY: "HTTP://proxy.example:3128" }, `${proxy}/`],
  [api, { HTTPS_PROXY: "localhost" }, "http://localhost/"],
  ["https://localhost:8787/v1", { HTTPS_PROXY: "socks5://unused" }, undefined],
  [api, { HTTPS_PROXY: "socks5://unused", NO_PROXY: "myhuaweicloud.com" }, undefined],
  ["http://127.0.0.1:8787/v1", { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }, undefined],
  ["http://vpcep.example.com/v1", { HTTPS_PROXY: proxy }, undefined],
  ["https://127.0.0.1:8787/v1", { HTTPS_PROXY: proxy }, undefined],
  ["https://localhost:8787/v1", { HTTPS_PROXY: proxy }, undefined],
  ["https://[::1]:8787/v1", { HTTPS_PROXY: proxy }, undefined],
])("proxy for %s by %j", (url, env, expected) => {
  expect(proxyFor(new URL(url), env)?.href).toBe(expected);
});

test.each([
  "http://",
  "socks5://user:CANARY@proxy.example:1080",
  "file:///CANARY",
  "xhttp://CANARY",
  "http://CANARY host",
  "CANARY:port",
])("a proxy that cannot be used is refused, not bypassed, and not quoted: %s", async (text) => {
  const refusal = "HTTPS_PROXY (or https_proxy) is not a URL that begins with http:// or https://.";
  expect(() => proxyFor(new URL(api), { HTTPS_PROXY: text })).toThrow(new ConfigError(refusal));
  const transport = createHttpTransport({ env: { https_proxy: text } });
  const timeouts = { connectMs: 1000, responseMs: 1000, totalMs: 1000 };
  const request = { method: "GET", url: api, headers: {}, freshConnection: true, timeouts };
  await expect(transport.send(request)).rejects.toThrow(new ConfigError(refusal));
});

test.each<[string, string, boolean]>([
  [api, "*", true],
  [api, "", false],
  ["https://vpcep.example.com./", ",", false],
  [api, "vpcep.cn-north-4.myhuaweicloud.com", true],
  [api, "VPCEP.cn-north-4.MyHuaweiCloud.com", true],
  [api, "myhuaweicloud.com", true],
  [api, ".myhuaweicloud.com", true],
  [api, "*.myhuaweicloud.com", true],
  [api, "huaweicloud.com", false],
  [api, "cloud.com", false],
  [api, "xvpcep.cn-north-4.myhuaweicloud.com", false],
  [api, "a.example, myhuaweicloud.com", true],
  [api, "a.example myhuaweicloud.com", true],
  [api, "a.example,b.example", false],
  [api, "myhuaweicloud.com:443", true],
  [api, "myhuaweicloud.com:8443", false],
  ["https://vpcep.example.com:8443/", "example.com:8443", true],
  ["https://vpcep.example.com:8443/", "example.com:443", false],
  ["https://vpcep.example.com:8443/", "example.com", true],
  ["https://10.1.2.3/", "10.1.2.3", true],
  ["https://10.1.2.3/", "10.1.2.4", false],
  ["https://10.1.2.3/", "2.3", false],
  ["https://10.1.2.3/", "10.1.2.3:443", true],
  ["https://10.1.2.3/", "10.0.0.0/8", true],
  ["https://10.1.2.3/", "10.1.2.3/32", true],
  ["https://10.1.2.3/", "10.1.2.4/32", false],
  ["https://10.1.2.3/", "11.0.0.0/8", false],
  ["https://10.1.2.3/", "10.0.0.0/33", false],
  ["https://10.1.2.3/", "10.0.0.0/", false],
  ["https://10.1.2.3/", "10.0.0.0/x8", false],
  ["https://10.1.2.3/", "10.0.0.0/8x", false],
  [api, "nonsense/8", false],
  ["https://10.1.2.3/", "2001:db8::/32", false],
  [api, "10.0.0.0/8", false],
  ["https://[2001:db8::7]/", "2001:db8::7", true],
  ["https://[2001:db8::7]/", "[2001:db8::7]", true],
  ["https://[2001:db8::7]/", "[2001:db8::7]:443", true],
  ["https://[2001:db8::7]/", "2001:db8::/64", true],
  ["https://[2001:db8::7]/", "2001:db8::/129", false],
  ["https://[2001:db8::7]/", "2001:db9::/32", false],
])("%s with NO_PROXY=%s goes directly: %s", (url, noProxy, direct) => {
  const isDirect = (env: Env) => proxyFor(new URL(url), { HTTPS_PROXY: proxy, ...env }) === undefined;
  expect(isDirect({ NO_PROXY: noProxy })).toBe(direct);
  expect(isDirect({ no_proxy: noProxy, NO_PROXY: "" })).toBe(direct);
});

describe("through a CONNECT proxy", () => {
  const timeouts = { connectMs: 5000, responseMs: 5000, totalMs: 10_000 };
  const requestTo = (host: string, freshConnection = false) => ({
    method: "GET",
    url: `https://${host}/v1/p`,
    headers: { host, authorization: "CANARY" },
    freshConnection,
    timeouts,
  });

  const through = (port: number) =>
    createHttpTransport({ authorities: authority, env: { HTTPS_PROXY: `http://127.0.0.1:${port}` } });

  test("the API is reached by name, its certificate is checked, the connection is kept", async () => {
    const server = await startHttps("server", (_, response) => response.end('{"ok":true}'));
    const tunnel = await startProxy(server.port);
    const env = { HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${tunnel.port}` };
    const transport = createHttpTransport({ authorities: authority, env });
    const request = requestTo("vpcep.example.test:8443");
    await expect(transport.send(request)).resolves.toMatchObject({ status: 200, body: '{"ok":true}' });
    await transport.send(request);
    expect(tunnel.targets).toEqual(["vpcep.example.test:8443"]);
    await transport.send(requestTo("vpcep.example.test:8443", true));
    expect(tunnel.targets).toHaveLength(2);
    expect(server.requests).toHaveLength(3);
    const [connect] = tunnel.requests;
    const basic = Buffer.from("user:p@ss").toString("base64");
    expect(connect?.headers["proxy-authorization"]).toBe(`Basic ${basic}`);
    expect(connect?.headers.authorization).toBeUndefined();
    expect(server.requests[0]?.headers["proxy-authorization"]).toBeUndefined();
  });

  test("a certificate for another host is refused there too, and nothing is sent", async () => {
    const server = await startHttps("other-host", (_, response) => response.end("{}"));
    const tunnel = await startProxy(server.port);
    const transport = through(tunnel.port);
    await expect(transport.send(requestTo("vpcep.example.test"))).rejects.toMatchObject({
      kind: "tls",
      reason: expect.stringMatching(/^TLS with vpcep.example.test:443 failed: .* for another host name/),
    });
    expect(server.requests).toHaveLength(0);
  });

  test("a reset behind the tunnel, after the request: perhaps processed", async () => {
    const server = await startHttps("server", (message) => message.socket.destroy());
    const tunnel = await startProxy(server.port);
    const sending = through(tunnel.port).send(requestTo("vpcep.example.test", true));
    await expect(sending).rejects.toMatchObject({ kind: "ambiguous" });
  });

  test.each([407, 403, 502])("a proxy that responds with HTTP %i: nothing was sent", async (status) => {
    const tunnel = await startProxy(1, status);
    const env = { HTTPS_PROXY: `http://user:CANARY@127.0.0.1:${tunnel.port}` };
    const error: unknown = await createHttpTransport({ env })
      .send(requestTo("vpcep.example.test"))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      kind: "notSent",
      reason: `no connection to vpcep.example.test:443: HTTP ${status} through the proxy 127.0.0.1:${tunnel.port}`,
    });
    expect(inspect(error, { depth: 10 })).not.toContain("CANARY");
  });

  test("a proxy that is not there", async () => {
    const server = await startTcp(() => undefined);
    await closeServers();
    await expect(through(server.port).send(requestTo("vpcep.example.test"))).rejects.toMatchObject({
      kind: "notSent",
      reason: `connection refused through the proxy 127.0.0.1:${server.port}`,
    });
  });

  test("a proxy that never responds", async () => {
    const server = await startTcp(() => undefined);
    const request = { ...requestTo("vpcep.example.test"), timeouts: { ...timeouts, connectMs: 300 } };
    await expect(through(server.port).send(request)).rejects.toMatchObject({
      kind: "notSent",
      reason: `no connection to vpcep.example.test:443 within 0.3 s through the proxy 127.0.0.1:${server.port}`,
    });
  });

  test("login 21: the metadata service is never asked through it, whatever variables there are", () => {
    const proxy = "http://127.0.0.1:1";
    const env = {
      HTTPS_PROXY: proxy,
      HTTP_PROXY: proxy,
      ALL_PROXY: proxy,
      http_proxy: proxy,
      all_proxy: proxy,
    };
    expect(proxyFor(new URL("http://169.254.169.254/openstack/latest/securitykey"), env)).toBeUndefined();
  });

  test("login 21: loopback never goes through it", async () => {
    const tunnel = await startProxy(1);
    const server = await startHttp((_, response) => response.end("{}"));
    const proxy = `http://127.0.0.1:${tunnel.port}`;
    const env = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy };
    const url = `http://127.0.0.1:${server.port}/`;
    await createHttpTransport({ env }).send({ ...requestTo("x"), url });
    expect(tunnel.connections()).toBe(0);
    expect(server.requests).toHaveLength(1);
  });
});
