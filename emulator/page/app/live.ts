import { CallLog } from "./call-log";
import { control } from "./control-routes";
import type { ArmedRule, CloudState, LogNews, SettingsView } from "./wire";

/** Everything that the page shows, as the emulator last told it. */
export interface Snapshot {
  /** Whether the emulator is there: `lost` after it was, or could not be reached at all. */
  connection: "connecting" | "live" | "lost";
  log: CallLog;
  cloud: CloudState | undefined;
  settings: SettingsView | undefined;
  faults: ArmedRule[] | undefined;
}

/** A burst of changes is fetched once in this time. */
const fetchEveryMs = 150;
const retryMs = 1000;

/** Keeps the snapshot up to date over server-sent events while the page is seen. */
export class Live {
  snapshot: Snapshot = {
    connection: "connecting",
    log: new CallLog(),
    cloud: undefined,
    settings: undefined,
    faults: undefined,
  };
  private readonly listeners = new Set<() => void>();
  private source: EventSource | undefined;
  private lastEventId = "";
  private fetching = false;
  private outOfDate = false;
  private drawing = false;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A page that is not seen has no connection: a browser gives one host six of them, for all of its pages. */
  start(): void {
    document.addEventListener("visibilitychange", () => this.follow());
    this.follow();
  }

  private follow(): void {
    if (document.hidden) this.close();
    else this.open();
  }

  private open(): void {
    if (this.source !== undefined) return;
    const after = this.lastEventId === "" ? "" : `?after=${encodeURIComponent(this.lastEventId)}`;
    const source = new EventSource(`/__emulator/events${after}`);
    this.source = source;
    source.addEventListener("open", () => this.show({ connection: "live" }));
    source.addEventListener("error", () => {
      this.show({ connection: "lost" });
      // The browser tries again by itself, except after a response that is no stream.
      if (source.readyState !== EventSource.CLOSED) return;
      this.close();
      setTimeout(() => this.follow(), retryMs);
    });
    source.addEventListener("log", (event: MessageEvent<string>) => {
      this.lastEventId = event.lastEventId;
      this.show({ log: this.snapshot.log.with(JSON.parse(event.data) as LogNews) });
    });
    source.addEventListener("changed", () => void this.fetch());
  }

  private close(): void {
    this.source?.close();
    this.source = undefined;
  }

  private async fetch(): Promise<void> {
    this.outOfDate = true;
    if (this.fetching) return;
    this.fetching = true;
    while (this.outOfDate && this.source !== undefined) {
      // Set again by what changes meanwhile.
      this.outOfDate = false;
      const isDone = await this.fetchOnce();
      if (!isDone) this.outOfDate = true;
      await new Promise((resolve) => setTimeout(resolve, isDone ? fetchEveryMs : retryMs));
    }
    this.fetching = false;
  }

  /** False if the emulator is not there, or a fault has struck this connection too. */
  private async fetchOnce(): Promise<boolean> {
    try {
      const [cloud, settings, { faults }] = await Promise.all([
        control<CloudState>("GET", "state"),
        control<SettingsView>("GET", "settings"),
        control<{ faults: ArmedRule[] }>("GET", "faults"),
      ]);
      this.show({ cloud, settings, faults });
      return true;
    } catch {
      return false;
    }
  }

  private show(news: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...news };
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      for (const listener of this.listeners) listener();
    });
  }
}
