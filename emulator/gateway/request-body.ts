import type { IncomingMessage } from "node:http";

/** API Request Signing Guide: the gateway takes at most 12 MB with a signature. */
export const gatewayBodyLimit = 12 * 1024 * 1024;
export const controlBodyLimit = 1024 * 1024;

export class BodyTooLarge extends Error {}
/** The client hung up before its body was complete. */
export class ClientGone extends Error {}

/** The raw bytes: signatures are over them, down to a newline at the end. */
export function readRawBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) reject(new BodyTooLarge());
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("close", () => reject(new ClientGone()));
    request.on("error", () => reject(new ClientGone()));
  });
}
