// The model of the peer against what the real one, unmodified, was recorded to do on the emulator in November 2026: a
// service with ten tags and one account, step by step.
import { peerLife, type Step } from "../../../tools/bench/life";
import { pagerCalls, peerService, runPeer } from "../../../tools/bench/peer";

const type = "VpcEndpointService";

/** Calls, and seconds where it waits. A command takes about a second by itself, which is not the provider's. */
const recorded: [settleSeconds: number, Partial<Record<Step, [calls: number, seconds?: number]>>][] = [
  [
    3,
    {
      create: [7, 6.3],
      "no-op up": [4],
      refresh: [4],
      "one scalar": [9],
      "one tag of ten": [10],
      "one account more": [9],
      destroy: [6, 6.1],
    },
  ],
  [
    15,
    {
      create: [11, 18],
      "no-op up": [4],
      refresh: [4],
      "one scalar": [9],
      "one tag of ten": [10],
      "one account more": [9],
      destroy: [10, 18.2],
    },
  ],
];
const COMMAND_SECONDS = 1.05;

describe.each(recorded)("a life with a settle time of %i s", (settleSeconds, steps) => {
  const model = peerLife({ type }, settleSeconds, 0).steps;

  test.each(Object.entries(steps))("%s: %j", (step, [calls, seconds]) => {
    const run = model.get(step as Step);
    expect(run?.calls).toBe(calls);
    if (seconds !== undefined)
      expect(Math.abs((run?.wallMs ?? 0) / 1000 + COMMAND_SECONDS - seconds)).toBeLessThan(0.3);
  });

  test("all, a preview included", () => {
    const total = [...model.values()].reduce((sum, { calls }) => sum + calls, 0);
    expect(total).toBe({ 3: 53, 15: 61 }[settleSeconds]);
  });
});

test.each([
  [0, 1],
  [1, 2],
  [10, 2],
  [11, 3],
  [100, 11],
])("its pager takes %i entries with %i calls", (entries, calls) => {
  expect(pagerCalls(entries)).toBe(calls);
});

test("it notices late by the time between two looks at the most, and waits five seconds for the first", () => {
  const create = peerService.create({ connections: 0, entries: 0 });
  expect(runPeer(create, 500, 0)).toMatchObject({ polls: 1, wallMs: 5_000, overshootMs: 4_500 });
  expect(runPeer(create, 5_001, 0)).toMatchObject({ polls: 2, wallMs: 8_000, overshootMs: 2_999 });
});
