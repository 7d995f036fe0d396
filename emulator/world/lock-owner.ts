import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock, as it stands in the lock file. A number alone can belong to another process after a reboot. */
export interface LockOwner {
  pid: number;
  /** When the process began, in the system's own count; empty where the system does not tell. */
  began: string;
  /** Containers that share a volume have hosts of their own, and often equal numbers. */
  host: string;
}

export function ownerText(): string {
  return `${[process.pid, beganOf(process.pid) || "-", hostname()].join(" ")}\n`;
}

export function readOwner(lockPath: string): LockOwner | undefined {
  try {
    const [number, began = "-", host = hostname()] = readFileSync(lockPath, "utf8").trim().split(" ");
    const pid = Number(number);
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
    return { pid, began: began === "-" ? "" : began, host };
  } catch {
    return undefined;
  }
}

/** Nobody can look into another host: its owner counts as alive until somebody deletes the lock by hand. */
export function isAlive(owner: LockOwner | undefined): boolean {
  if (owner === undefined) return false;
  if (owner.host !== hostname()) return true;
  // This very process knows its locks itself: in a file, its number is a leftover.
  if (owner.pid === process.pid || !exists(owner.pid)) return false;
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

/** Linux: field 22 of /proc/pid/stat, counted behind the name, which may hold anything. */
function beganOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
