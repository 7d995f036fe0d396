// Temporary keys: every way to get some, for how long, and what they open.
import {
  type CallOptions,
  call,
  callsOf,
  plain,
  type Reply,
  signedCall,
  unsigned,
  useEmulator,
} from "./client";
import { byPassword, keysOf, login, securityTokens, signedWith, tokenFor, tokenOf } from "./logins";

let nowMs: number;
const emulator = useEmulator({ clock: () => nowMs, accounts: ["acme"] });
const { get, post } = callsOf(emulator);
const [acmeAt, hour] = [1, 3_600_000];
const acme = () => emulator.accounts[acmeAt] ?? emulator.accounts[0];

beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 1);
});

type Given = Record<string, unknown>;
const identity = (method: string, given: Given) => ({
  auth: { identity: { methods: [method], [method]: given } },
});
const byToken = async (given: Given = {}) =>
  unsigned(emulator, `POST ${securityTokens}`, identity("token", { id: await tokenFor(emulator), ...given }));
const byAgencyName = (given: Given = {}, options?: CallOptions) => {
  const role = { agency_name: "open-agency", domain_name: "acme", ...given };
  return post(securityTokens, identity("assume_role", role), options);
};
const byAgencyUrn = (given: Given = {}, options?: CallOptions) => {
  const agency_urn = `iam::${acme().domainId}:agency:open-agency`;
  return post("/v5/agencies/assume", { agency_urn, agency_session_name: "s1", ...given }, options);
};
const byIdToken = (given: Given = {}) => {
  const { urn, idTokens } = acme().identityProvider;
  const agency_urn = `iam::${acme().domainId}:agency:own-agency`;
  const body = { provider_urn: urn, agency_urn, agency_session_name: "s1", id_token: idTokens[0], ...given };
  return unsigned(emulator, "POST /v5/agencies/assume-with-oidc", body);
};
const ways: [string, (given?: Given) => Promise<Reply>, number][] = [
  ["a token", byToken, 900],
  ["an agency by account name", byAgencyName, 900],
  ["an agency by urn", byAgencyUrn, 3600],
  ["an id token", byIdToken, 3600],
];

describe.each(ways)("by %s", (way, get, fallback) => {
  const account = () => (way === "a token" ? emulator.accounts[0] : acme());
  const quotas = (options: CallOptions) =>
    call({ ...account(), url: emulator.url, now: () => nowMs }, "GET", "quotas", undefined, options);

  test("they open the account's project with their security token only, until they end", async () => {
    const reply = await get();
    const { expiresAt, securityToken } = keysOf(reply);
    const end = nowMs + fallback * 1000;
    expect(expiresAt).toBe(new Date(end).toISOString().replace("Z", "000Z"));
    expect((await quotas(signedWith(reply))).status).toBe(200);
    const other = keysOf(await get()).securityToken;
    for (const wrong of ["", other, `${securityToken}x`]) {
      const refused = await quotas(signedWith(reply, wrong));
      expect(refused).toMatchObject({ status: 401, body: { error_code: "APIGW.0301" } });
    }
    nowMs = end - 1;
    expect((await quotas(signedWith(reply))).status).toBe(200);
    nowMs = end;
    const late = await quotas(signedWith(reply));
    expect(late).toMatchObject({ status: 401, body: { error_code: "APIGW.0301" } });
    expect(late.body.error_msg).toContain("expires_at: 2026-01-01T");
  });

  test.each([
    [899, 400],
    [900, 200],
    [43_200, 200],
    [43_201, fallback === 900 ? 200 : 400],
    [86_400, fallback === 900 ? 200 : 400],
    [86_401, 400],
    ["900", 400],
  ])("for %j seconds: %i", async (duration_seconds, status) => {
    const reply = await get({ duration_seconds });
    expect(reply.status).toBe(status === 200 && fallback === 900 ? 201 : status);
    if (status === 200)
      expect(Date.parse(keysOf(reply).expiresAt)).toBe(nowMs + Number(duration_seconds) * 1000);
  });

  test("how long they live can be set, from a second", async () => {
    emulator.configure({ keySeconds: 1 });
    const reply = await get({ duration_seconds: 3600 });
    expect((await quotas(signedWith(reply))).status).toBe(200);
    nowMs += 1000;
    expect((await quotas(signedWith(reply))).status).toBe(401);
  });

  test("they are told who they are, and get no more from STS than an hour", async () => {
    const options = signedWith(await get());
    const { body } = await callsOf(emulator).get("/v5/caller-identity", options);
    expect(body).toMatchObject({ account_id: account().domainId });
    if (way !== "a token") expect(body.principal_urn).toContain(`sts::${acme().domainId}:assumed-agency:`);
    expect((await byAgencyUrn({ duration_seconds: 3601 }, options)).status).toBe(400);
    expect((await byAgencyUrn({ duration_seconds: 3600 }, options)).status).toBe(200);
  });
});

test("a security token may be added after signing, as Terraform does", async () => {
  const { accessKey, secretKey, securityToken } = keysOf(await byToken());
  const [url, init] = signedCall(emulator, "GET", "quotas", undefined, { accessKey, secretKey });
  const headers = { ...init.headers, "x-security-token": securityToken };
  expect((await plain(url, { ...init, headers })).status).toBe(200);
});

test("a token for keys may come in the header, and is refused when it is over", async () => {
  const token = await tokenFor(emulator);
  const send = (id: string) =>
    unsigned(emulator, `POST ${securityTokens}`, identity("token", {}), { "X-AUTH-TOKEN": id });
  expect((await send(token)).status).toBe(201);
  expect(await send("x")).toMatchObject({ status: 401, body: { error_code: "IAM.0067" } });
  nowMs += 24 * hour;
  expect(await send(token)).toMatchObject({ status: 401, body: { error_code: "IAM.0066" } });
});

test.each<[string, () => Promise<Reply>, number, string]>([
  ["an unknown agency", () => byAgencyName({ agency_name: "x" }), 404, "IAM.0004"],
  ["an agency that trusts another", () => byAgencyName({ agency_name: "own-agency" }), 403, "IAM.0002"],
  ["an agency of nobody", () => byAgencyName({ domain_name: undefined }), 400, "IAM.0011"],
  ["an unsigned call", () => unsigned(emulator, `POST ${securityTokens}`, unsignedAgency), 401, "APIGW.0301"],
  ["no method", () => post(securityTokens, {}), 400, "IAM.0011"],
  ["an unknown agency urn", () => byAgencyUrn({ agency_urn: "iam::x:agency:y" }), 404, "PAP5.0001"],
  ["no urn", () => byAgencyUrn({ agency_urn: "open-agency" }), 400, "PAP5.0001"],
  ["an untrusted caller", () => byAgencyUrn({ agency_urn: ownAgency() }), 403, "PAP5.0001"],
  ["a session name with a blank", () => byAgencyUrn({ agency_session_name: "a b" }), 400, "PAP5.0001"],
  ["a token at STS", () => withToken("POST /v5/agencies/assume"), 401, "APIGW.0301"],
  ["an invalid id token", () => byIdToken({ id_token: "guess" }), 401, "PAP5.0001"],
  ["an unknown provider", () => byIdToken({ provider_urn: "x" }), 404, "PAP5.0001"],
])("%s is refused", async (_what, send, status, error_code) => {
  const reply = await send();
  expect(reply).toMatchObject({ status, body: { error_code } });
  if (!error_code.startsWith("IAM")) expect(reply.body.request_id).toBe(reply.headers.get("x-request-id"));
});
const unsignedAgency = identity("assume_role", { agency_name: "open-agency", domain_name: "acme" });
const ownAgency = () => `iam::${acme().domainId}:agency:own-agency`;
const withToken = async (line: string) =>
  unsigned(emulator, line, {}, { "x-auth-token": await tokenFor(emulator) });

test("permanent keys are told whose they are", async () => {
  const [{ users, domainId }] = emulator.accounts;
  expect((await get("/v5/caller-identity")).body).toEqual({
    account_id: domainId,
    principal_urn: `iam::${domainId}:user:admin`,
    principal_id: users[0].id,
  });
});

describe("an id token", () => {
  const jwt = (claims: object) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg: "none" })}.${part(claims)}.`;
  };
  const seconds = (offset: number) => Date.UTC(2026, 0, 1) / 1000 + offset;
  const plain = "emulator-account-id-token";
  const provider = "emulator-account-idp";
  const inBody = (id: string, idp = provider, scope?: object) => {
    const auth = { id_token: { id }, ...(scope && { scope }) };
    return unsigned(emulator, "POST /v3.0/OS-AUTH/id-token/tokens", { auth }, { "x-idp-id": idp });
  };
  const inHeader = (id: string, idp = provider) => {
    const line = `POST /v3/OS-FEDERATION/identity_providers/${idp}/protocols/oidc/auth`;
    return unsigned(emulator, line, {}, { authorization: `Bearer ${id}` });
  };

  test.each([
    ["of the list", plain, "emulated-subject"],
    ["that is a JWT", jwt({ exp: seconds(1), sub: "jane" }), "jane"],
  ])("%s gives a token for temporary keys", async (_kind, id, name) => {
    for (const reply of [await inBody(id), await inHeader(id)]) {
      expect(reply).toMatchObject({ status: 201, body: { token: { methods: ["mapped"], user: { name } } } });
      const unscoped = { "x-auth-token": tokenOf(reply) };
      const line = `GET /v1/${emulator.projectId}/quotas`;
      expect((await unsigned(emulator, line, undefined, unscoped)).status).toBe(403);
      const keys = await unsigned(emulator, `POST ${securityTokens}`, identity("token", {}), unscoped);
      expect((await get("quotas", signedWith(keys))).status).toBe(200);
    }
  });

  test("may ask for a project at once", async () => {
    const { body } = await inBody(plain, provider, { project: { id: emulator.projectId } });
    expect(body.token.project).toMatchObject({ id: emulator.projectId });
    const unknown = await inBody(plain, provider, { project: { name: "x" } });
    expect(unknown).toMatchObject({ status: 404, body: { error_code: "IAM.0004" } });
  });

  test.each([
    ["another account's", "acme-id-token", provider, 401],
    ["an expired one", jwt({ exp: seconds(0) }), provider, 401],
    ["a JWT without an end", jwt({ sub: "jane" }), provider, 401],
    ["no JWT", "a.b.c", provider, 401],
    ["one of an unknown provider", plain, "other", 404],
  ])("%s is refused", async (_what, id, idp, status) => {
    const error_code = status === 401 ? "IAM.0001" : "IAM.0004";
    expect(await inBody(id, idp)).toMatchObject({ status, body: { error_code } });
    expect(await inHeader(id, idp)).toMatchObject({ status, body: { error: { code: status } } });
  });
});

test("what a client must know comes as text, and every response has the id of its request", async () => {
  for (const [, get] of ways) {
    const { body, headers } = await get();
    const values = Object.values(body.credential ?? body.credentials);
    expect(values.every((value) => typeof value === "string")).toBe(true);
    expect(headers.get("x-iam-trace-id")).toBe(headers.get("x-request-id"));
  }
  const refused = await login(emulator, byPassword(emulator, {}, { password: "guess" }));
  expect(refused.headers.has("x-iam-trace-id")).toBe(true);
});
