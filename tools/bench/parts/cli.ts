// Whole fleets and the run without a difference, by the real CLI, against E: what Pulumi itself costs.
import type { CliResult, Workspace } from "../../../tests/helpers/pulumi-cli";
import { type EmulatorProcess, startEmulator } from "../emulator-process";
import { type Role, type Used, watch } from "../process-watch";
import { median } from "../statistics";
import { type Detail, exact, type Finding, number, range, timed } from "../table";
import { emptyProject, eProject, sampleOutputs, servicesProject } from "../workspaces";

const COUNT = 500;
const PARALLEL = 200;
const SETTLE_SECONDS = 2;
const NOOP_ROUNDS = 3;
/** With eight at once, which is the engine's default on two cores. */
const SMALL = { count: 100, parallel: 8 };

const STEPS = ["create", "no-op up", "destroy"] as const;
const BARS = { create: 1.12, "no-op up": 1.08, destroy: 1.1 };

interface Ran {
  seconds: number;
  used: Map<Role, Used>;
}

interface Measured {
  ours: Record<(typeof STEPS)[number], Ran>;
  e: Record<(typeof STEPS)[number], Ran>;
  stateBytes: { ours: number; e: number };
}

/** A step of a stack, with what its processes used. */
async function run(workspace: Workspace, step: (typeof STEPS)[number], parallel: number): Promise<Ran> {
  const command = step === "destroy" ? "destroy" : "up";
  const flags = ["--yes", "--skip-preview", "--suppress-progress", "--parallel", String(parallel)];
  const cli = workspace.start([command, ...flags, ...(step === "no-op up" ? ["--expect-no-changes"] : [])]);
  const used = watch(cli.pid);
  const { seconds } = succeeded(await cli.done);
  return { seconds, used: used() };
}

function succeeded(result: CliResult): CliResult {
  if (result.exitCode !== 0) throw new Error(`the CLI failed:\n${result.stdout}${result.stderr}`);
  return result;
}

/** Bytes that a resource takes in a stack as exported. */
async function bytesEach(workspace: Workspace, count: number): Promise<number> {
  return Buffer.byteLength((await workspace.exportState()).text) / count;
}

async function largeFleets(emulator: EmulatorProcess): Promise<Measured> {
  const ours = await servicesProject(emulator, "dynamic", COUNT);
  let e: Workspace | undefined;
  try {
    const created = await run(ours, "create", PARALLEL);
    e = await eProject(COUNT, await sampleOutputs(ours), SETTLE_SECONDS);
    const eCreated = await run(e, "create", PARALLEL);
    const stateBytes = { ours: await bytesEach(ours, COUNT), e: await bytesEach(e, COUNT) };
    const again = await run(ours, "no-op up", PARALLEL);
    const eAgain = await run(e, "no-op up", PARALLEL);
    const destroyed = await run(ours, "destroy", PARALLEL);
    const eDestroyed = await run(e, "destroy", PARALLEL);
    return {
      ours: { create: created, "no-op up": again, destroy: destroyed },
      e: { create: eCreated, "no-op up": eAgain, destroy: eDestroyed },
      stateBytes,
    };
  } finally {
    await ours.close();
    await e?.close();
  }
}

/** A hundred services, eight at once: what the CLI takes beyond the rounds of waiting. */
export async function smallFleet(): Promise<Finding> {
  const { count, parallel } = SMALL;
  const emulator = await startEmulator(SETTLE_SECONDS);
  try {
    const workspace = await servicesProject(emulator, "dynamic", count);
    try {
      const { seconds } = await run(workspace, "create", parallel);
      const floor = Math.ceil(count / parallel) * SETTLE_SECONDS;
      const what = `create of ${count} services, settle ${SETTLE_SECONDS} s, ${parallel} at once, by the CLI, over the floor`;
      const more = `${number(seconds)} and ${number(floor)} s, 1 round`;
      return {
        rows: [timed({ metric: "bar", what, limit: 1.15, value: seconds / floor, unit: " ×", more })],
      };
    } finally {
      await workspace.close();
    }
  } finally {
    await emulator.close();
  }
}

export async function cli(): Promise<Finding> {
  const emulator = await startEmulator(SETTLE_SECONDS);
  try {
    const { ours, e, stateBytes } = await largeFleets(emulator);
    const rows = STEPS.map((step) =>
      timed({
        metric: "bar",
        what: `${step} of ${COUNT} services, ${PARALLEL} at once, over E`,
        limit: BARS[step],
        value: ours[step].seconds / e[step].seconds,
        unit: " ×",
        more: `${number(ours[step].seconds, 1)} and ${number(e[step].seconds, 1)} s, 1 round`,
      }),
    );
    rows.push(
      exact({
        metric: "bar",
        what: "bytes that a service takes in the exported state, over E",
        limit: 1.12,
        value: stateBytes.ours / stateBytes.e,
        unit: " ×",
        more: `${number(stateBytes.ours, 0)} and ${number(stateBytes.e, 0)} bytes`,
      }),
    );
    await emulator.reset();
    return { rows, details: [shares({ ours, e, stateBytes }), await noop(emulator)] };
  } finally {
    await emulator.close();
  }
}

function shares({ ours, e }: Measured): Detail {
  const roles: Role[] = ["engine", "program", "provider"];
  const cells = ({ seconds, used }: Ran) => [
    number(seconds, 1),
    ...roles.map((role) => number(used.get(role)?.cpuSeconds ?? 0, 1)),
    ...roles.map((role) => number(used.get(role)?.mebibytes ?? 0, 0)),
  ];
  return {
    title: `Whose share: ${COUNT} services, ${PARALLEL} at once, settle ${SETTLE_SECONDS} s`,
    header: [
      "step",
      "",
      "s",
      ...roles.map((role) => `${role}, CPU s`),
      ...roles.map((role) => `${role}, MiB`),
    ],
    rows: STEPS.flatMap((step) => [
      [step, "ours", ...cells(ours[step])],
      ["", "E", ...cells(e[step])],
    ]),
    note: `What E takes is Pulumi's: the engine, the SDK in the program, the dynamic-provider process. What ours takes beyond it in a column is this package's, in the program or in the provider process; in the engine's column it is what the engine does with larger states. ${(PARALLEL < COUNT ? Math.ceil(COUNT / PARALLEL) : 1) * SETTLE_SECONDS} s of a create or destroy are waiting.`,
  };
}

/** A run that finds nothing to do, by both fronts, beside an empty program and one E; one after another in each round. */
async function noop(emulator: EmulatorProcess): Promise<Detail> {
  const dynamic = await servicesProject(emulator, "dynamic", 1);
  const projects = new Map<string, Workspace>([["one service, dynamic", dynamic]]);
  try {
    await run(dynamic, "create", PARALLEL);
    projects.set("one E", await eProject(1, await sampleOutputs(dynamic), 0));
    projects.set("empty program", await emptyProject());
    // Two services of the same port and protocol are refused.
    await emulator.reset();
    projects.set("one service, plugin", await servicesProject(emulator, "plugin", 1));
    for (const project of projects.values()) if (project !== dynamic) await run(project, "create", PARALLEL);
    const found = new Map<string, number[]>();
    for (let round = 0; round < NOOP_ROUNDS; round += 1)
      for (const [name, project] of projects) {
        const { seconds } = await run(project, "no-op up", PARALLEL);
        found.set(name, [...(found.get(name) ?? []), seconds]);
      }
    return {
      title: "A run without a difference, by both fronts",
      header: ["program", "median, s", "spread, s", "rounds"],
      rows: [...found].map(([name, seconds]) => [
        name,
        number(median(seconds)),
        range(seconds),
        String(seconds.length),
      ]),
    };
  } finally {
    for (const project of projects.values()) await project.close();
  }
}
