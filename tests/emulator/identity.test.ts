import { callsOf, plain, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const region = "eu-west-101";
const emulator = useEmulator({ clock: () => nowMs, domainName: "acme", region });
const { get } = callsOf(emulator);

test("versions need no signature, with and without a slash at the end", async () => {
  for (const path of ["", "/"]) {
    const all = await plain(`${emulator.url}${path}`);
    expect(all.body.versions.map((version: { id: string }) => version.id)).toEqual(["v1", "v2"]);
  }
  expect((await plain(`${emulator.url}/v1/`)).body.version).toEqual({
    id: "v1",
    status: "CURRENT",
    updated: "2018-09-30T00:00:00Z",
    version: "1",
    min_version: "",
    links: [{ rel: "self", href: `${emulator.url}/v1`, type: "application/json" }],
  });
  expect((await plain(`${emulator.url}/v9`)).body).toMatchObject({ error_code: "APIGW.0101" });
});

test.each([
  [`/v3/projects?name=${region}`, 1],
  ["/v3/projects", 1],
  [`/v3//projects?name=${region}`, 1],
  ["/v3/projects/?domain_id=", 1],
  ["/v3/projects?name=cn-north-4", 0],
  ["/v3/projects?domain_id=other", 0],
])("%s has %i projects", async (path, count) => {
  const project = { id: emulator.projectId, name: region, domain_id: emulator.domainId, enabled: true };
  expect((await get(path)).body.projects).toMatchObject(Array(count).fill(project));
});

test("domains, regions, users and catalogue", async () => {
  const domain = { id: emulator.domainId, name: "acme" };
  expect((await get("/v3/auth/domains")).body.domains).toEqual([expect.objectContaining(domain)]);
  expect((await get("/v3/regions")).body.regions).toMatchObject([{ id: region, type: "public" }]);
  const user = { name: "jane", domain_id: emulator.domainId };
  expect((await get("/v3/users?name=jane")).body.users).toMatchObject([user]);
  const { catalog } = (await get("/v3/auth/catalog")).body;
  expect(catalog.map((entry: { type: string }) => entry.type)).toEqual(["identity", "vpcep"]);
});

test("identity look-ups are not open to everyone", async () => {
  expect((await plain(`${emulator.url}/v3/projects`)).status).toBe(401);
});

describe("tokens", () => {
  async function login(changes: object = {}, user: object = {}) {
    const jane = { name: "jane", password: emulator.secretKey, domain: { name: "acme" }, ...user };
    const identity = { methods: ["password"], password: { user: jane } };
    const auth = { identity, scope: { project: { name: region } }, ...changes };
    const body = JSON.stringify({ auth });
    const reply = await plain(`${emulator.url}/v3/auth/tokens`, { method: "POST", body });
    return { ...reply, id: reply.headers.get("x-subject-token") };
  }
  const withToken = (token: string | null, path = `/v1/${emulator.projectId}/quotas`) =>
    plain(`${emulator.url}${path}`, { headers: { "x-auth-token": token ?? "" } });

  test("a password gives one, which opens the API for 24 hours and is not in the log", async () => {
    const { status, body, id } = await login();
    expect(status).toBe(201);
    expect(body.token).toMatchObject({
      issued_at: "2026-01-01T00:00:00.000000Z",
      expires_at: "2026-01-02T00:00:00.000000Z",
      methods: ["password"],
      project: { id: emulator.projectId, name: region, domain: { id: emulator.domainId } },
      user: { name: "jane" },
    });
    expect(emulator.requests()).toMatchObject([{ path: "/v3/auth/tokens", body: null, status: 201 }]);
    expect(JSON.stringify(emulator.requests())).not.toContain(emulator.secretKey);
    expect((await withToken(id)).status).toBe(200);
    const started = nowMs;
    nowMs += 24 * 3600 * 1000 - 1;
    expect((await withToken(id)).status).toBe(200);
    nowMs += 1;
    const late = await withToken(id);
    nowMs = started;
    expect(late).toMatchObject({ status: 401, body: { error_code: "APIGW.0301" } });
    expect(late.body.error_msg).toContain("token expires, expires_at: 2026-01-02");
  });

  test("one for the account alone does for identity look-ups but not for the service", async () => {
    const { body, id } = await login({ scope: { domain: { name: "acme" } } });
    expect(body.token).toMatchObject({ domain: { name: "acme" } });
    expect(await withToken(id)).toMatchObject({ status: 403, body: { error_code: "EndPoint.0004" } });
    expect((await withToken(id, "/v3/auth/domains")).status).toBe(200);
  });

  test("it can be renewed with itself", async () => {
    const { id } = await login();
    const renewed = await login({ identity: { methods: ["token"], token: { id } } });
    expect(renewed.status).toBe(201);
    expect((await withToken(renewed.id)).status).toBe(200);
  });

  test.each<[string, object, object, number]>([
    ["a wrong password", {}, { password: "guess" }, 401],
    ["another account", {}, { domain: { name: "other" } }, 401],
    ["another project", { scope: { project: { name: "cn-north-4" } } }, {}, 401],
    ["an unknown token", { identity: { methods: ["token"], token: { id: "x" } } }, {}, 401],
    ["a body of the wrong shape", { identity: "jane" }, {}, 400],
  ])("%s is refused", async (_name, changes, user, status) => {
    const reply = await login(changes, user);
    expect(reply).toMatchObject({ status, id: null });
    expect(reply.body.error_code).toMatch(/^IAM\./);
  });
});
