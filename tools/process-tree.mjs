// Who was started by whom, read from /proc where there is one (a small container may have no `ps`).
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * The processes below `pid`. Pulumi's plugins sit in process groups of their own, so the group alone misses them.
 * @param {number} pid
 * @returns {number[]}
 */
export function descendants(pid) {
  const parents = process.platform === "linux" ? parentsFromProc() : parentsFromList(process.platform);
  /** @type {number[]} */
  const found = [];
  for (let level = [pid]; level.length > 0; ) {
    level = parents.filter(([, parent]) => level.includes(parent)).map(([child]) => child);
    found.push(...level);
  }
  return found;
}

/**
 * The processes that have inherited an environment variable. Unlike descent this outlives the parents: a plugin that the
 * CLI starts in the moment it ends is found all the same. Only where there is /proc.
 * @param {string} variable `NAME=value`
 * @returns {number[]}
 */
export function inheritors(variable) {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, "utf8").split("\0").includes(variable);
      } catch {
        return false;
      }
    })
    .map(Number);
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

/**
 * What prints a line `pid parent` for each process.
 * @param {NodeJS.Platform} platform
 * @returns {[command: string, args: string[]]}
 */
export function listCommand(platform) {
  if (platform !== "win32") return ["ps", ["-A", "-o", "pid=,ppid="]];
  const line = '"$($_.ProcessId) $($_.ParentProcessId)"';
  const script = `Get-CimInstance Win32_Process | ForEach-Object { ${line} }`;
  return ["powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script]];
}

/**
 * @param {NodeJS.Platform} platform
 * @returns {[pid: number, parent: number][]}
 */
function parentsFromList(platform) {
  const [command, args] = listCommand(platform);
  const { stdout } = spawnSync(command, args, { encoding: "utf8", windowsHide: true });
  return parentsIn(stdout ?? "");
}

/**
 * @param {string} listed
 * @returns {[pid: number, parent: number][]}
 */
export function parentsIn(listed) {
  return listed
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent]) => (pid && parent ? [/** @type {[number, number]} */ ([pid, parent])] : []));
}
