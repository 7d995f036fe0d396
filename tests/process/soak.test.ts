import { atRest, type Held, quarter } from "./soak/gauge";
import { soak } from "./soak/soak";
import { FRONTS } from "./world";

const seconds = Number(process.env["SOAK_SECONDS"] ?? 60);
const seed = Number(process.env["FC_SEED"] ?? 20260102);

/** What a create of unknown fate may have left is said. */
const namesIt = (message: string) => /may have been created|already serves|EndPoint\.2014/.test(message);

test.concurrent.each(FRONTS)(
  "abuse 3: the process of the %s front, under operations and faults at random: memory stays flat, nothing stays open, nothing is lost",
  async (front) => {
    const { operations, failures, memory, handles, orphans, ghosts } = await soak(front, { seconds, seed });
    const [second, last] = ([2, 4] as const).map((nth) => {
      const part = quarter(memory, nth);
      return {
        resident: atRest(part.map(({ resident }) => resident)),
        heap: atRest(part.map(({ heap }) => heap)),
      };
    }) as [Held, Held];
    const told = (["resident", "heap"] as const).map(
      (what) =>
        `${what} ${second[what].toFixed(1)} MiB in the second quarter, ${last[what].toFixed(1)} in the last`,
    );
    const counts = `${operations} operations, ${failures.length} failed`;
    process.stdout.write(`${front}: ${[counts, ...told].join("; ")}\n`);
    // Enough of both, or nothing would be shown.
    expect(operations).toBeGreaterThan(seconds * 2);
    expect(failures.length).toBeGreaterThan(seconds / 20);
    expect(failures.filter((message) => /a bug in|\n/.test(message))).toEqual([]);
    expect(last.resident).toBeLessThanOrEqual(second.resident * 1.05);
    // What is compiled while it runs takes its place there, too.
    expect(last.heap - second.heap).toBeLessThanOrEqual(4);
    expect(handles.after).toEqual(handles.before);
    expect(ghosts).toEqual([]);
    expect(orphans.length).toBeLessThanOrEqual(failures.filter(namesIt).length);
  },
  (seconds + 120) * 1000,
);
