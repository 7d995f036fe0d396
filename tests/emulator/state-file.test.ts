import { randomUUID } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../../emulator/index";
import { launch } from "../helpers/launch";
import { buildEmulator, greeted } from "./built";
import { call, newService, serviceBody, startForTest, stopAll } from "./client";

let folder: string;
let statePath: string;
let nowMs = Date.UTC(2026, 0, 1);
const clock = () => nowMs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-state-"));
  statePath = join(folder, "deep", "state.json");
});
afterEach(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

const services = "vpc-endpoint-services";

test("everything survives a restart, keys too, and what was settling goes on settling", async () => {
  const first = await startForTest({ statePath, clock, settleSeconds: 60 });
  const options = { atMs: nowMs };
  const { id } = (await call(first, "POST", services, serviceBody({ service_name: "kept" }), options)).body;
  await call(
    first,
    "POST",
    `${services}/${id}/permissions/action`,
    { action: "add", permissions: ["*"] },
    options,
  );
  first.connect(id, { domain_id: "other" });
  const before = first.state();
  await first.close();

  nowMs += 59_000;
  const second = await startForTest({ statePath, clock, settleSeconds: 60 });
  expect(second.state()).toEqual(before);
  expect([second.accessKey, second.secretKey]).toEqual([first.accessKey, first.secretKey]);
  expect((await call(second, "GET", `${services}/${id}`, undefined, { atMs: nowMs })).body.status).toBe(
    "creating",
  );
  nowMs += 1000;
  expect((await call(second, "GET", `${services}/${id}`, undefined, { atMs: nowMs })).body.status).toBe(
    "available",
  );
});

test("keys that are given win over those in the file", async () => {
  await (await startForTest({ statePath })).close();
  const second = await startForTest({ statePath, accessKey: "MINE", secretKey: "secret" });
  expect([second.accessKey, second.secretKey]).toEqual(["MINE", "secret"]);
});

test("the file is there before the response is, and readable by its owner only", async () => {
  const emulator = await startForTest({ statePath });
  const id = await newService(emulator);
  expect(JSON.parse(readFileSync(statePath, "utf8")).state.services).toHaveProperty(id);
  expect(statSync(statePath).mode & 0o077).toBe(0);
  expect(readdirSync(join(folder, "deep")).sort()).toEqual(["state.json", "state.json.lock"]);
});

test("one process per file, and the file is free again after a close", async () => {
  const first = await startForTest({ statePath });
  await expect(start({ statePath })).rejects.toThrow(
    `The state file ${statePath} is in use by another emulator`,
  );
  await first.close();
  expect(existsSync(`${statePath}.lock`)).toBe(false);
  await startForTest({ statePath });
});

test.each([
  ["of a process that is dead", "999999999\n"],
  ["with nonsense in it", "no pid"],
  ["of a process whose number now belongs to another", `${process.ppid} 1 ${hostname()}\n`],
  ["of an earlier process with this one's number", `${process.pid}\n`],
])("a lock %s is taken over", async (_name, content) => {
  await (await startForTest({ statePath })).close();
  writeFileSync(`${statePath}.lock`, content);
  await startForTest({ statePath });
  expect(readFileSync(`${statePath}.lock`, "utf8")).toMatch(new RegExp(`^${process.pid} `));
});

test("a lock of a process that lives is respected", async () => {
  await (await startForTest({ statePath })).close();
  writeFileSync(`${statePath}.lock`, `${process.ppid}\n`);
  await expect(start({ statePath })).rejects.toThrow(`(process ${process.ppid} on ${hostname()})`);
});

test("a lock from another host is respected, even under this process's number, and named", async () => {
  await (await startForTest({ statePath })).close();
  writeFileSync(`${statePath}.lock`, `${process.pid} 1 another-host\n`);
  await expect(start({ statePath })).rejects.toThrow(
    `(process ${process.pid} on another-host): stop that one, or give another --state. If there is none, delete ${statePath}.lock.`,
  );
});

test("two names of one file are one file, and a link stays a link", async () => {
  await (await startForTest({ statePath })).close();
  const link = join(folder, "link.json");
  symlinkSync(statePath, link);
  const first = await startForTest({ statePath: link });
  await expect(start({ statePath })).rejects.toThrow("is in use by another emulator");
  const id = await newService(first);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(JSON.parse(readFileSync(statePath, "utf8")).state.services).toHaveProperty(id);
});

test("what killed writers left behind is removed", async () => {
  await (await startForTest({ statePath })).close();
  writeFileSync(`${statePath}.4711.tmp`, "half");
  await startForTest({ statePath });
  expect(existsSync(`${statePath}.4711.tmp`)).toBe(false);
});

test("a write that fails takes nothing along: no leftover, no object, and the planned failure is still planned", async () => {
  const emulator = await startForTest({ statePath });
  emulator.configure({ failNextCreate: [{ error_code: "X.1", error_message: "why" }] });
  const shown = jest.spyOn(console, "error").mockImplementation(() => undefined);
  rmSync(statePath);
  mkdirSync(join(statePath, "in the way"), { recursive: true });
  expect((await call(emulator, "POST", services, serviceBody())).status).toBe(500);
  expect(shown).toHaveBeenCalledTimes(1);
  shown.mockRestore();
  expect(readdirSync(join(folder, "deep")).sort()).toEqual(["state.json", "state.json.lock"]);
  rmSync(statePath, { recursive: true });
  expect(emulator.state().services).toEqual([]);
  const id = await newService(emulator);
  expect((await call(emulator, "GET", `${services}/${id}`)).body.status).toBe("failed");
});

test.each(["/proc/nowhere/state.json", "/dev/null/deep/state.json"])(
  "%s is refused in a sentence",
  async (path) => {
    await expect(start({ statePath: path })).rejects.toThrow("The folder of the state file");
  },
);

test.each(["", "{", "[]", '{"format":"other"}', '{"format":"vpcep-emulator state","version":1,"state":{}}'])(
  "a damaged file (%j) is named and left alone",
  async (content) => {
    await (await startForTest({ statePath })).close();
    writeFileSync(statePath, content);
    await expect(start({ statePath })).rejects.toThrow(
      `The state file ${statePath} is not one of this emulator's`,
    );
    expect(readFileSync(statePath, "utf8")).toBe(content);
    expect(existsSync(`${statePath}.lock`)).toBe(false);
  },
);

test("a file belongs to the region, project and account that it was made with", async () => {
  const ids = { region: "eu-west-0", projectId: "p1", domainId: "d1" };
  await (await startForTest({ statePath, ...ids })).close();
  for (const other of [{ region: "cn-north-4" }, { projectId: "p2" }, { domainId: "d2" }]) {
    await expect(start({ statePath, ...other })).rejects.toThrow(
      `The state file ${statePath} was made with the ${Object.keys(other)[0]} `,
    );
  }
  expect(await startForTest({ statePath, projectId: "p1" })).toMatchObject(ids);
});

test("a file of a newer version is called that", async () => {
  await (await startForTest({ statePath })).close();
  const saved = JSON.parse(readFileSync(statePath, "utf8"));
  writeFileSync(statePath, JSON.stringify({ ...saved, version: 2, state: "of another kind" }));
  await expect(start({ statePath })).rejects.toThrow("written by a newer version of the emulator");
});

test.each<[string, (state: { services: Record<string, unknown>; endpoints: unknown }) => void]>([
  ["a service that is null", ({ services }) => Object.assign(services, { x: null })],
  ["a service without fields", ({ services }) => Object.assign(services, { x: {} })],
  [
    "a service under another's id",
    ({ services }) => Object.assign(services, { x: Object.values(services)[0] }),
  ],
  [
    "an endpoint without fields",
    ({ endpoints }) => Object.assign(endpoints as object, { x: { wire: { id: "x" } } }),
  ],
  ["no counter", (state) => Object.assign(state, { nextMarkerId: undefined })],
])("a file with %s in it is damaged", async (_name, damage) => {
  const emulator = await startForTest({ statePath });
  emulator.connect(await newService(emulator));
  await emulator.close();
  const saved = JSON.parse(readFileSync(statePath, "utf8"));
  await (await startForTest({ statePath })).close();
  damage(saved.state);
  writeFileSync(statePath, JSON.stringify(saved));
  await expect(start({ statePath })).rejects.toThrow("is not one of this emulator's or is damaged");
});

test("what a client nested as deep as it may can be read back", async () => {
  const first = await startForTest({ statePath });
  const gateway = (await call(first, "GET", "vpc-endpoint-services/public")).body.endpoint_services.find(
    (service: { service_type: string }) => service.service_type === "gateway",
  );
  const policy_statement = JSON.parse("[".repeat(63) + "]".repeat(63));
  const body = { endpoint_service_id: gateway.id, vpc_id: randomUUID(), policy_statement };
  expect((await call(first, "POST", "vpc-endpoints", body)).status).toBe(200);
  await first.close();
  const second = await startForTest({ statePath });
  expect(second.state().endpoints).toMatchObject([{ policy_statement }]);
});

test("a port in use gives the file back", async () => {
  const first = await startForTest();
  await expect(start({ statePath, port: first.port })).rejects.toThrow(
    `Port ${first.port} is already in use`,
  );
  await startForTest({ statePath });
});

test("kill -9 while it writes: the file is whole, and every confirmed create is in it", async () => {
  const main = buildEmulator(folder);
  const args = ["--port", "0", "--quota", "100000", "--state", statePath];
  const confirmed: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const command = launch(process.execPath, [main, ...args]);
    const target = (await greeted(command)) as never;
    const { child, closed } = command;
    const wanted = confirmed.length + 5;
    while (child.exitCode === null && child.signalCode === null) {
      const body = serviceBody({ port_id: randomUUID() });
      const reply = await call(target, "POST", services, body).catch(() => undefined);
      if (reply?.status === 200) confirmed.push(reply.body.id);
      // The kill comes from a timer, so that it falls somewhere into one of the next creates.
      if (confirmed.length === wanted) setTimeout(() => child.kill("SIGKILL"), 2 + round * 3);
    }
    await closed;
    const stored = JSON.parse(readFileSync(statePath, "utf8")).state.services;
    expect(Object.keys(stored)).toEqual(expect.arrayContaining(confirmed));
    expect(Object.keys(stored).length - confirmed.length).toBeLessThanOrEqual(round + 1);
  }
  expect(confirmed.length).toBeGreaterThanOrEqual(15);
}, 20_000);
