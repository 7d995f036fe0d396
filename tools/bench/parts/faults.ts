// P13: what one failed attempt adds to an operation. The pauses are virtual; the attempts go over real sockets.
import type { FaultRule } from "../../../emulator";
import type { Stack } from "../../../tests/helpers/stack";
import { type BenchResource, RESOURCES } from "../resources";
import { median } from "../statistics";
import { type Finding, type Row, range, timed } from "../table";
import { inCloud, type VirtualCloud } from "../virtual-cloud";

const REPEATS = 200;
const FAULTS: Record<string, FaultRule> = {
  "one 503": { kind: "status", status: 503, times: 1 },
  "one refused connection": { kind: "refuse", times: 1 },
};

export async function faults(): Promise<Finding> {
  const rows: Row[] = [];
  for (const resource of Object.values(RESOURCES)) rows.push(...(await rowsOf(resource)));
  return { rows };
}

function rowsOf(resource: BenchResource): Promise<Row[]> {
  // Without a round trip what is left is the provider's pause.
  return inCloud({ settleSeconds: 0, roundTripMs: 0, seed: 13 }, async (cloud) => {
    const [args = {}] = await resource.prepare(cloud, 1);
    const stack = cloud.stack(resource.handlers, "orders");
    await stack.up(args);
    const rows: Row[] = [];
    for (const [what, fault] of Object.entries(FAULTS)) {
      const added = await addedMs(cloud, stack, fault);
      rows.push(
        timed({
          metric: "P13",
          what: `${resource.type}: time that ${what} adds to a refresh`,
          limit: 100,
          value: median(added),
          unit: " ms",
          digits: 0,
          more: `${range(added, 0)} of ${REPEATS}`,
        }),
      );
    }
    return rows;
  });
}

async function addedMs(cloud: VirtualCloud, stack: Stack, fault: FaultRule): Promise<number[]> {
  const { wallMs: plainMs } = await cloud.observe(() => stack.refresh());
  const added: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    // A provider process that has just begun: connections that are kept could not be refused.
    cloud.lab.restart();
    cloud.lab.emulator.setFaults([fault]);
    const { wallMs } = await cloud.observe(() => stack.refresh());
    added.push(wallMs - plainMs);
    const [{ hits } = { hits: 0 }] = cloud.lab.emulator.faults();
    if (hits !== 1) throw new Error(`${fault.kind} struck ${hits} times`);
  }
  return added;
}
