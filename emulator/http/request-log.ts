import type { Json } from "./json";

/** One request as it can be read back; headers are never part of it, so no key or token can be. */
export interface LoggedRequest {
  /** Counts from 1 since the start or the last reset. */
  seq: number;
  time: string;
  method: string;
  /** With the query, as it came. */
  path: string;
  /** Parsed JSON, or null. */
  body: Json;
  /** null when the connection broke before a status was sent. */
  status: number | null;
  errorCode: string | null;
  requestId: string;
  /** Which TCP connection, counted from 1: shows what was sent on a fresh one. */
  connection: number;
  /** The fault that struck, if one did. */
  fault: { rule: number; kind: string; at: string } | null;
}

const entriesKept = 20_000;

export class RequestLog {
  private entries: LoggedRequest[] = [];
  private lastSeq = 0;

  /** The entry is there from the moment the request was read; status and fault are filled in later. */
  open(entry: Omit<LoggedRequest, "seq">): LoggedRequest {
    this.lastSeq += 1;
    const logged = { seq: this.lastSeq, ...entry };
    this.entries.push(logged);
    if (this.entries.length > entriesKept) this.entries.shift();
    return logged;
  }

  since(seq: number): LoggedRequest[] {
    return this.entries.filter((entry) => entry.seq > seq);
  }

  clear(): void {
    this.entries = [];
    this.lastSeq = 0;
  }
}
