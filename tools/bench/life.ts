// One life of a resource, from a preview of nothing to its end, step by step: what this provider calls, counted by the
// emulator, and what the peer calls for the same, by its model.
import type { LoggedRequest } from "../../emulator";
import type { Properties } from "../../tests/helpers/engine";
import { type PeerRun, peerApproval, peerEndpoint, peerService, runPeer } from "./peer";
import { type BenchResource, type Change, richArgs } from "./resources";
import { inCloud, ROUND_TRIP_MS } from "./virtual-cloud";

export type Step =
  | "preview of a new one"
  | "create"
  | "preview"
  | "no-op up"
  | "refresh"
  | Change
  | "destroy";

export interface Steps<Run> {
  type: string;
  steps: Map<Step, Run>;
}

export interface Calls {
  calls: number;
  polls: number;
}

/** The reads of a create or a destroy are its looks at what settles; the last of them is what the state is made of. */
function counted(step: Step, requests: readonly LoggedRequest[]): Calls {
  const waits = step === "create" || step === "destroy";
  const polls = waits ? requests.filter(({ method }) => method === "GET").length : 0;
  return { calls: requests.length, polls };
}

/** Runs the script with this provider. */
export function ourLife(resource: BenchResource, settleSeconds: number): Promise<Steps<Calls>> {
  return inCloud({ settleSeconds }, async (cloud) => {
    const [least = {}] = await resource.prepare(cloud, 1);
    const stack = cloud.stack(resource.handlers, "orders");
    const steps = new Map<Step, Calls>();
    const take = async (step: Step, action: () => Promise<unknown>) => {
      const { requests } = await cloud.observe(action);
      steps.set(step, counted(step, requests));
    };
    let args: Properties = richArgs(resource, least);
    await take("preview of a new one", () => stack.preview(args));
    await take("create", () => stack.up(args));
    await take("preview", () => stack.preview(args));
    await take("no-op up", () => stack.up(args));
    await take("refresh", () => stack.refresh());
    for (const [step, change] of Object.entries(resource.changes)) {
      args = change(args);
      await take(step as Change, () => stack.up(args));
    }
    await take("destroy", () => stack.destroy());
    return { type: resource.type, steps };
  });
}

/** The same steps by the peer; what it cannot do is left out. */
export function peerLife(
  { type }: Pick<BenchResource, "type">,
  settleSeconds: number,
  roundTripMs = ROUND_TRIP_MS,
): Steps<PeerRun> {
  const operations = peerOperations[type] ?? [];
  const runs = operations.map(
    ([step, operation]) => [step, runPeer(operation, settleSeconds * 1000, roundTripMs)] as const,
  );
  return { type, steps: new Map(runs) };
}

type Operation = Parameters<typeof runPeer>[0];

const nothing: Operation = { toWrite: 0, after: 0 };
const looks = (look: Operation): [Step, Operation][] => [
  ["preview", look],
  ["no-op up", look],
  ["refresh", look],
];
const entries = (count: number) => ({ connections: 0, entries: count });

const peerOperations: Record<string, [Step, Operation][]> = {
  VpcEndpointService: [
    ["preview of a new one", nothing],
    ["create", peerService.create(entries(1))],
    ...looks(peerService.look(entries(1))),
    ["one scalar", peerService.change(1, entries(1))],
    ["one tag of ten", peerService.change(2, entries(1))],
    ["one account more", peerService.change(1, entries(1), entries(2))],
    ["destroy", peerService.destroy(entries(2))],
  ],
  VpcEndpoint: [
    ["preview of a new one", nothing],
    ["create", peerEndpoint.create],
    ...looks(peerEndpoint.look),
    ["one scalar", peerEndpoint.change(1)],
    ["one tag of ten", peerEndpoint.change(2)],
    ["destroy", peerEndpoint.destroy],
  ],
  VpcEndpointConnection: [
    ["preview of a new one", nothing],
    ["create", peerApproval.create],
    ...looks(peerApproval.look),
    ["destroy", peerApproval.destroy],
  ],
  // It has no resource for one record: its way is an entry more in the whitelist of a service.
  VpcEndpointServicePermission: [
    ["preview of a new one", nothing],
    ["create", peerService.change(1, entries(0), entries(1))],
    ...looks(peerService.look(entries(1))),
    ["destroy", peerService.change(1, entries(1), entries(0))],
  ],
};

/** Calls of the steps that both can do, with the looks or without. */
export function totalCalls(life: Steps<Calls>, other: Steps<Calls>, withPolls: boolean): number {
  return [...life.steps]
    .filter(([step]) => other.steps.has(step))
    .reduce((total, [, { calls, polls }]) => total + calls - (withPolls ? 0 : polls), 0);
}
