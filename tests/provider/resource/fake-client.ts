import type { ApiCall, ApiClient } from "../../../provider/api/api-call";
import { listProblem } from "../../../provider/api/classify";
import { kept } from "../../../provider/api/client";
import { ApiError, type ApiFailure } from "../../../provider/api/errors";
import type { Environment } from "../../../provider/resource/handlers";
import { createHolders } from "../../../provider/resource/holders";
import { beginOperation, type Operation } from "../../../provider/resource/operation";
import { objectsOf, SharedList } from "../../../provider/resource/shared-list";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { fakeRuntime } from "../api/fakes";
import { inputs, PROJECT, REGION } from "./samples";

/** What one call gets: a body, an error to throw, or what the call itself decides. */
export type Reply = Record<string, unknown> | Error | ((call: ApiCall) => Record<string, unknown> | Error);

export interface FakeClient extends ApiClient {
  /** One line a call: method, path, query, body, and what is special about it. */
  lines: string[];
  /** Contexts of the calls, in order. */
  deadlines: number[];
}

/** Responds with the replies in order, the last one again and again. */
export function fakeClient(replies: Reply[], now: () => number = () => 0): FakeClient {
  const lines: string[] = [];
  const deadlines: number[] = [];
  return {
    lines,
    deadlines,
    region: REGION,
    projectId: PROJECT,
    serverNow: now,
    async call(call, context) {
      const reply = replies[Math.min(lines.length, replies.length - 1)];
      lines.push(lineOf(call));
      const { safety, freshConnection = false, response } = call;
      const isCreate = safety === "create";
      if (!["read", "idempotent", "create"].includes(safety) || isCreate !== freshConnection)
        throw new Error(`no such call: ${lineOf(call)}`);
      if (typeof response === "string" && !["object", "none"].includes(response))
        throw new Error(`no such response: ${lineOf(call)}`);
      deadlines.push(context.deadlineMs);
      const given = typeof reply === "function" ? reply(call) : reply;
      if (given === undefined) throw new Error(`the test has no reply to ${lineOf(call)}`);
      if (given instanceof Error) throw given;
      // What the client itself would never hand on.
      const problem = typeof call.response === "string" ? undefined : listProblem(given, call.response);
      if (problem !== undefined)
        throw apiError("malformed", { apiMessage: `malformed response: ${problem}` });
      return { status: 200, headers: {}, body: given };
    },
  };
}

/** `PUT vpc-endpoint-services/<id> {"tcp_proxy":"open"}`, then `x1` for a single attempt and `repair`. */
export function lineOf({ method, segments, query, body, attempts, isRepair }: ApiCall): string {
  const pairs = Object.entries(query ?? {}).map(([key, value]) => `${key}=${value}`);
  return [
    method,
    segments.join("/") + (pairs.length > 0 ? `?${pairs.join("&")}` : ""),
    ...(body === undefined ? [] : [JSON.stringify(body)]),
    ...(attempts === undefined ? [] : [`x${attempts}`]),
    ...(isRepair ? ["repair"] : []),
  ].join(" ");
}

/** An operation on a fake client and clock, and all that can be seen of it. */
export function fakeOperation(replies: Reply[], kind: "create" | "read" | "update" | "delete" = "update") {
  const world = fakeWorld(replies);
  const operation: Operation = beginOperation(world.env, SERVICE, inputs(), kind);
  return { ...world, operation };
}

export function fakeWorld(replies: Reply[]) {
  const runtime = fakeRuntime();
  const client = fakeClient(replies, () => runtime.nowMs);
  const said: string[] = [];
  const lists = new Map<string, SharedList>();
  const places: string[] = [];
  const env: Environment = {
    config: { cloud: "myhuaweicloud.com", rules: "page", problems: [], warnings: [] },
    clientFor: (region, projectId) => {
      places.push(`${region} ${projectId}`);
      return client;
    },
    connectionProblem: () => undefined,
    projectFor: async (_region, projectId) => projectId ?? PROJECT,
    secrets: () => [],
    runtime,
    holders: createHolders(),
    said: new Set(),
    sharedListOf: (_client, { type, list }) =>
      list &&
      kept(
        lists,
        type,
        () => new SharedList((status, context) => objectsOf(client, list(status), context), runtime),
      ),
    log: { info: (line) => said.push(`info ${line}`), warn: (line) => said.push(`warn ${line}`) },
  };
  return { env, client, runtime, said, places };
}

export function apiError(outcome: ApiFailure["outcome"], more: Partial<ApiFailure> = {}): ApiError {
  return new ApiError({
    method: "GET",
    path: "/v1/p/vpc-endpoint-services",
    outcome,
    apiMessage: "broken",
    attempts: 1,
    maxAttempts: 1,
    seconds: 0,
    possiblySent: false,
    ...more,
  });
}

export const notFound = () =>
  apiError("notFound", { status: 404, code: "EndPoint.0005", apiMessage: "not found" });
export const refused = (code: string, apiMessage = "refused") =>
  apiError("refused", { status: 400, code, apiMessage });
/** Sent, with no response. */
export const lost = (more: Partial<ApiFailure> = {}) =>
  apiError("ambiguous", { apiMessage: "connection reset", possiblySent: true, ...more });

/** The error that a promise is rejected with; fails when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => undefined,
    (error: Error) => error,
  );
  if (outcome === undefined) throw new Error("it should have failed");
  return outcome;
}
