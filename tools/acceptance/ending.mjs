// How a run ends, in whichever way: what it has made is removed, or the user is told what may be left.
import { atEnd, Failure } from "../command.mjs";
import { removeAll } from "./removal.mjs";
import { TAG } from "./run-tag.mjs";

/** @typedef {import("./cloud.mjs").Cloud} Cloud */
/** @typedef {import("./results.mjs").Result} Result */

const INTERVAL_MS = 2_000;
const LIMIT_MS = 20 * 60_000;

/**
 * Whatever ends the command, what the run has made is removed. A state is not needed for that, so that neither a killed CLI
 * nor its lock is in the way.
 * @param {Cloud} cloud
 * @param {string} run
 * @param {boolean} isReal
 */
export function removeAtEnd(cloud, run, isReal) {
  const remove = () =>
    removeAll(cloud, {
      run,
      intervalMs: isReal ? INTERVAL_MS : 200,
      limitMs: LIMIT_MS,
      say: (line) => console.log(`  ${line}`),
    });
  // Also when a second Ctrl-C ends the removal.
  const tellWhatMayBeLeft = () => console.error(mayBeLeft(run));
  process.once("exit", tellWhatMayBeLeft);
  const forget = atEnd(async () => {
    console.log("\nRemoving what the run has made; press Ctrl-C again to leave it.");
    const { left } = await remove();
    if (left.length === 0) process.off("exit", tellWhatMayBeLeft);
    else console.error(`Still there: ${namesOf(left)}.`);
  });
  return {
    /** @returns {Promise<Result>} the last step of a run that came to its end */
    async now() {
      const title = "nothing is left";
      const startedAt = Date.now();
      const { removed, left } = await remove();
      forget();
      if (left.length === 0) process.off("exit", tellWhatMayBeLeft);
      const result = { title, seconds: (Date.now() - startedAt) / 1000, calls: [] };
      if (left.length > 0) return { ...result, outcome: "failed", reason: `still there: ${namesOf(left)}` };
      if (removed === 0) return { ...result, outcome: "done" };
      return {
        ...result,
        outcome: "failed",
        reason: `destroy left ${removed} objects, which are removed now`,
      };
    },
  };
}

/** @param {string} run */
function mayBeLeft(run) {
  return `What has the tag ${TAG}=${run} may still be there, and be billed. \`npm run acceptance -- --sweep\` removes it.`;
}

/** @param {readonly import("./removal.mjs").Left[]} left */
function namesOf(left) {
  return left.map(({ noun, id, reason }) => `${noun} ${id}${reason ? ` (${reason})` : ""}`).join("; ");
}

/**
 * What killed runs have left in the project of the login.
 * @param {Cloud} cloud
 */
export async function sweep(cloud) {
  const { removed, left } = await removeAll(cloud, {
    intervalMs: INTERVAL_MS,
    limitMs: LIMIT_MS,
    say: console.log,
  });
  if (left.length > 0) throw new Failure(`Still there: ${namesOf(left)}.`);
  console.log(
    removed === 0 ? `Nothing has the tag ${TAG} in region ${cloud.region}.` : `${removed} removed.`,
  );
}
