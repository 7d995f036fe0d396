import type { ApiCall, ApiClient, ApiResponse, CallContext } from "../api/api-call";
import type { Log, Runtime } from "../api/runtime";
import type { ApiRecord } from "../vpcep/records";
import type { Definition } from "./fields";
import type { Environment } from "./handlers";
import type { Holders } from "./holders";
import type { Properties } from "./properties";
import { hiddenState, type Timeouts } from "./state";

/** One running create, read, update or delete: whom it talks to, for whom, and until when. */
export interface Operation {
  definition: Definition;
  client: ApiClient;
  context: CallContext;
  runtime: Runtime;
  log: Log;
  holders: Holders;
  sharedListOf: Environment["sharedListOf"];
  /** `VpcEndpointService "orders"`. */
  subject: string;
  region: string;
  /** The outputs or inputs that it began with. */
  properties: Properties;
}

/** The default of every wait: create, update and delete (reference: an object settles within one or two minutes). */
export const DEFAULT_TIMEOUT_SECONDS = 600;

/** For whom calls are made, and until when; their time begins now. */
export function contextOf(
  { runtime, log }: Pick<Environment, "runtime" | "log">,
  { type }: Definition,
  properties: Properties,
  verb: keyof Timeouts | "read",
): CallContext {
  const { name, customTimeouts } = hiddenState(properties);
  const seconds = (verb === "read" ? undefined : customTimeouts?.[verb]) ?? DEFAULT_TIMEOUT_SECONDS;
  return { deadlineMs: runtime.now() + seconds * 1000, log, subject: `${type} "${name}"` };
}

/** Begins an operation on the object that the properties describe; its deadline starts now. */
export function beginOperation(
  env: Environment,
  definition: Definition,
  properties: Properties,
  verb: keyof Timeouts | "read",
): Operation {
  const { config, runtime, log, holders, sharedListOf } = env;
  const region = String(properties.region ?? config.region ?? "");
  const projectId = String(properties.projectId ?? config.projectId ?? "");
  const context = contextOf(env, definition, properties, verb);
  return {
    definition,
    client: env.clientFor(region, projectId),
    context,
    runtime,
    log,
    holders,
    sharedListOf,
    subject: context.subject,
    region,
    properties,
  };
}

export function send(operation: Operation, call: ApiCall): Promise<ApiResponse> {
  return operation.client.call(call, operation.context);
}

/** The object as the API shows it, undefined when it is not in its list; throws when the call fails, also with a 404. */
export async function recordOf(
  operation: Operation,
  id: string,
  attempts?: number,
): Promise<ApiRecord | undefined> {
  const { call: look, find } = operation.definition.look(id, operation.properties);
  const { body } = await send(operation, attempts === undefined ? look : { ...look, attempts });
  return find === undefined ? body : find(body);
}

export function tell(operation: Operation, text: string): void {
  operation.log.info(`${operation.subject}: ${text}`);
}

export function warn(operation: Operation, text: string): void {
  operation.log.warn(`${operation.subject}: ${text}`);
}
