import { createHash } from "node:crypto";
import { canonicalRequest, readAuthorization, signatureOf } from "../../emulator/gateway/signature";
import vectors from "../vectors/signing.json";
import {
  authorization as authorizationFor,
  type CallOptions,
  callsOf,
  plain,
  sdkDate,
  services,
  useEmulator,
} from "./client";

let nowMs = Date.UTC(2025, 0, 2, 3, 4, 5);
const emulator = useEmulator({ clock: () => nowMs });
const { get, post, put } = callsOf(emulator);
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

test.each<[string, string, () => CallOptions]>([
  ["as usual", "quotas", () => ({})],
  ["with the host signed too", "quotas", () => ({ headers: { host: new URL(emulator.url).host } })],
  ["with a space in the query as + and as %20", "quotas?x=a+b%20c%2Bd&empty=&x=", () => ({})],
  ["15 minutes ahead", "quotas", () => ({ atMs: nowMs + 15 * minute })],
  ["15 minutes behind", "quotas", () => ({ atMs: nowMs - 15 * minute })],
])("a call signed %s is let in", async (_name, path, options) => {
  expect((await get(path, options())).status).toBe(200);
});

test("an unsigned payload is accepted when the header says so, and a body may end in a newline", async () => {
  const headers = { "x-sdk-content-sha256": "UNSIGNED-PAYLOAD" };
  expect((await post(services, {}, { headers })).body.error_code).toBe("EndPoint.2011");
  const newline = await post(services, undefined, { rawBody: '{"a":1}\n' });
  expect(newline.body.error_code).toBe("EndPoint.2011");
});

test.each<[string, CallOptions & { offMs?: number }, string]>([
  ["a wrong secret key", { secretKey: "wrong" }, "verify aksk signature fail"],
  ["an unknown access key", { accessKey: "NOBODY" }, "err:ak not exist"],
  ["a clock 15 minutes and a second ahead", { offMs: 15 * minute + 1000 }, "signature expired"],
  ["a clock 15 minutes and a second behind", { offMs: -15 * minute - 1000 }, "signature expired"],
  ["an unasked-for security token", { headers: { "x-security-token": "t" } }, "securitytoken"],
])("%s is refused in the gateway's shape", async (_name, { offMs = 0, ...options }, text) => {
  const { status, headers, body } = await get("quotas", { ...options, atMs: nowMs + offMs });
  expect(status).toBe(401);
  expect(body).toMatchObject({ error_code: "APIGW.0301", request_id: headers.get("x-request-id") });
  expect(body.error_msg).toContain(text);
});

describe("a body that was changed on the way is refused", () => {
  const good = JSON.stringify({ a: 1 });
  const bad = JSON.stringify({ a: 2 });
  const hash = (value: string) => ({ "x-sdk-content-sha256": value });
  const right = hash(createHash("sha256").update(good).digest("hex"));

  // All sign `good`, then send this body, with a hash header that is signed, or one that somebody added.
  test.each<[string, string, Record<string, string>, Record<string, string>, number]>([
    ["as it was signed", good, {}, {}, 400],
    ["with its hash, signed", good, right, {}, 400],
    ["with its hash, unsigned", good, {}, right, 400],
    ["beside a hash that says nothing, unsigned", good, {}, hash("0"), 400],
    ["another body", bad, {}, {}, 401],
    ["another body beside the hash of the first, signed", bad, right, {}, 401],
    ["another body beside the hash of the first, added unsigned", bad, {}, right, 401],
    ["another body, marked by somebody else as unsigned", bad, {}, hash("UNSIGNED-PAYLOAD"), 401],
  ])("%s", async (_name, body, signed, added, status) => {
    const url = new URL(`/v1/${emulator.projectId}/${services}`, emulator.url);
    const headers = { "x-sdk-date": sdkDate(nowMs), ...signed };
    const { accessKey, secretKey } = emulator;
    const authorization = authorizationFor("POST", url, good, headers, accessKey, secretKey);
    const sent = { method: "POST", headers: { ...headers, ...added, authorization }, body };
    const error_code = status === 401 ? "APIGW.0301" : "EndPoint.2011";
    expect(await plain(url.href, sent)).toMatchObject({ status, body: { error_code } });
  });
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
  const good = () => get("quotas");
  const fail = async (times: number) => {
    for (let count = 0; count < times; count += 1) await get("quotas", { secretKey: "wrong" });
  };
  for (const _round of [1, 2]) {
    await fail(5);
    expect((await good()).status).toBe(200);
  }
  await fail(6);
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
  expect((await get("quotas")).status).toBe(401);
  expect((await get("quotas", { headers: { "x-security-token": "temporary" } })).status).toBe(200);
});

test("a path of no route comes before the signature, and an id in the path before the body", async () => {
  for (const [method, path] of Object.entries({ GET: "nothing", PATCH: "quotas" }))
    expect(await plain(`${emulator.url}/v1/p/${path}`, { method })).toMatchObject({
      status: 404,
      body: { error_code: "APIGW.0101" },
    });
  const reply = await put(`${services}/a.b`, undefined, { rawBody: "{" });
  expect(reply).toMatchObject({ status: 400, body: { error_code: "EndPoint.3062" } });
});
