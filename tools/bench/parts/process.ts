// P10 and P11: the provider process as the engine starts it, spoken to over gRPC: its start, its first call, its memory,
// and how it takes more and more resources at once.
import { readFileSync } from "node:fs";
import type { EngineProvider, Properties } from "../../../tests/helpers/engine";
import { startPluginProcess } from "../../../tests/helpers/plugin-process";
import { type ProviderProcess, startProviderProcess } from "../../../tests/helpers/provider-process";
import { cloudConfig } from "../../../tests/helpers/pulumi-project";
import { Stack } from "../../../tests/helpers/stack";
import { type EmulatorProcess, startEmulator } from "../emulator-process";
import { bridgeText, newEnvironment, providerOf } from "../packaged";
import { lines } from "../plots";
import { serviceArgs } from "../resources";
import { atOnce, median } from "../statistics";
import { type Figure, type Finding, number, type Row, range, timed } from "../table";
import { ROUND_TRIP_MS } from "../virtual-cloud";

const STARTS = 9;
const PARALLEL = 64;
const COUNTS = [1, 10, 100, 1_000];
const SETTLE_SECONDS = 1;
const text = bridgeText("VpcEndpointService");
/** A provider that does nothing: what the process itself costs. */
const EMPTY =
  "exports.handler=()=>({check:async(_,inputs)=>({inputs}),create:async outs=>({id:'e',outs}),read:async(id,props)=>({id,props})})";

export async function process(): Promise<Finding> {
  const emulator = await startEmulator(0);
  try {
    const starts = await startRows(emulator);
    const growth = await growthOf(emulator);
    return { rows: [...starts, ...growth.rows], figures: growth.figures };
  } finally {
    await emulator.close();
  }
}

interface Start {
  /** Until the first `check` has come back. */
  startMs: number;
  /** Of the first call of the process to the cloud: the read of a service that another one has made. */
  callMs: number;
}

async function startOf(
  start: typeof startProviderProcess,
  known: Known,
  providerText: string,
): Promise<Start> {
  const startedMs = performance.now();
  const provider = await start({ config: known.config });
  try {
    await provider.check({}, inputsFor(providerText));
    const checkedMs = performance.now();
    await provider.read(known.id, { ...known.outputs, __provider: providerText });
    return { startMs: checkedMs - startedMs, callMs: performance.now() - checkedMs };
  } finally {
    await provider.close();
  }
}

const inputsFor = (providerText: string) => ({
  ...serviceArgs(0),
  __provider: providerText,
  __vpcep: { name: "first" },
});

/** A service that is there, and how to reach its cloud. */
interface Known {
  config: Record<string, string>;
  id: string;
  outputs: Properties;
}

async function makeOne(emulator: EmulatorProcess): Promise<Known> {
  const provider = providerOf("VpcEndpointService", newEnvironment(emulator));
  const stack = new Stack(provider, { name: "orders", providerText: text });
  await stack.up(serviceArgs(1));
  return { config: cloudConfig(emulator), id: stack.id, outputs: stack.outputs };
}

async function startRows(emulator: EmulatorProcess): Promise<Row[]> {
  const known = await makeOne(emulator);
  const found: { empty: Start; ours: Start; plugin: Start }[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const empty = await startOf(startProviderProcess, known, EMPTY);
    const ours = await startOf(startProviderProcess, known, text);
    found.push({ empty, ours, plugin: await startOf(startPluginProcess, known, text) });
  }
  const row = (name: "ours" | "plugin", what: string): Row => {
    const ratios = found.map((one) => one[name].startMs / one.empty.startMs);
    const [own, empty] = [found.map((one) => one[name].startMs), found.map((one) => one.empty.startMs)];
    const more = `${range(ratios)} of ${STARTS}; ${number(median(own), 0)} and ${number(median(empty), 0)} ms`;
    return timed({ metric: "P10", what, limit: 1.15, value: median(ratios), unit: " ×", more });
  };
  const calls = found.map(({ ours }) => ours.callMs);
  return [
    row("ours", "start of the process up to a check, over one with an empty provider"),
    row("plugin", "start of the plugin up to a check, over the same"),
    timed({
      metric: "P10",
      what: "first call to the cloud of a process: the read of a service",
      limit: 250,
      value: median(calls),
      unit: " ms",
      digits: 0,
      more: `${range(calls, 0)} of ${STARTS}`,
    }),
  ];
}

interface Size {
  count: number;
  seconds: number;
  mebibytes: number;
}

/** More and more services, each time in a process of its own. */
async function growthOf(emulator: EmulatorProcess): Promise<{ rows: Row[]; figures: Figure[] }> {
  const empty = await sizeOf(emulator, EMPTY, 1);
  const sizes: Size[] = [];
  for (const count of COUNTS) {
    // A reset has taken both back.
    await emulator.delayBy(ROUND_TRIP_MS);
    await emulator.configure({ settleSeconds: SETTLE_SECONDS });
    sizes.push(await sizeOf(emulator, text, count));
  }
  const at = (wanted: number) => sizes.find(({ count }) => count === wanted)?.seconds ?? Number.NaN;
  const biggest = sizes.at(-1)?.mebibytes ?? Number.NaN;
  const setting = `settle ${SETTLE_SECONDS} s, ${ROUND_TRIP_MS} ms a call, ${PARALLEL} at once`;
  const limit = 1.1 * floorSeconds(100) + 0.5;
  return {
    rows: [
      timed({
        metric: "P10",
        what: "memory of the process after 1,000 services, beyond an empty one",
        limit: 64,
        value: biggest - empty.mebibytes,
        unit: " MiB",
        digits: 0,
        more: `${number(biggest, 0)} and ${number(empty.mebibytes, 0)} MiB`,
      }),
      timed({
        metric: "P11",
        what: `1,000 services over 100, ${setting}`,
        limit: 10.5,
        value: at(1_000) / at(100),
        unit: " ×",
        more: `${number(at(1_000))} and ${number(at(100))} s`,
      }),
      timed({
        metric: "P11",
        what: "100 services: 1.1 times the floor and half a second at most",
        limit,
        value: at(100),
        unit: " s",
        more: `floor ${number(floorSeconds(100))} s`,
      }),
    ],
    figures: growthPlots(sizes, empty.mebibytes),
  };
}

const floorSeconds = (count: number) =>
  Math.ceil(count / PARALLEL) * (SETTLE_SECONDS + (2 * ROUND_TRIP_MS) / 1000);

async function sizeOf(emulator: EmulatorProcess, providerText: string, count: number): Promise<Size> {
  const provider = await startProviderProcess({ config: cloudConfig(emulator) });
  try {
    await provider.check({}, inputsFor(providerText));
    const startedMs = performance.now();
    await createAll(provider, providerText, count);
    const seconds = (performance.now() - startedMs) / 1000;
    return { count, seconds, mebibytes: residentMebibytes(provider) };
  } finally {
    await provider.close();
    await emulator.reset();
  }
}

function createAll(provider: EngineProvider, providerText: string, count: number) {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return atOnce(PARALLEL, indexes, (index) =>
    new Stack(provider, { name: `orders-${index}`, providerText }).up(serviceArgs(index)),
  );
}

/** Linux alone tells it of another process by a file. */
function residentMebibytes({ pid }: ProviderProcess): number {
  const [, kibibytes] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) / 1024;
}

function growthPlots(sizes: readonly Size[], emptyMebibytes: number): Figure[] {
  const points = (of: (size: Size) => number) => sizes.map((size) => [size.count, of(size)] as const);
  const x = "services";
  return [
    lines({
      name: "time",
      title: `Creating more and more services, ${PARALLEL} at once`,
      caption: `Time to create services through the provider process, ${PARALLEL} at once, and the floor: the time that they take to settle, and two calls.`,
      x,
      y: "time (s)",
      series: [
        { name: "this provider", points: points(({ seconds }) => seconds) },
        { name: "floor", points: points(({ count }) => floorSeconds(count)) },
      ],
    }),
    lines({
      name: "memory",
      title: "Memory of the provider process",
      caption:
        "Resident memory of the provider process after it has created them, and of one with an empty provider.",
      x,
      y: "memory (MiB)",
      isLogarithmic: false,
      series: [
        { name: "this provider", points: points(({ mebibytes }) => mebibytes) },
        { name: "empty process", points: points(() => emptyMebibytes) },
      ],
    }),
  ];
}
