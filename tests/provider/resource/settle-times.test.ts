import { SettleTimes } from "../../../provider/resource/settle-times";

function timesOf(...tookMs: number[]): SettleTimes {
  const times = new SettleTimes();
  for (const ms of tookMs) times.add(ms);
  return times;
}

test.each([
  [[], 0, 500],
  [[], 8000, 800],
  [[], 60_000, 2400],
  [[1000], 60_000, 100],
  [[20_000], 0, 1000],
  [[20_000, 40_000, 30_000], 0, 1500],
  [[10_000, 40_000], 0, 2000],
  [[100_000, 110_000], 0, 2400],
])(
  "after settle times of %j ms, somebody who has waited %i ms goes by a list of %i ms",
  (took, elapsedMs, gapMs) => {
    expect(timesOf(...took).gapMs(elapsedMs, 8)).toBe(gapMs);
  },
);

test("the more wait, the older a list may be that they go by", () => {
  expect([8, 40, 200, 1000].map((waiters) => timesOf(2000).gapMs(0, waiters))).toEqual([
    100, 200, 1000, 2400,
  ]);
});

test.each([
  ["nobody has settled yet", [], 1000, 500],
  ["long before the others", [10_000], 1000, 500],
  ["just before the others, looks begin when they may be done", [10_000], 8800, 200],
  ["about the time of the others, looks are as close as lists", [10_000, 12_000], 9000, 600],
  ["a moment after the last of them", [10_000, 12_000], 12_600, 600],
  ["later than all of them", [10_000, 12_000], 12_700, 1270],
  ["never further apart than for somebody alone", [100_000], 99_000, 1500],
])("%s", (_title, took, elapsedMs, delayMs) => {
  expect(timesOf(...took).delayMs(elapsedMs, 0.5, 8)).toBe(delayMs);
});

test("only the newest fifty count: a cloud that has become faster is looked at sooner", () => {
  const times = timesOf(
    ...Array.from({ length: 60 }, () => 40_000),
    ...Array.from({ length: 49 }, () => 2000),
  );
  expect(times.delayMs(37_900, 0.5, 8)).toBe(100);
  times.add(2000);
  expect(times.delayMs(37_900, 0.5, 8)).toBe(1500);
});
