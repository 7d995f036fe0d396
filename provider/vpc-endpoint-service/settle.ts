import type { ApiClient, CallContext } from "../api/api-call";
import { isApiError, isNotFound } from "../api/errors";
import { cleanText } from "../api/text";
import { type Probe, WaitTimeoutError, waitFor } from "../api/wait";
import { Failure } from "../resource/failures";
import { call, type Operation, tell } from "../resource/operation";
import { getService, listServices, PAGE_SIZE } from "./operations";
import { errors, isService, type ServiceAnswer, servicesIn, statusOf } from "./wire";

/** How a wait for `available` ended; `problem` says why it is not. */
export interface Settled {
  answer: ServiceAnswer;
  problem?: string;
}

/** A new service may not be readable at once: that many 404s, for that long, are put up with. */
const MAX_UNREADABLE_POLLS = 20;
const MAX_UNREADABLE_MS = 60_000;

/**
 * Waits until a service is `available`. `creating`, and any word this version does not know, goes on; `failed` stops
 * with the API's reasons. Nothing is thrown: the caller needs the last answer in any case, for the state.
 */
export async function waitUntilAvailable(
  operation: Operation,
  id: string,
  first: ServiceAnswer,
  created = false,
): Promise<Settled> {
  const { client, context, runtime } = operation;
  const startedMs = runtime.now();
  const watch = operation.sharedListOf(client, (context) => listCreating(client, context));
  let answer = first;
  let unreadable = 0;

  const look = async (): Promise<Probe<Settled>> => {
    if (await watch.knownToBeCreating(id, context)) return { state: "retry", last: "creating" };
    try {
      const { body } = await call(operation, { ...getService(id), attempts: 1 });
      if (!isService(body)) return { state: "retry", last: WITHOUT_STATUS };
      answer = body;
    } catch (error) {
      if (!created || !isNotFound(error)) throw error;
      unreadable += 1;
      const patience = unreadable < MAX_UNREADABLE_POLLS && runtime.now() - startedMs < MAX_UNREADABLE_MS;
      if (patience) return { state: "retry", last: "not readable" };
      return {
        state: "done",
        value: { answer, problem: `service ${id} was created but is not readable. ${GO_ON} ${IF_GONE}` },
      };
    }
    unreadable = 0;
    return verdict(id, answer);
  };

  const onLong = (last: string) => tell(operation, `waiting for service ${id} to become available (${last})`);
  const settledAtOnce = verdict(id, first);
  if (settledAtOnce.state === "done") return settledAtOnce.value;
  try {
    return await watch.during(() => waitFor(look, { runtime, deadlineMs: context.deadlineMs, onLong }));
  } catch (error) {
    if (error instanceof WaitTimeoutError)
      return { answer, problem: `service ${id} is ${error.message}. ${GO_ON}` };
    if (isApiError(error)) return { answer, problem: `waiting for service ${id}: ${error.message} ${GO_ON}` };
    throw error;
  }
}

const WITHOUT_STATUS = "in an unknown state (a response without id or status)";
/** What becomes of a failed service that is in the state. */
export const REPLACED = "The next `pulumi up` replaces it.";
const IF_GONE = "If it stays so, it is gone: run `pulumi refresh`, then `pulumi up`.";
const GO_ON = "Run `pulumi up` again to go on from here; nothing is created twice.";

function verdict(id: string, answer: ServiceAnswer): Probe<Settled> {
  const status = statusOf(answer);
  if (status === "available") return { state: "done", value: { answer } };
  if (status === "failed")
    return { state: "done", value: { answer, problem: `${failedText(id, answer)} ${REPLACED}` } };
  return { state: "retry", last: status };
}

/** `service … failed: <code>: <message>; …`, with the reasons that the API gives, as far as there is room. */
export function failedText(id: string, answer: ServiceAnswer): string {
  const reasons = errors(answer.error).map(({ errorCode, errorMessage }) => `${errorCode}: ${errorMessage}`);
  const why = reasons.length > 0 ? cleanText(reasons.join("; "), 1000) : "the API gives no reason";
  return `service ${id} has the status failed (${why}).`;
}

export const deletingText = (id: string) => `service ${id} is being deleted.`;

/**
 * Waits until a service is gone. One whose deletion the API gives up is handed back as it was last seen; the caller says
 * with `wasDeleting` that it has seen it in deletion already.
 */
export async function waitUntilGone(
  operation: Operation,
  id: string,
  wasDeleting = false,
): Promise<ServiceAnswer | undefined> {
  const { context, runtime } = operation;
  let deleting = wasDeleting;
  const onLong = (last: string) => tell(operation, `waiting for service ${id} to be gone (${last})`);
  const look = async (): Promise<Probe<ServiceAnswer | undefined>> => {
    let answer: ServiceAnswer;
    try {
      answer = (await call(operation, { ...getService(id), attempts: 1 })).body;
    } catch (error) {
      if (isNotFound(error)) return { state: "done", value: undefined };
      throw error;
    }
    if (!isService(answer)) return { state: "retry", last: WITHOUT_STATUS };
    const status = statusOf(answer);
    if (status === "deleted") return { state: "done", value: undefined };
    // A service that had failed before shows that for a while; after `deleting` it means that the deletion did.
    if (status === "failed" && deleting) return { state: "done", value: answer };
    deleting ||= status === "deleting";
    return { state: "retry", last: status };
  };
  try {
    return await waitFor(look, { runtime, deadlineMs: context.deadlineMs, onLong });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new Failure(`service ${id} is ${error.message}. Run the same command again: it goes on waiting.`);
  }
}

/** The ids of the services that are being created. */
export async function listCreating(client: ApiClient, context: CallContext): Promise<Set<string>> {
  const list = listServices({ status: "creating", limit: PAGE_SIZE.services });
  const { body } = await client.call({ ...list, attempts: 1 }, context);
  // Looked at, for something on the way may not know the filter.
  const creating = servicesIn(body).filter((service) => statusOf(service) === "creating");
  return new Set(creating.map(({ id }) => String(id)));
}
