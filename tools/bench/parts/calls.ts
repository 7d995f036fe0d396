// P1 and P2: what each step of a resource's life calls, and that a preview and a run without a difference call nothing.
import { createAll, withFleet } from "../fleet";
import { type Calls, ourLife, peerLife, type Step, type Steps, totalCalls } from "../life";
import { bars } from "../plots";
import { type BenchResource, RESOURCES } from "../resources";
import { type Detail, exact, type Finding, type Row } from "../table";

/**
 * Calls beside looks that a step needs: the fewest that the API allows, but for a service's refresh. That reads a whitelist
 * that the program manages, and counts the consumers, which only a list tells; services refreshed together share that one.
 */
const CALLS: Record<string, Partial<Record<Step, number>>> = {
  VpcEndpointService: { create: 2, refresh: 3, destroy: 1 },
  VpcEndpoint: { create: 1, refresh: 1, destroy: 1 },
  VpcEndpointConnection: { create: 1, refresh: 1, destroy: 1 },
  VpcEndpointServicePermission: { create: 1, refresh: 1, destroy: 1 },
};
const FREE: readonly Step[] = ["preview of a new one", "preview", "no-op up"];

/** Nothing is called by a look at what is known; each change is one call. */
export function allowedCalls(type: string, step: Step): number {
  return CALLS[type]?.[step] ?? (FREE.includes(step) ? 0 : 1);
}

const SETTLE_SECONDS = 3;

export interface Lives {
  ours: Steps<Calls>;
  peer: Steps<Calls>;
}

export function livesOf(resource: BenchResource): Promise<Lives> {
  return ourLife(resource, SETTLE_SECONDS).then((ours) => ({
    ours,
    peer: peerLife(resource, SETTLE_SECONDS),
  }));
}

/** Calls for previews, and for runs without a difference, of so many resources. */
export function idleCalls(resource: BenchResource, count: number): Promise<number> {
  return withFleet({ resource, count, parallel: 64, settleSeconds: 0 }, async (fleet) => {
    const preview = await fleet.phase(({ stack, args }) => stack.preview({ ...args }));
    await createAll(fleet);
    const again = await createAll(fleet);
    return preview.requests.length + again.requests.length;
  });
}

export async function calls(): Promise<Finding> {
  const lives: Lives[] = [];
  for (const resource of Object.values(RESOURCES)) lives.push(await livesOf(resource));
  const [service] = lives as [Lives];
  const total = (withPolls: boolean) =>
    totalCalls(service.ours, service.peer, withPolls) / totalCalls(service.peer, service.ours, withPolls);
  const rows: Row[] = [
    ...lives.map(worstStep),
    exact({
      metric: "P1",
      what: "a service's life over the peer's, calls",
      limit: 0.4,
      value: total(true),
      unit: " ×",
      digits: 3,
    }),
    exact({
      metric: "P1",
      what: "a service's life over the peer's, calls without looks at what settles",
      limit: 0.19,
      value: total(false),
      unit: " ×",
      digits: 3,
    }),
  ];
  for (const [name, resource] of Object.entries(RESOURCES)) {
    let value = 0;
    for (const count of [1, 100, ...(name === "service" ? [1_000] : [])])
      value += await idleCalls(resource, count);
    const counts = name === "service" ? "1, 100 and 1,000" : "1 and 100";
    rows.push(
      exact({ metric: "P2", what: `calls of preview and no-op up, ${counts} ${name}s`, limit: 0, value }),
    );
  }
  return { rows, details: [callsTable(lives)], figures: [await callsPlot(service)] };
}

/** Calls beyond those that are needed, over all steps. */
function worstStep({ ours: { type, steps } }: Lives): Row {
  const beyond = [...steps].map(([step, { calls, polls }]) =>
    Math.max(0, calls - polls - allowedCalls(type, step)),
  );
  const value = beyond.reduce((total, one) => total + one, 0);
  const what = `${type}: calls beyond the needed ones, all steps`;
  return exact({ metric: "P1", what, limit: 0, value });
}

function callsTable(lives: readonly Lives[]): Detail {
  const told = (calls: Calls | undefined) =>
    calls === undefined
      ? ""
      : calls.polls === 0
        ? `${calls.calls}`
        : `${calls.calls - calls.polls} + ${calls.polls}`;
  return {
    title: `Calls of each step, settle ${SETTLE_SECONDS} s`,
    header: ["resource type", "step", "needed", "ours", "peer"],
    rows: lives.flatMap(({ ours, peer }) =>
      [...ours.steps].map(([step, calls]) => [
        ours.type,
        step,
        `${allowedCalls(ours.type, step)}`,
        told(calls),
        told(peer.steps.get(step)),
      ]),
    ),
    note: "Behind a plus: looks at what settles. The peer has no resource for a single whitelist record; compared is one entry more in its service's list.",
  };
}

function callsPlot({ ours, peer }: Lives) {
  const steps = [...peer.steps.keys()];
  const counts = (life: Steps<Calls>) => steps.map((step) => life.steps.get(step)?.calls ?? 0);
  return bars({
    name: "calls",
    title: `Calls of each step of a service's life, settle ${SETTLE_SECONDS} s`,
    caption: "Calls of each step of a service's life, against the peer.",
    unit: "calls",
    categories: steps,
    series: [
      { name: "this provider", values: counts(ours) },
      { name: "peer", values: counts(peer) },
    ],
  });
}
