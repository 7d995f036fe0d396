// A client that speaks bytes: for what no HTTP library would send.
import { connect, type Socket } from "node:net";

export interface RawClient {
  socket: Socket;
  /** All that has come so far. */
  received: () => string;
  /** Resolves with all that came when the connection is over, however it ended. */
  closed: Promise<string>;
}

/** Resolves once it is connected. */
export async function rawClient(port: number): Promise<RawClient> {
  let text = "";
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("latin1").on("data", (data) => {
    text += data;
  });
  // What a connection ends with shows in what came before.
  socket.on("error", () => undefined);
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("close", () => reject(new Error("no connection")));
  });
  return { socket, received: () => text, closed };
}

/** Sends the bytes and gives what comes until the other side closes; with `end` this side is done after them. */
export async function exchanged(port: number, bytes: string | Buffer, end = false): Promise<string> {
  const client = await rawClient(port);
  if (end) client.socket.end(bytes);
  else client.socket.write(bytes);
  return client.closed;
}

/** The status lines in what a connection brought. */
export const statusesIn = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
