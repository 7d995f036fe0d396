import type { Runtime } from "../api/runtime";
import { Failure } from "../resource/failures";

/** A runtime whose waits end, with a sentence, once the engine has cancelled the run. */
export function cancellable(runtime: Runtime): { runtime: Runtime; cancel(): void } {
  const cancelled = new AbortController();
  const { signal } = cancelled;
  return {
    cancel: () => cancelled.abort(),
    runtime: {
      ...runtime,
      async sleep(ms, ofCaller) {
        if (!signal.aborted) await runtime.sleep(ms, ofCaller ? AbortSignal.any([signal, ofCaller]) : signal);
        // A time limit of somebody else's is no wait.
        if (signal.aborted && ofCaller === undefined)
          throw new Failure("The run was cancelled. Run `pulumi up` again to go on from here.");
      },
    },
  };
}
