/**
 * A limit of our own over the whole exchange. The library's timers end with the first sign of a response, and node's
 * events do not come for every shape of one; what neither of them ends, this does.
 */
export async function limited<T>(
  limitMs: number,
  stream: { destroy(): void },
  run: (giveUp: (failure: Error) => void) => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      // Shaped like the library's own time-outs (see http-failure.ts).
      timer = setTimeout(() => reject(Object.assign(new Error("time limit"), { event: "request" })), limitMs);
      run(reject).then(resolve, reject);
    });
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
