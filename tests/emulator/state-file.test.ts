import { randomUUID } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { EmulatorOptions, FaultRule } from "../../emulator/index";
import { openStateFile } from "../../emulator/storage/state-file";
import { launch } from "../helpers/launch";
import { buildEmulator, greeted } from "./built";
import { call, callsOf, newService, serviceBody, services, startForTest, useStateFile } from "./client";

const file = useStateFile();
const open = (options: EmulatorOptions = {}) => startForTest({ statePath: file.path, ...options });
const lockPath = () => `${file.path}.lock`;

/** Opened and closed once: a file without anything in it. */
async function made(options: EmulatorOptions = {}): Promise<void> {
  await (await open(options)).close();
}

test("everything survives a restart, keys too, and what was settling goes on settling", async () => {
  let nowMs = Date.UTC(2026, 0, 1);
  const options = { clock: () => nowMs, settleSeconds: 60 };
  const first = await open(options);
  const id = await newService(first, { service_name: "kept" });
  await callsOf(first).post(`${services}/${id}/permissions/action`, { action: "add", permissions: ["*"] });
  first.connect(id, { domain_id: "other" });
  const before = first.state();
  await first.close();

  nowMs += 59_000;
  const second = await open(options);
  const { get } = callsOf(second);
  expect(second.state()).toEqual(before);
  expect([second.accessKey, second.secretKey]).toEqual([first.accessKey, first.secretKey]);
  expect((await get(`${services}/${id}`)).body.status).toBe("creating");
  nowMs += 1000;
  expect((await get(`${services}/${id}`)).body.status).toBe("available");
});

test("keys that are given win over those in the file", async () => {
  await made();
  const keys = { accessKey: "MINE", secretKey: "secret" };
  expect(await open(keys)).toMatchObject(keys);
});

test("the file is there before the response is, and readable by its owner only", async () => {
  const id = await newService(await open());
  expect(file.read().state.services).toHaveProperty(id);
  expect(statSync(file.path).mode & 0o077).toBe(0);
  expect(readdirSync(join(file.folder, "deep")).sort()).toEqual(["state.json", "state.json.lock"]);
});

test("one process per file, and the file is free again after a close", async () => {
  const first = await open();
  await expect(open()).rejects.toThrow(`The state file ${file.path} is in use by another emulator`);
  await first.close();
  expect(existsSync(lockPath())).toBe(false);
  await open();
});

test.each([
  ["of a process that is dead", "999999999\n"],
  ["with nonsense in it", "no pid"],
  ["of a process whose number now belongs to another", `${process.ppid} 1 ${hostname()}\n`],
  ["of an earlier process with this one's number", `${process.pid}\n`],
])("a lock %s is taken over, and what killed writers left behind is removed", async (_name, content) => {
  await made();
  writeFileSync(lockPath(), content);
  writeFileSync(`${file.path}.4711.tmp`, "half");
  await open();
  expect(readFileSync(lockPath(), "utf8")).toMatch(new RegExp(`^${process.pid} `));
  expect(existsSync(`${file.path}.4711.tmp`)).toBe(false);
});

test.each([
  ["of a process that lives", `${process.ppid}\n`, `(process ${process.ppid} on ${hostname()})`],
  [
    "from another host, even under this process's number,",
    `${process.pid} 1 another-host\n`,
    `(process ${process.pid} on another-host): stop that one, or give another --state. If there is none, delete `,
  ],
])("a lock %s is respected, and its owner named", async (_name, content, sentence) => {
  await made();
  writeFileSync(lockPath(), content);
  const refused = open();
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.toThrow(`${lockPath()}.`);
});

test("two names of one file are one file, and a link stays a link", async () => {
  await made();
  const link = join(file.folder, "link.json");
  symlinkSync(file.path, link);
  const first = await open({ statePath: link });
  await expect(open()).rejects.toThrow("is in use by another emulator");
  const id = await newService(first);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(file.read().state.services).toHaveProperty(id);
});

test("a write that fails takes nothing along: no leftover, no object, and the planned failure is still planned", async () => {
  const emulator = await open();
  const { get, post } = callsOf(emulator);
  emulator.configure({ failNextCreate: [{ error_code: "X.1", error_message: "why" }] });
  const shown = jest.spyOn(console, "error").mockImplementation(() => undefined);
  rmSync(file.path);
  mkdirSync(join(file.path, "in the way"), { recursive: true });
  const refused = await post(services, serviceBody());
  expect(refused).toMatchObject({ status: 500, body: { error_code: "EndPoint.0001" } });
  expect(shown.mock.calls).toEqual([[expect.stringContaining("cannot be written")]]);
  shown.mockRestore();
  expect(readdirSync(join(file.folder, "deep")).sort()).toEqual(["state.json", "state.json.lock"]);
  rmSync(file.path, { recursive: true });
  expect(emulator.state().services).toEqual([]);
  expect((await get(`${services}/${await newService(emulator)}`)).body.status).toBe("failed");
});

test.each(["/proc/nowhere/state.json", "/dev/null/deep/state.json"])(
  "%s is refused in a sentence",
  async (path) => {
    await expect(open({ statePath: path })).rejects.toThrow("The folder of the state file");
  },
);

test.each(["", "{", "[]", '{"format":"other"}', '{"format":"vpcep-emulator state","version":1,"state":{}}'])(
  "a damaged file (%j) is named and left alone",
  async (content) => {
    await made();
    writeFileSync(file.path, content);
    await expect(open()).rejects.toThrow(
      `The state file ${file.path} is not one of this emulator's or is damaged`,
    );
    expect(readFileSync(file.path, "utf8")).toBe(content);
    expect(existsSync(lockPath())).toBe(false);
  },
);

type Saved = { services: Record<string, unknown>; endpoints: Record<string, unknown>; nextMarkerId?: number };

test.each<[string, (state: Saved) => unknown]>([
  ["a service that is null", ({ services }) => Object.assign(services, { x: null })],
  ["a service without fields", ({ services }) => Object.assign(services, { x: {} })],
  [
    "a service under another's id",
    ({ services }) => Object.assign(services, { x: Object.values(services)[0] }),
  ],
  ["an endpoint without fields", ({ endpoints }) => Object.assign(endpoints, { x: { wire: { id: "x" } } })],
  ["no counter", (state) => delete state.nextMarkerId],
])("a file with %s in it is damaged", async (_name, damage) => {
  const emulator = await open();
  emulator.connect(await newService(emulator));
  await emulator.close();
  await made();
  const saved = file.read();
  damage(saved.state);
  writeFileSync(file.path, JSON.stringify(saved));
  await expect(open()).rejects.toThrow("is not one of this emulator's or is damaged");
});

test("a file belongs to the region, project and account that it was made with", async () => {
  const ids = { region: "eu-west-0", projectId: "p1", domainId: "d1" };
  await made(ids);
  for (const other of [{ region: "cn-north-4" }, { projectId: "p2" }, { domainId: "d2" }])
    await expect(open(other)).rejects.toThrow(
      `The state file ${file.path} was made with the ${Object.keys(other)[0]} `,
    );
  expect(await open({ projectId: "p1" })).toMatchObject(ids);
});

test("a file of a newer version is called that", async () => {
  await made();
  writeFileSync(file.path, JSON.stringify({ ...file.read(), version: 2, state: "of another kind" }));
  await expect(open()).rejects.toThrow("written by a newer version of the emulator");
});

test("what a client nested as deep as it may can be read back", async () => {
  const first = await open();
  const { get, post } = callsOf(first);
  const [gateway] = (await get(`${services}/public?endpoint_service_name=obs`)).body.endpoint_services;
  // The condition lies four levels down in a body.
  const Condition = { in: JSON.parse("[".repeat(60) + "]".repeat(60)) };
  const policy_statement = [{ Effect: "Allow", Action: ["*"], Resource: ["*"], Condition }];
  const body = { endpoint_service_id: gateway.id, vpc_id: randomUUID(), policy_statement };
  expect((await post("vpc-endpoints", body)).status).toBe(200);
  await first.close();
  expect((await open()).state().endpoints).toMatchObject([{ policy_statement }]);
});

test("a port in use gives the file back", async () => {
  const { port } = await startForTest();
  await expect(open({ port })).rejects.toThrow(`Port ${port} is already in use`);
  await open();
});

test.each<FaultRule>([
  { kind: "stall", at: "before", forSeconds: 0.3 },
  { kind: "slow", at: "before", delayMs: 300 },
])("after a close nothing goes on that %j held up, and the successor keeps its file", async (rule) => {
  const old = await open({ faults: [rule] });
  const late = callsOf(old)
    .post(services, serviceBody())
    .catch(() => "cut off");
  await delay(100);
  await old.close();
  const next = await open();
  const kept = await newService(next);
  expect(await late).toBe("cut off");
  await delay(350);
  expect(Object.keys(file.read().state.services)).toEqual([kept]);
  expect(next.state().services).toMatchObject([{ id: kept }]);
});

test("a state file that was given back cannot be written any more", () => {
  const opened = openStateFile(file.path);
  opened.release();
  expect(() => opened.write({} as never)).toThrow("was given back");
});

test("kill -9 while it writes: the file is whole, and every confirmed create is in it", async () => {
  const main = buildEmulator(file.folder);
  const args = ["--port", "0", "--quota", "100000", "--state", file.path];
  const confirmed: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const command = launch(process.execPath, [main, ...args]);
    const target = await greeted(command);
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
    const stored = Object.keys(file.read().state.services);
    expect(stored).toEqual(expect.arrayContaining(confirmed));
    expect(stored.length - confirmed.length).toBeLessThanOrEqual(round + 1);
  }
  expect(confirmed.length).toBeGreaterThanOrEqual(15);
}, 20_000);
