import type { ApiCall, ApiResponse } from "../api/api-call";
import { type ApiError, hasCode, isApiError, ofAllAttempts } from "../api/errors";
import { type Probe, WaitTimeoutError, waitFor } from "../api/wait";
import { Failure } from "../resource/failures";
import { call, type Operation, tell } from "../resource/operation";

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
): Promise<ApiResponse> {
  let attempts = 0;
  let refusal: ApiError | undefined;
  const attempt = async (): Promise<Probe<ApiResponse>> => {
    attempts++;
    try {
      return { state: "done", value: await call(operation, apiCall) };
    } catch (error) {
      if (!isApiError(error) || !(isBusy(error) || hasCode(error, ...blocked))) throw error;
      refusal = error;
      return { state: "retry", last: error.message };
    }
  };
  const { runtime, context } = operation;
  const startedMs = runtime.now();
  const first = await attempt();
  if (first.state === "done") return first.value;
  const onLong = (why: string) => tell(operation, `waiting until the service takes the call: ${why}`);
  try {
    return await waitFor(attempt, { runtime, deadlineMs: context.deadlineMs, onLong });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError) || refusal === undefined) throw error;
    const { message } = ofAllAttempts(refusal, attempts, (runtime.now() - startedMs) / 1000);
    throw new Failure(`${message} The call was refused until the time limit of the operation.`);
  }
}
