// Processor time and memory of a command's processes, by what they do for it. Read from /proc, where there is one.
import { existsSync, readFileSync } from "node:fs";
import { setInterval } from "node:timers";
import { descendants } from "../process-tree.mjs";

/** The CLI with its language host; the user's program; the process that runs the provider. */
export type Role = "engine" | "program" | "provider";

export interface Used {
  cpuSeconds: number;
  /** The most that it had resident. */
  mebibytes: number;
}

const EVERY_MS = 200;
/** Of the kernel's clock, which Linux shows in hundredths everywhere. */
const TICKS_A_SECOND = 100;

/** Watches a process and what it starts; the function that it gives ends that and tells what each role used. */
export function watch(pid: number): () => Map<Role, Used> {
  const seen = new Map<number, { role: Role } & Used>();
  const look = () => {
    for (const one of existsSync("/proc/self/stat") ? [pid, ...descendants(pid)] : []) {
      const used = usedBy(one);
      if (used !== undefined) seen.set(one, used);
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    const byRole = new Map<Role, Used>();
    for (const { role, ...used } of seen.values()) {
      const known = byRole.get(role) ?? { cpuSeconds: 0, mebibytes: 0 };
      const mebibytes = Math.max(known.mebibytes, used.mebibytes);
      byRole.set(role, { cpuSeconds: known.cpuSeconds + used.cpuSeconds, mebibytes });
    }
    return byRole;
  };
}

function usedBy(pid: number): ({ role: Role } & Used) | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    // One that has ended and is not collected yet has none, and no memory.
    if (command === "") return undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, kibibytes] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    // Behind the name in brackets, from the third field on: utime and stime are the 14th and the 15th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { role: roleOf(command), cpuSeconds: ticks / TICKS_A_SECOND, mebibytes: Number(kibibytes) / 1024 };
  } catch {
    // It has ended.
    return undefined;
  }
}

function roleOf(command: string): Role {
  if (/dynamic-provider|resource-huaweicloud/.test(command)) return "provider";
  return /cmd[\\/]run/.test(command) ? "program" : "engine";
}
