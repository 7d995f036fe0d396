// P9: what resources cost in the program's own process, against E: the same inputs and declared outputs, and nothing else.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../sources.mjs";
import { median } from "../statistics";
import { type Finding, number, type Row, range, timed } from "../table";

/** How many of each type a block constructs, and how many pairs of blocks there are. */
const COUNTS = {
  VpcEndpointService: [1_000, 3],
  VpcEndpoint: [200, 3],
  VpcEndpointConnection: [200, 3],
  VpcEndpointServicePermission: [200, 3],
} as const;

interface Block {
  ms: number;
  cpuMs: number;
  mebibytes: number;
  outputs: string[];
}

const script = join(root, "tools", "bench", "construct.mjs");

async function construct(type: string, count: number, outputsOfE?: readonly string[]): Promise<Block> {
  const args = [script, type, String(count), ...(outputsOfE === undefined ? [] : [outputsOfE.join(",")])];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

export async function program(): Promise<Finding> {
  const rows: Row[] = [];
  for (const [type, [count, pairs]] of Object.entries(COUNTS)) {
    // Finds cold file caches, and tells what is declared.
    const { outputs } = await construct(type, 1);
    const found: { ours: Block; e: Block }[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      // Both at once, on a core each: they share whatever else the machine does.
      const [ours, e] = await Promise.all([construct(type, count), construct(type, count, outputs)]);
      found.push({ ours, e });
    }
    const of = (key: "cpuMs" | "mebibytes", digits: number) => {
      const ratios = found.map(({ ours, e }) => ours[key] / e[key]);
      const [ours, e] = [median(found.map(({ ours }) => ours[key])), median(found.map(({ e }) => e[key]))];
      const more = `${range(ratios)} of ${pairs}; ${number(ours, digits)} and ${number(e, digits)}`;
      return { value: median(ratios), unit: " ×", more };
    };
    const what = `constructing ${number(count)} of ${type} over E`;
    const [time, memory] = [of("cpuMs", 2), of("mebibytes", 0)];
    rows.push(
      timed({
        metric: "P9",
        what: `${what}, processor time`,
        limit: 1.12,
        ...time,
        more: `${time.more} ms each`,
      }),
      timed({ metric: "P9", what: `${what}, memory`, limit: 1.1, ...memory, more: `${memory.more} MiB` }),
    );
  }
  return { rows };
}
