import type { ServerResponse } from "node:http";
import { noOtherReader } from "../control/control-routes";
import type { LogMark, RequestLog } from "../control/request-log";
import type { FaultBook } from "../faults/fault-book";
import type { World } from "../world/world";

/** What the page is told of. */
export interface Watched {
  world: World;
  faults: FaultBook;
  log: RequestLog;
}

/** A reader is told at the next of these looks, and of a burst in one piece. */
const lookEveryMs = 40;
/** In one event; further ones follow when the reader has taken these. */
const mostEntries = 2000;
const retryMs = 1000;

/**
 * Tells a reader, as server-sent events, of each change in the log (`log`, a `LogNews`) and that something else has
 * changed (`changed`). Nothing is queued for a slow reader: it is told what is news when it can take more. The id of an
 * event says how far its reader has come in the log of this `run`; with `lastEventId` it goes on from there.
 */
export function sendEvents(
  { world, faults, log }: Watched,
  run: string,
  lastEventId: string | undefined,
  response: ServerResponse,
): void {
  let mark = readMark(run, lastEventId);
  let told = "";
  response.writeHead(200, { ...noOtherReader, "Content-Type": "text/event-stream; charset=utf-8" });
  response.write(`retry: ${retryMs}\n\n`);
  const look = () => {
    if (response.destroyed || response.writableNeedDrain) return;
    world.settle();
    const now = JSON.stringify({ world: world.revision, faults: faults.revision });
    if (now !== told) response.write(event("changed", now));
    told = now;
    const { mark: next, ...news } = log.newsSince(mark, mostEntries);
    mark = next;
    if (!news.fresh && news.entries.length === 0) return;
    const whenTaken = news.entries.length === mostEntries ? look : undefined;
    response.write(event("log", JSON.stringify(news), `${run}.${next.epoch}.${next.revision}`), whenTaken);
  };
  look();
  const timer = setInterval(look, lookEveryMs);
  response.once("close", () => clearInterval(timer));
}

function event(name: string, json: string, id?: string): string {
  return `event: ${name}\n${id === undefined ? "" : `id: ${id}\n`}data: ${json}\n\n`;
}

/** undefined for an id of another start, or of none. */
function readMark(run: string, id = ""): LogMark | undefined {
  const [ofRun, epoch, revision] = id.split(".");
  if (ofRun !== run) return undefined;
  return { epoch: Number(epoch), revision: Number(revision) };
}
