// What terraform-provider-huaweicloud (August 2026) calls, and how long it waits, as a model that can be run. Read in
// huaweicloud/services/vpcep/resource_huaweicloud_vpcep_{service,endpoint,approval}.go: its pager goes on until it meets an
// empty page, connections and whitelist are read after every operation, and every command but a create reads first. What it
// asks other services when it is configured (three or four calls for each command) is left out, in its favour.

/** What its read of a service finds beside the service. */
export interface PeerService {
  connections: number;
  /** Of the whitelist. */
  entries: number;
}

interface Wait {
  /** From the response to the write to the first look. */
  firstMs: number;
  callsALook: number;
  /** False: the write is done at once, and still waited for. */
  settles: boolean;
}

/** The calls of an operation, one after another: up to the write, then looks, then the rest. */
interface Operation {
  toWrite: number;
  wait?: Wait;
  after: number;
}

export interface PeerRun {
  calls: number;
  /** Those of them that look whether the object has settled. */
  polls: number;
  wallMs: number;
  /** From the moment at which the object has settled to the one at which the cloud says so. */
  overshootMs: number;
}

const PAGE_SIZE = 10;
const BETWEEN_LOOKS_MS = 3000;

/** Calls for the whole of a list. */
export const pagerCalls = (entries: number) => (entries === 0 ? 1 : Math.ceil(entries / PAGE_SIZE) + 1);

/** An object takes `settleMs` to settle, a call takes `roundTripMs`. */
export function runPeer(operation: Operation, settleMs: number, roundTripMs: number): PeerRun {
  const { toWrite, wait, after } = operation;
  let nowMs = toWrite * roundTripMs;
  const settledMs = nowMs - roundTripMs / 2 + (wait?.settles ? settleMs : 0);
  let looks = 0;
  let seenMs = settledMs;
  if (wait !== undefined) {
    nowMs += wait.firstMs;
    for (;;) {
      looks += 1;
      seenMs = nowMs + roundTripMs / 2;
      nowMs += roundTripMs * wait.callsALook;
      if (seenMs >= settledMs) break;
      nowMs += BETWEEN_LOOKS_MS;
    }
  }
  const polls = looks * (wait?.callsALook ?? 0);
  return {
    calls: toWrite + polls + after,
    polls,
    wallMs: nowMs + after * roundTripMs,
    overshootMs: seenMs - settledMs,
  };
}

const settling: Wait = { firstMs: 5000, callsALook: 1, settles: true };

const readService = ({ connections, entries }: PeerService) =>
  1 + pagerCalls(connections) + pagerCalls(entries);
const look = (calls: number): Operation => ({ toWrite: 0, after: calls });

/** Its `huaweicloud_vpcep_service`. */
export const peerService = {
  create: (made: PeerService): Operation => ({
    toWrite: 1,
    wait: settling,
    after: (made.entries > 0 ? 1 : 0) + readService(made),
  }),
  /** A preview, a run without a difference and a refresh do the same. */
  look: (service: PeerService) => look(readService(service)),
  /** So many writes; its change of one tag deletes all tags and makes all anew. */
  change: (writes: number, before: PeerService, after = before): Operation => ({
    toWrite: readService(before) + writes,
    after: readService(after),
  }),
  destroy: (service: PeerService): Operation => ({
    toWrite: readService(service) + 1,
    wait: settling,
    after: 0,
  }),
};

/** Its `huaweicloud_vpcep_endpoint`. */
export const peerEndpoint = {
  create: { toWrite: 1, wait: settling, after: 1 } satisfies Operation,
  look: look(1),
  change: (writes: number): Operation => ({ toWrite: 1 + writes, after: 1 }),
  destroy: { toWrite: 2, wait: settling, after: 0 } satisfies Operation,
};

/** Its `huaweicloud_vpcep_approval`, for one endpoint. It looks by the list of that endpoint's connections. */
const oneConnection = pagerCalls(1);
const decision: Wait = { firstMs: 3000, callsALook: oneConnection, settles: true };
export const peerApproval = {
  create: { toWrite: 2, wait: decision, after: oneConnection } satisfies Operation,
  look: look(oneConnection),
  destroy: {
    toWrite: oneConnection + 1,
    wait: { ...decision, settles: false },
    after: 0,
  } satisfies Operation,
};
