import type { IncomingMessage } from "node:http";
import type { ApiResponse } from "./operation";

/** API Request Signing Guide: the gateway takes at most 12 MB with a signature. */
export const gatewayBodyLimit = 12 * 1024 * 1024;
export const controlBodyLimit = 1024 * 1024;

export class BodyTooLarge extends Error {}
/** The client hung up before its body was complete. */
export class ClientGone extends Error {}

/** The raw bytes, because signatures cover every one of them, down to a trailing newline. */
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

/** A response as bytes, ready to be sent or broken. */
export interface RawResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export function rawResponse({ status, body, headers }: ApiResponse): RawResponse {
  if (body === undefined) return { status, headers: { ...headers }, body: Buffer.alloc(0) };
  const isText = typeof body === "string";
  return {
    status,
    headers: { "Content-Type": isText ? "text/plain" : "application/json", ...headers },
    body: Buffer.from(isText ? body : JSON.stringify(body)),
  };
}
