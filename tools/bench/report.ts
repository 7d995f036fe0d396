// docs/benchmarks.md, whole. Pure: findings in, Markdown out; every number in it was measured in the one run.
import type { Detail, Figure, Row } from "./table";

export interface Measured {
  /** Names and values. */
  machine: readonly (readonly [string, string])[];
  rows: readonly Row[];
  details: readonly Detail[];
  figures: readonly Figure[];
  seconds: number;
}

const METHODS: readonly (readonly [string, string])[] = [
  [
    "P1",
    "The handlers run against the emulator in one process, by a virtual clock; the emulator counts the calls. The peer's are those of a model of terraform-provider-huaweicloud (August 2026) in `tools/bench/peer.ts`, which a test compares with what the real one was recorded to do. What it asks other services at each start is left out.",
  ],
  ["P2", "The same; the engine's part is played by a model of it."],
  [
    "P3",
    "A create from its check to its result, over the time that the service takes and two calls of 50 ms. Short ones by the real clock, with the emulator in a process of its own; the others by the virtual one. Against the peer objects take up to a tenth more or less than it says, the same for both.",
  ],
  [
    "P4",
    "From the moment at which the cloud shows the final state to the one at which it sends what ends the operation, by the virtual clock.",
  ],
  ["P5", "A hundred objects that take 60 to 120 s each, drawn once for both; all reads are counted."],
  ["P6", "The emulator numbers the connections that it accepts."],
  [
    "P7",
    "400 reads of an endpoint in 5 blocks, alternating with the same request by `node:http`, signed before; the emulator in a process of its own.",
  ],
  ["P8", "What the engine keeps of a resource, as JSON, beside the API's response to a read."],
  [
    "P9",
    "Blocks in processes of their own construct the resources under Pulumi's mocks, always one of ours beside one of E.",
  ],
  [
    "P10",
    "The process that the engine starts, spoken to over gRPC; started in turn with a provider that does nothing.",
  ],
  ["P11", "The same process, with so many creates under way at once as the engine would send."],
  [
    "P12",
    "A hundred services that stand are changed six times each, under the emulator's request limit and the virtual clock.",
  ],
  [
    "P13",
    "A refresh right after a start, whose first attempt fails, over one that does not, without a round trip: what is left is the provider's pause, by the virtual clock.",
  ],
  [
    "bar",
    "E is a resource with a hand-written provider text, the same inputs and declared outputs, whose create and delete sleep for the settle time and whose diff says that nothing changes: what Pulumi itself costs. The CLI runs each step of ours and then of E, with the emulator in a process of its own. The fleet of 8 at once by the CLI, which waits nearly all of its time, runs beside the parts that have a virtual clock.",
  ],
];

export function report({ machine, rows, details, figures, seconds }: Measured): string {
  const missed = rows.filter(({ verdict }) => verdict === "missed");
  return `${[
    "# Benchmarks",
    "`npm run bench` measures this and writes this page, whole. Every number is of one run; ratios compare what was measured in it.",
    table(["", ""], machine),
    `The run took ${seconds} s. ${rows.length - missed.length} of ${rows.length} targets are met. The command fails where a count or a size misses its target, and where a time does by more than a quarter of it.`,
    "## Targets",
    table(
      ["metric", "what", "target", "measured", "verdict"],
      rows.map((row) => [row.metric, row.what, row.target, row.measured, verdictOf(row)]),
    ),
    "## Plots",
    ...figures.flatMap(({ name, caption }) => [`![${caption}](benchmarks/${name}.svg)`, caption]),
    "## Details",
    ...details.flatMap(({ title, header, rows, note }) => [
      `### ${title}`,
      table(header, rows),
      ...(note === undefined ? [] : [note]),
    ]),
    "## How it is measured",
    METHODS.map(([metric, text]) => `* **${metric}**: ${text}`).join("\n"),
  ].join("\n\n")}\n`;
}

const verdictOf = ({ verdict }: Row) => (verdict === "met" ? "met" : "**missed**");

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
