import { runInThisContext } from "node:vm";
import * as pulumi from "@pulumi/pulumi";

/**
 * A refusal reaches its program as a rejection that nobody handles, through each output that is made of the refused one;
 * Pulumi's runner prints it and ends. Here it must not end jest. Anything but a refusal fails.
 */
export async function withoutUnhandled<T>(run: () => Promise<T>): Promise<T> {
  const stop = catchUnhandled();
  try {
    return await run();
  } finally {
    await stop();
  }
}

/** The same for a whole file: begin before the first test, and call what it gives after the last one. */
export function catchUnhandled(): () => Promise<void> {
  const realProcess: NodeJS.Process = runInThisContext("process");
  const others = realProcess.rawListeners("unhandledRejection") as NodeJS.UnhandledRejectionListener[];
  const unhandled: unknown[] = [];
  realProcess.removeAllListeners("unhandledRejection");
  realProcess.on("unhandledRejection", (error) => unhandled.push(error));
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    realProcess.removeAllListeners("unhandledRejection");
    for (const listener of others) realProcess.on("unhandledRejection", listener);
    expect(unhandled.filter((error) => !pulumi.RunError.isInstance(error))).toEqual([]);
  };
}
