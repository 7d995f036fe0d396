// Who was started by whom, read from /proc where there is one (a small container may have no `ps`).
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * The processes below `pid`. Pulumi's plugins sit in process groups of their own, so the group alone misses them.
 * @param {number} pid
 * @returns {number[]}
 */
export function descendants(pid) {
  const parents = process.platform === "linux" ? parentsFromProc() : parentsFromPs();
  /** @type {number[]} */
  const found = [];
  for (let level = [pid]; level.length > 0; ) {
    level = parents.filter(([, parent]) => level.includes(parent)).map(([child]) => child);
    found.push(...level);
  }
  return found;
}

/** @returns {[pid: number, parent: number][]} */
function parentsFromProc() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // "pid (name) state parent …"; the name may hold spaces and brackets.
        const parent = readFileSync(`/proc/${name}/stat`, "utf8").split(")").at(-1)?.trim().split(" ")[1];
        return [/** @type {[number, number]} */ ([Number(name), Number(parent)])];
      } catch {
        return [];
      }
    });
}

/** @returns {[pid: number, parent: number][]} */
function parentsFromPs() {
  const listed = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return (listed.stdout ?? "")
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent]) => (pid && parent ? [/** @type {[number, number]} */ ([pid, parent])] : []));
}
