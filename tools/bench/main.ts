// What tools/bench.mjs runs: the parts of the benchmark, one after another, then the report.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure, runCommand } from "../command.mjs";
import { root } from "../sources.mjs";
import { machine } from "./machine";
import { calls } from "./parts/calls";
import { cli, smallFleet } from "./parts/cli";
import { connections } from "./parts/connections";
import { faults } from "./parts/faults";
import { fleets } from "./parts/fleets";
import { limits } from "./parts/limits";
import { process as providerProcess } from "./parts/process";
import { program } from "./parts/program";
import { requests } from "./parts/requests";
import { state } from "./parts/state";
import { waits } from "./parts/waits";
import { report } from "./report";
import type { Finding, Row } from "./table";

type Part = () => Promise<Finding>;

/** By the virtual clock: what else the machine does makes them slower, and changes no result. */
const VIRTUAL: Record<string, Part> = { calls, fleets, connections, state, limits, faults };
/** By the real one, each with the machine for itself. */
const REAL: Record<string, Part> = { waits, requests, process: providerProcess, program, cli };
/** Waits nearly all of its time. */
const IDLE: Record<string, Part> = { small: smallFleet };

async function main(): Promise<number> {
  const startedMs = Date.now();
  const found = await findings(wantedParts());
  const rows = found.flatMap((finding) => finding.rows).toSorted(byMetric);
  print(rows);
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  console.log(
    `\n${rows.filter(({ verdict }) => verdict === "met").length} of ${rows.length} met, in ${seconds} s`,
  );
  if (wantedParts() === undefined) write(found, rows, seconds);
  const failed = rows.filter(({ fails }) => fails);
  for (const { metric, what } of failed) console.log(`fails: ${metric}, ${what}`);
  return failed.length === 0 ? 0 : 1;
}

/** Undefined: all of them. */
function wantedParts(): readonly string[] | undefined {
  const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
  const wanted = only?.split(",");
  const known = Object.keys({ ...VIRTUAL, ...REAL, ...IDLE });
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Failure(`There is no part ${unknown}: --only takes some of ${known.join(",")}.`);
  return wanted;
}

async function findings(wanted: readonly string[] | undefined): Promise<Finding[]> {
  const run = async (parts: Record<string, Part>) => {
    const found: Finding[] = [];
    for (const [name, part] of Object.entries(parts)) {
      if (wanted !== undefined && !wanted.includes(name)) continue;
      const startedMs = Date.now();
      found.push(await part());
      console.log(`${name}: ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
    }
    return found;
  };
  const [idle, virtual] = await Promise.all([run(IDLE), run(VIRTUAL)]);
  return [...virtual, ...(await run(REAL)), ...idle];
}

/** By their numbers, then the bars. */
function byMetric(one: Row, other: Row): number {
  const place = ({ metric }: Row) => (metric === "bar" ? Number.POSITIVE_INFINITY : Number(metric.slice(1)));
  return place(one) === place(other) ? 0 : place(one) - place(other);
}

function print(rows: readonly Row[]): void {
  for (const { metric, what, target, measured, verdict } of rows)
    console.log(
      `${verdict === "met" ? "met   " : "MISSED"} ${metric.padEnd(3)} ${what}: ${measured}, ${target}`,
    );
}

function write(found: readonly Finding[], rows: readonly Row[], seconds: number): void {
  const figures = found.flatMap((finding) => finding.figures ?? []);
  const details = found.flatMap((finding) => finding.details ?? []);
  const plots = join(root, "docs", "benchmarks");
  rmSync(plots, { recursive: true, force: true });
  mkdirSync(plots, { recursive: true });
  for (const { name, svg } of figures) writeFileSync(join(plots, `${name}.svg`), svg);
  const text = report({ machine: machine(), rows, details, figures, seconds });
  writeFileSync(join(root, "docs", "benchmarks.md"), text);
  console.log("docs/benchmarks.md and docs/benchmarks/ are written.");
}

runCommand(main);
