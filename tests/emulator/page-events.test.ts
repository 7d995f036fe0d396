// The stream that the page lives on.
import { EventEmitter, once } from "node:events";
import {
  get as httpGet,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import type { LoggedEntry, LogNews } from "../../emulator/control/logged-request";
import { RequestLog } from "../../emulator/control/request-log";
import { FaultBook } from "../../emulator/faults/fault-book";
import { sendEvents } from "../../emulator/page/events";
import { World } from "../../emulator/world/world";
import { callsOf, newService, services, startForTest, stopAll, useEmulator } from "./client";

const emulator = useEmulator();
const { get } = callsOf(emulator);

interface Event {
  name: string;
  id: string | undefined;
  data: unknown;
}

/** A reader of the stream, as a browser is one. */
class Reader {
  readonly events: Event[] = [];
  private text = "";
  private readonly changed = new EventEmitter();

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding("utf8").on("data", (piece: string) => {
      this.text += piece;
      const parts = this.text.split("\n\n");
      this.text = parts.pop() ?? "";
      this.events.push(...parts.filter((part) => part.startsWith("event:")).map(readEvent));
      this.changed.emit("event");
    });
    response.on("error", () => undefined);
  }

  static async open(url: string, lastEventId?: string, query = ""): Promise<Reader> {
    const headers: OutgoingHttpHeaders = lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
    const sent = httpGet(`${url}/__emulator/events${query}`, { headers });
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return new Reader(response);
  }

  async until(isSo: (events: Event[]) => boolean): Promise<Event[]> {
    while (!isSo(this.events)) await once(this.changed, "event");
    return this.events;
  }

  news(): LogNews[] {
    return this.events.filter(({ name }) => name === "log").map(({ data }) => data as LogNews);
  }

  entries(): LoggedEntry[] {
    return this.news().flatMap(({ entries }) => entries);
  }

  lastId(): string {
    return this.events.findLast(({ id }) => id !== undefined)?.id ?? "";
  }

  close(): void {
    this.response.destroy();
  }
}

function readEvent(text: string): Event {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1];
  return { name: field("event") ?? "", id: field("id"), data: JSON.parse(field("data") ?? "null") };
}

const isOver = (count: number) => (events: Event[]) =>
  events
    .flatMap(({ name, data }) => (name === "log" ? (data as LogNews).entries : []))
    .filter(({ over }) => over).length >= count;

test("a reader that goes on from where it was gets each call once, and none twice", async () => {
  const seen: LoggedEntry[] = [];
  let lastId: string | undefined;
  for (let round = 0; round < 5; round += 1) {
    const reader = await Reader.open(
      emulator.url,
      ...(round % 2 ? [undefined, `?after=${lastId}`] : [lastId]),
    );
    await Promise.all([get("quotas"), get("quotas"), get("quotas")]);
    await reader.until(isOver(3));
    expect(
      reader
        .news()
        .map(({ fresh }) => fresh)
        .includes(true),
    ).toBe(round === 0);
    seen.push(...reader.entries().filter(({ over }) => over));
    lastId = reader.lastId();
    reader.close();
    // A call in between, which nobody is told of until the next reader comes.
    await get("quotas?between");
  }
  const last = await Reader.open(emulator.url, lastId);
  await last.until(isOver(1));
  last.close();
  const numbers = [...seen, ...last.entries()].filter(({ over }) => over).map(({ seq }) => seq);
  expect(numbers.sort((one, other) => one - other)).toEqual(emulator.requests().map(({ seq }) => seq));
});

test.each(["", "nonsense", "0123.0.5", "..", "a.b.c"])(
  "the id %j is nobody's: all is told from the beginning",
  async (id) => {
    await get("quotas");
    const reader = await Reader.open(emulator.url, id);
    await reader.until(isOver(1));
    expect(reader.news()[0]).toMatchObject({ fresh: true, entries: [{ seq: 1, over: true }] });
    reader.close();
  },
);

test("a log that is emptied is told as such, and counts from one again", async () => {
  await get("quotas");
  const reader = await Reader.open(emulator.url);
  await reader.until(isOver(1));
  emulator.clearRequests();
  await reader.until((events) => events.filter(({ name }) => name === "log").length > 1);
  expect(reader.news().at(-1)).toEqual({ fresh: true, oldestSeq: 1, entries: [] });
  await get("quotas");
  await reader.until(isOver(2));
  expect(reader.news().at(-1)).toMatchObject({ fresh: false, entries: [{ seq: 1 }] });
  reader.close();
});

test("a call without a response is told when it begins, and again when it is over", async () => {
  emulator.addFault({ kind: "stall", forSeconds: 0.15 });
  const reader = await Reader.open(emulator.url);
  await get("quotas");
  await reader.until(isOver(1));
  expect(reader.entries().map(({ over, status }) => [over, status])).toEqual([
    [false, null],
    [true, 200],
  ]);
  reader.close();
});

test("what time brings about is told without a call, and so are settings, faults and their hits", async () => {
  emulator.configure({ settleSeconds: 0.1 });
  const reader = await Reader.open(emulator.url);
  const changes = () => reader.events.filter(({ name }) => name === "changed").length;
  await newService(emulator);
  await reader.until(() => changes() > 1);
  const creating = changes();
  await reader.until(() => changes() > creating);
  expect(emulator.state().services[0]).toMatchObject({ status: "available" });
  for (const act of [
    () => emulator.configure({ quota: 3 }),
    () => emulator.addFault({ kind: "status", status: 418 }),
    () => void get(services),
    () => emulator.clearFaults(),
  ]) {
    const before = changes();
    act();
    await reader.until(() => changes() > before);
  }
  reader.close();
});

test("a stop ends open streams, and does not wait for them", async () => {
  const stopped = await startForTest();
  const reader = await Reader.open(stopped.url);
  const ended = new Promise((resolve) => reader.response.once("close", resolve));
  await stopped.close();
  await ended;
});

test.each<[string, OutgoingHttpHeaders]>([
  ["another origin", { Origin: "http://evil.example" }],
  ["another port of this machine", { Origin: "http://127.0.0.1:1" }],
  ["no origin at all, as from a file", { Origin: "null" }],
  ["a name that leads here", { Host: "evil.example" }],
])("%s gets nothing of the page", async (_who, headers) => {
  for (const path of ["", "page.js", "page.css", "events", "state", "settings"]) {
    const sent = httpGet(`${emulator.url}/__emulator/${path}`, { headers });
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    expect([path, response.statusCode]).toEqual([path, 403]);
    response.destroy();
  }
});

describe("a slow reader", () => {
  /** Takes what it is given, and says when that was too much. */
  class SlowResponse extends EventEmitter {
    readonly written: string[] = [];
    writableNeedDrain = false;
    writeHead(): void {}
    write(text: string): boolean {
      this.written.push(text);
      return !this.writableNeedDrain;
    }
  }

  const call = {
    time: "",
    account: null,
    objects: [],
    status: null,
    errorCode: null,
    requestId: "",
    connection: 1,
  };
  const nothing = Buffer.alloc(0);

  test("that has fallen behind what is kept is told what there still is, and where it begins", () => {
    const log = new RequestLog();
    const open = () => log.open({ ...call, method: "GET", path: "/", fault: null }, nothing);
    const first = open();
    const { mark } = log.newsSince(undefined, 10);
    for (let count = 0; count < 20_000; count += 1) open();
    // Of an entry that is no longer kept nothing is told.
    log.close(first);
    const news = log.newsSince(mark, 30_000);
    expect(news).toMatchObject({ fresh: false, oldestSeq: 2 });
    expect(news.entries).toHaveLength(20_000);
    expect(news.entries[0]?.seq).toBe(2);
    expect(log.newsSince(news.mark, 10)).toMatchObject({ fresh: false, entries: [] });
  });

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(stopAll);

  test("has nothing queued for it, and gets all that is left when it can take more", () => {
    const log = new RequestLog();
    const world = new World(
      { clock: Date.now } as never,
      { services: {}, endpoints: {} } as never,
      undefined,
    );
    const response = new SlowResponse();
    sendEvents(
      { world, faults: new FaultBook(Date.now), log },
      "run",
      undefined,
      response as unknown as ServerResponse,
    );
    const first = response.written.length;
    response.writableNeedDrain = true;
    for (let count = 0; count < 5000; count += 1) {
      const entry = log.open({ ...call, method: "GET", path: "/", fault: null }, nothing);
      log.close(entry);
    }
    jest.advanceTimersByTime(10_000);
    expect(response.written).toHaveLength(first);
    response.writableNeedDrain = false;
    jest.advanceTimersByTime(1000);
    const told = response.written.slice(first).map((text) => readEvent(text).data as LogNews);
    const numbers = told.flatMap(({ entries }) => entries).map(({ seq }) => seq);
    expect(numbers).toEqual(Array.from({ length: 5000 }, (_, place) => place + 1));
    response.emit("close");
    log.open({ ...call, method: "GET", path: "/", fault: null }, nothing);
    jest.advanceTimersByTime(1000);
    expect(response.written).toHaveLength(first + told.length);
  });
});
