import { inspect } from "node:util";
import type { ApiCall } from "../../../provider/api/api-call";
import { ApiError } from "../../../provider/api/errors";
import type { Runtime } from "../../../provider/api/runtime";
import { Session } from "../../../provider/api/session";
import { TransportFailure } from "../../../provider/api/transport";
import type { ProviderConfig } from "../../../provider/configuration/config";
import { createEnvironment } from "../../../provider/environment";
import {
  connectionsOver,
  errorResponse,
  type FakeRuntime,
  fakeRuntime,
  fakeTransport,
  response,
  type Step,
  sourceWith,
  startMs,
} from "./fakes";

export const config: ProviderConfig = {
  source: sourceWith({ accessKey: "CANARYAK", secretKey: "CANARYSK" }),
  cloud: "myhuaweicloud.com",
  rules: "page",
  problems: [],
  warnings: [],
};
export const read: ApiCall = {
  method: "GET",
  segments: ["vpc-endpoint-services", "s1"],
  safety: "read",
  response: "object",
};
export const put: ApiCall = { ...read, method: "PUT", body: { tcp_proxy: "close" }, safety: "idempotent" };
export const create: ApiCall = {
  method: "POST",
  segments: ["vpc-endpoint-services"],
  body: { port_id: "x" },
  safety: "create",
  response: "object",
};
export const context = { deadlineMs: startMs, log: { info() {}, warn() {} }, subject: "x" };
export const found = response(200, { id: "s1", status: "available" });
export const notSent = new TransportFailure("notSent", "connection refused by 127.0.0.1:1");
export const ambiguous = new TransportFailure("ambiguous", "connection to h:443 broke");
export const limited = errorResponse(429, "APIGW.0308", "limit:200,time:5 minute", { "retry-after": "2" });
export const rejected = errorResponse(401, "APIGW.0301", "verify aksk signature fail");

/** A client over a fake clock and the given responses. */
export function bench<R extends Runtime = FakeRuntime>(
  steps: Step[],
  changes: Partial<ProviderConfig> = {},
  runtime: R = fakeRuntime() as unknown as R,
) {
  const session = new Session();
  const transport = fakeTransport(...steps);
  const client = createEnvironment({
    config: { ...config, ...changes },
    runtime,
    connections: connectionsOver(transport, session),
  }).clientFor("cn-north-4", "p1");
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line), warn: () => undefined };
  const send = (call: ApiCall, seconds = 600) => {
    const deadlineMs = runtime.now() + seconds * 1000;
    return client.call(call, { deadlineMs, log, subject: 'VpcEndpointService "orders"' });
  };
  const fail = async (call: ApiCall, seconds?: number) => {
    const error = await send(call, seconds).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${inspect(error)}`);
    return error;
  };
  /** Many calls at once. */
  const failAll = (count: number, call: ApiCall) =>
    Promise.all(Array.from({ length: count }, () => fail(call)));
  return { client, runtime, session, transport, lines, send, fail, failAll };
}
