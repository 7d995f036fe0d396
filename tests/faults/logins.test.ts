// Every way of becoming somebody in the cloud, and what goes wrong with it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../emulator";
import { readProviderConfig } from "../../provider/configuration/config";
import { UNKNOWN_MARKER } from "../../provider/configuration/settings";
import { createEnvironment, environmentOf } from "../../provider/environment";
import { lookUp } from "../../provider/look-ups/look-up";
import { vpcEndpointQuotas } from "../../provider/look-ups/quotas";
import { canaries, failure, type Lab, type LabOptions, service } from "../helpers/in-process";
import { otherPort, thirdPort } from "../helpers/samples";
import { inCloud, lab, put, writes } from "./support";

const folder = mkdtempSync(join(tmpdir(), "vpcep-logins-"));
afterAll(() => rmSync(folder, { recursive: true }));

const minute = 60_000;
const accountOf = ({ accounts: [account] }: Emulator) => account;

/** Stack settings for each way in. */
const ways = {
  password: (emulator: Emulator) => {
    const { name, users } = accountOf(emulator);
    return { userName: String(users[0]?.name), password: String(users[0]?.password), domainName: name };
  },
  agencyByName: (emulator: Emulator) => ({
    ...canaries,
    agencyName: "open-agency",
    agencyDomainName: String(emulator.accounts[1]?.name),
  }),
  agencyById: (emulator: Emulator) => ({
    ...canaries,
    agencyName: "open-agency",
    agencyDomainId: String(emulator.accounts[1]?.domainId),
  }),
  agencyOfUser: (emulator: Emulator) => ({
    ...ways.password(emulator),
    agencyName: "open-agency",
    agencyDomainName: String(emulator.accounts[1]?.name),
  }),
  idToken: (emulator: Emulator) => {
    const { id, idTokens } = accountOf(emulator).identityProvider;
    return { idpId: id, idToken: String(idTokens[0]) };
  },
  metadata: () => ({ useMetadata: "true" }),
};

const logins = /^POST \/(v3\/auth|v3\.0|v5)|^GET \/openstack/;
const identityCalls = (one: Lab) => one.calls().filter((call) => !call.includes("/vpc-endpoint"));
const loginsOf = (one: Lab) => one.calls().filter((call) => logins.test(call));

/** A lab that logs in so, in a cloud of two accounts. */
const loggingIn = (logIn: LabOptions["logIn"], more: LabOptions = {}) =>
  lab({ ...more, emulator: { accounts: ["partner"], ...more.emulator }, ...(logIn && { logIn }) });

const token = "POST /v3/auth/tokens?nocatalog=true";
const projects = "GET /v3/projects?name=cn-north-4";
const keys = "POST /v3.0/OS-CREDENTIAL/securitytokens";
const machine = ["PUT /meta-data/latest/api/token", "GET /openstack/latest/securitykey"];

test.each<[keyof typeof ways, string[], number]>([
  ["password", [token], 0],
  ["agencyByName", ["GET /v3/auth/domains", keys, projects], 1],
  ["agencyById", ["POST /v5/agencies/assume", projects], 1],
  ["agencyOfUser", [token, keys, projects], 1],
  ["idToken", ["POST /v3.0/OS-AUTH/id-token/tokens", keys, projects], 0],
  ["metadata", [...machine, projects], 0],
])(
  "login 2: %s: one login, one look for the project, and a life of a service",
  async (way, asked, account) => {
    const one = await loggingIn(ways[way]);
    await one.stack.up(service());
    expect(identityCalls(one)).toEqual(asked);
    const { projectId } = one.emulator.accounts[account] as { projectId: string };
    expect(one.stack.outputs).toMatchObject({ status: "available", projectId });
    one.forget();
    await one.stack.up(service({ description: "changed" }));
    await one.stack.refresh();
    await one.stack.destroy();
    expect(identityCalls(one)).toEqual([]);
  },
);

test("a token that is for the project is used as it is; another one is exchanged", async () => {
  const one = await loggingIn(ways.password);
  const response = await fetch(`${one.emulator.url}/v3/auth/tokens`, {
    method: "POST",
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: {
            user: {
              name: "admin",
              password: ways.password(one.emulator).password,
              domain: { name: accountOf(one.emulator).name },
            },
          },
        },
        scope: { project: { name: "cn-north-4" } },
      },
    }),
  });
  const authToken = String(response.headers.get("x-subject-token"));
  const { projectId } = one.emulator;
  const domainName = accountOf(one.emulator).name;
  for (const [portId, settings, asked] of [
    [otherPort, { authToken, projectId }, []],
    [thirdPort, { authToken, domainName }, [token]],
  ] as const) {
    const other = one.loggedIn(settings);
    one.forget();
    await other.stack.up(service({ portId }));
    expect(identityCalls(other)).toEqual(asked);
  }
});

test("login 1: the stack's keys are used alone, whatever the environment has", async () => {
  const one = await lab({
    variables: {
      HW_ASSUME_ROLE_AGENCY_NAME: "open-agency",
      HW_ASSUME_ROLE_DOMAIN_NAME: "partner",
      HW_USER_NAME: "admin",
      HW_USER_PASSWORD: "wrong",
      HW_AUTH_TOKEN: "x",
    },
  });
  await one.stack.up(service());
  expect(identityCalls(one)).toEqual([]);
});

describe("a wrong password", () => {
  const wrong = (emulator: Emulator) => ({ ...ways.password(emulator), password: "CANARY-wrong-password" });

  test("login 3: is sent once for twenty resources, which all say the same", async () => {
    const one = await loggingIn(wrong);
    const errors = await Promise.all(
      Array.from({ length: 20 }, (_, index) => failure(one.newStack(`s${index}`).up(service()))),
    );
    expect(loginsOf(one)).toEqual([token]);
    const texts = errors.map(({ message }) => message.replace(/"s\d+"/g, ""));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain("HTTP 401");
    expect(texts[0]).toContain("The username or password is wrong.");
    expect(texts.join()).not.toContain("CANARY");
  });

  test("login 4: is sent once more by the next run", async () => {
    const one = await loggingIn(wrong);
    await failure(one.stack.preview(service()));
    await failure(one.stack.up(service()));
    one.restart();
    await failure(one.stack.up(service()));
    expect(loginsOf(one)).toEqual([token, token]);
  });
});

test("login 30: a wrong password is sent once, whatever the projects and regions: more would lock the user", async () => {
  const one = await loggingIn((emulator) => ({
    ...ways.password(emulator),
    password: "CANARY-wrong-password",
  }));
  const regions = ["cn-north-4", "cn-east-3", "cn-south-1"];
  const places = regions.flatMap((region) => [
    { region },
    { region, projectId: "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a" },
  ]);
  await Promise.all(places.map((place, index) => failure(one.newStack(`s${index}`).up(service(place)))));
  expect(loginsOf(one)).toHaveLength(1);
});

test("a wrong password is sent once by all providers of a program", async () => {
  const one = await loggingIn(ways.password);
  const { url } = one.emulator;
  const outcomes = ["cn-north-4", "cn-east-3", "cn-south-1"].map((region) => {
    const settings: Record<string, string> = {
      ...ways.password(one.emulator),
      password: "CANARY-wrong-password",
      region,
      endpoints: JSON.stringify({ vpcep: url, iam: url }),
    };
    const { projectFor } = environmentOf((key) => settings[key.slice("huaweicloud:".length)]);
    const log = { info() {}, warn() {} };
    return failure(projectFor(region, undefined, { deadlineMs: Date.now() + 5000, log, subject: "x" }));
  });
  for (const { message } of await Promise.all(outcomes)) expect(message).toContain("HTTP 401");
  expect(loginsOf(one)).toEqual([token]);
});

test("login 5: fifty resources at once: one login, one look for the project, fifty services", async () => {
  const one = await loggingIn(ways.idToken, { emulator: { quota: 50 } });
  const ports = Array.from({ length: 50 }, (_, index) => [{ clientPort: 80, serverPort: index + 1 }]);
  await Promise.all(
    ports.map((mappings, index) => one.newStack(`s${index}`).up(service({ ports: mappings }))),
  );
  expect(identityCalls(one)).toEqual(["POST /v3.0/OS-AUTH/id-token/tokens", keys, projects]);
  expect(one.emulator.state().services).toHaveLength(50);
});

test("login 6: one that hangs fails for all that wait, and is tried anew half a minute later", async () => {
  const one = await loggingIn(ways.password, { timeouts: { responseMs: 300, totalMs: 300 } });
  one.fault({ kind: "stall", match: { path: "/v3/auth/tokens" } });
  const errors = await Promise.all([
    failure(one.stack.up(service())),
    failure(one.newStack("b").up(service())),
  ]);
  expect(new Set(errors.map(({ message }) => message.replace(/"\w+"/, ""))).size).toBe(1);
  const tries = loginsOf(one).length;
  one.emulator.clearFaults();
  await failure(one.stack.up(service()));
  expect(loginsOf(one)).toHaveLength(tries);
  await one.time.sleep(31_000);
  await one.stack.up(service());
});

test("login 31: who waits for another resource's login waits no longer than its own time", async () => {
  const { projectId } = (await lab()).emulator;
  const one = await loggingIn((emulator) => ({ ...ways.password(emulator), projectId }));
  one.fault({
    kind: "status",
    status: 429,
    headers: { "Retry-After": "50" },
    match: { path: "/v3/auth/**" },
  });
  const began = one.time.nowMs;
  const patient = failure(one.newStack("a", { customTimeouts: { create: 3600 } }).up(service()));
  const hasty = one.newStack("b", { customTimeouts: { create: 60 } });
  const { message } = await failure(hasty.up(service({ portId: otherPort })));
  expect(one.time.nowMs - began).toBeLessThanOrEqual(70_000);
  expect(message).toContain("the login was not done before the deadline");
  await patient;
});

test("login 25: keys in a response that cannot be read are not quoted", async () => {
  const one = await loggingIn(ways.agencyByName);
  one.fault({ kind: "truncate", keepBytes: 75, complete: true, match: { path: "/v3.0/**" } });
  const { message } = await failure(one.stack.preview(service()));
  expect(message).toContain("malformed response");
  expect(message).not.toContain('"access"');
});

test.each<[string, keyof typeof ways, string, object]>([
  ["keys", "agencyByName", "/v3.0/**", { access: "A\nK", secret: "S", securitytoken: "T" }],
  ["keys", "metadata", "/openstack/**", { access: "AK", secret: "S", securitytoken: "T\r\nx: y" }],
  ["keys", "agencyById", "/v5/**", { access: "AK", secret: "S" }],
])("a login that brings no usable %s (%s) says so", async (what, way, path, credential) => {
  const one = await loggingIn(ways[way]);
  one.fault({ kind: "status", status: 201, body: { credential } as never, match: { path } });
  const { message } = await failure(one.stack.preview(service()));
  expect(message).toContain(`was answered without usable ${what}`);
});

test("metadata whose token is a page of something else in between is told so", async () => {
  const one = await loggingIn(ways.metadata);
  one.fault({
    kind: "html",
    status: 200,
    body: "<html>\n<body>Sign in</body></html>",
    match: { path: "/meta-data/**" },
  });
  const { message } = await failure(one.stack.preview(service()));
  expect(message).toContain("PUT /meta-data/latest/api/token was answered without a usable token");
});

describe("what to do about a refusal names what was refused", () => {
  const refused = async (logIn: LabOptions["logIn"]) =>
    (await failure((await loggingIn(logIn)).stack.up(service()))).message;

  test("a token that is for the project", async () => {
    const message = await refused(({ projectId }) => ({ authToken: "CANARY-no-token", projectId }));
    expect(message).toContain(
      "The token (the stack's configuration) was refused, and cannot be renewed: set a new one.",
    );
  });

  test("a token that is exchanged", async () => {
    const message = await refused((emulator) => ({
      authToken: "CANARY-no-token",
      domainName: accountOf(emulator).name,
    }));
    expect(message).toContain(
      "The token (the stack's configuration) was refused, and cannot be renewed: set a new one.",
    );
  });

  test("an ID token", async () => {
    const message = await refused((emulator) => ({ ...ways.idToken(emulator), idToken: "CANARY-no-token" }));
    expect(message).toContain("The ID token (the stack's configuration) was refused: it may have ended");
  });

  test("keys of a file", async () => {
    const sharedConfigFile = join(folder, "refused");
    writeFileSync(sharedConfigFile, "[basic]\nak = CANARYNOKEY\nsk = CANARYNOSECRET\n", { mode: 0o600 });
    const message = await refused(({ projectId }) => ({ sharedConfigFile, projectId }));
    expect(message).toContain(`The keys (section [basic] of "${sharedConfigFile}") were refused`);
    expect(message).not.toContain("huaweicloud:secretKey");
  });

  test("a machine that has no metadata", async () => {
    const one = await loggingIn(ways.metadata, {
      settings: { endpoints: JSON.stringify({ metadata: "http://127.0.0.1:9" }) },
    });
    const { message } = await failure(one.stack.up(service()));
    expect(message).toContain("Only a virtual machine of the cloud has metadata");
  });
});

test("login 7: keys of 900 s in a run of 40 minutes are renewed in time, and no call is refused", async () => {
  const one = await loggingIn(ways.agencyByName);
  one.emulator.configure({ settleSeconds: 40 * 60 });
  const stack = one.newStack("slow", { customTimeouts: { create: 3600 } });
  await stack.up(service());
  expect(stack.outputs.status).toBe("available");
  expect(one.emulator.requests().filter(({ status }) => status === 401)).toEqual([]);
  expect(loginsOf(one).length).toBeGreaterThanOrEqual(3);
});

test.each<keyof typeof ways>(["password", "agencyById", "idToken", "metadata"])(
  "login 8: %s: keys that the cloud ends early are renewed once, and the change is made once",
  async (way) => {
    const one = await loggingIn(ways[way]);
    await one.stack.up(service());
    one.emulator.expireLogins();
    one.forget();
    await one.stack.up(service({ description: "changed" }));
    expect(writes(one).filter((call) => call.startsWith("PUT /vpc"))).toHaveLength(2);
    const done = one.emulator
      .requests()
      .filter(
        ({ method, status, path }) => method === "PUT" && status === 200 && path.includes("vpc-endpoint"),
      );
    expect(done).toHaveLength(1);
    expect(inCloud(one)).toMatchObject({ description: "changed" });
  },
);

test("login 8: a token that the cloud ends between two of fifty creates costs one more login and no failure", async () => {
  const one = await loggingIn(ways.password, { emulator: { quota: 50 } });
  const ports = Array.from({ length: 50 }, (_, index) => [{ clientPort: 80, serverPort: index + 1 }]);
  await one.newStack("first").up(service({ portId: thirdPort }));
  const creates = ports.slice(1).map(async (mappings, index) => {
    if (index === 24) one.emulator.expireLogins();
    await one.newStack(`s${index}`).up(service({ ports: mappings }));
  });
  await Promise.all(creates);
  expect(loginsOf(one)).toEqual([token, token]);
  expect(one.emulator.state().services).toHaveLength(50);
});

test("login 9: static temporary keys that end in the middle of a create: the id stays, and the text says what to do", async () => {
  const one = await loggingIn(ways.idToken);
  await one.stack.up(service());
  const [first] = await temporaryKeys(one);
  const other = one.loggedIn({ ...first, projectId: one.emulator.projectId });
  one.emulator.configure({ settleSeconds: 60 });
  one.time.onSleep = () => {
    one.emulator.expireLogins();
    one.time.onSleep = () => undefined;
  };
  const { reasons, id } = await failure(other.stack.up(service({ portId: otherPort })));
  expect(reasons?.join()).toContain("The temporary credentials expired or were rejected");
  expect(other.stack.id).toBe(id);
  const [second] = await temporaryKeys(one);
  const renewed = one.loggedIn({ ...second, projectId: one.emulator.projectId });
  renewed.stack.state = other.stack.state;
  expect(await renewed.stack.up(service({ portId: otherPort }))).toBe("update");
  expect(writes(one).filter((call) => call === "POST /vpc-endpoint-services")).toHaveLength(2);
});

/** Keys that somebody else has got, as settings. */
async function temporaryKeys({ emulator }: Lab): Promise<Record<string, string>[]> {
  const { name, users } = accountOf(emulator);
  const user = { name: users[0]?.name, password: users[0]?.password, domain: { name } };
  const identity = { methods: ["password"], password: { user } };
  const login = await fetch(`${emulator.url}/v3/auth/tokens`, {
    method: "POST",
    body: JSON.stringify({ auth: { identity, scope: { domain: { name } } } }),
  });
  const given = await fetch(`${emulator.url}/v3.0/OS-CREDENTIAL/securitytokens`, {
    method: "POST",
    headers: { "x-auth-token": String(login.headers.get("x-subject-token")) },
    body: JSON.stringify({ auth: { identity: { methods: ["token"], token: { duration_seconds: 3600 } } } }),
  });
  const { access, secret, securitytoken } = ((await given.json()) as { credential: Record<string, string> })
    .credential;
  return [{ accessKey: String(access), secretKey: String(secret), securityToken: String(securitytoken) }];
}

test("login 10: a renewal that fails for a moment does not stop the work", async () => {
  const one = await loggingIn(ways.agencyByName);
  await one.stack.up(service());
  await one.time.sleep(12 * minute);
  one.fault({ kind: "status", status: 503, match: { path: "/v3.0/**" } });
  await one.stack.up(service({ description: "changed" }));
  expect(inCloud(one)).toMatchObject({ description: "changed" });
});

test("login 11: a machine whose clock is three hours ahead takes nothing for ended, and signs after one correction", async () => {
  const one = await loggingIn(ways.agencyByName, { emulator: { settleSeconds: 0 } });
  one.fault({ kind: "clock-skew", skewSeconds: -3 * 3600 });
  await one.stack.up(service());
  expect(loginsOf(one).filter((call) => call === keys).length).toBeLessThanOrEqual(2);
  expect(one.stack.outputs.status).toBe("available");
});

test("login 12: a machine whose clock is set back during the run renews in time all the same", async () => {
  const one = await loggingIn(ways.agencyByName);
  await one.stack.up(service());
  const { now } = one.time.runtime;
  one.time.runtime.now = () => now() - 2 * 60 * minute;
  for (let passed = 0; passed < 40; passed += 1) {
    await one.time.sleep(minute);
    await one.stack.refresh();
  }
  one.time.runtime.now = now;
  const refused = one.emulator.requests().filter(({ status }) => status === 401);
  // One signature by the wrong clock, which corrects it for each host.
  expect(refused.length).toBeLessThanOrEqual(2);
  expect(loginsOf(one).length).toBeGreaterThanOrEqual(3);
});

test("login 13: two accounts at once, each with its own login and project", async () => {
  const one = await loggingIn(ways.password);
  const [, partner] = one.emulator.accounts;
  const other = one.loggedIn({
    userName: "admin",
    password: String(partner?.users[0]?.password),
    domainName: String(partner?.name),
  });
  await Promise.all([one.stack.up(service()), other.stack.up(service({ portId: otherPort }))]);
  expect(loginsOf(one)).toEqual([token, token]);
  expect(one.stack.outputs.projectId).toBe(one.emulator.projectId);
  expect(other.stack.outputs.projectId).toBe(partner?.projectId);
});

test("login 14: the same keys with different agencies are two logins, with a project each", async () => {
  const one = await loggingIn(ways.agencyById);
  const own = one.loggedIn({ ...canaries, agencyName: "own-agency", agencyDomainId: one.emulator.domainId });
  await Promise.all([one.stack.up(service()), own.stack.up(service({ portId: otherPort }))]);
  expect(loginsOf(one)).toHaveLength(2);
  expect(one.stack.outputs.projectId).toBe(one.emulator.accounts[1]?.projectId);
  expect(own.stack.outputs.projectId).toBe(one.emulator.projectId);
});

test("login 15: after two rejected signatures of the base nothing more is signed with it, for its agency neither", async () => {
  const one = await loggingIn((emulator) => ({
    ...ways.agencyById(emulator),
    secretKey: "not-the-secret-key",
  }));
  for (const name of ["a", "b", "c", "d"]) await failure(one.newStack(name).up(service()));
  expect(one.emulator.requests().length).toBeLessThanOrEqual(2);
});

test("login 29: an agency that is gone takes no service along: neither a refresh nor a destroy believes that it went too", async () => {
  const one = await loggingIn(ways.agencyByName);
  await one.stack.up(service());
  const { id } = one.stack;
  one.restart();
  one.fault({
    kind: "status",
    status: 404,
    body: { error_code: "IAM.0004", error_msg: "Could not find the requested resource." },
    match: { path: "/v3.0/**" },
  });
  expect((await failure(one.stack.refresh())).message).toContain("IAM.0004");
  await failure(one.stack.destroy());
  expect(one.stack.id).toBe(id);
});

test.each([
  ["an agency", (emulator: Emulator) => ways.agencyByName(emulator), "/v3.0/**"],
  ["a password", (emulator: Emulator) => ways.password(emulator), "/v3/auth/**"],
])(
  "%s: a login that gets no response leaves no doubt about the create that waited for it",
  async (_way, logIn, path) => {
    const { projectId } = (await loggingIn(logIn)).emulator;
    const one = await loggingIn((emulator) => ({ ...logIn(emulator), projectId }));
    one.fault({ kind: "reset", match: { path } });
    const { message } = await failure(one.stack.up(service()));
    expect(message).not.toContain("may have been created");
    expect(one.calls().filter((call) => call.includes("vpc-endpoint"))).toEqual([]);
  },
);

test("an agency of another account that a user takes on: a new process needs no project of the user's", async () => {
  const one = await loggingIn(ways.agencyOfUser);
  await one.stack.up(service());
  one.restart();
  await one.stack.refresh();
  await one.stack.destroy();
  expect(one.emulator.state().services).toEqual([]);
});

describe("KooCLI's file", () => {
  const file = (profile: object, more: object = {}) => {
    const path = join(folder, "config.json");
    const text = { current: "dev", profiles: [{ name: "dev", ...profile }], ...more };
    writeFileSync(path, JSON.stringify(text), { mode: 0o600 });
    return { sharedConfigFile: path };
  };

  test("login 16: that is encrypted: nothing is sent, and the text tells how to turn that off", async () => {
    const given = file({ mode: "AKSK", accessKeyId: "x", secretAccessKey: "y" }, { authEncrypt: "true" });
    const one = await loggingIn(() => given);
    const { message } = await failure(one.stack.preview(service()));
    expect(message).toContain("hcloud configure set --cli-auth-encrypt=false");
    expect(one.calls()).toEqual([]);
  });

  test("login 18: a profile of single sign-on without keys says to log in; nothing is sent", async () => {
    const one = await loggingIn(() => file({ mode: "SSO" }));
    expect((await failure(one.stack.preview(service()))).message).toMatch(/log in|hcloud/i);
    expect(one.calls()).toEqual([]);
  });

  test("its keys are used, with its project", async () => {
    const one = await loggingIn(({ projectId }) =>
      file({
        mode: "AKSK",
        accessKeyId: canaries.accessKey,
        secretAccessKey: canaries.secretKey,
        securityToken: canaries.securityToken,
        region: "cn-north-4",
        projectId,
      }),
    );
    await one.stack.up(service());
    expect(identityCalls(one)).toEqual([]);
  });
});

test("login 19: nothing is set and there is no metadata: one sentence says what can be set, and nobody asks twice", async () => {
  const one = await loggingIn(() => ({}), {
    settings: { endpoints: JSON.stringify({ metadata: "http://127.0.0.1:9" }) },
  });
  const first = await failure(one.stack.preview(service()));
  expect(first.message).toContain("The configuration of Huawei Cloud is incomplete: set accessKey");
  expect((await failure(one.newStack("b").preview(service()))).message).toContain(
    "incomplete: set accessKey",
  );
});

test("nothing is set, and neither is a region: that is said first, and no metadata is asked", async () => {
  const one = await lab();
  const { projectId, url } = one.emulator;
  const endpoints = JSON.stringify({ metadata: url });
  const config = readProviderConfig((key) => (key === "huaweicloud:endpoints" ? endpoints : undefined), {});
  const env = { ...createEnvironment({ config }), log: { info() {}, warn() {} } };
  const { message } = await failure(lookUp(env, vpcEndpointQuotas, { projectId }));
  expect(message).toContain("incomplete: set region");
  expect(one.calls()).toEqual([]);
});

test.each(["required", "optional", "404", "405"])(
  "login 20: metadata whose token is %s",
  async (metadataToken) => {
    const one = await loggingIn(ways.metadata);
    one.emulator.configure({ metadataToken: metadataToken as "404" });
    await one.stack.up(service());
    expect(identityCalls(one)).toEqual([...machine, projects]);
  },
);

test("login 20: a server without an agency is told, once", async () => {
  const one = await loggingIn(ways.metadata);
  one.emulator.configure({ serverAgency: false });
  expect((await failure(one.stack.up(service()))).message).toContain("This machine has no agency");
  await failure(one.stack.up(service()));
  expect(identityCalls(one)).toEqual(machine);
});

test("login 22: in seventy minutes a machine's metadata is asked six times at most", async () => {
  const one = await loggingIn(ways.metadata);
  await one.stack.up(service());
  for (let passed = 0; passed < 70; passed += 1) {
    await one.time.sleep(minute);
    for (let call = 0; call < 3; call++) await one.stack.refresh();
  }
  expect(one.calls().filter((call) => call === machine[1]).length).toBeLessThanOrEqual(6);
});

describe("the project", () => {
  const subProjects = ["cn-north-4_dev"];

  test("login 23: the region's own, or the one that projectName names", async () => {
    const emulator = { subProjects };
    const one = await loggingIn(() => ({ ...canaries }), { emulator });
    await one.stack.up(service());
    expect(one.stack.outputs.projectId).toBe(one.emulator.projectId);
    const dev = one.loggedIn({ ...canaries, projectName: "cn-north-4_dev" });
    await dev.stack.up(service({ portId: otherPort }));
    const named = accountOf(one.emulator).projects.find(({ name }) => name === "cn-north-4_dev");
    expect(dev.stack.outputs.projectId).toBe(named?.projectId);
  });

  test.each(["projectName", "cloud", "endpoints", "caFile", "password"])(
    "is not looked up in a preview that does not know %s yet",
    async (name) => {
      const one = await loggingIn(ways.password, { settings: { [name]: UNKNOWN_MARKER } });
      await one.stack.preview(service());
      expect(one.calls()).toEqual([]);
    },
  );

  test("is looked up where the program leaves it and the region to an output that is nothing", async () => {
    const one = await loggingIn(ways.password);
    await one.stack.up(service({ region: null, projectId: null }));
    expect(one.stack.outputs.projectId).toBe(one.emulator.projectId);
  });

  test("login 23: none, and several of one name, are errors with the ids; none is made", async () => {
    const one = await loggingIn(() => ({ ...canaries, projectName: "nowhere" }));
    expect((await failure(one.stack.preview(service()))).message).toContain(
      "The account has no project named nowhere",
    );
    const twice = {
      projects: [
        { id: "p1", name: "nowhere" },
        { id: "p2", name: "nowhere" },
      ],
    };
    one.fault({ kind: "status", status: 200, body: twice, match: { path: "/v3/projects" } });
    one.restart();
    expect((await failure(one.stack.preview(service()))).message).toContain("several projects (p1, p2)");
    expect(one.calls().filter((call) => call.startsWith("POST"))).toEqual([]);
  });
});

describe("an id token in a file", () => {
  const idTokenFile = join(folder, "token");
  const fromFile = (emulator: Emulator) => ({ idpId: accountOf(emulator).identityProvider.id, idTokenFile });

  test("login 24: is read anew for each login", async () => {
    const one = await loggingIn(fromFile);
    writeFileSync(idTokenFile, `${accountOf(one.emulator).identityProvider.idTokens[0]}\n`);
    await one.stack.up(service());
    writeFileSync(idTokenFile, "not-a-token");
    one.emulator.expireLogins();
    const { message } = await failure(one.stack.up(service({ description: "changed" })));
    expect(message).toContain("POST /v3.0/OS-AUTH/id-token/tokens");
    expect(message).not.toContain("not-a-token");
  });

  test("that has more than a token could is refused, not read to its end", async () => {
    writeFileSync(idTokenFile, "x".repeat(1024 * 1024 + 1));
    const one = await loggingIn(fromFile);
    const { message } = await failure(one.stack.preview(service()));
    expect(message).toContain(`"${idTokenFile}", cannot be read (it has more than 1 MiB)`);
    expect(one.calls()).toEqual([]);
  });

  test("login 24: that is empty or missing is one sentence with its name", async () => {
    writeFileSync(idTokenFile, " ");
    const one = await loggingIn(fromFile);
    expect((await failure(one.stack.preview(service()))).message).toContain(`"${idTokenFile}", is empty`);
    rmSync(idTokenFile);
    one.restart();
    expect((await failure(one.stack.preview(service()))).message).toContain("cannot be read (ENOENT)");
  });
});

test.each(Object.keys(ways) as (keyof typeof ways)[])(
  "login 25: %s: nothing of it is in a state, a line, an error or the emulator's log",
  async (way) => {
    const one = await loggingIn(ways[way]);
    await one.stack.up(service());
    one.fault({ kind: "reset", match: put });
    const { message } = await failure(one.stack.up(service({ description: "changed" })));
    const secrets = Object.entries(ways[way](one.emulator))
      .filter(([name]) => /password|idToken$|secretKey|securityToken/.test(name))
      .map(([, value]) => value);
    const said = [
      message,
      ...one.lines,
      JSON.stringify(one.stack.state),
      JSON.stringify(one.emulator.requests()),
    ].join("\n");
    for (const secret of secrets) expect(said).not.toContain(secret);
  },
);
