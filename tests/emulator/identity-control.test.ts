// What the cloud does to logins behind the clients' backs, and what the log keeps of them.
import { callsOf, plain, startForTest, unsigned, useEmulator } from "./client";
import { byPassword, keysOf, login, securityTokens, signedWith, tokenFor, tokenOf } from "./logins";

const emulator = useEmulator({ accounts: ["acme"] });
const { get, post } = callsOf(emulator);

const control = (line: string, body?: unknown) =>
  unsigned(emulator, line.replace(" ", " /__emulator/"), body);
const quotasWith = async (token: string) =>
  (await unsigned(emulator, `GET /v1/${emulator.projectId}/quotas`, undefined, { "x-auth-token": token }))
    .status;
const keysBy = (token: string) => {
  const identity = { methods: ["token"], token: { id: token } };
  return unsigned(emulator, `POST ${securityTokens}`, { auth: { identity } });
};
const quotasBy = async (keys: Awaited<ReturnType<typeof keysBy>>) =>
  (await get("quotas", signedWith(keys))).status;

test("a key and a token can end early, alone or all together", async () => {
  const [one, other] = [await tokenFor(emulator), await tokenFor(emulator)];
  const [first, second] = [await keysBy(one), await keysBy(one)];
  await control(`DELETE tokens/${one}`);
  expect([await quotasWith(one), await quotasWith(other)]).toEqual([401, 200]);
  await control(`DELETE keys/${keysOf(first).accessKey}`);
  expect([await quotasBy(first), await quotasBy(second)]).toEqual([401, 200]);
  await control("DELETE logins");
  expect([await quotasWith(other), await quotasBy(second)]).toEqual([401, 401]);
  expect((await get("quotas")).status).toBe(200);
});

test("a changed password is the only one, and ends what was issued to the user", async () => {
  const token = await tokenFor(emulator);
  const keys = await keysBy(token);
  expect((await control("PUT users/admin", { password: "next" })).status).toBe(204);
  expect([await quotasWith(token), await quotasBy(keys)]).toEqual([401, 401]);
  expect((await login(emulator)).status).toBe(401);
  expect((await login(emulator, byPassword(emulator, {}, { password: "next" }))).status).toBe(201);
  emulator.changePassword("admin", "acme-next", "acme");
  const acme = { password: "acme-next", domain: { name: "acme" } };
  expect((await login(emulator, byPassword(emulator, {}, acme))).status).toBe(201);
  emulator.reset();
  expect((await login(emulator)).status).toBe(201);
});

test("tokens live as long as is set, from a second", async () => {
  let nowMs = Date.now();
  const clocked = await startForTest({ clock: () => nowMs });
  clocked.configure({ tokenSeconds: 1 });
  const token = { "x-auth-token": await tokenFor(clocked) };
  const status = async () => (await unsigned(clocked, "GET /v3/auth/domains", undefined, token)).status;
  expect(await status()).toBe(200);
  nowMs += 1000;
  expect(await status()).toBe(401);
});

test.each<[string, unknown, string]>([
  ["DELETE keys/AK", undefined, "No temporary key AK has been issued."],
  ["DELETE tokens/x", undefined, "No such token has been issued."],
  ["PUT users/jane", { password: "x" }, "The account emulator-account has no user jane."],
  ["PUT users/admin", { password: "x", account: "shop" }, "The account shop has no user admin."],
  ["PUT users/admin", { password: "" }, "In a user, password has to be a text that is not empty."],
  ["PATCH settings", { tokenSeconds: 0 }, "In settings, tokenSeconds has to be a whole number from 1"],
  ["PATCH settings", { metadataToken: "off" }, "has to be one of optional, required, 404, 405"],
])("%s with %j is refused", async (line, body, sentence) => {
  const reply = await control(line, body);
  expect(reply.status).toBe(400);
  expect(reply.body.error).toContain(sentence);
});

describe("the log", () => {
  const secrets = ["emulator-account-password", "emulator-account-id-token", "canary"];

  test("shows each login and what it was for, without password, token or key", async () => {
    const token = await tokenFor(emulator);
    const keys = await keysBy(token);
    const issued = [token, keysOf(keys).secretKey, keysOf(keys).securityToken];
    await get("quotas", signedWith(keys));
    await login(emulator, { identity: { methods: ["token"], token: { id: token } } });
    const role = { agency_name: "open-agency", domain_name: "acme" };
    await post(securityTokens, { auth: { identity: { methods: ["assume_role"], assume_role: role } } });
    await unsigned(
      emulator,
      "POST /v3.0/OS-AUTH/id-token/tokens",
      { auth: { id_token: { id: "emulator-account-id-token" } } },
      { "x-idp-id": "emulator-account-idp" },
    );
    await unsigned(emulator, "POST /v5/agencies/assume-with-oidc", { id_token: "emulator-account-id-token" });
    const log = emulator.requests();
    const user = { name: "admin", domain: { name: "emulator-account" }, password: "***" };
    expect(log.map(({ body }) => body)).toMatchObject([
      { auth: { identity: { methods: ["password"], password: { user } } } },
      { auth: { identity: { methods: ["token"], token: { id: "***" } } } },
      null,
      { auth: { identity: { methods: ["token"], token: { id: "***" } } } },
      { auth: { identity: { assume_role: role } } },
      { auth: { id_token: { id: "***" } } },
      { id_token: "***" },
    ]);
    for (const secret of [...secrets, ...issued]) expect(JSON.stringify(log)).not.toContain(secret);
  });

  test.each([
    '{"password":"canary"}',
    '{"password":{"user":"canary","password":["canary"]}}',
    '{"token":{"id":"canary"}',
    '["canary"]',
    '"canary"',
    "canary",
  ])("keeps nothing secret of %s, whatever its path and method", async (rawBody) => {
    for (const path of [
      "/v3/auth/tokens",
      "/v3/auth/login",
      securityTokens,
      "/v5/agencies/assume",
      "/v3/users",
    ])
      for (const method of ["POST", "PUT"]) await plain(emulator.url + path, { method, body: rawBody });
    expect(JSON.stringify(emulator.requests())).not.toContain("canary");
  });

  test("on the terminal shows none of them in a path", async () => {
    const lines: string[] = [];
    const logged = await startForTest({ log: (line) => lines.push(line) });
    const reply = await login(logged);
    await unsigned(logged, `GET /v1/x?a=${tokenOf(reply)}&b=${logged.accounts[0].users[0].password}`);
    while (lines.length < 2) await new Promise(setImmediate);
    expect(lines.join()).toContain("/v1/x?a=***&b=***");
  });
});
