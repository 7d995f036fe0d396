import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultRule } from "../../emulator/index";
import { openStateFile } from "../../emulator/storage/state-file";
import { call, serviceBody, startForTest, stopAll } from "./client";

let folder: string;
let statePath: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-close-"));
  statePath = join(folder, "state.json");
});
afterEach(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

const namesInFile = (): string[] =>
  Object.values(JSON.parse(readFileSync(statePath, "utf8")).state.services).map(
    (service) => (service as { wire: { service_name: string } }).wire.service_name,
  );

test.each<FaultRule>([
  { kind: "stall", at: "before", forSeconds: 0.3 },
  { kind: "slow", at: "before", delayMs: 300 },
])("after a close nothing goes on that %j held up, and the successor keeps its file", async (rule) => {
  const create = (emulator: Parameters<typeof call>[0], service_name: string) =>
    call(emulator, "POST", "vpc-endpoint-services", serviceBody({ service_name, port_id: randomUUID() }));
  const old = await startForTest({ statePath, faults: [rule] });
  const late = create(old, "late").catch(() => "cut off");
  await delay(100);
  await old.close();
  const next = await startForTest({ statePath });
  expect((await create(next, "kept")).status).toBe(200);
  expect(await late).toBe("cut off");
  await delay(350);
  expect(namesInFile()).toEqual([expect.stringContaining(".kept.")]);
  expect(next.state().services).toHaveLength(1);
});

test("a state file that was given back cannot be written any more", () => {
  const file = openStateFile(statePath);
  const saved = JSON.parse("{}");
  file.release();
  expect(() => file.write(saved)).toThrow("was given back");
});
