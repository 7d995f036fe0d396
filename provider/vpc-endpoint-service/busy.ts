import type { ApiAnswer, ApiCall } from "../api/api-call";
import { hasCode, isApiError } from "../api/errors";
import { type Probe, WaitTimeoutError, waitFor } from "../api/wait";
import { Failure } from "../dynamic/failures";
import { call, type Operation } from "./operation";

/** The service is in a state that forbids the call for now (API reference, error codes). */
const isBusy = (error: unknown) =>
  hasCode(error, "EndPoint.3045") || (isApiError(error) && error.status === 409);

/**
 * Makes a call that the API refuses while the service is busy with something else: it is repeated, with the pauses of a
 * wait, until the API takes it or the operation's deadline comes. `blocked` adds codes that mean the same here.
 */
export async function callWhenReady(
  operation: Operation,
  apiCall: ApiCall,
  blocked: readonly string[] = [],
): Promise<ApiAnswer> {
  const attempt = async (): Promise<Probe<ApiAnswer>> => {
    try {
      return { state: "done", value: await call(operation, apiCall) };
    } catch (error) {
      if (!isApiError(error) || !(isBusy(error) || hasCode(error, ...blocked))) throw error;
      return { state: "retry", last: `refused: ${error.message}` };
    }
  };
  const first = await attempt();
  if (first.state === "done") return first.value;
  try {
    return await waitFor(attempt, { runtime: operation.runtime, deadlineMs: operation.context.deadlineMs });
  } catch (error) {
    if (error instanceof WaitTimeoutError) throw new Failure(error.message);
    throw error;
  }
}
