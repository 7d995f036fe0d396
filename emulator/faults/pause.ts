import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { ClientGone } from "../gateway/bytes";

/**
 * A wait within an exchange. When the connection goes away, because the client hung up or the emulator was closed, it
 * ends with ClientGone at once: no work may be done for a client that is gone, or in a state file that was released.
 */
export async function pause(response: ServerResponse, ms: number): Promise<void> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  response.once("close", abort);
  if (isGone(response)) abort();
  await delay(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off("close", abort);
  if (gone.signal.aborted || isGone(response)) throw new ClientGone();
}

/** A socket shows at once that it was destroyed, its response only later. */
function isGone({ destroyed, socket }: ServerResponse): boolean {
  return destroyed || socket === null || socket.destroyed;
}
