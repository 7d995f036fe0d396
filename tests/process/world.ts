// What the scenarios share: one dynamic-provider process and one emulator a file, and a clean emulator for each test.
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, start } from "../../emulator/index";
import { bridgeText } from "../../provider/program/bridge";
import type { Bag } from "../helpers/engine";
import { ownersCall } from "../helpers/owner";
import { type ProviderProcess, startProviderProcess } from "../helpers/provider-process";
import { cloudConfig } from "../helpers/pulumi-project";
import { Stack, type StackOptions } from "../helpers/stack";

export const VPC = "0da03835-1dcf-4361-9b87-34139d58dd59";
export const OTHER_VPC = "1da03835-1dcf-4361-9b87-34139d58dd59";
export const PORT = "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11";
export const OTHER_PORT = "6f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11";

export const providerText = bridgeText("VpcEndpointService");

/** The smallest service that a program can declare. */
export const SMALLEST = {
  serverType: "LB",
  vpcId: VPC,
  portId: PORT,
  ports: [{ clientPort: 8080, serverPort: 80 }],
} satisfies Bag;

export interface WorldOptions {
  emulator?: EmulatorOptions;
  /** Stack configuration beside what points at the emulator. */
  config?: Record<string, string>;
  /** Environment of the provider's process. */
  env?: Record<string, string>;
  /** How many times as fast the clock of the process and of the emulator runs, for tests that mostly wait. Default 1. */
  hurry?: number;
}

export interface World {
  readonly emulator: Emulator;
  readonly process: ProviderProcess;
  /** A stack with one resource, which has a name of its own among all of the file. */
  stack(options?: Partial<StackOptions>): Stack;
  /** What was asked of the cloud since the test began or since `forgetCalls`, ids of services as `{id}`. */
  calls(): string[];
  /** Calls that are no reads. */
  writes(): string[];
  /** The bodies of the calls of one kind, such as `PUT`. */
  bodies(method: string): unknown[];
  forgetCalls(): void;
  /** The one service that the cloud has, in the API's words. */
  service(): Bag;
  services(): Bag[];
  /** A POST below a service, as its owner sends it by other means than Pulumi. */
  ownersCall(id: string, path: string, body: object): Promise<void>;
  /** What was printed about the resource of a stack, without its name in front; waits for that many lines. */
  said(stack: Stack, count: number): Promise<string[]>;
}

// A process takes less than a second to start; beside other suites on a small machine it takes its time.
jest.setTimeout(60_000);

/** Call it at the top of a file or of a describe; what it gives is usable inside tests. */
export function useWorld({ emulator: options, config, env, hurry = 1 }: WorldOptions = {}): World {
  const sinceMs = Date.now();
  const clock = () => sinceMs + (Date.now() - sinceMs) * hurry;
  let stacks = 0;
  let emulator: Emulator;
  let process: ProviderProcess;
  beforeAll(async () => {
    emulator = await start({ clock, ...options });
    process = await startProviderProcess({
      config: { ...cloudConfig(emulator), ...config },
      env: { ...hurried(hurry, sinceMs), ...env },
    });
  });
  beforeEach(() => emulator.reset());
  afterAll(async () => {
    await emulator?.close();
    await process?.close();
  });

  const requests = () => emulator.requests();
  const services = () => emulator.state().services as Bag[];
  return {
    get emulator() {
      return emulator;
    },
    get process() {
      return process;
    },
    stack: (given) => {
      stacks += 1;
      return new Stack(process, { name: `orders${stacks}`, providerText, ...given });
    },
    calls: () => requests().map(({ method, path }) => `${method} ${shortPath(path)}`),
    writes: () =>
      requests()
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${shortPath(path)}`),
    bodies: (method) => requests().flatMap((request) => (request.method === method ? [request.body] : [])),
    forgetCalls: () => emulator.clearRequests(),
    service() {
      const [service, ...others] = services();
      if (service === undefined || others.length > 0)
        throw new Error(`the cloud has ${services().length} services`);
      return service;
    },
    services,
    ownersCall: (id, path, body) =>
      ownersCall(emulator, [id, ...path.split("/")], body, { clock, ...(config && { config }) }),
    async said({ options }, count) {
      const subject = `VpcEndpointService "${options.name}": `;
      const lines = () => [...process.stdout, ...process.stderr].filter((line) => line.includes(subject));
      // They come through a pipe, a moment later than the answer.
      await until(() => lines().length >= count);
      return lines().map((line) => line.replace(subject, ""));
    },
  };
}

/** The environment of a process whose clock and timers run so many times as fast. */
export function hurried(hurry: number, sinceMs: number): Record<string, string> {
  if (hurry === 1) return {};
  return {
    NODE_OPTIONS: `--require ${join(__dirname, "..", "helpers", "hurried-clock.cjs")}`,
    VPCEP_TEST_HURRY: String(hurry),
    VPCEP_TEST_HURRY_SINCE_MS: String(sinceMs),
  };
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function shortPath(path: string): string {
  return path.replace(/^\/v1\/[^/]+\//, "").replace(uuid, "{id}");
}

/** Waits until something is so, three seconds at most: what it waited for is then asserted by the test. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !isSo(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
}
