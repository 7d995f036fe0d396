import { gzipSync } from "node:zlib";
import type { RawResponse } from "../gateway/bytes";
import { isServiceCode, refusal } from "../gateway/errors";
import { isJsonObject, type Json, parseJson } from "../world/json";
import type { FaultRule } from "./fault-rule";

const jsonType = { "Content-Type": "application/json" };
/** A response nests what a client sent a few levels deeper. */
const ownDepth = 128;
const mebibyte = 1024 * 1024;

/** The response that a rule makes up on its own; undefined for rules that need one of the service's. */
export function madeUpResponse(rule: FaultRule): RawResponse | undefined {
  switch (rule.kind) {
    case "status":
      return statusResponse(rule);
    case "html":
      return {
        status: rule.status ?? 200,
        headers: { "Content-Type": "text/html" },
        body: Buffer.from(rule.body ?? "<html><body><h1>Sign in to this network</h1></body></html>"),
      };
    case "empty":
      return { status: rule.status ?? 200, headers: jsonType, body: Buffer.alloc(0) };
    case "oversize":
      return { status: 200, headers: jsonType, body: padded(rule.bytes ?? 9 * mebibyte) };
    case "gzip-bomb":
      return {
        status: 200,
        headers: { ...jsonType, "Content-Encoding": "gzip" },
        body: gzipBomb(rule.bytes ?? 200 * mebibyte),
      };
    case "redirect":
      return { status: rule.status ?? 302, headers: { Location: rule.location }, body: Buffer.alloc(0) };
    default:
      return undefined;
  }
}

/** The service's own response with changed content. */
export function alteredResponse(rule: FaultRule, response: RawResponse): RawResponse {
  if (rule.kind === "replace-body") return { ...response, body: replacedBody(rule, response) };
  if (rule.kind !== "drop-fields") return response;
  const kept = withoutKeys(parseJson(response.body.toString("utf8"), ownDepth) ?? null, rule.fields);
  return { ...response, body: Buffer.from(JSON.stringify(kept)) };
}

function statusResponse(rule: FaultRule & { kind: "status" }): RawResponse {
  const known =
    rule.errorCode !== undefined && isServiceCode(rule.errorCode) ? refusal(rule.errorCode) : undefined;
  const status = rule.status ?? known?.status ?? 500;
  const ownBody = {
    error_code: rule.errorCode ?? (status === 429 ? "APIGW.0308" : "EndPoint.0001"),
    error_msg: known?.message ?? "Injected fault.",
  };
  const body = rule.body ?? ownBody;
  return {
    status,
    headers: { ...jsonType, ...rule.headers },
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  };
}

function replacedBody(rule: FaultRule & { kind: "replace-body" }, response: RawResponse): Buffer {
  if (rule.body !== undefined) {
    return Buffer.from(typeof rule.body === "string" ? rule.body : JSON.stringify(rule.body));
  }
  const own = parseJson(response.body.toString("utf8"), ownDepth);
  return Buffer.from(JSON.stringify({ ...(isJsonObject(own) ? own : {}), ...rule.merge }));
}

/** At every depth, so that items of lists lose them too. */
function withoutKeys(value: Json, keys: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item) => withoutKeys(item, keys));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !keys.includes(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutKeys(item, keys)]));
}

function padded(bytes: number): Buffer {
  return Buffer.concat([Buffer.from('{"padding":"'), Buffer.alloc(bytes, "a"), Buffer.from('"}')]);
}

/** One compressed mebibyte, repeated: gzip allows several members in a row, so no memory is needed to build it. */
function gzipBomb(bytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(mebibyte, "a"), { level: 9 });
  const members = new Array<Buffer>(Math.ceil(bytes / mebibyte)).fill(member);
  return Buffer.concat([gzipSync('{"padding":"'), ...members, gzipSync('"}')]);
}
