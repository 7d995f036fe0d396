import type { ServerResponse } from "node:http";
import type { RawResponse } from "../gateway/bytes";
import type { FaultRule } from "./fault-rule";
import { pause } from "./pause";

/** Sends an answer whole, or in the way a rule for its body spoils it. Resolves when the emulator has done its part. */
export async function send(response: ServerResponse, answer: RawResponse, rule?: FaultRule): Promise<void> {
  switch (rule?.kind) {
    case "reset":
    case "stall":
      return sendHalf(response, answer, rule);
    case "truncate":
      return sendCut(response, answer, rule);
    case "slow":
      return sendSlowly(response, answer, rule);
    default:
      writeHead(response, answer, answer.body.length);
      response.end(answer.body);
  }
}

/** The peer gets a TCP reset instead of the rest. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

async function sendHalf(
  response: ServerResponse,
  answer: RawResponse,
  rule: FaultRule & { kind: "reset" | "stall" },
): Promise<void> {
  writeHead(response, answer, answer.body.length);
  const half = Math.floor(answer.body.length / 2);
  await written(response, answer.body.subarray(0, half));
  if (rule.kind === "stall") {
    if (rule.forSeconds === undefined) return;
    await pause(response, rule.forSeconds * 1000);
    response.end(answer.body.subarray(half));
    return;
  }
  // A reset throws away what is still on its way: the half has to be at the other end first.
  await pause(response, 20);
  reset(response);
}

async function sendCut(
  response: ServerResponse,
  answer: RawResponse,
  rule: FaultRule & { kind: "truncate" },
): Promise<void> {
  const kept = answer.body.subarray(0, rule.keepBytes ?? Math.floor(answer.body.length / 2));
  writeHead(response, answer, rule.complete ? kept.length : answer.body.length);
  await written(response, kept);
  if (rule.complete) response.end();
  else response.socket?.end();
}

async function sendSlowly(
  response: ServerResponse,
  answer: RawResponse,
  rule: FaultRule & { kind: "slow" },
): Promise<void> {
  writeHead(response, answer, answer.body.length);
  if (rule.at === "mid-body") {
    response.flushHeaders();
    await pause(response, rule.delayMs ?? 0);
  }
  const rate = rule.bytesPerSecond;
  const slice =
    rule.sliceBytes ?? (rate === undefined ? answer.body.length : Math.max(1, Math.ceil(rate / 20)));
  for (let at = 0; at < answer.body.length; at += slice) {
    await written(response, answer.body.subarray(at, at + slice));
    await pause(response, rate === undefined ? 0 : (slice / rate) * 1000);
  }
  response.end();
}

function writeHead(response: ServerResponse, answer: RawResponse, contentLength: number): void {
  const withoutBody = answer.status === 204 || answer.status === 304;
  const length = withoutBody ? {} : { "Content-Length": String(contentLength) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
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
