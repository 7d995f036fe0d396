// A line now and then while something takes minutes: what is being done, and for how long.

const EVERY_MS = 15_000;

/**
 * @param {(line: string) => void} log
 * @param {() => string} whatIsDone asked anew for each line
 * @returns {() => void} ends it
 */
export function sayHowLong(log, whatIsDone) {
  const startedAt = Date.now();
  const timer = setInterval(
    () => log(`  … ${whatIsDone()}, ${elapsed(Date.now() - startedAt)} so far`),
    EVERY_MS,
  );
  return () => clearInterval(timer);
}

/**
 * @param {number} milliseconds
 * @returns {string} such as "45 s" or "3 min 5 s"
 */
export function elapsed(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
