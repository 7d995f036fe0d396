// Removes what a run has made, going by what the cloud lists and not by a state, which an interrupted run may not have.
import { isMadeBy } from "./run-tag.mjs";

/** @typedef {import("./cloud.mjs").Cloud} Cloud */
/** @typedef {{ noun: import("./cloud.mjs").Noun, id: string, reason: string | undefined }} Left */

/**
 * Endpoints first, for a service in use cannot be deleted. What is not listed yet, because its create was under way when
 * the run ended, is waited for by a second look.
 * @param {Pick<Cloud, "list" | "remove">} cloud
 * @param {object} options
 * @param {string} [options.run] default: every run
 * @param {number} options.intervalMs between two looks
 * @param {number} options.limitMs
 * @param {(line: string) => void} options.say
 * @param {{ now(): number, sleep(ms: number): Promise<unknown> }} [options.time]
 * @returns {Promise<{ removed: number, left: Left[] }>}
 */
export async function removeAll(cloud, { run, intervalMs, limitMs, say, time = systemTime }) {
  const deadlineMs = time.now() + limitMs;
  /** @type {Set<string>} */
  const asked = new Set();
  /** @type {Map<string, string | undefined>} */
  const reasons = new Map();
  for (let emptyLooks = 0; ; ) {
    /** @param {import("./cloud.mjs").Noun} noun */
    const ours = async (noun) =>
      (await cloud.list(noun))
        .filter((record) => isMadeBy(record, run))
        .map((record) => ({ noun, ...record }));
    const endpoints = await ours("endpoint");
    const services = await ours("service");
    const found = [...endpoints, ...services];
    emptyLooks = found.length === 0 ? emptyLooks + 1 : 0;
    if (emptyLooks === 2) return { removed: asked.size, left: [] };
    if (time.now() > deadlineMs)
      return { removed: 0, left: found.map(({ noun, id }) => ({ noun, id, reason: reasons.get(id) })) };
    for (const { noun, id, status } of endpoints.length > 0 ? endpoints : services) {
      if (status === "deleting") continue;
      if (!asked.has(id)) say(`removing ${noun} ${id}`);
      asked.add(id);
      reasons.set(id, await cloud.remove(noun, id));
    }
    await time.sleep(intervalMs);
  }
}

const systemTime = {
  now: Date.now,
  /** @param {number} ms */
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
