// P6: connections that are opened. A create has one of its own, by design; all else goes over those that are kept.
import type { LoggedRequest } from "../../../emulator";
import { createAll, destroyAll, withFleet } from "../fleet";
import { RESOURCES } from "../resources";
import { exact, type Finding } from "../table";

const COUNT = 100;
const PARALLEL = 8;

export interface Connections {
  opened: number;
  creates: number;
  /** Of the requests that are no creates, the share that went over a connection that was open already. */
  reused: number;
}

/** A hundred services that are made, changed and deleted. */
export function connectionsOfFleet(): Promise<Connections> {
  const { service } = RESOURCES;
  const options = { resource: service, count: COUNT, parallel: PARALLEL, settleSeconds: 0 };
  return withFleet(options, async (fleet) => {
    const requests = (await createAll(fleet)).requests;
    const renamed = await fleet.phase(({ stack, args }) => stack.up({ ...args, description: "other" }));
    requests.push(...renamed.requests, ...(await destroyAll(fleet)).requests);
    return connectionsIn(requests);
  });
}

function connectionsIn(requests: readonly LoggedRequest[]): Connections {
  const isCreate = ({ method }: LoggedRequest) => method === "POST";
  const known = new Set<number>();
  let reused = 0;
  for (const request of requests) {
    if (!isCreate(request) && known.has(request.connection)) reused += 1;
    known.add(request.connection);
  }
  const creates = requests.filter(isCreate).length;
  return { opened: known.size, creates, reused: reused / (requests.length - creates) };
}

export async function connections(): Promise<Finding> {
  const { opened, creates, reused } = await connectionsOfFleet();
  const what = `100 services made, changed and deleted, ${PARALLEL} at once`;
  return {
    rows: [
      exact({
        metric: "P6",
        what: `connections opened for ${what}`,
        limit: PARALLEL + creates,
        value: opened,
        more: `${creates} of them for a create`,
      }),
      exact({
        metric: "P6",
        what: "calls beside creates that opened a connection",
        limit: 5,
        value: 100 * (1 - reused),
        unit: " %",
      }),
    ],
  };
}
