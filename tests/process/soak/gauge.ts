import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Mebibytes that a process holds once its garbage is collected. */
export interface Held {
  resident: number;
  /** Of JavaScript's objects and of buffers. */
  heap: number;
}

const MEBIBYTE = 1024 * 1024;

/** Of a process that has loaded collect.cjs, and writes to this file; undefined while it has not yet. */
export async function held(pid: number, file: string): Promise<Held | undefined> {
  process.kill(pid, "SIGUSR2");
  await delay(200);
  try {
    const { rss, heapUsed, external } = JSON.parse(readFileSync(file, "utf8")) as NodeJS.MemoryUsage;
    return { resident: rss / MEBIBYTE, heap: (heapUsed + external) / MEBIBYTE };
  } catch {
    return undefined;
  }
}

/** What a process has open: files, pipes, sockets; the numbers of the latter differ. */
export function openHandles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const links = readdirSync(folder).flatMap((fd) => {
    try {
      return [readlinkSync(`${folder}/${fd}`).replace(/\d+/g, "")];
    } catch {
      // Closed since it was listed.
      return [];
    }
  });
  return links.sort();
}

/** What is there at rest: the lower quartile, for the others have operations and their responses under way. */
export function atRest(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;
}

/** The part of a series that belongs to a quarter of its time, the first being 1. */
export function quarter<T>(series: readonly T[], nth: 1 | 2 | 3 | 4): T[] {
  const length = series.length / 4;
  return series.slice(Math.floor((nth - 1) * length), Math.floor(nth * length));
}
