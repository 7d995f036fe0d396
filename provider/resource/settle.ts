import type { ApiCall, ApiResponse } from "../api/api-call";
import { type ApiError, hasCode, isApiError, isNotFound, ofAllAttempts } from "../api/errors";
import { cleanText } from "../api/text";
import { type Probe, WaitTimeoutError, waitFor } from "../api/wait";
import { type ApiRecord, isUsable, statusOf } from "../vpcep/records";
import { reasons } from "./codecs";
import { Failure } from "./failures";
import type { Definition } from "./fields";
import { type Operation, recordOf, send, tell } from "./operation";
import type { Awaited, Watch } from "./shared-list";

/** How a wait for a settled status ended; `problem` says why there is none. */
export interface Settled {
  record: ApiRecord;
  problem?: string;
}

/** A new object may not be readable at once: that many 404s, for that long, are tolerated. */
const MAX_UNREADABLE_POLLS = 20;
const MAX_UNREADABLE_MS = 60_000;

const DELETING = "deleting";
const WITHOUT_STATUS = "in an unknown state (a response without id or status)";
/** What becomes of a failed object that is in the state. */
const REPLACED = "The next `pulumi up` replaces it.";
const NOT_MADE_HERE = "Whoever made it has to make it anew.";
export const nextOf = ({ isMade }: Definition) => (isMade ? REPLACED : NOT_MADE_HERE);
const IF_GONE = "If it stays so, it is gone: run `pulumi refresh`, then `pulumi up`.";
const GO_ON = "Run `pulumi up` again to go on from here; nothing is created twice.";

/**
 * Waits until an object has settled. `creating`, and any word this version does not know, goes on; `failed` stops with the
 * API's reasons. Nothing is thrown: the caller needs the last record in any case, for the state.
 */
export async function waitUntilSettled(
  operation: Operation,
  id: string,
  first: ApiRecord,
  isNew = false,
  settledIn = operation.definition.settled(operation.properties),
): Promise<Settled> {
  const { context, runtime, definition } = operation;
  const { noun } = definition;
  const startedMs = runtime.now();
  let record = first;
  let unreadable = 0;

  const look = (watch?: Watch) => async (): Promise<Probe<Settled>> => {
    const listed = await watch?.pending(context);
    if (listed !== undefined) return { state: "retry", last: listed };
    const found = await recordOf(operation, id, 1).catch((error) => {
      if (!isNew || !isNotFound(error)) throw error;
    });
    if (found === undefined) {
      unreadable += 1;
      const isPatient = unreadable < MAX_UNREADABLE_POLLS && runtime.now() - startedMs < MAX_UNREADABLE_MS;
      if (isPatient) return { state: "retry", last: "not readable" };
      const problem = `${noun} ${id} was created but is not readable. ${GO_ON} ${IF_GONE}`;
      return { state: "done", value: { record, problem } };
    }
    if (!isUsable(found)) return { state: "retry", last: WITHOUT_STATUS };
    record = found;
    unreadable = 0;
    return verdict(definition, settledIn, id, record);
  };

  const [wanted] = settledIn;
  const onLong = (last: string) => tell(operation, `waiting for ${noun} ${id} to become ${wanted} (${last})`);
  const settledAtOnce = verdict(definition, settledIn, id, first);
  if (settledAtOnce.state === "done") return settledAtOnce.value;
  try {
    const isPending = (status: string) => status !== "failed" && !settledIn.includes(status);
    return await waitTogether(operation, { id, status: "creating", isPending }, look, onLong);
  } catch (error) {
    if (error instanceof WaitTimeoutError)
      return { record, problem: `${noun} ${id} is ${error.message}. ${GO_ON}` };
    if (isApiError(error)) return { record, problem: `waiting for ${noun} ${id}: ${error.message} ${GO_ON}` };
    throw error;
  }
}

/** Waits for an object, together with all others of its type that wait at the same time. */
function waitTogether<T>(
  { client, context, runtime, definition, sharedListOf }: Operation,
  awaited: Awaited,
  look: (watch?: Watch) => () => Promise<Probe<T>>,
  onLong: (last: string) => void,
): Promise<T> {
  const options = { runtime, deadlineMs: context.deadlineMs, onLong };
  const shared = sharedListOf(client, definition);
  if (shared === undefined) return waitFor(look(), options);
  return shared.during(awaited, (watch) => waitFor(look(watch), { ...options, pace: watch }));
}

function verdict(
  definition: Definition,
  settledIn: readonly string[],
  id: string,
  record: ApiRecord,
): Probe<Settled> {
  const status = statusOf(record);
  if (settledIn.includes(status)) return { state: "done", value: { record } };
  if (status !== "failed") return { state: "retry", last: status };
  return {
    state: "done",
    value: { record, problem: `${failedText(definition, id, record)} ${nextOf(definition)}` },
  };
}

/** `service … has the status failed (<code>: <message>; …)`, with the API's reasons, as far as there is room. */
export function failedText({ noun }: Definition, id: string, { error }: ApiRecord): string {
  const given = (reasons.read(error) ?? []).map((one) => `${one.errorCode}: ${one.errorMessage}`);
  const why = given.length > 0 ? cleanText(given.join("; "), 1000) : "the API gives no reason";
  return `${noun} ${id} has the status failed (${why}).`;
}

export const deletingText = ({ noun }: Definition, id: string) => `${noun} ${id} is being deleted.`;

/** Waits until an object is listed that others make, or that is made elsewhere in this run. */
export async function waitUntilThere(operation: Operation, id: string): Promise<ApiRecord> {
  const { context, runtime, definition } = operation;
  const { noun } = definition;
  const look = async (): Promise<Probe<ApiRecord>> => {
    const record = await recordOf(operation, id);
    if (record !== undefined && isUsable(record)) return { state: "done", value: record };
    return { state: "retry", last: "not listed" };
  };
  const first = await look();
  if (first.state === "done") return first.value;
  const onLong = (last: string) => tell(operation, `waiting for ${noun} ${id} (${last})`);
  try {
    return await waitFor(look, { runtime, deadlineMs: context.deadlineMs, onLong });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new Failure(`${noun} ${id} is ${error.message}. Check its ids, and run \`pulumi up\` again.`);
  }
}

/** Waits until an object that is being deleted is gone; fails when the API gives that up. */
export async function waitUntilDeleted(operation: Operation, id: string): Promise<void> {
  const left = await waitUntilGone(operation, id);
  if (left === undefined) return;
  throw new Failure(`the deletion failed: ${failedText(operation.definition, id, left)}`);
}

/** Gives the object as it was last seen when the API gives its deletion up. */
async function waitUntilGone(operation: Operation, id: string): Promise<ApiRecord | undefined> {
  const { noun } = operation.definition;
  let isDeleting = false;
  const onLong = (last: string) => tell(operation, `waiting for ${noun} ${id} to be gone (${last})`);
  const look = (watch?: Watch) => async (): Promise<Probe<ApiRecord | undefined>> => {
    const listed = await watch?.pending(operation.context);
    isDeleting ||= listed === DELETING;
    if (listed !== undefined) return { state: "retry", last: listed };
    const record = await recordOf(operation, id, 1).catch((error) => {
      if (!isNotFound(error)) throw error;
    });
    if (record === undefined) return { state: "done", value: undefined };
    if (!isUsable(record)) return { state: "retry", last: WITHOUT_STATUS };
    const status = statusOf(record);
    if (status === "deleted") return { state: "done", value: undefined };
    // An object that had failed before shows that for a while; after `deleting` it means that the deletion did.
    if (status === "failed" && isDeleting) return { state: "done", value: record };
    isDeleting ||= status === DELETING;
    return { state: "retry", last: status };
  };
  try {
    const isPending = (status: string) => !["", "failed", "deleted"].includes(status);
    return await waitTogether(operation, { id, status: DELETING, isPending }, look, onLong);
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new Failure(`${noun} ${id} is ${error.message}. Run the same command again: it goes on waiting.`);
  }
}

/** As `sendWhenReady`, for what takes an object away. False when the object is gone already. */
export async function sendUnlessGone(operation: Operation, apiCall: ApiCall): Promise<boolean> {
  try {
    await sendWhenReady(operation, apiCall);
    return true;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return false;
  }
}

/**
 * Makes a call that the API refuses while the object is busy with something else: it is repeated, with the pauses of a
 * wait, until the API takes it or the operation's deadline comes. `blocked` adds codes that mean the same here.
 */
export async function sendWhenReady(
  operation: Operation,
  apiCall: ApiCall,
  blocked: readonly string[] = [],
): Promise<ApiResponse> {
  const { runtime, context, definition } = operation;
  const codes = [...definition.busy, ...blocked];
  const startedMs = runtime.now();
  let attempts = 0;
  let refusal: ApiError | undefined;
  const attempt = async (): Promise<Probe<ApiResponse>> => {
    attempts++;
    try {
      return { state: "done", value: await send(operation, apiCall) };
    } catch (error) {
      if (!isApiError(error) || !(error.status === 409 || hasCode(error, ...codes))) throw error;
      refusal = error;
      return { state: "retry", last: error.message };
    }
  };
  const first = await attempt();
  if (first.state === "done") return first.value;
  const onLong = (why: string) =>
    tell(operation, `waiting until the ${definition.noun} takes the call: ${why}`);
  try {
    return await waitFor(attempt, { runtime, deadlineMs: context.deadlineMs, onLong });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError) || refusal === undefined) throw error;
    const { message } = ofAllAttempts(refusal, attempts, (runtime.now() - startedMs) / 1000);
    throw new Failure(`${message} The call was refused until the time limit of the operation.`);
  }
}
