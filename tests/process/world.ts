// What the tests of the real dynamic-provider process share: one process and one emulator a file, and a clean emulator for
// each test. What handlers do is shown in ../faults; here, what the process between them and the engine could make false.
import { type Emulator, start } from "../../emulator/index";
import { bridgeText } from "../../provider/program/bridge";
import { startPluginProcess } from "../helpers/plugin-process";
import {
  type ProviderProcess,
  type ProviderProcessOptions,
  startProviderProcess,
} from "../helpers/provider-process";
import { cloudConfig } from "../helpers/pulumi-project";
import { Stack, type StackOptions } from "../helpers/stack";

export const providerText = bridgeText("VpcEndpointService");

export interface World {
  readonly emulator: Emulator;
  readonly process: ProviderProcess;
  /** A stack with one resource, in the file's process or in another one; its name is one of its own. */
  stack(options?: Partial<StackOptions>, process?: ProviderProcess): Stack;
  /** A process of the test's own, which ends with it; with the emulator's settings, unless told others. */
  another(options?: ProviderProcessOptions): Promise<ProviderProcess>;
  ids(): string[];
  /** What was printed about the resource of a stack, without its name in front; waits for that many lines. */
  said(stack: Stack, count: number): Promise<{ stdout: string[]; stderr: string[] }>;
}

// A process takes less than a second to start; beside other suites on a small machine it takes its time.
jest.setTimeout(60_000);

/** What stands between the engine and the handlers: Pulumi's dynamic-provider process, or the plugin. */
export const FRONTS = ["dynamic", "plugin"] as const;

/** Call it at the top of a file or a `describe`; what it gives is usable inside tests. */
export function useWorld(front: (typeof FRONTS)[number]): World {
  let emulator: Emulator;
  let stacks = 0;
  const processes: ProviderProcess[] = [];
  const another = async (options: ProviderProcessOptions = { config: cloudConfig(emulator) }) => {
    const start = front === "dynamic" ? startProviderProcess : startPluginProcess;
    const started = await start(options);
    processes.push(started);
    return started;
  };
  beforeAll(async () => {
    emulator = await start();
    await another();
  });
  beforeEach(() => emulator.reset());
  afterEach(() => closeAll(processes.splice(1)));
  afterAll(async () => {
    await emulator?.close();
    await closeAll(processes);
  });
  const first = () => processes[0] as ProviderProcess;
  return {
    get emulator() {
      return emulator;
    },
    get process() {
      return first();
    },
    another,
    stack: (given, process = first()) => {
      stacks += 1;
      return new Stack(process, { name: `orders${stacks}`, providerText, ...given });
    },
    ids: () => emulator.state().services.map(({ id }) => String(id)),
    async said({ options: { name } }, count) {
      const subject = `VpcEndpointService "${name}": `;
      const linesOf = (lines: readonly string[]) =>
        lines.filter((line) => line.startsWith(subject)).map((line) => line.slice(subject.length));
      const lines = () => ({ stdout: linesOf(first().stdout), stderr: linesOf(first().stderr) });
      // They come through a pipe, a moment later than the response.
      await until(() => Object.values(lines()).flat().length >= count);
      return lines();
    },
  };
}

async function closeAll(processes: readonly ProviderProcess[]): Promise<void> {
  await Promise.all(processes.map((one) => one.close()));
}

/** Waits until something is so, three seconds at most: what it waited for is then asserted by the test. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !isSo(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
}
