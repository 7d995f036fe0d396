// P12: 600 calls under a limit of 200 in five minutes, by the virtual clock.
import { createAll, withFleet } from "../fleet";
import { RESOURCES } from "../resources";
import { atOnce } from "../statistics";
import { exact, type Finding, number } from "../table";

const LIMIT = { requests: 200, seconds: 300 };
/** The engine's default on two cores: as many as may be refused before the first of them knows of a limit. */
const PARALLEL = 8;
const SERVICES = 100;
const CHANGES = 6;
const WANTED = SERVICES * CHANGES;
/** As many calls as the limit lets through at once, and again whenever its time has passed. */
const THEORETICAL_MS = (Math.ceil(WANTED / LIMIT.requests) - 1) * LIMIT.seconds * 1000;

export interface Limited {
  wallMs: number;
  calls: number;
  refused: number;
  failures: number;
}

/** A hundred services that stand are changed six times each; no list or coalescing could spare a call. */
export function limitedUpdates(): Promise<Limited> {
  const options = { resource: RESOURCES.service, count: SERVICES, parallel: PARALLEL, settleSeconds: 0 };
  return withFleet(options, async (fleet) => {
    await createAll(fleet);
    // The provider has met no limit yet, and is not told of this one.
    fleet.cloud.lab.emulator.configure({ requestLimits: [LIMIT] });
    let failures = 0;
    const { requests, wallMs } = await fleet.cloud.observe(() =>
      atOnce(PARALLEL, fleet.members, async ({ stack, args }) => {
        for (let change = 1; change <= CHANGES; change += 1) {
          const wanted = { ...args, description: `change ${change}` };
          // An update that fails is no reason to leave the others out: it counts.
          await stack.up(wanted).catch(() => {
            failures += 1;
          });
        }
      }),
    );
    const refused = requests.filter(({ status }) => status === 429).length;
    return { wallMs, calls: requests.length, refused, failures };
  });
}

/** Whether the emulator held anybody to the limit at all: sooner than in theory nobody can be done. */
export const isLimited = ({ wallMs }: Limited) => wallMs >= THEORETICAL_MS;

export const overTheory = ({ wallMs }: Limited) => wallMs / THEORETICAL_MS;

export async function limits(): Promise<Finding> {
  const found = await limitedUpdates();
  const { wallMs, calls, refused, failures } = found;
  const metric = "P12";
  return {
    rows: [
      exact({
        metric,
        what: `time of ${WANTED} calls under 200 in 5 minutes, over the theoretical`,
        limit: 1.05,
        // No limit, no measurement.
        value: isLimited(found) ? overTheory(found) : Number.NaN,
        unit: " ×",
        digits: 3,
        more: `${number(wallMs / 1000)} and ${number(THEORETICAL_MS / 1000)} s`,
      }),
      exact({
        metric,
        what: "refused calls",
        limit: 2,
        value: (100 * refused) / calls,
        unit: " %",
        more: `${refused}`,
      }),
      exact({ metric, what: "updates that failed", limit: 0, value: failures }),
    ],
  };
}
