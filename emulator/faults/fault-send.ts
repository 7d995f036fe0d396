import type { ServerResponse } from "node:http";
import type { RawResponse } from "../gateway/bytes";
import type { FaultRule } from "./fault-rule";
import { pause } from "./pause";

/** Sends a response whole, or as a rule for its body spoils it. Resolves when the emulator has done its part. */
export async function send(response: ServerResponse, raw: RawResponse, rule?: FaultRule): Promise<void> {
  switch (rule?.kind) {
    case "reset":
    case "stall":
      return sendHalf(response, raw, rule);
    case "truncate":
      return sendCut(response, raw, rule);
    case "slow":
      return sendSlowly(response, raw, rule);
    default:
      writeHead(response, raw, raw.body.length);
      response.end(raw.body);
  }
}

/** The client gets a TCP reset instead of the rest. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

async function sendHalf(
  response: ServerResponse,
  raw: RawResponse,
  rule: FaultRule & { kind: "reset" | "stall" },
): Promise<void> {
  writeHead(response, raw, raw.body.length);
  const half = Math.floor(raw.body.length / 2);
  await written(response, raw.body.subarray(0, half));
  if (rule.kind === "stall") {
    if (rule.forSeconds === undefined) return;
    await pause(response, rule.forSeconds * 1000);
    response.end(raw.body.subarray(half));
    return;
  }
  // A reset discards what is still on its way: the half has to arrive first.
  await pause(response, 20);
  reset(response);
}

async function sendCut(
  response: ServerResponse,
  raw: RawResponse,
  rule: FaultRule & { kind: "truncate" },
): Promise<void> {
  const kept = raw.body.subarray(0, rule.keepBytes ?? Math.floor(raw.body.length / 2));
  writeHead(response, raw, rule.complete ? kept.length : raw.body.length);
  await written(response, kept);
  if (rule.complete) response.end();
  else response.socket?.end();
}

async function sendSlowly(
  response: ServerResponse,
  raw: RawResponse,
  rule: FaultRule & { kind: "slow" },
): Promise<void> {
  writeHead(response, raw, raw.body.length);
  if (rule.at === "mid-body") {
    response.flushHeaders();
    await pause(response, rule.delayMs ?? 0);
  }
  const rate = rule.bytesPerSecond;
  const slice = rule.sliceBytes ?? (rate === undefined ? raw.body.length : Math.max(1, Math.ceil(rate / 20)));
  for (let at = 0; at < raw.body.length; at += slice) {
    await written(response, raw.body.subarray(at, at + slice));
    await pause(response, rate === undefined ? 0 : (slice / rate) * 1000);
  }
  response.end();
}

function writeHead(response: ServerResponse, raw: RawResponse, contentLength: number): void {
  const withoutBody = raw.status === 204 || raw.status === 304;
  const length = withoutBody ? {} : { "Content-Length": String(contentLength) };
  response.writeHead(raw.status, { ...raw.headers, ...length });
}

function written(response: ServerResponse, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) {
    response.flushHeaders();
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const done = () => {
      response.off("close", done);
      resolve();
    };
    response.write(bytes, done);
    response.once("close", done);
  });
}
