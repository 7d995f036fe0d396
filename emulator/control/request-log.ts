import { isJsonObject, type JsonObject, parseJson } from "../world/json";
import type { LoggedEntry, LoggedRequest, LogNews } from "./logged-request";

const entriesKept = 20_000;
const bodyKeptBytes = 64 * 1024;
const allKeptBytes = 64 * 1024 * 1024;
/** What an entry takes besides its texts: about 600 bytes when measured. */
const entryBytes = 1024;
/** The codes of the API have up to 14 characters, but a fault can send any. */
const errorCodeLength = 100;

interface Sent {
  status: number;
  body: Buffer;
}

/** Bodies are kept unparsed, because parsed ones can take many times the memory. */
interface Kept {
  entry: LoggedEntry;
  body: Buffer;
  before: Buffer;
  /** Of its last change. */
  revision: number;
}

/** A moment of the log: a reader that has seen everything up to it asks for what came later. */
export interface LogMark {
  /** How often the log has been emptied. */
  epoch: number;
  /** Grows with every change of an entry. */
  revision: number;
}

/** The newest requests to the API, in the order of their arrival; requests to the control routes are not kept. */
export class RequestLog {
  private kept: Kept[] = [];
  /** The size of all entries; nothing in them may grow without being counted. */
  private keptBytes = 0;
  private lastSeq = 0;
  private epoch = 0;
  private revision = 0;
  /** The entries by their last change, in that order. */
  private readonly changes = new Map<number, Kept>();

  /** `report` is called once for each request, when it is over. */
  constructor(private readonly report?: (entry: LoggedEntry) => void) {}

  /** The entry exists from the moment the request has been read; `respond` fills in the rest. */
  open(
    request: Omit<LoggedEntry, "seq" | "bodyBytes" | "over">,
    body: Buffer,
    before?: JsonObject,
  ): LoggedEntry {
    this.lastSeq += 1;
    const entry = { seq: this.lastSeq, ...request, bodyBytes: body.length, over: false };
    const kept = {
      entry,
      body: body.length > bodyKeptBytes ? Buffer.alloc(0) : Buffer.from(body),
      before: Buffer.from(before === undefined ? "" : JSON.stringify(before)),
      revision: 0,
    };
    this.keep(kept);
    this.changed(kept);
    return entry;
  }

  respond(entry: LoggedEntry, { status, body }: Sent): void {
    entry.status = status;
    const errorCode = errorCodeOf({ status, body });
    // Through a buffer, because a slice would keep the whole text in memory.
    entry.errorCode = errorCode && Buffer.from(errorCode.slice(0, errorCodeLength)).toString();
  }

  close(entry: LoggedEntry): void {
    entry.over = true;
    const kept = this.keptAs(entry.seq);
    if (kept?.entry === entry) this.changed(kept);
    this.report?.(entry);
  }

  since(seq: number): LoggedRequest[] {
    return this.kept.filter(({ entry }) => entry.seq > seq).map(readBack);
  }

  find(seq: number): LoggedRequest | undefined {
    const kept = this.keptAs(seq);
    return kept && readBack(kept);
  }

  /**
   * Up to `most` entries that have changed since a mark, and the mark to ask with next. An entry that changed twice
   * comes once, as it is now. Without a mark of this log: from the beginning, and `fresh`.
   */
  newsSince(mark: LogMark | undefined, most: number): LogNews & { mark: LogMark } {
    const { epoch } = this;
    const known = mark?.epoch === epoch && mark.revision <= this.revision ? mark.revision : undefined;
    const isUpToDate = known === this.revision;
    const later = isUpToDate ? [] : [...this.changes.values()].filter((kept) => kept.revision > (known ?? 0));
    const next = later.slice(0, most);
    return {
      fresh: known === undefined,
      oldestSeq: this.oldestSeq,
      entries: next.map(({ entry }) => entry),
      mark: { epoch, revision: next.at(-1)?.revision ?? this.revision },
    };
  }

  clear(): void {
    this.kept = [];
    this.keptBytes = 0;
    this.lastSeq = 0;
    this.changes.clear();
    this.epoch += 1;
  }

  private get oldestSeq(): number {
    return this.kept[0]?.entry.seq ?? this.lastSeq + 1;
  }

  private keptAs(seq: number): Kept | undefined {
    return this.kept[seq - this.oldestSeq];
  }

  private changed(kept: Kept): void {
    this.changes.delete(kept.revision);
    this.revision += 1;
    kept.revision = this.revision;
    this.changes.set(kept.revision, kept);
  }

  private keep(newest: Kept): void {
    this.kept.push(newest);
    this.keptBytes += sizeOf(newest);
    let dropped = 0;
    while (this.kept.length - dropped > entriesKept || this.keptBytes > allKeptBytes) {
      this.keptBytes -= sizeOf(this.kept[dropped]);
      this.changes.delete(this.kept[dropped]?.revision ?? 0);
      dropped += 1;
    }
    this.kept.splice(0, dropped);
  }
}

/** Paths are Latin-1, one byte per character. */
function sizeOf(kept: Kept | undefined): number {
  if (kept === undefined) return 0;
  const { entry, body, before } = kept;
  return entryBytes + body.length + before.length + entry.path.length + entry.method.length;
}

function readBack({ entry, body, before }: Kept): LoggedRequest {
  const was = parseJson(before.toString("utf8"));
  return {
    ...structuredClone(entry),
    body: parseJson(body.toString("utf8")) ?? null,
    before: isJsonObject(was) ? was : null,
  };
}

function errorCodeOf({ status, body }: Sent): string | null {
  if (status < 400 || body.length > 100_000) return null;
  const error = parseJson(body.toString("utf8"));
  return isJsonObject(error) && typeof error["error_code"] === "string" ? error["error_code"] : null;
}
