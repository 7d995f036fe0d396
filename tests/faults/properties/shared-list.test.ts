import fc from "fast-check";
import type { CallContext } from "../../../provider/api/api-call";
import { SharedList } from "../../../provider/resource/shared-list";
import { runs } from "./services";

const context: CallContext = {
  deadlineMs: 0,
  subject: "x",
  log: { info: () => undefined, warn: () => undefined },
};

/** A cloud in which services settle one by one, and whose lists come in an order that the scheduler picks. */
function world(scheduler: fc.Scheduler, failing: readonly number[]) {
  const creating = new Set<string>();
  const seen = { lists: 0, nowMs: 1_000_000 };
  const list = async () => {
    const number = seen.lists++;
    const records = [...creating].map((id) => ({ id, status: "creating" }));
    await scheduler.schedule(Promise.resolve(), `list ${number}`);
    if (failing.includes(number)) throw new Error(`list ${number} failed`);
    return records;
  };
  const watch = new SharedList(list, { now: () => seen.nowMs, sleep: () => new Promise(() => undefined) });
  return { creating, seen, watch };
}

test("scenario 65: many waiters share lists: nobody waits longer for it, and a fresh list shows no settled service as creating", async () => {
  const plans = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 8 });
  const failing = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), plans, failing, async (scheduler, plan, failures) => {
      const { creating, seen, watch } = world(scheduler, failures);
      let asked = 0;
      const wait = (id: string, polls: number) =>
        watch.during({ id, status: "creating", isPending: (word) => word === "creating" }, async (own) => {
          creating.add(id);
          for (let poll = 1; ; poll++) {
            await scheduler.schedule(Promise.resolve(), `poll ${id}`);
            seen.nowMs += 500;
            if (poll === polls) creating.delete(id);
            asked += 1;
            const known = await own.pending(context).catch(() => "unknown");
            // What the list does not show is asked for by itself: done as soon as it is settled.
            if (known === undefined && !creating.has(id)) return poll;
            // A list that was asked for after the service settled cannot show it: at most the gap is lost.
            expect(poll).toBeLessThan(polls + 30);
          }
        });
      const all = Promise.all(plan.map((polls, index) => wait(`s-${index}`, polls)));
      await scheduler.waitFor(all);
      expect((await all).every((poll, index) => poll >= (plan[index] ?? 0))).toBe(true);
      expect(seen.lists).toBeLessThanOrEqual(asked);
    }),
    runs(500),
  );
});
