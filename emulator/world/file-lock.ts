import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../user-error";
import { isAlive, ownerText, readOwner } from "./lock-owner";

export interface FileLock {
  release(): void;
}

/** Locks held by this very process: its own pid in a lock file is otherwise a leftover of an earlier process. */
const held = new Set<string>();

/** One process per file: a neighbour `<path>.lock` says whose it is; a lock whose process is dead is taken over. */
export function lockFile(path: string): FileLock {
  const lockPath = `${path}.lock`;
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw new UserError(`The folder of the state file ${path} cannot be made: ${(error as Error).message}.`);
  }
  if (!create(lockPath) && !(removeStale(lockPath) && create(lockPath))) {
    throw new UserError(
      `The state file ${path} is in use by another emulator (${ownerWords(lockPath)}): stop that one, or give another --state. If there is none, delete ${lockPath}.`,
    );
  }
  held.add(lockPath);
  return { release: () => release(lockPath) };
}

function ownerWords(lockPath: string): string {
  const owner = readOwner(lockPath);
  return owner === undefined ? "process unknown" : `process ${owner.pid} on ${owner.host}`;
}

function create(lockPath: string): boolean {
  try {
    writeFileSync(lockPath, ownerText(), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new UserError(`The lock file ${lockPath} cannot be written: ${(error as Error).message}.`);
  }
}

function release(lockPath: string): void {
  if (held.delete(lockPath)) rmSync(lockPath, { force: true });
}

/** Moved aside first: of two processes that both see a stale lock, only one can win the rename. */
function removeStale(lockPath: string): boolean {
  if (held.has(lockPath) || isAlive(readOwner(lockPath))) return false;
  const aside = `${lockPath}.stale.${process.pid}`;
  try {
    renameSync(lockPath, aside);
  } catch {
    return false;
  }
  if (!isAlive(readOwner(aside))) {
    rmSync(aside, { force: true });
    return true;
  }
  // Between look and rename another process took the lock over: it gets its file back.
  renameSync(aside, lockPath);
  return false;
}

/** One folder at a time: Node's recursive way never ends in places such as /proc that refuse without a reason. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}
