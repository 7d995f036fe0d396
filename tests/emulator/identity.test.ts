import { call, plain, useEmulator } from "./client";

let nowMs = Date.UTC(2026, 0, 1);
const emulator = useEmulator({ clock: () => nowMs, domainName: "acme", region: "eu-west-101" });

const get = (path: string) => call(emulator, "GET", path, undefined, { atMs: nowMs });

test("versions need no signature, with and without a slash at the end", async () => {
  for (const path of ["", "/"]) {
    const all = await plain(`${emulator.url}${path}`);
    expect(all.body.versions.map((version: { id: string }) => version.id)).toEqual(["v1", "v2"]);
  }
  const one = await plain(`${emulator.url}/v1/`);
  expect(one.body.version).toEqual({
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
  ["/v3/projects?name=eu-west-101", 1],
  ["/v3/projects", 1],
  ["/v3//projects?name=eu-west-101", 1],
  ["/v3/projects/?domain_id=", 1],
  ["/v3/projects?name=cn-north-4", 0],
  ["/v3/projects?domain_id=other", 0],
])("%s has %i projects", async (path, count) => {
  const reply = await get(path);
  const project = {
    id: emulator.projectId,
    name: "eu-west-101",
    domain_id: emulator.domainId,
    enabled: true,
  };
  expect(reply.body.projects).toHaveLength(count);
  if (count === 1) expect(reply.body.projects[0]).toMatchObject(project);
});

test("domains, regions, users and catalogue", async () => {
  const { domains } = (await get("/v3/auth/domains")).body;
  expect(domains).toEqual([expect.objectContaining({ id: emulator.domainId, name: "acme" })]);
  expect((await get("/v3/regions")).body.regions).toMatchObject([{ id: "eu-west-101", type: "public" }]);
  expect((await get("/v3/users?name=jane")).body.users).toMatchObject([
    { name: "jane", domain_id: emulator.domainId },
  ]);
  const { catalog } = (await get("/v3/auth/catalog")).body;
  expect(catalog.map((entry: { type: string }) => entry.type)).toEqual(["identity", "vpcep"]);
});

test("identity look-ups are not open to everyone", async () => {
  expect((await plain(`${emulator.url}/v3/projects`)).status).toBe(401);
});

describe("tokens", () => {
  const login = (changes: object = {}, user: object = {}) =>
    plain(`${emulator.url}/v3/auth/tokens`, {
      method: "POST",
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ["password"],
            password: {
              user: { name: "jane", password: emulator.secretKey, domain: { name: "acme" }, ...user },
            },
          },
          scope: { project: { name: "eu-west-101" } },
          ...changes,
        },
      }),
    });
  const withToken = (token: string | null, path = `/v1/${emulator.projectId}/quotas`) =>
    plain(`${emulator.url}${path}`, { headers: { "x-auth-token": token ?? "" } });

  test("a password gives one, and it opens the API for 24 hours", async () => {
    const reply = await login();
    expect(reply.status).toBe(201);
    expect(reply.body.token).toMatchObject({
      issued_at: "2026-01-01T00:00:00.000000Z",
      expires_at: "2026-01-02T00:00:00.000000Z",
      methods: ["password"],
      project: { id: emulator.projectId, name: "eu-west-101", domain: { id: emulator.domainId } },
      user: { name: "jane" },
    });
    const token = reply.headers.get("x-subject-token");
    expect((await withToken(token)).status).toBe(200);
    const started = nowMs;
    nowMs += 24 * 3600 * 1000 - 1;
    expect((await withToken(token)).status).toBe(200);
    nowMs += 1;
    const late = await withToken(token);
    nowMs = started;
    expect(late).toMatchObject({ status: 401, body: { error_code: "APIGW.0301" } });
    expect(late.body.error_msg).toContain("token expires, expires_at: 2026-01-02");
  });

  test("one for the account alone does for identity look-ups but not for the service", async () => {
    const reply = await login({ scope: { domain: { name: "acme" } } });
    expect(reply.body.token).toMatchObject({ domain: { name: "acme" } });
    const token = reply.headers.get("x-subject-token");
    expect(await withToken(token)).toMatchObject({ status: 403, body: { error_code: "EndPoint.0004" } });
    expect((await withToken(token, "/v3/auth/domains")).status).toBe(200);
  });

  test("it can be renewed with itself", async () => {
    const id = (await login()).headers.get("x-subject-token");
    const renewed = await login({ identity: { methods: ["token"], token: { id } } });
    expect(renewed.status).toBe(201);
    expect((await withToken(renewed.headers.get("x-subject-token"))).status).toBe(200);
  });

  test.each<[string, object, object, number]>([
    ["a wrong password", {}, { password: "guess" }, 401],
    ["another account", {}, { domain: { name: "other" } }, 401],
    ["another project", { scope: { project: { name: "cn-north-4" } } }, {}, 401],
    ["an unknown token", { identity: { methods: ["token"], token: { id: "x" } } }, {}, 401],
    ["a body of the wrong shape", { identity: "jane" }, {}, 400],
  ])("%s is refused", async (_name, changes, user, status) => {
    const reply = await login(changes, user);
    expect(reply.status).toBe(status);
    expect(reply.body.error_code).toMatch(/^IAM\./);
    expect(reply.headers.get("x-subject-token")).toBeNull();
  });

  test("the password is not in the log", async () => {
    await login();
    expect(emulator.requests()).toMatchObject([{ path: "/v3/auth/tokens", body: null, status: 201 }]);
    expect(JSON.stringify(emulator.requests())).not.toContain(emulator.secretKey);
  });
});
