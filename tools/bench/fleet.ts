// Many resources of one type that are created, looked at and deleted together, under the virtual clock.
import type { Properties } from "../../tests/helpers/engine";
import type { Stack } from "../../tests/helpers/stack";
import type { BenchResource } from "./resources";
import { atOnce } from "./statistics";
import { type CloudOptions, inCloud, type Observed, ROUND_TRIP_MS, type VirtualCloud } from "./virtual-cloud";

export interface Phase extends Observed {
  /** How long each operation took beyond the moment at which its object had settled, as the cloud saw it. */
  overshootMs: number[];
}

export interface Fleet {
  members: readonly { stack: Stack; args: Properties }[];
  cloud: VirtualCloud;
  /** Runs an operation of all members, so many at once as the engine would. */
  phase(run: (member: { stack: Stack; args: Properties }) => Promise<unknown>): Promise<Phase>;
}

export interface FleetOptions extends CloudOptions {
  resource: BenchResource;
  count: number;
  parallel: number;
}

/** Gives an action a fleet of which nothing exists yet, and ends it afterwards. */
export function withFleet<T>(options: FleetOptions, action: (fleet: Fleet) => Promise<T>): Promise<T> {
  const { resource, count, parallel, roundTripMs = ROUND_TRIP_MS } = options;
  return inCloud(options, async (cloud) => {
    const prepared = await resource.prepare(cloud, count);
    const members = prepared.map((args, index) => ({
      stack: cloud.stack(resource.handlers, `orders-${index}`),
      args,
    }));
    const phase: Fleet["phase"] = async (run) => {
      const { time } = cloud.lab;
      const ends: { id: string; endMs: number }[] = [];
      cloud.settling.clear();
      const seen = await cloud.observe(() =>
        atOnce(parallel, members, async (member) => {
          const before = member.stack.state?.id;
          await run(member);
          ends.push({ id: member.stack.state?.id ?? before ?? "", endMs: time.nowMs });
        }),
      );
      // Half a round trip before the end the cloud sent what ended the operation.
      const overshootMs = ends.flatMap(({ id, endMs }) => {
        // A connection goes by the ids of the service and of the endpoint.
        const settledMs = cloud.settling.get(id.split("/").at(-1) ?? "");
        return settledMs === undefined ? [] : [endMs - roundTripMs / 2 - settledMs];
      });
      return { ...seen, overshootMs };
    };
    return action({ members, cloud, phase });
  });
}

export const createAll = ({ phase }: Fleet) => phase(({ stack, args }) => stack.up({ ...args }));
export const refreshAll = ({ phase }: Fleet) => phase(({ stack }) => stack.refresh());
export const destroyAll = ({ phase }: Fleet) => phase(({ stack }) => stack.destroy());

/** Reads of a phase: all that is not a write. */
export const pollsOf = ({ requests }: Phase) => requests.filter(({ method }) => method === "GET").length;
