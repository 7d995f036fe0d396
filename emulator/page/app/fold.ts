import type { LoggedEntry } from "./wire";

export interface CallFilter {
  /** Only calls that name this service or endpoint. */
  object: string | undefined;
  /** Only calls that may change something. */
  writesOnly: boolean;
}

/** A line of the log: one call, or a run of polls. */
export interface CallLine {
  /** The first one; it identifies the line. */
  first: LoggedEntry;
  last: LoggedEntry;
  count: number;
}

/**
 * The lines to show, newest first. Reads of one account that get the same response from the same path are one line, for
 * as long as nothing is written: what waits for something asks again and again.
 */
export function callLines(entries: readonly LoggedEntry[], filter: CallFilter): CallLine[] {
  const lines: CallLine[] = [];
  let run = new Map<string, CallLine>();
  for (const entry of entries) {
    if (isWrite(entry)) run = new Map();
    if (!passes(entry, filter)) continue;
    const key = pollKey(entry);
    const poll = key === undefined ? undefined : run.get(key);
    if (poll !== undefined) {
      poll.last = entry;
      poll.count += 1;
      continue;
    }
    const line = { first: entry, last: entry, count: 1 };
    lines.push(line);
    if (key !== undefined) run.set(key, line);
  }
  return lines.reverse();
}

export function isWrite({ method }: LoggedEntry): boolean {
  return method !== "GET" && method !== "HEAD";
}

function passes(entry: LoggedEntry, { object, writesOnly }: CallFilter): boolean {
  if (writesOnly && !isWrite(entry)) return false;
  return object === undefined || entry.objects.includes(object);
}

/** undefined for what always is a line of its own. */
function pollKey(entry: LoggedEntry): string | undefined {
  const { account, path, status, errorCode, fault, over } = entry;
  if (isWrite(entry) || fault !== null || !over) return undefined;
  return JSON.stringify([account, path, status, errorCode]);
}
