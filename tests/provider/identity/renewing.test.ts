// One login for all that need it at once, renewed in time, and never repeated after a definite no.
import fc from "fast-check";
import type { CallContext } from "../../../provider/api/api-call";
import { ConfigError } from "../../../provider/api/errors";
import type { Proof } from "../../../provider/api/login";
import type { Grant } from "../../../provider/identity/calls";
import { limitsOf, RenewingLogin } from "../../../provider/identity/renewing";
import { apiError } from "../resource/fake-client";

const minute = 60_000;
const context = { deadlineMs: 0, log: { info() {}, warn() {} }, subject: "x" } satisfies CallContext;
const keys = (number: number): Proof => ({
  accessKey: `AK${number}`,
  secretKey: `SK${number}`,
  securityToken: `T${number}`,
});

/** A login whose grants are given in turn, the last one again and again. */
function bench(...grants: (number | Error | Grant<Proof>)[]) {
  const clock = { ms: 1000 };
  const asked = { count: 0 };
  const login = new RenewingLogin({
    identity: "somebody",
    advice: "log in anew",
    secrets: () => ["given"],
    runtime: { elapsed: () => clock.ms },
    async grant() {
      const next = grants[Math.min(asked.count, grants.length - 1)];
      asked.count += 1;
      await undefined;
      if (next instanceof Error || next === undefined) throw next;
      return typeof next === "number" ? { proof: keys(asked.count), lifeMs: next } : next;
    },
  });
  return { login, clock, asked, proof: () => login.proof(context) };
}

test("nothing is asked before it is needed, and all that need it at once share one login", async () => {
  const { asked, proof } = bench(60 * minute);
  expect(asked.count).toBe(0);
  const proofs = await Promise.all(Array.from({ length: 50 }, proof));
  expect(new Set(proofs).size).toBe(1);
  expect(asked.count).toBe(1);
});

test.each([
  [60 * minute, 5 * minute, minute],
  [20 * minute, 5 * minute, minute],
  [16 * minute, 4 * minute, 30_000],
  [2 * minute, 30_000, 15_000],
])("of a life of %d ms the last %d are renewed in, the last %d waited for", (life, softMs, hardMs) => {
  expect(limitsOf(life)).toEqual({ softMs, hardMs });
});

test("renewed in the background near the end, waited for at the end", async () => {
  const { clock, asked, proof } = bench(60 * minute);
  const first = await proof();
  clock.ms += 54 * minute;
  expect(await proof()).toBe(first);
  expect(asked.count).toBe(1);
  clock.ms += minute + 1;
  expect(await proof()).toBe(first);
  await new Promise(setImmediate);
  expect(asked.count).toBe(2);
  expect(await proof()).toEqual(keys(2));
  clock.ms += 60 * minute;
  expect(await proof()).toEqual(keys(3));
});

test("a failure while the old keys still do is no failure, and is tried again half a minute later", async () => {
  const { clock, asked, proof } = bench(60 * minute, apiError("unavailable"), 60 * minute);
  const first = await proof();
  clock.ms += 56 * minute;
  expect(await proof()).toBe(first);
  await new Promise(setImmediate);
  expect(await proof()).toBe(first);
  expect(asked.count).toBe(2);
  clock.ms += 31_000;
  await proof();
  await new Promise(setImmediate);
  expect(await proof()).toEqual(keys(3));
});

test("a file that cannot be read at the moment is read again before the old keys end", async () => {
  const { clock, asked, proof } = bench(60 * minute, new ConfigError("is empty"), 60 * minute);
  await proof();
  clock.ms += 56 * minute;
  await proof();
  await new Promise(setImmediate);
  expect(asked.count).toBe(2);
  clock.ms += 31_000;
  await proof();
  await new Promise(setImmediate);
  expect(await proof()).toEqual(keys(3));
});

test("keys that have ended and cannot be renewed are a failure", async () => {
  const error = apiError("unavailable");
  const { clock, proof } = bench(60 * minute, error);
  await proof();
  clock.ms += 60 * minute;
  await expect(proof()).rejects.toBe(error);
});

test.each<["unauthorized" | "unavailable" | "quotaExhausted", number]>([
  ["unauthorized", 1],
  ["unavailable", 2],
  ["quotaExhausted", 2],
])("after %s all get the same failure; in a minute the login was tried %d times", async (outcome, times) => {
  const error = apiError(outcome);
  const { clock, asked, proof } = bench(error);
  const failures = await Promise.allSettled(Array.from({ length: 20 }, proof));
  expect(new Set(failures.map((failed) => failed.status === "rejected" && failed.reason))).toEqual(
    new Set([error]),
  );
  await expect(proof()).rejects.toBe(error);
  expect(asked.count).toBe(1);
  clock.ms += minute;
  await expect(proof()).rejects.toBe(error);
  expect(asked.count).toBe(times);
});

test("a refusal renews once, for all that were refused with the same keys", async () => {
  const { login, asked, proof } = bench(60 * minute);
  const refused = await proof();
  expect(await Promise.all([login.renew(refused, context), login.renew(refused, context)])).toEqual([
    true,
    true,
  ]);
  expect(asked.count).toBe(2);
  // A call that was on its way meanwhile was sent with the old ones.
  expect(await login.renew(refused, context)).toBe(true);
  expect(asked.count).toBe(2);
  expect(await proof()).toEqual(keys(2));
});

test("new keys that are refused as well are not renewed again and again", async () => {
  const { login, clock, asked, proof } = bench(60 * minute);
  expect(await login.renew(await proof(), context)).toBe(true);
  for (let call = 0; call < 10; call++) {
    clock.ms += 1000;
    expect(await login.renew(await proof(), context)).toBe(false);
  }
  expect(asked.count).toBe(2);
  clock.ms += minute;
  expect(await login.renew(await proof(), context)).toBe(true);
});

test("a source that gives the same keys again is left alone for a minute, and a refusal of them stands", async () => {
  const same = { proof: keys(9), lifeMs: 60 * minute };
  const { login, clock, asked, proof } = bench(same);
  const first = await proof();
  clock.ms += 55 * minute + 1;
  for (let call = 0; call < 10; call++) {
    await proof();
    await new Promise(setImmediate);
  }
  expect(asked.count).toBe(2);
  clock.ms += minute;
  await proof();
  await new Promise(setImmediate);
  expect(asked.count).toBe(3);
  expect(await login.renew(first, context)).toBe(false);
});

test("knows all secrets that it was given or has brought", async () => {
  const { login, clock, proof } = bench(60 * minute);
  expect(login.secrets()).toEqual(["given"]);
  await proof();
  clock.ms += 60 * minute;
  await proof();
  expect(login.secrets()).toEqual(["given", "AK1", "SK1", "T1", "AK2", "SK2", "T2"]);
});

test("whatever calls come in whatever order, no two logins run at once, and none is made without need", async () => {
  const step = fc.constantFrom<"call" | "refused" | "minute" | "hour">("call", "refused", "minute", "hour");
  const steps = fc.array(step, { maxLength: 20 });
  const property = fc.asyncProperty(fc.scheduler(), steps, async (scheduler, events) => {
    const clock = { ms: 0 };
    let [running, logins] = [0, 0];
    const login = new RenewingLogin({
      identity: "i",
      advice: "",
      secrets: () => [],
      runtime: { elapsed: () => clock.ms },
      async grant() {
        running += 1;
        expect(running).toBe(1);
        await scheduler.schedule(Promise.resolve(), "login");
        running -= 1;
        logins += 1;
        return { proof: keys(logins), lifeMs: 60 * minute };
      },
    });
    const calls = events.map(async (what) => {
      await scheduler.schedule(Promise.resolve(), what);
      if (what === "minute" || what === "hour") clock.ms += what === "minute" ? minute : 60 * minute;
      const proof = await login.proof(context);
      if (what === "refused") await login.renew(proof, context);
    });
    await scheduler.waitFor(Promise.all(calls));
    const causes = events.filter((what) => what !== "call").length;
    expect(logins).toBeLessThanOrEqual(events.length === 0 ? 0 : 1 + causes);
  });
  await fc.assert(property, { numRuns: 300, seed: 20260102 });
}, 30_000);
