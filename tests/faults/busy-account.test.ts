// Where much goes on at once: many newer services, and waiters that share one list.
import { expectNoop, failure, idsInState, service } from "../helpers/in-process";
import { count, lab, list, post, posts } from "./support";

const numbered = (prefix: string, number: number) =>
  `${prefix}-0000-4000-8000-${String(number).padStart(12, "0")}`;

test("fault 90: a lost create is recognised behind 60 newer services", async () => {
  let busy: (() => Promise<void>) | undefined;
  const one = await lab({
    emulator: { quota: 1000 },
    transport: (real) => ({
      send: async (request) => {
        const meanwhile = request.method === "POST" ? busy : undefined;
        if (meanwhile !== undefined) busy = undefined;
        try {
          return await real.send(request);
        } finally {
          await meanwhile?.();
        }
      },
    }),
  });
  const others = one.another();
  busy = async () => {
    await one.time.runtime.sleep(1000);
    const theirs = Array.from({ length: 60 }, (_, number) =>
      others.newStack(`theirs-${number}`).up(service({ portId: numbered("99999999", number) })),
    );
    await Promise.all(theirs);
  };
  one.fault({ kind: "reset", at: "after-processing", match: { ...post, nth: 1 } });
  await one.stack.up(service());
  expect(posts(one)).toBe(61);
  await expectNoop(one, service(), idsInState(others));
});

test("fault 90: the look for a lost create ends at what is older than its first attempt", async () => {
  const one = await lab({ emulator: { quota: 1000 } });
  await Promise.all(
    Array.from({ length: 120 }, (_, number) =>
      one.newStack(`older-${number}`).up(service({ portId: numbered("99999999", number) })),
    ),
  );
  await one.time.runtime.sleep(120_000);
  one.forget();
  one.fault({ kind: "reset", at: "after-processing", match: { ...post, nth: 1 } });
  await one.stack.up(service());
  expect(count(one, "GET /vpc-endpoint-services?")).toBe(1);
});

test.each([
  ["before", ["patient", "hasty"]],
  ["after", ["hasty", "patient"]],
])(
  "fault 91: a waiter of 10 s ends after 10 s, whatever one of 600 s that came %s it waits for",
  async (_name, order) => {
    const one = await lab();
    one.emulator.configure({ settleSeconds: null });
    one.fault({ kind: "status", status: 429, headers: { "Retry-After": "50" }, match: list });
    const startedMs = one.time.nowMs;
    const endedMs: Record<string, number> = {};
    const creates = order.map(async (name, number) => {
      const customTimeouts = name === "hasty" ? { create: 10 } : undefined;
      const stack = one.newStack(name, customTimeouts && { customTimeouts });
      await failure(stack.up(service({ portId: numbered("99999999", number) })));
      endedMs[name] = one.time.nowMs - startedMs;
    });
    await Promise.all(creates);
    expect(endedMs.hasty).toBeLessThanOrEqual(11_000);
    expect(endedMs.patient).toBeGreaterThanOrEqual(600_000);
  },
);
