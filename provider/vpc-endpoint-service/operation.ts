import type { ApiCall, ApiClient, ApiResponse, CallContext } from "../api/api-call";
import type { Log, Runtime } from "../api/runtime";
import { hiddenState, type Timeouts } from "../dynamic/hidden";
import type { Holders } from "../dynamic/holders";
import type { Bag, Environment } from "../dynamic/kind";
import { DEFAULT_TIMEOUT_SECONDS } from "./fields";

/** One running create, read, update or delete: whom it talks to, for whom, and until when. */
export interface Operation {
  client: ApiClient;
  context: CallContext;
  runtime: Runtime;
  log: Log;
  holders: Holders;
  /** `VpcEndpointService "orders"`. */
  subject: string;
  region: string;
}

/** Begins an operation on the service that the properties describe; its deadline starts now. */
export function beginOperation(env: Environment, properties: Bag, kind: keyof Timeouts | "read"): Operation {
  const region = String(properties.region ?? env.config.region ?? "");
  const projectId = String(properties.projectId ?? env.config.projectId ?? "");
  const { name, customTimeouts } = hiddenState(properties);
  const subject = `VpcEndpointService "${name}"`;
  const seconds = (kind === "read" ? undefined : customTimeouts?.[kind]) ?? DEFAULT_TIMEOUT_SECONDS;
  const { runtime, log, holders } = env;
  const context: CallContext = { deadlineMs: runtime.now() + seconds * 1000, log, subject };
  return { client: env.clientFor(region, projectId), context, runtime, log, holders, subject, region };
}

export function call(operation: Operation, apiCall: ApiCall): Promise<ApiResponse> {
  return operation.client.call(apiCall, operation.context);
}

export function tell(operation: Operation, text: string): void {
  operation.log.info(`${operation.subject}: ${text}`);
}

export function warn(operation: Operation, text: string): void {
  operation.log.warn(`${operation.subject}: ${text}`);
}
