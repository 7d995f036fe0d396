// The short form of `npm run bench`: what is counted and is the same in every run, held against its target.

import { pollsOf } from "../../../tools/bench/fleet";
import { totalCalls } from "../../../tools/bench/life";
import { allowedCalls, idleCalls, livesOf } from "../../../tools/bench/parts/calls";
import { connectionsOfFleet } from "../../../tools/bench/parts/connections";
import { quickCalls, slowFleet } from "../../../tools/bench/parts/fleets";
import { isLimited, limitedUpdates, overTheory } from "../../../tools/bench/parts/limits";
import { stateBytes } from "../../../tools/bench/parts/state";
import { RESOURCES } from "../../../tools/bench/resources";
import { mean, sum } from "../../../tools/bench/statistics";

// Waits are virtual, but a machine may be busy with something else.
jest.setTimeout(120_000);

const all = Object.entries(RESOURCES);

describe("P1: calls", () => {
  test.each(all)(
    "of each step in the life of one %s are the ones that are needed",
    async (_name, resource) => {
      const { ours } = await livesOf(resource);
      const beyond = [...ours.steps].filter(
        ([step, { calls, polls }]) => calls - polls > allowedCalls(ours.type, step),
      );
      expect(beyond).toEqual([]);
    },
  );

  test("of a service's life are 0.40 of the peer's, and 0.19 without looks at what settles", async () => {
    const { ours, peer } = await livesOf(RESOURCES.service);
    const ratio = (withPolls: boolean) =>
      totalCalls(ours, peer, withPolls) / totalCalls(peer, ours, withPolls);
    expect(ratio(true)).toBeLessThanOrEqual(0.4);
    expect(ratio(false)).toBeLessThanOrEqual(0.19);
  });
});

test.each(all.flatMap(([name, resource]) => [1, 100].map((count) => [count, name, resource] as const)))(
  "P2: preview and a run without a difference of %i %s(s) call nothing",
  async (count, _name, resource) => {
    expect(await idleCalls(resource, count)).toBe(0);
  },
);

describe.each([
  [8, 0.2],
  [100, 0.06],
])("P5: a hundred that take 60 to 120 s, %i at once", (parallel, share) => {
  test.each(["service", "endpoint"] as const)(
    `%ss: looks are ${share} of the peer's, and notice as soon`,
    async (name) => {
      const { peer, ...ours } = await slowFleet(RESOURCES[name], parallel);
      for (const operation of ["create", "destroy"] as const) {
        const theirs = sum(peer[operation].map(({ polls }) => polls));
        expect(pollsOf(ours[operation]) / theirs).toBeLessThanOrEqual(share);
        const late = mean(peer[operation].map(({ overshootMs }) => overshootMs));
        expect(mean(ours[operation].overshootMs)).toBeLessThanOrEqual(late);
      }
    },
  );
});

describe("a hundred services that take 2 s, all at once", () => {
  let calls: Awaited<ReturnType<typeof quickCalls>>;
  beforeAll(async () => {
    calls = await quickCalls();
  });

  test("are refreshed with 101 calls", () => {
    expect(calls.refresh.requests.length).toBeLessThanOrEqual(101);
  });

  test("are destroyed with 230 calls", () => {
    expect(calls.destroy.requests.length).toBeLessThanOrEqual(230);
  });
});

test("P6: connections are opened for creates, and for so many calls as there are at once", async () => {
  const { opened, creates, reused } = await connectionsOfFleet();
  expect(opened).toBeLessThanOrEqual(8 + creates);
  expect(reused).toBeGreaterThanOrEqual(0.95);
});

test.each(all)("P8: the state of one %s is small, and does not grow", async (_name, resource) => {
  const { provider, rest, object, growth } = await stateBytes(resource);
  expect(provider).toBeLessThanOrEqual(1024);
  expect(rest / object).toBeLessThanOrEqual(2.5);
  expect(growth).toBe(0);
});

test("P12: 600 calls under a limit of 200 in five minutes take as long as they have to, and few are refused", async () => {
  const found = await limitedUpdates();
  expect(isLimited(found)).toBe(true);
  expect(overTheory(found)).toBeLessThanOrEqual(1.05);
  expect(found.refused / found.calls).toBeLessThanOrEqual(0.02);
  expect(found.failures).toBe(0);
});
