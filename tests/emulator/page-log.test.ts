// What the log tells for the page: who called, about what, what a modify call replaces; and what the owner can do.
import { callsOf, newService, plain, services, startForTest, useEmulator } from "./client";

const emulator = useEmulator({ accounts: ["acme"] });
const { get, post, put } = callsOf(emulator);
const last = () => emulator.requests().at(-1);
const control = (method: string, path: string) => plain(`${emulator.url}/__emulator/${path}`, { method });

describe("a logged request", () => {
  test("names the account by its key, its token or the project in the path", async () => {
    const [, acme] = emulator.accounts;
    await callsOf({ ...acme, url: emulator.url } as never).get("quotas");
    expect(last()).toMatchObject({ account: "acme", status: 200 });
    const credentials = { name: "admin", password: "acme-password", domain: { name: "acme" } };
    const identity = { methods: ["password"], password: { user: credentials } };
    const login = JSON.stringify({ auth: { identity, scope: { project: { id: acme?.projectId } } } });
    const reply = await plain(`${emulator.url}/v3/auth/tokens`, { method: "POST", body: login });
    expect(last()).toMatchObject({ account: null, status: 201 });
    const headers = { "X-Auth-Token": reply.headers.get("x-subject-token") ?? "" };
    await plain(`${emulator.url}/v3/projects`, { headers });
    expect(last()).toMatchObject({ account: "acme", status: 200 });
    await plain(`${emulator.url}/v1/${acme?.projectId}/quotas`);
    expect(last()).toMatchObject({ account: "acme", status: 401 });
    await get("quotas", { accessKey: "NOBODY" });
    expect(last()).toMatchObject({ account: null, status: 401 });
  });

  test("names the services and endpoints that it is about, those that it has made included", async () => {
    const id = await newService(emulator);
    expect(last()?.objects).toEqual([id]);
    const endpoint = { endpoint_service_id: id, vpc_id: id, subnet_id: id };
    const { body } = await post("vpc-endpoints", endpoint);
    expect(last()?.objects.sort()).toEqual([id, body.id].sort());
    await get(services);
    expect(last()?.objects).toEqual([]);
    await get(`${services}/${id.toUpperCase()}`);
    expect(last()?.objects).toEqual([id]);
  });

  test("holds what the keys of a PUT were until then, however the call ends", async () => {
    const id = await newService(emulator, { service_name: "orders", description: "old" });
    await put(`${services}/${id}`, { service_name: "orders", description: "new", vpc_id: "x", odd: 1 });
    const { vpc_id } = emulator.state().services[0] as { vpc_id: string };
    expect(last()?.before).toEqual({ service_name: "orders", description: "old", vpc_id, odd: null });
    await put(`${services}/${id}`, { description: 5 });
    expect(last()).toMatchObject({ status: 400, before: { description: "new" } });
    await put(`${services}/${id}/name`, { endpoint_service_name: "bills" });
    expect(last()?.before).toEqual({ endpoint_service_name: "orders" });
  });

  test("holds the owner's notes and the endpoint's filter as well, and nothing for what does not exist", async () => {
    const id = await newService(emulator);
    const made = emulator.connect(id, { description: "old" });
    await put(`${services}/${id}/connections/description`, {
      connections: [{ id: made.id, description: "new" }, 5],
    });
    expect(last()?.before).toEqual({ connections: [{ id: made.id, description: "old" }] });
    await put(`vpc-endpoints/${made.id}`, { enable_whitelist: true });
    expect(last()?.before).toEqual({ enable_whitelist: false });
    for (const path of [`${services}/none`, "vpc-endpoints/none", `${services}/constructor`]) {
      await put(path, { description: "x" });
      expect(last()?.before).toBeNull();
    }
    await post(services, { description: "x" });
    expect(last()?.before).toBeNull();
  });

  test("can be read back alone", async () => {
    await get("quotas");
    expect((await control("GET", "requests/1")).body).toEqual(emulator.requests()[0]);
    expect((await control("GET", "requests/2")).body.error).toBe("The log has no request 2, or no longer.");
    expect((await control("GET", "requests/x")).body.error).toContain("is not a number");
  });
});

describe("the owner's decision", () => {
  test("has the effect of the owner's call, with the time that a creation takes", async () => {
    emulator.configure({ settleSeconds: null });
    const id = await newService(emulator);
    emulator.patchService(id, { status: "available" });
    const made = emulator.connect(id);
    expect((await control("POST", `endpoints/${made.id}/accept`)).body).toMatchObject({ status: "creating" });
    expect((await control("POST", `endpoints/${made.id}/reject`)).body.error).toMatch(/is creating/);
  });

  test("can be changed, and is refused where the call is", async () => {
    const id = await newService(emulator);
    const [waiting, failed] = [emulator.connect(id), emulator.connect(id, { status: "failed" })];
    expect(emulator.decide(waiting.id, "reject")).toMatchObject({ status: "rejected" });
    emulator.decide(waiting.id, "accept");
    const { body } = await get(`${services}/${id}/connections?id=${waiting.id}`);
    expect(body.connections).toMatchObject([{ status: "accepted" }]);
    expect(() => emulator.decide(failed.id, "accept")).toThrow(`The endpoint ${failed.id} is failed`);
    expect(() => emulator.decide("constructor", "accept")).toThrow('There is no endpoint "constructor".');
  });
});

describe("an armed rule", () => {
  test("is spent after its time, and is told with number and time", async () => {
    let nowMs = Date.parse("2026-01-01T00:00:00.000Z");
    const clocked = await startForTest({ clock: () => nowMs });
    clocked.addFault({ kind: "status", status: 429, lastsSeconds: 30 });
    const quotas = async () => (await callsOf(clocked).get("quotas")).status;
    expect(clocked.faults()).toMatchObject([{ number: 0, added: "2026-01-01T00:00:00.000Z" }]);
    nowMs += 29_999;
    expect(await quotas()).toBe(429);
    nowMs += 1;
    expect(await quotas()).toBe(200);
    expect(clocked.faults()).toMatchObject([{ seen: 2, hits: 1 }]);
  });

  test("keeps its number when another is removed", async () => {
    for (const status of [418, 429]) emulator.addFault({ kind: "status", status, times: 1 });
    expect((await control("DELETE", "faults/0")).status).toBe(204);
    expect((await get("quotas")).status).toBe(429);
    expect(last()?.fault).toMatchObject({ rule: 1 });
    expect((await control("DELETE", "faults/0")).body.error).toBe("There is no fault rule 0.");
    emulator.clearFaults();
    emulator.addFault({ kind: "reset" });
    expect(emulator.faults()).toMatchObject([{ number: 0 }]);
  });
});

test("the settings are told, with what points a stack or a shell at the emulator as each account", async () => {
  emulator.configure({ quota: 3, securityToken: "canary", failNextCreate: [] });
  const { body, text } = await control("GET", "settings");
  expect(body).toMatchObject({ quota: 3, failsNextCreate: true, rules: "page" });
  expect(text).not.toContain("canary");
  const [own, acme] = body.accounts;
  expect(own.pointing[0].stack).toContain(`pulumi config set huaweicloud:accessKey ${emulator.accessKey}`);
  expect(acme.pointing[0].shell).toContain(`export HW_VPCEP_ENDPOINT=${emulator.url}`);
});
