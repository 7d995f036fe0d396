import { type Json, parseJson } from "../world/json";

/** One request as it can be read back; headers are never part of it, so no key or token can be. */
export interface LoggedRequest {
  /** Counts from 1 since the start or the last reset. */
  seq: number;
  time: string;
  method: string;
  /** With the query, as it came. */
  path: string;
  /** Parsed JSON; null when it is none, or larger than 64 KiB. */
  body: Json;
  /** How much of a body came, kept or not. */
  bodyBytes: number;
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
const bodyKeptBytes = 64 * 1024;
const allBodiesKeptBytes = 64 * 1024 * 1024;

/** Bodies are kept as they came: parsed, the same bytes can take many times the memory. */
interface Kept {
  entry: Omit<LoggedRequest, "body">;
  body: Buffer;
}

export class RequestLog {
  private kept: Kept[] = [];
  private keptBytes = 0;
  private lastSeq = 0;

  /** The entry is there from the moment the request was read; status and fault are filled in later. */
  open(request: Omit<LoggedRequest, "seq" | "body" | "bodyBytes">, body: Buffer): Kept["entry"] {
    this.lastSeq += 1;
    const entry = { seq: this.lastSeq, ...request, bodyBytes: body.length };
    this.keep({ entry, body: body.length > bodyKeptBytes ? Buffer.alloc(0) : Buffer.from(body) });
    return entry;
  }

  since(seq: number): LoggedRequest[] {
    const wanted = this.kept.filter(({ entry }) => entry.seq > seq);
    return wanted.map(({ entry, body }) => ({
      ...structuredClone(entry),
      body: parseJson(body.toString("utf8")) ?? null,
    }));
  }

  clear(): void {
    this.kept = [];
    this.keptBytes = 0;
    this.lastSeq = 0;
  }

  private keep(newest: Kept): void {
    this.kept.push(newest);
    this.keptBytes += newest.body.length;
    while (this.kept.length > entriesKept || this.keptBytes > allBodiesKeptBytes) {
      this.keptBytes -= this.kept.shift()?.body.length ?? 0;
    }
  }
}
