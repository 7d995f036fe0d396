// Every order in which the steps of several starters can follow each other, with and without some of them being killed.
import { giveBackLock, type LockFiles, takeLock } from "../../emulator/storage/lock-chain";
import type { LockOwner } from "../../emulator/storage/lock-owner";

const path = "lock";
const owner = (id: string): LockOwner => ({ id, pid: 0, began: "", host: "" });

interface Rival {
  id: string;
  /** What its steps so far have given: run again with these, it comes to its next step. */
  past: unknown[];
  state: "runs" | "holds" | "ended" | "killed";
}

interface World {
  /** Path to the id of the lock that stands there. */
  files: Record<string, string>;
  rivals: Rival[];
  killsLeft: number;
  everHeld: boolean;
}

type Step = (world: World, rival: Rival) => unknown;
class Pause {
  constructor(readonly step: Step) {}
}

/** The next step of a starter that takes the lock, holds it and gives it back; undefined at the end. */
function nextStep({ id, past }: Rival): Step | undefined {
  let at = 0;
  const act = <T>(step: Step): T => {
    if (at >= past.length) throw new Pause(step);
    at += 1;
    return past[at - 1] as T;
  };
  const files: LockFiles = {
    read: (place) => {
      const found = act<string | null>((world) => world.files[place] ?? null);
      return found === null ? undefined : owner(found);
    },
    isAlive: (other) =>
      act((world) => world.rivals.some((each) => each.id === other.id && /runs|holds/.test(each.state))),
    put: (place) =>
      act((world) => {
        if (place in world.files) return false;
        world.files[place] = id;
        return true;
      }),
    move: (from, to) =>
      act((world) => {
        world.files[to] = world.files[from] ?? "nothing was there to move";
        delete world.files[from];
      }),
    remove: (place) => act((world) => delete world.files[place]),
  };
  try {
    if (takeLock(path, files) !== undefined) return undefined;
    act((world, rival) => {
      rival.state = "holds";
      world.everHeld = true;
    });
    act((_world, rival) => {
      rival.state = "runs";
    });
    giveBackLock(path, id, files);
    return undefined;
  } catch (pause) {
    if (pause instanceof Pause) return pause.step;
    throw pause;
  }
}

/** Every world that one more step, or one more kill, can lead to. */
function successors(world: World): World[] {
  return world.rivals.flatMap((rival, place) => {
    if (rival.state === "ended" || rival.state === "killed") return [];
    const next = structuredClone(world);
    const moved = next.rivals[place] as Rival;
    const step = nextStep(rival);
    if (step === undefined) moved.state = "ended";
    else moved.past.push(step(next, moved));
    if (world.killsLeft === 0) return [next];
    const other = structuredClone(world);
    other.killsLeft -= 1;
    (other.rivals[place] as Rival).state = "killed";
    return [next, other];
  });
}

function explore(starters: number, killsLeft: number, files: Record<string, string>) {
  const rivals = Array.from({ length: starters }, (_, place): Rival => {
    return { id: `r${place}`, past: [], state: "runs" };
  });
  const first: World = { files, rivals, killsLeft, everHeld: false };
  const open = [first];
  const seen = new Set<string>();
  const wrong: World[] = [];
  for (let world = open.pop(); world !== undefined; world = open.pop()) {
    const holders = world.rivals.filter(({ state }) => state === "holds");
    const nobody = world.rivals.every(({ state }) => state === "ended") && !world.everHeld;
    if (holders.length > 1 || nobody) wrong.push(world);
    for (const next of successors(world)) {
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
  return { seen: seen.size, wrong };
}

// Three starters with a dead owner and one kill are 6 million worlds without a wrong one: too many for each run.
test.each<[string, number, number, Record<string, string>]>([
  ["two, no lock", 2, 1, {}],
  ["two, a dead owner", 2, 1, { lock: "x" }],
  ["two, a dead successor", 2, 1, { lock: "x", "lock.x": "y" }],
  ["three, no lock", 3, 0, {}],
])("%s: the lock has one holder at a time, and is not left to nobody", (_name, starters, kills, files) => {
  const { seen, wrong } = explore(starters, kills, files);
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});
