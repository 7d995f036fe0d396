// The handlers of the provider against a real emulator, in this process and under one virtual clock: a call takes a round
// trip, a service settles when it is to, and hours pass in seconds. The same seed gives the same run.
import type { EmulatorOptions, LoggedRequest } from "../../emulator";
import type { Transport } from "../../provider/api/transport";
import type { ResourceHandlers } from "../../provider/resource/handlers";
import { type Lab, openLab } from "../../tests/helpers/in-process";
import type { Stack } from "../../tests/helpers/stack";
import { seeded } from "./statistics";

/** How long a call takes unless it is said otherwise. */
export const ROUND_TRIP_MS = 50;

/** More than any part of the benchmark makes. */
const QUOTA = 5_000;

export interface CloudOptions {
  /** Seconds that an object takes; a function is asked for each object, in the order of the writes. */
  settleSeconds: number | (() => number);
  roundTripMs?: number;
  seed?: number;
  emulator?: EmulatorOptions;
}

export interface VirtualCloud {
  readonly lab: Lab;
  /** When the object of each id settles, by the virtual clock, since this was last cleared. */
  readonly settling: Map<string, number>;
  stack(handlers: ResourceHandlers, name: string): Stack;
  /** What an action calls, and how long it takes by the virtual clock. */
  observe(action: () => Promise<unknown>): Promise<Observed>;
  close(): Promise<void>;
}

export interface Observed {
  requests: LoggedRequest[];
  wallMs: number;
  /** The body of the first response, "" when there was none. */
  firstBody: string;
}

export async function openCloud(options: CloudOptions): Promise<VirtualCloud> {
  const { settleSeconds, roundTripMs = ROUND_TRIP_MS, seed = 1 } = options;
  const nextSeconds = typeof settleSeconds === "number" ? () => settleSeconds : settleSeconds;
  const settling = new Map<string, number>();
  let firstBody: string | undefined;
  let lastWrite: Promise<unknown> = Promise.resolve();
  const lab: Lab = await openLab({
    random: seeded(seed),
    emulator: { quota: QUOTA, endpointQuota: QUOTA, permissionQuota: QUOTA, ...options.emulator },
    transport: (real) => ({
      async send(request) {
        await lab.time.sleep(roundTripMs / 2);
        const response = isSettling(request) ? await oneAtATime(real, request) : await real.send(request);
        await lab.time.sleep(roundTripMs / 2);
        firstBody ??= response.body;
        return response;
      },
    }),
  });
  /** The emulator is told how long this one takes; by the virtual clock such writes are still at the same moment. */
  const oneAtATime: (real: Transport, request: Request) => ReturnType<Transport["send"]> = (
    real,
    request,
  ) => {
    const written = lastWrite.then(async () => {
      const seconds = nextSeconds();
      lab.emulator.configure({ settleSeconds: seconds });
      const settledMs = lab.time.nowMs + seconds * 1000;
      const response = await real.send(request);
      if (response.status < 300) settling.set(idOf(request, response.body), settledMs);
      return response;
    });
    lastWrite = written.catch(() => undefined);
    return written;
  };
  return {
    lab,
    settling,
    stack: (handlers, name) => lab.siblingStack(handlers, name),
    async observe(action) {
      lab.forget();
      firstBody = undefined;
      const startedMs = lab.time.nowMs;
      await action();
      const wallMs = lab.time.nowMs - startedMs;
      return { requests: lab.emulator.requests(), wallMs, firstBody: firstBody ?? "" };
    },
    close: () => lab.close(),
  };
}

type Request = Parameters<Transport["send"]>[0];

/** Creates, deletes and the owner's decisions: what an object takes time for. */
function isSettling({ method, url }: Request): boolean {
  const { pathname } = new URL(url);
  if (method === "DELETE") return true;
  return method === "POST" && /\/(vpc-endpoint-services|vpc-endpoints|connections\/action)$/.test(pathname);
}

/** A create tells the id, a delete is sent to it, and a decision names it. */
function idOf({ method, url, body }: Request, response: string): string {
  if (method === "DELETE") return new URL(url).pathname.split("/").at(-1) ?? "";
  const sent: { endpoints?: string[] } = JSON.parse(String(body));
  return sent.endpoints?.[0] ?? String((JSON.parse(response) as { id?: unknown }).id);
}

/** Opens a cloud for an action, and closes it in any case. */
export async function inCloud<T>(
  options: CloudOptions,
  action: (cloud: VirtualCloud) => Promise<T>,
): Promise<T> {
  const cloud = await openCloud(options);
  try {
    return await action(cloud);
  } finally {
    await cloud.close();
  }
}
