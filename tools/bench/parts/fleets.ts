// P5 and the bars of whole fleets: how many calls a hundred resources share, and what waiting together costs.
import {
  createAll,
  destroyAll,
  type Fleet,
  type FleetOptions,
  type Phase,
  pollsOf,
  refreshAll,
  withFleet,
} from "../fleet";
import { type PeerRun, peerEndpoint, peerService, runPeer } from "../peer";
import { bars } from "../plots";
import { type BenchResource, RESOURCES } from "../resources";
import { mean, seeded, sum } from "../statistics";
import { exact, type Finding, number, type Row, timed } from "../table";
import { ROUND_TRIP_MS } from "../virtual-cloud";

const COUNT = 100;
const SETTLE_SECONDS = 2;
const SHARES: Record<number, number> = { 8: 0.2, 100: 0.06 };

/** Seconds from 60 to 120, the documented time, the same for each run. */
function slowSettling(): () => number {
  const random = seeded(5);
  return () => 60 + 60 * random();
}

export interface SlowFleet {
  create: Phase;
  destroy: Phase;
  /** What the peer's model does in the same time with objects that take the same time each, one for one. */
  peer: { create: PeerRun[]; destroy: PeerRun[] };
}

/** A hundred objects that take one to two minutes each. */
export function slowFleet(resource: BenchResource, parallel: number): Promise<SlowFleet> {
  // What has to be there first takes no time, and no draw.
  let next = () => 0;
  const options = { resource, count: COUNT, parallel, settleSeconds: () => next() };
  return withFleet(options, async (fleet) => {
    next = slowSettling();
    const create = await createAll(fleet);
    return { create, destroy: await destroyAll(fleet), peer: peerFleet(resource) };
  });
}

function peerFleet({ type }: BenchResource): SlowFleet["peer"] {
  const seconds = slowSettling();
  const alone = { connections: 0, entries: 0 };
  const [create, destroy] =
    type === "VpcEndpoint"
      ? [peerEndpoint.create, peerEndpoint.destroy]
      : [peerService.create(alone), peerService.destroy(alone)];
  const runs = (operation: typeof create) =>
    Array.from({ length: COUNT }, () => runPeer(operation, seconds() * 1000, ROUND_TRIP_MS));
  return { create: runs(create), destroy: runs(destroy) };
}

/** A hundred plain services that take two seconds each. */
export function quickFleet<T>(parallel: number, action: (fleet: Fleet) => Promise<T>): Promise<T> {
  const options: FleetOptions = {
    resource: RESOURCES.service,
    count: COUNT,
    parallel,
    settleSeconds: SETTLE_SECONDS,
  };
  return withFleet(options, action);
}

/** Calls of the whole fleet, all at once. */
export function quickCalls(): Promise<{ create: Phase; refresh: Phase; destroy: Phase }> {
  return quickFleet(COUNT, async (fleet) => {
    const create = await createAll(fleet);
    const refresh = await refreshAll(fleet);
    return { create, refresh, destroy: await destroyAll(fleet) };
  });
}

/** Each of the engine's slots is refilled when its operation ends: rounds of a write, the settle time and a read. */
const floorMs = (parallel: number) =>
  Math.ceil(COUNT / parallel) * (SETTLE_SECONDS * 1000 + 2 * ROUND_TRIP_MS);

export async function fleets(): Promise<Finding> {
  const rows: Row[] = [];
  const polls = { categories: [] as string[], ours: [] as number[], peer: [] as number[] };
  for (const [name, resource] of Object.entries({
    service: RESOURCES.service,
    endpoint: RESOURCES.endpoint,
  })) {
    for (const [parallel, share] of Object.entries(SHARES)) {
      const slow = await slowFleet(resource, Number(parallel));
      for (const operation of ["create", "destroy"] as const) {
        const { [operation]: ours, peer } = slow;
        const theirs = sum(peer[operation].map((run) => run.polls));
        polls.categories.push(`${operation} ${name}s, ${parallel} at once`);
        polls.ours.push(pollsOf(ours));
        polls.peer.push(theirs);
        const which = `${operation} of 100 ${name}s that take 60 to 120 s, ${parallel} at once`;
        rows.push(
          exact({
            metric: "P5",
            what: `looks, ${which}, over the peer's`,
            limit: share,
            value: pollsOf(ours) / theirs,
            unit: " ×",
            digits: 3,
            more: `${number(pollsOf(ours))} and ${number(theirs)}`,
          }),
          exact({
            metric: "P5",
            what: `mean time from settled to noticed, ${which}`,
            limit: mean(peer[operation].map(({ overshootMs }) => overshootMs)) / 1000,
            value: mean(ours.overshootMs) / 1000,
            unit: " s",
          }),
        );
      }
    }
  }
  const { create, refresh, destroy } = await quickCalls();
  const told = { metric: "bar" };
  rows.push(
    exact({ ...told, what: "calls of refreshing 100 services", limit: 101, value: refresh.requests.length }),
    exact({
      ...told,
      what: "calls of destroying 100 services, settle 2 s, 100 at once",
      limit: 230,
      value: destroy.requests.length,
      more: `create ${create.requests.length}`,
    }),
  );
  const eight = await quickFleet(8, async (fleet) => ({
    create: await createAll(fleet),
    destroy: await destroyAll(fleet),
  }));
  for (const [operation, { wallMs }] of Object.entries(eight))
    rows.push(
      timed({
        ...told,
        what: `${operation} of 100 services, settle 2 s, 8 at once: waits over the floor, virtual clock`,
        limit: 1.15,
        value: wallMs / floorMs(8),
        unit: " ×",
        more: `${number(wallMs / 1000)} and ${number(floorMs(8) / 1000)} s`,
      }),
    );
  return { rows, figures: [await pollsPlot(polls)] };
}

function pollsPlot({ categories, ours, peer }: { categories: string[]; ours: number[]; peer: number[] }) {
  return bars({
    name: "polls",
    title: "Looks of a fleet of 100 that settle in 60 to 120 s",
    caption: "Looks at what settles, of fleets of 100 that take 60 to 120 s each, against the peer.",
    unit: "calls",
    categories,
    series: [
      { name: "this provider", values: ours },
      { name: "peer", values: peer },
    ],
  });
}
