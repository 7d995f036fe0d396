// POST /v3/auth/tokens: who gets a token, for what, for how long, and what it opens.
import { callsOf, unsigned, useEmulator } from "./client";
import { byPassword, login, projectScope, tokenFor, tokenOf } from "./logins";

let nowMs: number;
const region = "eu-west-101";
const subProject = `${region}_dev`;
const emulator = useEmulator({
  clock: () => nowMs,
  accounts: ["acme"],
  region,
  subProjects: [subProject],
});
const { get } = callsOf(emulator);
const [minute, hour] = [60_000, 3_600_000];

beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 1);
});

const quotasWith = (token: string, path = `/v1/${emulator.projectId}/quotas`) =>
  unsigned(emulator, `GET ${path}`, undefined, { "x-auth-token": token });
const project = (name: string) => emulator.accounts[0].projects.find((each) => each.name === name)?.projectId;

test("a password gives one, which opens the API for 24 hours", async () => {
  const reply = await login(emulator);
  expect(reply.body.token).toMatchObject({
    issued_at: "2026-01-01T00:00:00.000000Z",
    expires_at: "2026-01-02T00:00:00.000000Z",
    methods: ["password"],
    project: { id: emulator.projectId, name: region, domain: { id: emulator.domainId } },
    user: { name: "admin" },
  });
  nowMs += 24 * hour - 1;
  expect((await quotasWith(tokenOf(reply))).status).toBe(200);
  nowMs += 1;
  const late = await quotasWith(tokenOf(reply));
  expect(late).toMatchObject({ status: 401, body: { error_code: "APIGW.0301" } });
  expect(late.body.error_msg).toContain("token expires, expires_at: 2026-01-02");
  expect((await quotasWith("canary")).body.error_msg).toContain("decrypt token fail");
});

test.each<[string, () => object, string]>([
  ["the name of a project", () => ({ project: { name: region } }), region],
  ["the name of a sub-project", () => ({ project: { name: subProject } }), subProject],
  ["the id of a project", () => ({ project: { id: project(subProject) } }), subProject],
  [
    "project and account",
    () => ({ project: { name: region, domain: { name: "emulator-account" } } }),
    region,
  ],
  ["the account's name", () => ({ domain: { name: "emulator-account" } }), ""],
  ["the account's id", () => ({ domain: { id: emulator.domainId } }), ""],
  ["nothing", () => ({}), ""],
])("scoped by %s", async (_by, scope, name) => {
  const reply = await login(emulator, byPassword(emulator, scope()));
  const token = tokenOf(reply);
  if (name !== "") expect(reply.body.token.project).toMatchObject({ id: project(name), name });
  else expect(reply.body.token.domain).toMatchObject({ id: emulator.domainId });
  for (const each of [region, subProject]) {
    const status = each === name ? 200 : 403;
    expect((await quotasWith(token, `/v1/${project(each)}/quotas`)).status).toBe(status);
  }
  expect((await quotasWith(token, "/v3/auth/domains")).status).toBe(200);
});

test("a user id needs no account, and no catalogue is there when none is wanted", async () => {
  const [{ users }] = emulator.accounts;
  const user = { name: undefined, domain: undefined, id: users[0].id };
  const auth = byPassword(emulator, { project: { id: emulator.projectId } }, user);
  const { body } = await unsigned(emulator, "POST /v3/auth/tokens?nocatalog=true", { auth });
  expect(body.token).toMatchObject({ user: { id: users[0].id }, catalog: [] });
});

test("a token gives another for another scope, which ends with it", async () => {
  const first = await tokenFor(emulator);
  nowMs += hour;
  const identity = { methods: ["token"], token: { id: first } };
  const second = await login(emulator, { identity, scope: { project: { name: subProject } } });
  expect(second.body.token).toMatchObject({
    methods: ["token"],
    expires_at: "2026-01-02T00:00:00.000000Z",
    user: { name: "admin" },
  });
  nowMs += 23 * hour;
  const late = await login(emulator, { identity });
  expect(late).toMatchObject({ status: 401, body: { error: { message: "The token must be updated." } } });
});

describe("an agency", () => {
  const assume = (role: object) => ({
    identity: { methods: ["assume_role"], assume_role: role },
    scope: projectScope(emulator),
  });
  const [acme, own] = [{ domain_name: "acme" }, { domain_name: "emulator-account" }];
  const signed = (role: object) =>
    callsOf(emulator).post("/v3/auth/tokens", { auth: assume(role) }, { headers: { accept: "*/*" } });

  test.each([{ agency_name: "open-agency" }, { xrole_name: "open-agency" }])("%j", async (name) => {
    const token = await tokenFor(emulator);
    const replies = [
      await signed({ ...acme, ...name }),
      await login(emulator, assume({ ...acme, ...name }), { "x-auth-token": token }),
    ];
    const { domainId, projectId } = emulator.accounts[1] ?? {};
    for (const reply of replies) {
      expect(reply.body.token).toMatchObject({
        methods: ["assume_role"],
        user: { name: "acme/open-agency", domain: { id: domainId } },
        project: { id: projectId },
        assumed_by: { user: { name: "admin", domain: { id: emulator.domainId } } },
      });
      expect((await quotasWith(tokenOf(reply), `/v1/${projectId}/quotas`)).status).toBe(200);
      expect((await quotasWith(tokenOf(reply))).status).toBe(403);
    }
  });

  test.each<[object, number]>([
    [{ ...acme, agency_name: "own-agency" }, 403],
    [{ ...own, agency_name: "own-agency" }, 201],
    [{ ...acme, agency_name: "no-agency" }, 404],
    [{ domain_name: "nobody", agency_name: "open-agency" }, 404],
    [{ agency_name: "open-agency" }, 400],
    [acme, 400],
  ])("%j: %i", async (role, status) => {
    expect((await signed(role)).status).toBe(status);
    expect(await login(emulator, assume(role))).toMatchObject({
      status: 401,
      body: { error_code: "APIGW.0301" },
    });
  });
});

test.each<[string, object, object, number]>([
  ["a wrong password", {}, { password: "guess" }, 401],
  ["an unknown user", {}, { name: "jane" }, 401],
  ["another account", {}, { domain: { name: "acme" } }, 401],
  ["an unknown account", {}, { domain: { id: "other" } }, 401],
  ["no account", {}, { domain: {} }, 400],
  ["no password", {}, { password: undefined }, 400],
  ["a project that does not exist", { scope: { project: { name: "cn-north-4" } } }, {}, 404],
  ["a project without name and id", { scope: { project: {} } }, {}, 400],
  ["another account's scope", { scope: { domain: { name: "acme" } } }, {}, 403],
  ["an unknown token", { identity: { methods: ["token"], token: { id: "x" } } }, {}, 401],
  ["an unknown method", { identity: { methods: ["toString"] } }, {}, 400],
  ["a body of the wrong shape", { identity: "jane" }, {}, 400],
])("%s is refused", async (_name, changes, user, status) => {
  const reply = await login(emulator, { ...byPassword(emulator, {}, user), ...changes });
  const title = { 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found" }[status];
  expect(reply).toMatchObject({ status, body: { error: { code: status, title } } });
  expect(tokenOf(reply)).toBe("");
});

describe("wrong passwords", () => {
  const attempt = async (password?: string) => {
    const reply = await login(emulator, byPassword(emulator, {}, password === undefined ? {} : { password }));
    return reply.body.error?.message ?? reply.status;
  };
  const wrong = "The username or password is wrong.";
  const locked = "The user is locked.";

  test("five in a row lock the user for 15 minutes, and a right one before that counts anew", async () => {
    for (let count = 0; count < 4; count += 1) expect(await attempt("guess")).toBe(wrong);
    expect(await attempt()).toBe(201);
    for (let count = 0; count < 5; count += 1) expect(await attempt("guess")).toBe(wrong);
    expect(await attempt()).toBe(locked);
    const acme = { password: "acme-password", domain: { name: "acme" } };
    expect((await login(emulator, byPassword(emulator, {}, acme))).status).toBe(201);
    expect((await get("quotas")).status).toBe(200);
    nowMs += 15 * minute;
    expect(await attempt()).toBe(201);
  });

  test("how many and for how long can be set", async () => {
    emulator.configure({ loginFailures: 1, loginLockSeconds: 2 });
    expect([await attempt("guess"), await attempt()]).toEqual([wrong, locked]);
    nowMs += 2000;
    expect(await attempt()).toBe(201);
  });
});
