import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { controlPrefix, guardProblem } from "../control/control-routes";
import type { Listener } from "../gateway/listener";
import { newHexId } from "../world/ids";
import { isAsset, sendAsset } from "./assets";
import { sendEvents, type Watched } from "./events";

/** The page that shows the emulated cloud in a browser: its files, and the events that it lives on. */
export class Page {
  /** Tells this start from others, whose log has the same numbers. */
  private readonly run = newHexId();

  constructor(private readonly parts: Watched & { listener: Listener }) {}

  has({ method, url = "" }: IncomingMessage): boolean {
    const path = pathOf(url);
    return method === "GET" && path !== undefined && (path === "events" || isAsset(path));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const problem = guardProblem(request, this.parts.listener.port);
    const path = pathOf(request.url ?? "") ?? "";
    if (problem !== undefined) {
      response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(`${problem}\n`);
    } else if (path === "events") {
      sendEvents(this.parts, this.run, lastEventId(request), response);
    } else await sendAsset(join(__dirname, "app"), path, response);
  }
}

/** Below the prefix; undefined elsewhere. */
function pathOf(url: string): string | undefined {
  const [path = ""] = url.split("?");
  if (`${path}/` === controlPrefix) return "";
  return path.startsWith(controlPrefix) ? path.slice(controlPrefix.length) : undefined;
}

/** A browser sends the header when it reconnects by itself; the page asks with `after` when it has stopped in between. */
function lastEventId({ headers, url = "" }: IncomingMessage): string | undefined {
  const header = headers["last-event-id"];
  const after = new URL(url, "http://emulator").searchParams.get("after");
  return (typeof header === "string" ? header : undefined) ?? after ?? undefined;
}
