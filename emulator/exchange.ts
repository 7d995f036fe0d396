import type { IncomingMessage, ServerResponse } from "node:http";
import { redactedLogin } from "./control/redacted";
import type { LoggedEntry, RequestLog } from "./control/request-log";
import type { FaultBook, Hit } from "./faults/fault-book";
import { bodyRule, endsAt, hiddenAfterMs, skewMs } from "./faults/fault-effect";
import { alteredResponse, madeUpResponse } from "./faults/fault-response";
import { pointOf } from "./faults/fault-rule";
import { reset, send } from "./faults/fault-send";
import type { AccessControl } from "./gateway/access";
import { BodyTooLarge, gatewayBodyLimit, type RawResponse, rawResponse, readRawBody } from "./gateway/bytes";
import { gatewayRefusal, refusalResponse } from "./gateway/errors";
import { type GatewayRequest, handle } from "./gateway/handle";
import type { RequestCounts } from "./gateway/request-limit";
import { isIdentityPath } from "./gateway/router";
import { routes } from "./routes";
import { newHexId } from "./world/ids";
import type { World } from "./world/world";

/** The emulated cloud and its gateway, the faults that break responses, the log of all requests. */
export interface Backend {
  world: World;
  access: AccessControl;
  counts: RequestCounts;
  faults: FaultBook;
  log: RequestLog;
}

interface Exchange extends Backend {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  /** Path and query as they came. */
  target: string;
  path: string;
  requestId: string;
  connection: number;
}

const noBytes = Buffer.alloc(0);

/** One request to the cloud's API, from the first header to the last byte, with the fault that strikes it. */
export async function serve(
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
  connection: number,
): Promise<void> {
  const { method = "", url: target = "/" } = request;
  const path = plainPath(target.split("?")[0] ?? "/");
  const requestId = newHexId();
  const exchange: Exchange = { ...backend, request, response, method, target, path, requestId, connection };
  response.sendDate = false;
  const early = backend.faults.strikeEarly({ method, path });
  if (early !== undefined) {
    openLog(exchange, noBytes, early);
    if (early.rule.kind !== "stall") reset(response);
    return;
  }
  const body = await readOrRefuse(exchange);
  if (body !== undefined) await respond(exchange, body);
}

/** As routes see it: base URLs with and without a trailing slash lead to doubled and trailing ones. */
function plainPath(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  return `/${segments.join("/")}`;
}

async function readOrRefuse(exchange: Exchange): Promise<Buffer | undefined> {
  try {
    return await readRawBody(exchange.request, gatewayBodyLimit);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) return undefined;
    const failure = gatewayRefusal(413, "APIGW.0201", "Request entity too large.");
    const logged = openLog(exchange, noBytes, undefined);
    const refused = stamp(exchange, rawResponse(refusalResponse(failure, exchange.requestId)), undefined);
    exchange.log.respond(logged, refused);
    await send(exchange.response, { ...refused, headers: { ...refused.headers, Connection: "close" } });
    return undefined;
  }
}

async function respond(exchange: Exchange, body: Buffer): Promise<void> {
  const { faults, log, response, method, path } = exchange;
  const hit = faults.strike({ method, path, bodyText: body.toString("utf8") });
  const logged = openLog(exchange, isIdentityPath(path) ? redactedLogin(body) : body, hit);
  if (await endsAt("before", response, hit)) return;
  const built = buildResponse(exchange, body, hit);
  if (await endsAt("after-processing", response, hit)) return;
  log.respond(logged, built);
  await send(response, built, bodyRule(hit));
}

function buildResponse(exchange: Exchange, body: Buffer, hit: Hit | undefined): RawResponse {
  const { world, access, counts } = exchange;
  const madeUp = hit && madeUpResponse(hit.rule);
  if (madeUp !== undefined && hit !== undefined && pointOf(hit.rule) === "before")
    return stamp(exchange, madeUp, hit);
  const real = rawResponse(handle({ world, access, counts, routes }, gatewayRequest(exchange, body, hit)));
  const altered = hit === undefined ? real : (madeUp ?? alteredResponse(hit.rule, real));
  return stamp(exchange, altered, hit);
}

function gatewayRequest(exchange: Exchange, body: Buffer, hit: Hit | undefined): GatewayRequest {
  const { request, method, target, path, requestId } = exchange;
  const nowMs = exchange.world.clock();
  return {
    method,
    target,
    path,
    query: new URLSearchParams(target.includes("?") ? target.slice(target.indexOf("?") + 1) : ""),
    rawHeaders: request.rawHeaders,
    body,
    origin: `http://${request.headers.host ?? "127.0.0.1"}`,
    requestId,
    gatewayNowMs: nowMs + skewMs(hit),
    hideCreatedAfterMs: hiddenAfterMs(hit, nowMs),
  };
}

/** The headers that every response carries; the date is the injected clock's. */
function stamp({ world, requestId, path }: Exchange, sent: RawResponse, hit: Hit | undefined): RawResponse {
  const noDate = hit?.rule.kind === "clock-skew" && hit.rule.noDate === true;
  const date = noDate ? {} : { Date: new Date(world.clock() + skewMs(hit)).toUTCString() };
  const trace = isIdentityPath(path) ? { "X-IAM-Trace-Id": requestId } : {};
  return { ...sent, headers: { "X-Request-Id": requestId, ...trace, ...date, ...sent.headers } };
}

function openLog(exchange: Exchange, body: Buffer, hit: Hit | undefined): LoggedEntry {
  const { world, log, response, method, target, requestId, connection } = exchange;
  const time = new Date(world.clock()).toISOString();
  const fault = hit === undefined ? null : { rule: hit.index, kind: hit.rule.kind, at: pointOf(hit.rule) };
  const unsent = { status: null, errorCode: null };
  const entry = log.open({ time, method, path: target, ...unsent, requestId, connection, fault }, body);
  response.once("close", () => log.close(entry));
  return entry;
}
