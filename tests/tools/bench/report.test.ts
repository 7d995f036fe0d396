import { bars, lines } from "../../../tools/bench/plots";
import { report } from "../../../tools/bench/report";
import { atOnce, mean, median, quantile, seeded } from "../../../tools/bench/statistics";
import { exact, timed } from "../../../tools/bench/table";
import { linkTargets } from "../../helpers/markdown";
import { plots, readDocument } from "../../helpers/readme";

const limit = { metric: "P3", what: "a create", limit: 2, unit: " ×" };

test.each([
  ["a count", 2, "met", false, exact],
  ["a count", 2.01, "missed", true, exact],
  ["a count", Number.NaN, "missed", true, exact],
  ["a time", 2, "met", false, timed],
  ["a time", 2.5, "missed", false, timed],
  ["a time", 2.51, "missed", true, timed],
  ["a time", Number.NaN, "missed", true, timed],
] as const)(
  "%s of %d where 2 is allowed is %s, and fails the command: %s",
  (_what, value, verdict, fails, row) => {
    expect(row({ ...limit, value })).toMatchObject({ verdict, fails, target: "≤ 2 ×" });
  },
);

test("a limit that is not to be reached is missed when it is", () => {
  expect(exact({ ...limit, value: 2, below: true })).toMatchObject({ verdict: "missed", target: "< 2 ×" });
  expect(exact({ ...limit, value: 1.999, below: true, more: "of 30" })).toMatchObject({
    verdict: "met",
    measured: "2 × (of 30)",
  });
});

test("the statistics", () => {
  expect([median([3, 1, 2]), median([1, 2, 3, 10]), mean([1, 2, 6])]).toEqual([2, 2.5, 3]);
  expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5);
  expect(median([])).toBeNaN();
  const [one, same, other] = [seeded(7), seeded(7), seeded(8)];
  const drawn = [one(), one()];
  expect([same(), same()]).toEqual(drawn);
  expect(other()).not.toBe(drawn[0]);
});

test("so many tasks run at once as are allowed, and results keep their order", async () => {
  let running = 0;
  let most = 0;
  const results = await atOnce(3, [5, 1, 4, 2, 3], async (ms, index) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running -= 1;
    return index;
  });
  expect([results, most]).toEqual([[0, 1, 2, 3, 4], 3]);
});

describe("plots", () => {
  const plot = { name: "calls", title: "Calls & more", caption: "Calls." };
  const drawn = [
    bars({ ...plot, unit: "calls", categories: ["create"], series: [{ name: "ours", values: [8] }] }),
    lines({
      ...plot,
      x: "services",
      y: "time (s)",
      series: [
        {
          name: "ours",
          points: [
            [1, 2],
            [10, 20],
          ],
        },
      ],
    }),
  ];

  test.each(drawn)("have a title, a unit and a legend, and colours for a dark page", ({ svg }) => {
    expect(svg).toContain("<title>Calls &amp; more</title>");
    for (const text of [">ours</text>", "prefers-color-scheme:dark"]) expect(svg).toContain(text);
    expect(svg).toMatch(/>(calls|time \(s\))<\/text>/);
  });

  test("are the same each time", () => {
    const again = bars({
      ...plot,
      unit: "calls",
      categories: ["create"],
      series: [{ name: "ours", values: [8] }],
    });
    expect(again.svg).toBe(drawn[0]?.svg);
  });
});

test("the page holds the machine, every verdict, plots and details", () => {
  const rows = [exact({ ...limit, value: 1 }), exact({ ...limit, what: "a | b", value: 3 })];
  const page = report({
    machine: [["Node", "v20"]],
    rows,
    figures: [{ name: "calls", caption: "Calls.", svg: "" }],
    details: [{ title: "Steps", header: ["step"], rows: [["create"]], note: "Why." }],
    seconds: 300,
  });
  expect(page).toContain("| Node | v20 |");
  expect(page).toContain("1 of 2 targets are met");
  expect(page).toContain("| P3 | a create | ≤ 2 × | 1 × | met |");
  expect(page).toContain("| P3 | a \\| b | ≤ 2 × | 3 × | **missed** |");
  expect(page).toContain("![Calls.](benchmarks/calls.svg)");
  expect(page).toContain("### Steps\n\n| step |\n| --- |\n| create |\n\nWhy.");
});

test("docs/benchmarks.md shows every plot that is there, and each is small", () => {
  const shown = linkTargets(readDocument("docs/benchmarks.md")).map((target) => `docs/${target}`);
  expect(shown.sort()).toEqual(plots().sort());
  for (const path of plots()) expect(Buffer.byteLength(readDocument(path))).toBeLessThan(40_000);
});
