import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildEmulator } from "./built";

interface Outcome {
  won: boolean;
  pid?: number;
  reason?: string;
}

const rivalCount = 12;
let folder: string;
let rivals: ChildProcess[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "emulator-lock-"));
  const module = join(dirname(buildEmulator(folder)), "storage", "state-file.js");
  rivals = Array.from({ length: rivalCount }, () => fork(join(__dirname, "lock-rival.cjs"), [module]));
  await Promise.all(rivals.map((rival) => once(rival, "message")));
}, 60_000);
afterAll(() => {
  for (const rival of rivals) rival.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function tell<T>(rival: ChildProcess, message: object): Promise<T> {
  const replied = once(rival, "message");
  rival.send(message);
  return (await replied)[0] as T;
}

async function openAtOnce(path: string): Promise<Outcome[]> {
  const atMs = Date.now() + 40;
  return Promise.all(rivals.map((rival) => tell<Outcome>(rival, { open: path, atMs })));
}

const dead = 999_999_999;
test.each<[string, (lockPath: string) => void]>([
  ["a fresh path, whose folder is missing too", () => undefined],
  [
    "a lock whose process is dead",
    (lockPath) => place(lockPath, `${dead} 1 ${hostname()} ${"0".repeat(32)}\n`),
  ],
  ["a lock of an earlier version", (lockPath) => place(lockPath, `${dead}\n`)],
  [
    "a lock whose successor was killed while it took over",
    (lockPath) => {
      place(lockPath, `${dead} 1 ${hostname()} ${"1".repeat(32)}\n`);
      place(`${lockPath}.${"1".repeat(32)}`, `${dead} 1 ${hostname()} ${"2".repeat(32)}\n`);
    },
  ],
])(
  `of ${rivalCount} processes that start at once on %s, exactly one gets the file`,
  async (name, prepare) => {
    for (let round = 0; round < 10; round += 1) {
      const path = join(folder, `${name} ${round}`, "state.json");
      prepare(`${path}.lock`);
      const outcomes = await openAtOnce(path);
      const winners = outcomes.filter(({ won }) => won);
      expect(winners).toHaveLength(1);
      const inUse = `The state file ${path} is in use by another emulator (process ${winners[0]?.pid} on ${hostname()})`;
      for (const { won, reason } of outcomes) if (!won) expect(reason).toContain(inUse);
      expect(readdirSync(dirname(path))).toEqual(["state.json.lock"]);
      await Promise.all(rivals.map((rival) => tell(rival, {})));
      expect(readdirSync(dirname(path))).toEqual([]);
    }
  },
  30_000,
);

function place(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
