import { createHash } from "node:crypto";
import { canonicalRequest, readAuthorization, signatureOf } from "../../emulator/gateway/signature";
import vectors from "../vectors/signing.json";
import { type CallOptions, call, plain, type Reply, sdkDate, sign, useEmulator } from "./client";

let nowMs = Date.UTC(2025, 0, 2, 3, 4, 5);
const emulator = useEmulator({ clock: () => nowMs });
const minute = 60_000;

test.each(vectors)("vector $name", (vector) => {
  const request = {
    method: vector.method,
    target: vector.canonicalQuery === "" ? vector.path : `${vector.path}?${vector.canonicalQuery}`,
    rawHeaders: Object.entries(vector.headers).flat(),
    body: Buffer.from(vector.body),
  };
  const canonical = canonicalRequest(request, Object.keys(vector.headers).sort());
  const date = vector.headers["x-sdk-date"];
  expect(signatureOf(canonical, date, vector.sk)).toBe(vector.signature);
});

test("Authorization is read with and without blanks behind the commas", () => {
  const signature = "ab".repeat(32);
  const expected = { accessKey: "AK", signedHeaders: ["host", "x-sdk-date"], signature };
  for (const blank of ["", " "]) {
    const header = `SDK-HMAC-SHA256 Access=AK,${blank}SignedHeaders=host;x-sdk-date,${blank}Signature=${signature}`;
    expect(readAuthorization(header)).toEqual(expected);
  }
  expect(readAuthorization("Bearer x")).toBeUndefined();
});

const quotas = "quotas";
const good = () => call(emulator, "GET", quotas, undefined, { atMs: nowMs });

test("a signed call is let in, with the host signed or not", async () => {
  expect((await good()).status).toBe(200);
  const host = new URL(emulator.url).host;
  const signed = await call(emulator, "GET", quotas, undefined, { atMs: nowMs, headers: { host } });
  expect(signed.status).toBe(200);
});

test("a space in the query may come as + or as %20", async () => {
  const reply = await call(emulator, "GET", "quotas?x=a+b%20c%2Bd&empty=&x=", undefined, { atMs: nowMs });
  expect(reply.status).toBe(200);
});

test("an unsigned payload is accepted when the header says so", async () => {
  const reply = await call(
    emulator,
    "POST",
    "vpc-endpoint-services",
    {},
    {
      atMs: nowMs,
      headers: { "x-sdk-content-sha256": "UNSIGNED-PAYLOAD" },
    },
  );
  expect(reply.body.error_code).toBe("EndPoint.2011");
});

test.each<[string, CallOptions & { offMs?: number }, string]>([
  ["a wrong secret key", { secretKey: "wrong" }, "verify aksk signature fail"],
  ["an unknown access key", { accessKey: "NOBODY" }, "err:ak not exist"],
  ["a clock 15 minutes and a second ahead", { offMs: 15 * minute + 1000 }, "signature expired"],
  ["a clock 15 minutes and a second behind", { offMs: -15 * minute - 1000 }, "signature expired"],
  ["an unasked-for security token", { headers: { "x-security-token": "t" } }, "securitytoken"],
])(
  "%s is refused in the gateway's shape",
  async (_name, { offMs = 0, ...options }: CallOptions & { offMs?: number }, text) => {
    const reply = await call(emulator, "GET", quotas, undefined, { ...options, atMs: nowMs + offMs });
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({
      error_code: "APIGW.0301",
      request_id: reply.headers.get("x-request-id"),
    });
    expect(reply.body.error_msg).toContain(text);
  },
);

test.each([15 * minute, -15 * minute])("a clock that is %i ms off is just right", async (offMs) => {
  expect((await call(emulator, "GET", quotas, undefined, { atMs: nowMs + offMs })).status).toBe(200);
});

describe("a body that was changed on the way is refused", () => {
  const good = JSON.stringify({ a: 1 });
  const bad = JSON.stringify({ a: 2 });
  const hash = createHash("sha256").update(good).digest("hex");

  /** Signs `good`, then sends `body`, with a hash header that is signed, or one that somebody added. */
  async function send(body: string, signed: Record<string, string>, added: Record<string, string> = {}) {
    const url = new URL(`/v1/${emulator.projectId}/vpc-endpoint-services`, emulator.url);
    const headers = { "x-sdk-date": sdkDate(nowMs), ...signed };
    const { signedHeaders, signature } = sign("POST", url, good, headers, emulator.secretKey);
    const authorization = `SDK-HMAC-SHA256 Access=${emulator.accessKey}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return plain(url.href, { method: "POST", headers: { ...headers, ...added, authorization }, body });
  }
  const header = { "x-sdk-content-sha256": hash };

  test.each<[string, () => Promise<Reply>, number]>([
    ["as it was signed", () => send(good, {}), 400],
    ["with its hash, signed", () => send(good, header), 400],
    ["with its hash, unsigned", () => send(good, {}, header), 400],
    ["beside a hash that says nothing, unsigned", () => send(good, {}, { "x-sdk-content-sha256": "0" }), 400],
    ["another body", () => send(bad, {}), 401],
    ["another body beside the hash of the first, signed", () => send(bad, header), 401],
    ["another body beside the hash of the first, added unsigned", () => send(bad, {}, header), 401],
    [
      "another body, which somebody else has marked as unsigned",
      () => send(bad, {}, { "x-sdk-content-sha256": "UNSIGNED-PAYLOAD" }),
      401,
    ],
  ])("%s", async (_name, sent, status) => {
    const reply = await sent();
    expect(reply).toMatchObject({
      status,
      body: { error_code: status === 401 ? "APIGW.0301" : "EndPoint.2011" },
    });
  });
});

test("the newline at the end of a body is part of what is signed", async () => {
  const url = `/v1/${emulator.projectId}/vpc-endpoint-services`;
  const tampered = await call(emulator, "POST", url, undefined, { atMs: nowMs, rawBody: '{"a":1}\n' });
  expect(tampered.body.error_code).toBe("EndPoint.2011");
});

test.each([
  [{}, "x-auth-token not found"],
  [{ authorization: "Basic eDp5" }, "malformed"],
  [{ "x-auth-token": "made up" }, "decrypt token fail"],
])("without a signature but with %j: 401", async (headers: Record<string, string>, text) => {
  const reply = await plain(`${emulator.url}/v1/${emulator.projectId}/quotas`, { headers });
  expect(reply).toMatchObject({ status: 401, body: { error_code: "APIGW.0301" } });
  expect(reply.body.error_msg).toContain(text);
});

test("more than five failures in a row lock the key for five minutes", async () => {
  const bad = () => call(emulator, "GET", quotas, undefined, { atMs: nowMs, secretKey: "wrong" });
  for (let round = 0; round < 2; round += 1) {
    for (let count = 0; count < 5; count += 1) await bad();
    expect((await good()).status).toBe(200);
  }
  for (let count = 0; count < 6; count += 1) await bad();
  const locked = await good();
  expect(locked.status).toBe(401);
  expect(locked.body.error_msg).toContain("AK access failed to reach the limit,forbidden.");
  nowMs += 5 * minute - 1000;
  expect((await good()).status).toBe(401);
  nowMs += 1000;
  expect((await good()).status).toBe(200);
});

test("a configured security token has to come with every signed call", async () => {
  emulator.configure({ securityToken: "temporary" });
  expect((await good()).status).toBe(401);
  const reply = await call(emulator, "GET", quotas, undefined, {
    atMs: nowMs,
    headers: { "x-security-token": "temporary" },
  });
  expect(reply.status).toBe(200);
});

describe("the order of checks", () => {
  test.each([
    ["no route, no signature", "GET", "/v1/p/nothing", 404, "APIGW.0101"],
    ["wrong method", "PATCH", "/v1/p/quotas", 404, "APIGW.0101"],
    ["another project", "GET", "/v1/0123456789abcdef0123456789abcdef/quotas", 403, "EndPoint.0004"],
    ["no project id", "GET", "/v1/not.a.project/quotas", 400, "EndPoint.0014"],
  ])("%s", async (_name, method, path, status, code) => {
    const reply = await call(emulator, method, path, undefined, { atMs: nowMs });
    expect(reply).toMatchObject({ status, body: { error_code: code } });
  });

  test("an id in the path is looked at before the body", async () => {
    const reply = await call(emulator, "PUT", "vpc-endpoint-services/a.b", undefined, {
      atMs: nowMs,
      rawBody: "{",
    });
    expect(reply).toMatchObject({ status: 400, body: { error_code: "EndPoint.3062" } });
  });
});
