import { isJsonObject, type Json, parseJson } from "../world/json";

/** One request as it can be read back. It has no headers, and so no key or token. */
export interface LoggedRequest {
  /** Counts from 1 since the start or the last reset. */
  seq: number;
  time: string;
  method: string;
  /** With the query, as it arrived. */
  path: string;
  /** Parsed JSON; null if it is not JSON, or larger than 64 KiB. */
  body: Json;
  /** Size of the body, kept or not. */
  bodyBytes: number;
  /** null if the connection broke before a status was sent. */
  status: number | null;
  errorCode: string | null;
  requestId: string;
  /** Number of the TCP connection, from 1: shows which requests were sent on a new one. */
  connection: number;
  /** The fault that struck, if one did. */
  fault: { rule: number; kind: string; at: string } | null;
}

const entriesKept = 20_000;
const bodyKeptBytes = 64 * 1024;
const allKeptBytes = 64 * 1024 * 1024;
/** What an entry takes besides its texts: about 600 bytes when measured. */
const entryBytes = 1024;
/** The codes of the API have up to 14 characters, but a fault can send any. */
const errorCodeLength = 100;
/** Of the path in a line for the terminal. */
const pathLength = 300;

interface Sent {
  status: number;
  body: Buffer;
}

/** Bodies are kept unparsed, because parsed ones can take many times the memory. */
interface Kept {
  entry: LoggedEntry;
  body: Buffer;
}

export type LoggedEntry = Omit<LoggedRequest, "body">;

/** The newest requests to the API, in the order of their arrival; requests to the control routes are not kept. */
export class RequestLog {
  private kept: Kept[] = [];
  /** The size of all entries; nothing in them may grow without being counted. */
  private keptBytes = 0;
  private lastSeq = 0;

  /** `report` is called once for each request, when it is over. */
  constructor(private readonly report?: (entry: LoggedEntry) => void) {}

  /** The entry exists from the moment the request has been read; `respond` fills in the rest. */
  open(request: Omit<LoggedEntry, "seq" | "bodyBytes">, body: Buffer): LoggedEntry {
    this.lastSeq += 1;
    const entry = { seq: this.lastSeq, ...request, bodyBytes: body.length };
    this.keep({ entry, body: body.length > bodyKeptBytes ? Buffer.alloc(0) : Buffer.from(body) });
    return entry;
  }

  respond(entry: LoggedEntry, { status, body }: Sent): void {
    entry.status = status;
    const errorCode = errorCodeOf({ status, body });
    // Through a buffer, because a slice would keep the whole text in memory.
    entry.errorCode = errorCode && Buffer.from(errorCode.slice(0, errorCodeLength)).toString();
  }

  close(entry: LoggedEntry): void {
    this.report?.(entry);
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
    this.keptBytes += sizeOf(newest);
    let dropped = 0;
    while (this.kept.length - dropped > entriesKept || this.keptBytes > allKeptBytes) {
      this.keptBytes -= sizeOf(this.kept[dropped]);
      dropped += 1;
    }
    this.kept.splice(0, dropped);
  }
}

/** Paths are Latin-1, one byte per character. */
function sizeOf(kept: Kept | undefined): number {
  if (kept === undefined) return 0;
  const { entry, body } = kept;
  return entryBytes + body.length + entry.path.length + entry.method.length;
}

function errorCodeOf({ status, body }: Sent): string | null {
  if (status < 400 || body.length > 100_000) return null;
  const error = parseJson(body.toString("utf8"));
  return isJsonObject(error) && typeof error["error_code"] === "string" ? error["error_code"] : null;
}

/** A request as one line for a terminal, without secrets and control characters, whatever the client sent. */
export function callLine(entry: LoggedEntry, secrets: readonly (string | undefined)[]): string {
  const { time, method, path, status, errorCode, fault } = entry;
  const parts = [time, method, shortened(without(secrets, path)), status ?? "no response"];
  if (errorCode !== null) parts.push(without(secrets, errorCode));
  if (fault !== null) parts.push(`(fault: ${fault.kind} at ${fault.at})`);
  return parts.join(" ").replace(/[^\x20-\x7e]/g, escaped);
}

function without(secrets: readonly (string | undefined)[], text: string): string {
  const spellings = secrets.flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []));
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, "***"), text);
}

function shortened(path: string): string {
  return path.length > pathLength ? `${path.slice(0, pathLength)}...` : path;
}

/** Node lets only printable ASCII through in a path, but the error code of a fault can contain anything. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
