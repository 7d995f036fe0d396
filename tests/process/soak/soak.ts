// Thousands of operations on one provider process, while the cloud behind it breaks in every way.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { bridgeText } from "../../../provider/program/bridge";
import type { EngineProvider } from "../../helpers/engine";
import { startPluginProcess } from "../../helpers/plugin-process";
import { startProviderProcess } from "../../helpers/provider-process";
import { cloudConfig } from "../../helpers/pulumi-project";
import { service } from "../../helpers/samples";
import { anyFaults, type Cloud, FAULTS, startCloud } from "./cloud";
import { type Held, held, openHandles } from "./gauge";
import { Lane, type Step } from "./lane";

export interface Soaked {
  /** Creates, reads, updates and deletes that the process was asked for. */
  operations: number;
  failures: string[];
  /** At even intervals. */
  memory: Held[];
  /** What the process had open before the first operation, and when the cloud was gone after the last one. */
  handles: { before: string[]; after: string[] };
  /** Ids that the cloud or the state has in the end, and the other has not. */
  orphans: string[];
  ghosts: string[];
}

const LANES = 8;
const SAMPLES = 40;
/** An operation of a lane begins so long after the last one, unless that takes longer. */
const PACE_MS = 1500;
/** The same in the first quarter, in which all code is run for the first time, and gets its memory. */
const FIRST_PACE_MS = 200;

/** The C library keeps what was freed for later, and so hides what is held. (mallopt(3)) */
const FREED_AT_ONCE = {
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "65536",
  MALLOC_TRIM_THRESHOLD_: "65536",
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  type: fc.constantFrom<Step["type"][]>(
    "VpcEndpointService",
    "VpcEndpoint",
    "VpcEndpoint",
    "VpcEndpointConnection",
    "VpcEndpointServicePermission",
  ),
  command: fc.constantFrom<Step["command"][]>("up", "up", "up", "up", "refresh", "destroy"),
  word: fc.constantFrom("a", "b", "c"),
});

export async function soak(
  front: "dynamic" | "plugin",
  { seconds, seed }: { seconds: number; seed: number },
): Promise<Soaked> {
  const cloud = await startCloud();
  const start = front === "dynamic" ? startProviderProcess : startPluginProcess;
  const folder = mkdtempSync(join(tmpdir(), "vpcep-soak-"));
  const file = join(folder, "memory.json");
  const env = {
    ...FREED_AT_ONCE,
    // The space for young objects would grow in steps of its own, whatever is held.
    NODE_OPTIONS: `--max-semi-space-size=1 --require ${join(__dirname, "collect.cjs")}`,
    SOAK_MEMORY_FILE: file,
  };
  const provider = await start({ config: cloudConfig(cloud), env });
  const { counted, count } = counting(provider);
  const lanes = Array.from({ length: LANES }, (_, at) => new Lane(String(at), counted));
  // With a line, for which the plugin opens its connection to the engine; and without a call.
  const odd = { ...service({ tcpProxy: "brand_new" }), __vpcep: { name: "first" } };
  await provider.check({}, { ...odd, __provider: bridgeText("VpcEndpointService") });
  const before = openHandles(provider.pid);
  const memory: Held[] = [];
  const beganMs = Date.now();
  const endMs = beganMs + seconds * 1000;
  const isWarm = () => Date.now() >= beganMs + seconds * 250;
  const isOver = () => Date.now() >= endMs;

  const walk = async (lane: Lane, at: number) => {
    const steps = fc.sample(anyStep, { seed: seed + at, numRuns: seconds * 3 });
    for (const step of steps) {
      if (isOver()) return;
      const rest = delay(isWarm() ? PACE_MS : FIRST_PACE_MS);
      await lane.take(step);
      await rest;
    }
  };
  const spoil = async () => {
    // Each of them until it has struck, so that what it takes is taken before it counts.
    for (const rule of FAULTS) {
      await cloud.addFault({ ...rule, times: 3 });
      await delay((seconds * 250) / FAULTS.length);
    }
    for (const rules of fc.sample(anyFaults, { seed, numRuns: seconds })) {
      if (isOver()) return;
      await cloud.setFaults(rules);
      await delay(1000);
    }
  };
  const measure = async () => {
    while (!isOver()) {
      const now = await held(provider.pid, file);
      if (now !== undefined) memory.push(now);
      await delay((seconds * 1000) / SAMPLES);
    }
  };
  try {
    await Promise.all([...lanes.map(walk), spoil(), measure()]);
    const ended = await takenDown(cloud, lanes);
    await cloud.close();
    const handles = { before, after: await restingHandles(provider.pid, before.length) };
    return {
      operations: count(),
      failures: lanes.flatMap(({ errors }) => errors),
      memory,
      handles,
      ...ended,
    };
  } finally {
    await cloud.close();
    await provider.close();
    rmSync(folder, { recursive: true });
  }
}

/** With the cloud well again everything is destroyed; what is left then was never in the state, or is not there. */
async function takenDown(cloud: Cloud, lanes: readonly Lane[]): Promise<Pick<Soaked, "orphans" | "ghosts">> {
  await cloud.setFaults([]);
  // A limit or a quota for repetitions may be in force for a moment.
  for (let tries = 0; tries < 5; tries++) {
    await Promise.all(lanes.map((lane) => lane.destroy("VpcEndpointService")));
    await delay(500);
  }
  const { services, endpoints } = await cloud.state();
  const living = [...services, ...endpoints].map(({ id }) => String(id));
  const held = lanes.flatMap((lane) => [...lane.ids("VpcEndpointService"), ...lane.ids("VpcEndpoint")]);
  return {
    orphans: living.filter((id) => !held.includes(id)),
    ghosts: held,
  };
}

/** A connection whose other side is gone closes a moment later. */
async function restingHandles(pid: number, wanted: number): Promise<string[]> {
  for (let tries = 0; tries < 50 && openHandles(pid).length > wanted; tries++) await delay(100);
  return openHandles(pid);
}

function counting(provider: EngineProvider) {
  let operations = 0;
  const one =
    <Given extends unknown[], T>(method: (...given: Given) => Promise<T>) =>
    (...given: Given) => {
      operations += 1;
      return method(...given);
    };
  const { check, diff, create, read, update, delete: remove } = provider;
  const counted: EngineProvider = {
    check,
    diff,
    create: one(create),
    read: one(read),
    update: one(update),
    delete: one(remove),
  };
  return { counted, count: () => operations };
}
