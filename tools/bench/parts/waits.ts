// P3 and P4: how long a create takes over what the cloud makes it take, and how soon is noticed what has settled.
import { destroyAll, type Fleet, withFleet } from "../fleet";
import { peerApproval, peerEndpoint, peerService, runPeer } from "../peer";
import { lines } from "../plots";
import { realCreates } from "../real-creates";
import { RESOURCES } from "../resources";
import { mean, median, quantile, seeded } from "../statistics";
import { exact, type Finding, number, type Row, range, timed } from "../table";
import { ROUND_TRIP_MS } from "../virtual-cloud";

/** Wall time over the floor, by settle time in seconds. */
const OVER_FLOOR = [
  [0.2, 1.6],
  [3, 1.15],
  [15, 1.12],
  [90, 1.04],
] as const;
const AGAINST_PEER = [0.5, 3, 15, 90];
const SETTLE_SECONDS = [0.2, 0.5, 1, 3, 5, 15, 30, 90];
const REPEATS = 30;
/**
 * The peer looks at the same moments every time: whether one of them comes just after a service has settled or three seconds
 * later is luck. So objects take up to a tenth more or less, one for one the same for both.
 */
const AROUND = 0.1;
const REAL_REPEATS = 8;

const PEER_CREATES = {
  service: peerService.create({ connections: 0, entries: 0 }),
  endpoint: peerEndpoint.create,
  connection: peerApproval.create,
};

/** A request that begins the wait, the wait, and a request that shows its end. */
const floorMs = (settleSeconds: number) => settleSeconds * 1000 + 2 * ROUND_TRIP_MS;

interface Waits {
  wallMs: number[];
  create: number[];
  destroy: number[];
}

/** Operations alone, one after another: how long the creates take, and how late each end is noticed. */
function waitsOf(settleSeconds: number): Promise<Waits> {
  const options = { resource: RESOURCES.service, count: REPEATS, parallel: 1, settleSeconds };
  return withFleet(options, async (fleet) => {
    const { wallMs, overshootMs } = await createsOf(fleet);
    return { wallMs, create: overshootMs, destroy: (await destroyAll(fleet)).overshootMs };
  });
}

async function createsOf(fleet: Fleet) {
  const { time } = fleet.cloud.lab;
  const wallMs: number[] = [];
  const { overshootMs } = await fleet.phase(async ({ stack, args }) => {
    const startedMs = time.nowMs;
    await stack.up({ ...args });
    wallMs.push(time.nowMs - startedMs);
  });
  return { wallMs, overshootMs };
}

/** Creates of both, with objects that take the same time one for one: our times over the peer's. */
async function overPeer(name: keyof typeof PEER_CREATES, around: number): Promise<number[]> {
  const drawn = () => {
    const random = seeded(3);
    return () => around * (1 - AROUND + 2 * AROUND * random());
  };
  const draw = drawn();
  const peerMs = Array.from({ length: REPEATS }, draw).map(
    (seconds) => runPeer(PEER_CREATES[name], seconds * 1000, ROUND_TRIP_MS).wallMs,
  );
  // What has to be there first takes no time, and no draw.
  let settleSeconds = () => 0;
  const options = {
    resource: RESOURCES[name],
    count: REPEATS,
    parallel: 1,
    settleSeconds: () => settleSeconds(),
  };
  const { wallMs } = await withFleet(options, (fleet) => {
    settleSeconds = drawn();
    return createsOf(fleet);
  });
  return wallMs.map((ms, index) => ms / (peerMs[index] ?? Number.NaN));
}

export async function waits(): Promise<Finding> {
  const services = new Map<number, Waits>();
  for (const seconds of SETTLE_SECONDS) services.set(seconds, await waitsOf(seconds));
  const rows = [
    ...(await overFloor(services)),
    ...(await againstPeer()),
    ...overshoots(services, "create"),
    ...overshoots(services, "destroy"),
  ];
  return { rows, figures: [plot(services)] };
}

async function overFloor(services: Map<number, Waits>): Promise<Row[]> {
  const real = await realCreates([0.2, 3], REAL_REPEATS, ROUND_TRIP_MS);
  return OVER_FLOOR.map(([seconds, limit]) => {
    const clock = real.has(seconds) ? "real clock" : "virtual clock";
    const wallMs = real.get(seconds) ?? services.get(seconds)?.wallMs ?? [];
    const ratios = wallMs.map((ms) => ms / floorMs(seconds));
    return timed({
      metric: "P3",
      what: `create of a service over its floor, settle ${seconds} s, ${clock}`,
      limit,
      value: median(ratios),
      unit: " ×",
      more: `${range(ratios)} of ${ratios.length}`,
    });
  });
}

async function againstPeer(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of ["service", "endpoint", "connection"] as const)
    for (const seconds of AGAINST_PEER) {
      const ratios = await overPeer(name, seconds);
      rows.push(
        exact({
          metric: "P3",
          what: `create of one ${name} over the peer's, settle ${seconds} s ± ${100 * AROUND} %, mean of ${REPEATS}`,
          limit: 1,
          below: true,
          value: mean(ratios),
          unit: " ×",
          digits: 3,
          more: range(ratios),
        }),
      );
    }
  return rows;
}

function overshoots(services: Map<number, Waits>, operation: "create" | "destroy"): Row[] {
  const bound = (seconds: number) => Math.min(0.25 * seconds + 0.5, 3.3);
  const found = [...services].map(([seconds, { [operation]: ms }]) => {
    const p95 = quantile(ms, 0.95) / 1000;
    return { seconds, p95, mean: mean(ms) / 1000, share: p95 / bound(seconds) };
  });
  const [worst] = found.toSorted((one, other) => other.share - one.share);
  if (worst === undefined) return [];
  return [
    exact({
      metric: "P4",
      what: `${operation}: settled to noticed, 95th percentile of ${REPEATS}, at the worst settle time (${worst.seconds} s)`,
      limit: bound(worst.seconds),
      value: worst.p95,
      unit: " s",
      more: found.map(({ seconds, mean }) => `${seconds} s: mean ${number(mean)} s`).join(", "),
    }),
  ];
}

function plot(services: Map<number, Waits>) {
  const overFloorAt = (wallMs: (seconds: number) => number) =>
    SETTLE_SECONDS.map((seconds) => [seconds, wallMs(seconds) / 1000] as const);
  return lines({
    name: "waits",
    title: "A create's time over the time that the service takes to settle",
    caption:
      "Time of a create over the time that the service takes to settle; the floor is that and two calls.",
    x: "time to settle (s)",
    y: "create (s)",
    series: [
      {
        name: "this provider",
        points: overFloorAt((seconds) => median(services.get(seconds)?.wallMs ?? [])),
      },
      {
        name: "peer",
        points: overFloorAt((seconds) => runPeer(PEER_CREATES.service, seconds * 1000, ROUND_TRIP_MS).wallMs),
      },
      { name: "floor", points: overFloorAt(floorMs) },
    ],
  });
}
