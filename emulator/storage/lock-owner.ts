import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { performance } from "node:perf_hooks";

/** Who holds a lock, as the lock file says. After a reboot the number alone may be another process's. */
export interface LockOwner {
  /** Belongs to this one lock and is never used again. */
  id: string;
  /** 0 when the file does not say. */
  pid: number;
  /** When the process began, in the system's own count; empty if unknown. */
  began: string;
  /** Containers that share a volume have their own hosts, and often the same process numbers. */
  host: string;
}

export function ownerText(id: string): string {
  return `${[process.pid, ownBeginning(), hostname(), id].join(" ")}\n`;
}

/** undefined if there is no such file. Throws if there is one that cannot be read. */
export function readOwner(lockPath: string): LockOwner | undefined {
  let text: string;
  try {
    text = readFileSync(lockPath, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const [number, began = "-", host = hostname(), id = ""] = text.trim().split(" ");
  const pid = Number(number);
  return {
    // Locks of earlier versions have no id.
    id: /^[0-9a-f]{32}$/.test(id) ? id : createHash("md5").update(text).digest("hex"),
    pid: Number.isSafeInteger(pid) && pid > 0 ? pid : 0,
    began: began === "-" ? "" : began,
    host,
  };
}

/** Processes of another host cannot be seen: they count as alive until someone deletes the lock by hand. */
export function isAlive(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return true;
  // An earlier process may have had the same number.
  if (owner.pid === process.pid) return owner.began === ownBeginning();
  if (owner.pid === 0 || !exists(owner.pid)) return false;
  const began = beganOf(owner.pid);
  return owner.began === "" || began === "" || owner.began === began;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Where the system does not say when this process began, Node does. */
function ownBeginning(): string {
  return beganOf(process.pid) || String(performance.timeOrigin);
}

/** Linux: field 22 of /proc/pid/stat, counted from the end of the name, which may contain anything. */
function beganOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
