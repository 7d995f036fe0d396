// `npm run bench:constructor`: what it costs a program to construct 1,000 services with plain arguments, against E: a
// resource with the same inputs and declared outputs, a hand-written provider text, and nothing else. Blocks of both
// alternate, each in a process of its own; medians of the ratios of neighbours, which share whatever else the machine does.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Failure, runCommand } from "../command.mjs";
import { prepare } from "../prepare.mjs";

const BAR = 1.12;
const PAIRS = Number(process.argv[2] ?? 7);
const block = fileURLToPath(new URL("services.mjs", import.meta.url));

/** @typedef {{ ms: number, cpuMs: number, mebibytes: number, outputs: number }} Block */

/**
 * What is measured; `isJudged`: by the bar. Time on the clock is not, for it counts what else the machine does.
 * @type {{ title: string, key: keyof Block, unit: string, isJudged: boolean }[]}
 */
const MEASURES = [
  { title: "time on the clock", key: "ms", unit: "ms each", isJudged: false },
  { title: "time of the processor", key: "cpuMs", unit: "ms each", isJudged: true },
  { title: "memory at the peak", key: "mebibytes", unit: "MiB", isJudged: true },
];

/**
 * @param {"ours" | "E"} resource
 * @returns {Block}
 */
function run(resource) {
  return JSON.parse(execFileSync(process.execPath, [block, resource], { encoding: "utf8" }));
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[(sorted.length - 1) >> 1],
    sorted[sorted.length >> 1],
  ];
  return (low + high) / 2;
}

await runCommand(async () => {
  await prepare();
  // Whichever comes first finds cold file caches: one of each is dropped.
  const outputs = `${run("ours").outputs} outputs each, E ${run("E").outputs}`;
  const pairs = Array.from({ length: PAIRS }, (_, index) => {
    if (index % 2 === 0) return { ours: run("ours"), e: run("E") };
    const e = run("E");
    return { ours: run("ours"), e };
  });
  console.log(`1,000 services with plain arguments, ${outputs}; medians of ${PAIRS} pairs of blocks`);
  let tooMuch = false;
  for (const { title, key, unit, isJudged } of MEASURES) {
    const ratios = pairs.map(({ ours, e }) => ours[key] / e[key]);
    const ratio = median(ratios);
    const [ours, e] = [median(pairs.map(({ ours }) => ours[key])), median(pairs.map(({ e }) => e[key]))];
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    console.log(`${title}: ${ratio.toFixed(2)} (${spread}); ${ours.toFixed(2)} and ${e.toFixed(2)} ${unit}`);
    tooMuch ||= isJudged && ratio > BAR;
  }
  if (tooMuch) throw new Failure(`The bar is ${BAR}, for processor and memory.`);
});
