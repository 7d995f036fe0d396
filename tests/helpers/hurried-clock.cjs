// Preloaded into a process (NODE_OPTIONS) whose waits of minutes a test cannot sit through: from the moment that
// VPCEP_TEST_HURRY_SINCE_MS names, its clock and its timers run VPCEP_TEST_HURRY times as fast.
const factor = Number(process.env.VPCEP_TEST_HURRY);
const sinceMs = Number(process.env.VPCEP_TEST_HURRY_SINCE_MS);
const { now } = Date;
/** @type {any} */
const timer = globalThis.setTimeout;

Date.now = () => sinceMs + (now() - sinceMs) * factor;
globalThis.setTimeout = Object.assign(
  (/** @type {() => void} */ callback, ms = 0, /** @type {[]} */ ...given) =>
    timer(callback, ms / factor, ...given),
  timer,
);
