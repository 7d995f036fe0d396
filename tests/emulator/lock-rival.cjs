// One of many processes that want the same state file at the same moment; state-lock.test.ts starts and commands them.

/** @type {typeof import("../../emulator/storage/state-file")} */
const { openStateFile } = require(process.argv[2] ?? "");

/** @type {import("../../emulator/storage/state-file").StateFile | undefined} */
let file;

process.on("message", (/** @type {{ open?: string, atMs?: number }} */ { open, atMs = 0 }) => {
  if (open !== undefined) setTimeout(() => process.send?.(attempt(open)), atMs - Date.now());
  else {
    file?.release();
    file = undefined;
    process.send?.({ released: true });
  }
});
process.send?.({ ready: true });

/** @param {string} path */
function attempt(path) {
  try {
    file = openStateFile(path);
    return { won: true, pid: process.pid };
  } catch (error) {
    return { won: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
