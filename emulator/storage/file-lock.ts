import { linkSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { newHexId } from "../world/ids";
import { UserError } from "../world/user-input";
import { giveBackLock, type LockFiles, takeLock } from "./lock-chain";
import { isAlive, type LockOwner, ownerText, readOwner } from "./lock-owner";

export interface FileLock {
  release(): void;
}

/** One process per file: `<path>.lock` beside it says which. A lock whose process is dead is taken over. */
export function lockFile(path: string): FileLock {
  const lockPath = `${path}.lock`;
  const id = newHexId();
  const owner = take(lockPath, id);
  if (owner !== undefined) {
    throw new UserError(
      `The state file ${path} is in use by another emulator (${ownerWords(owner)}): stop that one, or give another --state. If there is none, delete ${lockPath}.`,
    );
  }
  return { release: () => giveBackLock(lockPath, id, { read: readOwner, remove: removeFile }) };
}

function ownerWords({ pid, host }: LockOwner): string {
  return pid === 0 ? "process unknown" : `process ${pid} on ${host}`;
}

function take(lockPath: string, id: string): LockOwner | undefined {
  try {
    const owner = takeLock(lockPath, diskFiles(lockPath, id));
    if (owner === undefined) removeLeftovers(lockPath);
    return owner;
  } catch (error) {
    throw new UserError(`The lock file ${lockPath} cannot be written: ${(error as Error).message}.`);
  }
}

function diskFiles(lockPath: string, id: string): LockFiles {
  return {
    read: readOwner,
    isAlive,
    put: (path) => put(path, id, `${lockPath}.${id}.new`),
    move: renameSync,
    remove: removeFile,
  };
}

/** A link appears complete; a file that is opened and then written is empty for a moment. */
function put(path: string, id: string, draft: string): boolean {
  writeFileSync(draft, ownerText(id));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ENOENT: the new owner is cleaning up and removed the draft before it was complete.
    if (code === "EEXIST" || code === "ENOENT") return false;
    throw error;
  } finally {
    removeFile(draft);
  }
}

/** Drafts, and locks beside the lock, of processes that were killed while they tried to take it. */
function removeLeftovers(lockPath: string): void {
  const ours = `${basename(lockPath)}.`;
  for (const name of readdirSync(dirname(lockPath))) {
    if (!name.startsWith(ours) || !/^[0-9a-f]{32}(\.new)?$/.test(name.slice(ours.length))) continue;
    const path = join(dirname(lockPath), name);
    const owner = readOwner(path);
    if (owner !== undefined && !isAlive(owner)) removeFile(path);
  }
}

function removeFile(path: string): void {
  rmSync(path, { force: true });
}
