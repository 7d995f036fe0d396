// P7: what one call costs beside the call itself: signing, the HTTP library, limits, parsing, mapping. The same read by a
// bare node:http with a signature that was made before.
import { Agent, request as httpRequest } from "node:http";
import { networkId, vpcId } from "../../../tests/helpers/samples";
import { Stack } from "../../../tests/helpers/stack";
import { type EmulatorProcess, startEmulator } from "../emulator-process";
import { bridgeText, newEnvironment, providerOf, signedHeaders } from "../packaged";
import { serviceArgs } from "../resources";
import { median } from "../statistics";
import { type Finding, number, range, timed } from "../table";

const CALLS = 400;
const BLOCKS = 5;
const WARM_UP = 100;
const TYPE = "VpcEndpointService";

export async function requests(): Promise<Finding> {
  const emulator = await startEmulator(0);
  const agent = new Agent({ keepAlive: true });
  try {
    const ours = await ourRead(emulator);
    const raw = await rawRead(emulator, agent, ours.path);
    await alternate(ours.read, raw, WARM_UP);
    const blocks: { ours: number; raw: number }[] = [];
    for (let block = 0; block < BLOCKS; block += 1)
      blocks.push(await alternate(ours.read, raw, CALLS / BLOCKS));
    const ratios = blocks.map((block) => block.ours / block.raw);
    const added = blocks.map((block) => block.ours - block.raw);
    const metric = "P7";
    return {
      rows: [
        timed({
          metric,
          what: "a read over the same by node:http alone",
          limit: 2.5,
          value: median(ratios),
          unit: " ×",
          more: `${range(ratios)} of ${BLOCKS} blocks`,
        }),
        timed({
          metric,
          what: "what a read takes beyond the same by node:http alone",
          limit: 0.6,
          value: median(added),
          unit: " ms",
          more: `${range(added)}; bare ${number(median(blocks.map(({ raw }) => raw)))} ms`,
        }),
      ],
    };
  } finally {
    agent.destroy();
    await emulator.close();
  }
}

/** Medians of as many calls of each, one after the other. */
async function alternate(ours: () => Promise<unknown>, raw: () => Promise<unknown>, count: number) {
  const times = { ours: [] as number[], raw: [] as number[] };
  for (let call = 0; call < count; call += 1) {
    times.ours.push(await milliseconds(ours));
    times.raw.push(await milliseconds(raw));
  }
  return { ours: median(times.ours), raw: median(times.raw) };
}

async function milliseconds(action: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await action();
  return performance.now() - startedMs;
}

/** The provider's read of an endpoint, which is one call, and what it calls. */
async function ourRead(emulator: EmulatorProcess) {
  const environment = newEnvironment(emulator);
  const owner = new Stack(providerOf(TYPE, environment), { name: "orders", providerText: bridgeText(TYPE) });
  await owner.up({ ...serviceArgs(1), approvalEnabled: false });
  const provider = providerOf("VpcEndpoint", environment);
  const stack = new Stack(provider, { name: "shop", providerText: bridgeText("VpcEndpoint") });
  await stack.up({ endpointServiceId: owner.id, vpcId, subnetId: networkId });
  const { id, outputs } = stack;
  await emulator.forget();
  const read = () => provider.read(id, outputs);
  await read();
  const [call, ...others] = await emulator.requests();
  if (call === undefined || others.length > 0) throw new Error("a read of an endpoint is one call");
  return { read, path: call.path };
}

async function rawRead(
  emulator: EmulatorProcess,
  agent: Agent,
  path: string,
): Promise<() => Promise<number>> {
  const headers = signedHeaders(emulator, path);
  const url = new URL(path, emulator.url);
  return () =>
    new Promise((resolve, reject) => {
      httpRequest(url, { agent, headers }, (response) => {
        let length = 0;
        response.on("data", (piece: Buffer) => {
          length += piece.length;
        });
        response.on("end", () =>
          response.statusCode === 200 ? resolve(length) : reject(new Error(`HTTP ${response.statusCode}`)),
        );
      })
        .on("error", reject)
        .end();
    });
}
