// The metadata service of the emulated server, on the emulator's own port and behind it as a proxy.
import { once } from "node:events";
import { connect } from "node:net";
import { callsOf, plain, unsigned, useEmulator } from "./client";
import { keysOf, signedWith } from "./logins";

let nowMs: number;
const emulator = useEmulator({ clock: () => nowMs, accounts: ["acme"] });
const { get } = callsOf(emulator);
const minute = 60_000;

beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 1);
});

const securityKey = (token?: string) =>
  unsigned(
    emulator,
    "GET /openstack/latest/securitykey",
    undefined,
    token === undefined ? {} : { "x-metadata-token": token },
  );
const metadataToken = (ttl: string | undefined = "21600") =>
  unsigned(
    emulator,
    "PUT /meta-data/latest/api/token",
    undefined,
    ttl === "" ? {} : { "x-metadata-token-ttl-seconds": ttl },
  );

test("a key lives for an hour; ten minutes before its end there is another, and both work", async () => {
  const first = await securityKey();
  expect(first.body.credential.expires_at).toBe("2026-01-01T01:00:00.000000Z");
  nowMs += 50 * minute - 1;
  expect((await securityKey()).body).toEqual(first.body);
  nowMs += 1;
  const second = await securityKey();
  expect(second.body.credential.expires_at).toBe("2026-01-01T01:50:00.000000Z");
  for (const each of [first, second]) expect((await get("quotas", signedWith(each))).status).toBe(200);
  nowMs += 10 * minute;
  expect((await get("quotas", signedWith(first))).status).toBe(401);
  expect((await get("quotas", signedWith(second))).status).toBe(200);
});

test("how long a key lives can be set, and one that the cloud ends is followed by another", async () => {
  emulator.configure({ metadataKeySeconds: 6 });
  const first = await securityKey();
  nowMs += 5000;
  expect((await securityKey()).body).not.toEqual(first.body);
  const second = await securityKey();
  emulator.expireKey(keysOf(second).accessKey);
  expect((await get("quotas", signedWith(second))).status).toBe(401);
  expect((await get("quotas", signedWith(await securityKey()))).status).toBe(200);
});

test("where a token is demanded, only a valid one does, for as long as was asked", async () => {
  emulator.configure({ metadataToken: "required" });
  const token = (await metadataToken("60")).text;
  expect((await securityKey(token)).status).toBe(200);
  for (const wrong of [undefined, "", "guess"]) expect((await securityKey(wrong)).status).toBe(401);
  expect((await unsigned(emulator, "GET /openstack/latest/meta_data.json")).status).toBe(401);
  nowMs += minute;
  const late = await securityKey(token);
  expect(late.status).toBe(401);
  expect(late.text).not.toContain("Please configure Cloud Service Agency first");
});

test.each(["", "0", "21601", "x"])("a token for %j seconds is refused", async (ttl) => {
  expect((await metadataToken(ttl)).status).toBe(400);
});

test.each(["404", "405"] as const)(
  "an old server answers %s to who asks for a token, and needs none",
  async (mode) => {
    emulator.configure({ metadataToken: mode });
    expect((await metadataToken()).status).toBe(Number(mode));
    expect((await securityKey()).status).toBe(200);
  },
);

test("a server without an agency has no keys", async () => {
  emulator.configure({ serverAgency: false });
  const refused = await securityKey();
  expect(refused).toMatchObject({ status: 401, text: "Please configure Cloud Service Agency first." });
  expect(refused.headers.get("content-type")).toBe("text/plain");
});

test("it tells in which project the server is", async () => {
  const { body } = await unsigned(emulator, "GET /openstack/latest/meta_data.json");
  expect(body).toMatchObject({ project_id: emulator.projectId, availability_zone: "cn-north-4a" });
});

test.each([
  ["http://169.254.169.254/openstack/latest/securitykey", 200],
  ["http://169.254.169.254:80/openstack/latest/meta_data.json", 200],
  ["http://169.254.169.254/v1/p/quotas", 400],
  ["http://169.254.169.254/__emulator/state", 400],
  ["http://169.254.169.254@127.0.0.1/openstack/latest/securitykey", 400],
  ["http://127.0.0.1/openstack/latest/securitykey", 400],
  ["https://169.254.169.254/openstack/latest/securitykey", 400],
  ["http://example.com/v1/p/quotas", 400],
])("as a proxy it answers %s with %i", async (target, status) => {
  const socket = connect(emulator.port, "127.0.0.1");
  socket.end(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${emulator.port}\r\nConnection: close\r\n\r\n`);
  const [response] = await once(socket, "data");
  expect(String(response)).toMatch(`HTTP/1.1 ${status} `);
  const [logged] = emulator.requests();
  expect(logged?.path).toBe(status === 200 ? new URL(target).pathname : target);
});

test("with a shifted clock the end of a key is shifted as Date is, and its signature fits", async () => {
  emulator.addFault({ kind: "clock-skew", skewSeconds: 3 * 3600 });
  const reply = await securityKey();
  const seenMs = Date.parse(reply.headers.get("date") ?? "");
  expect(seenMs).toBe(nowMs + 180 * minute);
  expect(Date.parse(keysOf(reply).expiresAt) - seenMs).toBe(60 * minute);
  const options = { ...signedWith(reply), atMs: seenMs };
  expect((await get("quotas", options)).status).toBe(200);
});

test("a fault strikes here as everywhere", async () => {
  emulator.addFault({ match: { path: "/openstack/latest/*" }, kind: "status", status: 503 });
  emulator.addFault({
    match: { path: "/v3/auth/tokens" },
    kind: "status",
    status: 429,
    errorCode: "IAM.0012",
  });
  expect((await securityKey()).status).toBe(503);
  const throttled = await plain(`${emulator.url}/v3/auth/tokens`, { method: "POST", body: "{}" });
  expect(throttled).toMatchObject({ status: 429, body: { error_code: "IAM.0012" } });
});
