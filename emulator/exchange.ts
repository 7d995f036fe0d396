import type { IncomingMessage, ServerResponse } from "node:http";
import type { LoggedEntry, RequestLog } from "./control/request-log";
import type { FaultBook, Hit } from "./faults/fault-book";
import { alteredResponse, madeUpResponse } from "./faults/fault-response";
import { type FaultRule, pointOf } from "./faults/fault-rule";
import { reset, send } from "./faults/fault-send";
import { pause } from "./faults/pause";
import type { AccessControl } from "./gateway/access";
import { BodyTooLarge, gatewayBodyLimit, type RawResponse, rawResponse, readRawBody } from "./gateway/bytes";
import { gatewayRefusal, refusalResponse } from "./gateway/errors";
import { type GatewayRequest, handle } from "./gateway/handle";
import { findRoute } from "./gateway/router";
import { loginPath, routes } from "./routes";
import { newHexId } from "./world/ids";
import { isJsonObject, parseJson } from "./world/json";
import type { World } from "./world/world";

/** The emulated cloud, and what can break its responses and remembers them. */
export interface Backend {
  world: World;
  access: AccessControl;
  faults: FaultBook;
  log: RequestLog;
}

interface Exchange extends Backend {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  requestId: string;
  connection: number;
}

/** One request to the cloud's API, from the first header to the last byte, with the fault that strikes it. */
export async function serve(
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
  connection: number,
): Promise<void> {
  const path = plainPath((request.url ?? "/").split("?")[0] ?? "/");
  const exchange: Exchange = { ...backend, request, response, path, requestId: newHexId(), connection };
  response.sendDate = false;
  const early = backend.faults.strikeEarly({ method: request.method ?? "", path });
  if (early !== undefined) {
    openLog(exchange, nothing, early);
    if (early.rule.kind !== "stall") reset(response);
    return;
  }
  const body = await readOrRefuse(exchange);
  if (body !== undefined) await answer(exchange, body);
}

/** As the routes see it: base URLs with and without a slash at the end make doubled and trailing ones. */
function plainPath(path: string): string {
  return `/${path
    .split("/")
    .filter((segment) => segment !== "")
    .join("/")}`;
}

async function readOrRefuse(exchange: Exchange): Promise<Buffer | undefined> {
  try {
    return await readRawBody(exchange.request, gatewayBodyLimit);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) return undefined;
    const failure = gatewayRefusal(413, "APIGW.0201", "Request entity too large.");
    const logged = openLog(exchange, nothing, undefined);
    const answer = stamp(exchange, rawResponse(refusalResponse(failure, exchange.requestId)), undefined);
    finishLog(exchange, logged, answer);
    await send(exchange.response, { ...answer, headers: { ...answer.headers, Connection: "close" } });
    return undefined;
  }
}

async function answer(exchange: Exchange, body: Buffer): Promise<void> {
  const { faults, request, response, path } = exchange;
  const method = request.method ?? "";
  const hit = faults.strike({ method, path, bodyText: body.toString("utf8") });
  const logged = openLog(exchange, loggedBody(path, body), hit);
  if (await endsAt("before", exchange, hit)) return;
  const built = buildResponse(exchange, body, hit);
  if (await endsAt("after-processing", exchange, hit)) return;
  finishLog(exchange, logged, built);
  await send(response, built, bodyRule(hit));
}

/** Lets the fault strike if this is its point. True when the exchange is over and nothing (more) is done or sent. */
async function endsAt(
  point: "before" | "after-processing",
  { response }: Exchange,
  hit: Hit | undefined,
): Promise<boolean> {
  if (hit === undefined || pointOf(hit.rule) !== point) return false;
  const { rule } = hit;
  if (rule.kind === "reset") reset(response);
  if (rule.kind === "slow") await pause(response, rule.delayMs ?? 0);
  if (rule.kind === "stall" && rule.forSeconds !== undefined) await pause(response, rule.forSeconds * 1000);
  return rule.kind === "reset" || (rule.kind === "stall" && rule.forSeconds === undefined);
}

/** A rule that has something to do while the body is sent; slow ones pace it whatever their point. */
function bodyRule(hit: Hit | undefined): FaultRule | undefined {
  if (hit === undefined) return undefined;
  return pointOf(hit.rule) === "mid-body" || hit.rule.kind === "slow" ? hit.rule : undefined;
}

function buildResponse(exchange: Exchange, body: Buffer, hit: Hit | undefined): RawResponse {
  const madeUp = hit === undefined ? undefined : madeUpResponse(hit.rule);
  if (hit !== undefined && madeUp !== undefined && pointOf(hit.rule) === "before")
    return stamp(exchange, madeUp, hit);
  const real = rawResponse(handle({ ...exchange, routes }, gatewayRequest(exchange, body, hit)));
  const altered = hit === undefined ? real : (madeUp ?? alteredResponse(hit.rule, real));
  return stamp(exchange, altered, hit);
}

function gatewayRequest(exchange: Exchange, body: Buffer, hit: Hit | undefined): GatewayRequest {
  const { world, request, path } = exchange;
  const target = request.url ?? "/";
  const query = target.includes("?") ? target.slice(target.indexOf("?") + 1) : "";
  return {
    method: request.method ?? "",
    target,
    rawHeaders: request.rawHeaders,
    body,
    path,
    query: new URLSearchParams(query),
    origin: `http://${request.headers.host ?? "127.0.0.1"}`,
    requestId: exchange.requestId,
    gatewayNowMs: world.clock() + skewMs(hit),
    hideCreatedAfterMs: hiddenAfterMs(world, hit),
  };
}

function hiddenAfterMs(world: World, hit: Hit | undefined): number {
  if (hit?.rule.kind !== "hide") return Number.POSITIVE_INFINITY;
  const { forSeconds } = hit.rule;
  return forSeconds === undefined ? hit.addedMs - 1 : world.clock() - forSeconds * 1000;
}

function skewMs(hit: Hit | undefined): number {
  return hit?.rule.kind === "clock-skew" ? hit.rule.skewSeconds * 1000 : 0;
}

/** The headers that every answer carries; the date is the injected clock's. */
function stamp(exchange: Exchange, answer: RawResponse, hit: Hit | undefined): RawResponse {
  const noDate = hit?.rule.kind === "clock-skew" && hit.rule.noDate === true;
  const date = noDate ? {} : { Date: new Date(exchange.world.clock() + skewMs(hit)).toUTCString() };
  return { ...answer, headers: { "X-Request-Id": exchange.requestId, ...date, ...answer.headers } };
}

const nothing = Buffer.alloc(0);

function openLog(exchange: Exchange, body: Buffer, hit: Hit | undefined): LoggedEntry {
  const { world, log, request, response, requestId, connection } = exchange;
  const opened: Omit<LoggedEntry, "seq" | "bodyBytes"> = {
    time: new Date(world.clock()).toISOString(),
    method: request.method ?? "",
    path: request.url ?? "/",
    status: null,
    errorCode: null,
    requestId,
    connection,
    fault: hit === undefined ? null : { rule: hit.index, kind: hit.rule.kind, at: pointOf(hit.rule) },
  };
  const entry = log.open(opened, body);
  response.once("close", () => log.close(entry));
  return entry;
}

function finishLog({ log }: Exchange, logged: LoggedEntry, sent: RawResponse): void {
  log.respond(logged, sent.status, errorCodeOf(sent));
}

function errorCodeOf({ status, body }: RawResponse): string | null {
  if (status < 400 || body.length > 100_000) return null;
  const error = parseJson(body.toString("utf8"));
  return isJsonObject(error) && typeof error["error_code"] === "string" ? error["error_code"] : null;
}

/** A login holds a password: its body is never kept. */
function loggedBody(path: string, body: Buffer): Buffer {
  return findRoute(routes, "POST", path)?.route.pattern === loginPath ? nothing : body;
}
