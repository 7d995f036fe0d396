import type { LockOwner } from "./lock-owner";

/** What taking a lock needs from the disk and the system; each call is atomic. */
export interface LockFiles {
  /** Whose lock stands at the path; undefined if there is none. */
  read(path: string): LockOwner | undefined;
  isAlive(owner: LockOwner): boolean;
  /** Makes this process's own lock appear at the path, whole. False if something is there already. */
  put(path: string): boolean;
  /** Replaces whatever is at `to`. */
  move(from: string, to: string): void;
  remove(path: string): void;
}

/** A failed turn means that another process has made progress, so this many are never needed. */
const turnsAtMost = 100;

/**
 * Takes the lock, or returns the owner who has it. Of any number of processes that try at once, exactly one succeeds,
 * even if all of them see the same dead owner, and even if some of them are killed on the way.
 *
 * Each lock has an id that is never used again. A process that finds a dead owner leaves the dead lock alone and puts
 * its own beside it, as `<lock>.<id of the dead one>`. Only one process can, and that one is the successor. If it dies
 * before it is done, the next process succeeds it in the same way: the last lock of the chain is the one that counts.
 * Its owner then moves it onto the path, and the chain is history.
 *
 * A slow process may have read a dead lock whose successor finished long ago, and the place beside the dead lock is
 * free again by then. So a successor checks once more that the path still holds the lock that it started from. If so,
 * nobody has finished since then, and nobody else can, because a live process holds the end of the chain.
 */
export function takeLock(path: string, files: LockFiles): LockOwner | undefined {
  for (let turn = 0; turn < turnsAtMost; turn += 1) {
    const chain = readChain(path, files);
    const last = chain.at(-1);
    if (last === undefined || !files.isAlive(last)) {
      if (succeed(path, chain, files)) return undefined;
    } else if (chain.length === 1 || stillBegins(path, chain, files)) return last;
  }
  throw new Error("other processes keep changing it");
}

/** The lock at the path, its owner's successor, and so on. */
function readChain(path: string, files: LockFiles): LockOwner[] {
  const chain: LockOwner[] = [];
  for (let next = files.read(path); next !== undefined; next = files.read(besides(path, next))) {
    chain.push(next);
    // Only locks written by hand can lead in a circle.
    if (chain.length === turnsAtMost) break;
  }
  return chain;
}

function succeed(path: string, chain: LockOwner[], files: LockFiles): boolean {
  const last = chain.at(-1);
  if (last === undefined) return files.put(path);
  const place = besides(path, last);
  if (!files.put(place)) return false;
  if (!stillBegins(path, chain, files)) {
    files.remove(place);
    return false;
  }
  files.move(place, path);
  for (const dead of chain.slice(0, -1)) files.remove(besides(path, dead));
  return true;
}

function stillBegins(path: string, [first]: LockOwner[], files: LockFiles): boolean {
  return files.read(path)?.id === first?.id;
}

/** Only if it is still this owner's: if someone deleted it by hand, another process may hold the lock by now. */
export function giveBackLock(path: string, id: string, files: Pick<LockFiles, "read" | "remove">): void {
  if (files.read(path)?.id === id) files.remove(path);
}

function besides(path: string, { id }: LockOwner): string {
  return `${path}.${id}`;
}
