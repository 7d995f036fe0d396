// Creates by the real clock, each by a provider of its own, which knows of no other and so waits alone.
import { setTimeout } from "node:timers/promises";
import { Stack } from "../../tests/helpers/stack";
import { type EmulatorProcess, startEmulator } from "./emulator-process";
import { bridgeText, newEnvironment, providerOf } from "./packaged";
import { serviceArgs } from "./resources";

/** They wait beside one another, but do not work at the same moments. */
const APART_MS = 170;
const TYPE = "VpcEndpointService";

/** Milliseconds of so many creates for each settle time. */
export async function realCreates(
  settleSeconds: readonly number[],
  repeats: number,
  roundTripMs: number,
): Promise<Map<number, number[]>> {
  const found = new Map<number, number[]>();
  const emulator = await startEmulator(0);
  try {
    // The first call of a process loads what calls need.
    await createMs(emulator, 0);
    await emulator.delayBy(roundTripMs);
    for (const seconds of settleSeconds) {
      await emulator.configure({ settleSeconds: seconds });
      const indexes = Array.from({ length: repeats }, (_, index) => index + 1 + 100 * found.size);
      const creates = indexes.map(async (index, place) => {
        await setTimeout(place * APART_MS);
        return createMs(emulator, index);
      });
      found.set(seconds, await Promise.all(creates));
    }
  } finally {
    await emulator.close();
  }
  return found;
}

async function createMs(emulator: EmulatorProcess, index: number): Promise<number> {
  const provider = providerOf(TYPE, newEnvironment(emulator));
  const stack = new Stack(provider, { name: `orders-${index}`, providerText: bridgeText(TYPE) });
  const startedMs = performance.now();
  await stack.up(serviceArgs(index));
  return performance.now() - startedMs;
}
