import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../user-error";

export interface FileLock {
  release(): void;
}

/** Locks held by this very process: its own pid in a lock file is otherwise a leftover of an earlier process. */
const held = new Set<string>();

/** One process per file: a neighbour `<path>.lock` holds the pid; a lock whose process is dead is taken over. */
export function lockFile(path: string): FileLock {
  const lockPath = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  if (!create(lockPath) && !(removeStale(lockPath) && create(lockPath))) {
    throw new UserError(
      `The state file ${path} is in use by another emulator (process ${owner(lockPath) ?? "unknown"}): stop that one, or give another --state.`,
    );
  }
  held.add(lockPath);
  return { release: () => release(lockPath) };
}

function create(lockPath: string): boolean {
  try {
    writeFileSync(lockPath, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new UserError(`The lock file ${lockPath} cannot be written: ${(error as Error).message}.`);
  }
}

function release(lockPath: string): void {
  if (held.delete(lockPath)) rmSync(lockPath, { force: true });
}

function owner(lockPath: string): number | undefined {
  try {
    const pid = Number(readFileSync(lockPath, "utf8").trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Moved aside first: of two processes that both see a stale lock, only one can win the rename. */
function removeStale(lockPath: string): boolean {
  if (held.has(lockPath) || isAlive(owner(lockPath))) return false;
  const aside = `${lockPath}.stale.${process.pid}`;
  try {
    renameSync(lockPath, aside);
  } catch {
    return false;
  }
  if (!isAlive(owner(aside))) {
    rmSync(aside, { force: true });
    return true;
  }
  // Between look and rename another process took the lock over: it gets its file back.
  renameSync(aside, lockPath);
  return false;
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
