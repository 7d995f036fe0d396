import { inspect } from "node:util";
import {
  type Emulator,
  type EmulatorAccount,
  type EmulatorOptions,
  type FaultRule,
  start,
} from "../../emulator";
import { type Connections, createConnections } from "../../provider/api/client";
import type { RequestTimeouts, Transport } from "../../provider/api/transport";
import { readProviderConfig } from "../../provider/configuration/config";
import { serve } from "../../provider/dynamic/serve";
import { createEnvironment, type ProcessEnvironment } from "../../provider/environment";
import { bridgeText } from "../../provider/program/bridge";
import type { ResourceHandlers } from "../../provider/resource/handlers";
import { vpcEndpointService } from "../../provider/vpc-endpoint-service/lifecycle";
import { Deployment } from "./deployment";
import { copy, type EngineProvider, type Properties, type ResourceState, type Step } from "./engine";
import { service } from "./samples";
import { Stack, type StackOptions } from "./stack";
import { VirtualTime } from "./virtual-time";

export { createConnections } from "../../provider/api/client";
export { TransportFailure } from "../../provider/api/transport";
export { FIELDS } from "../../provider/vpc-endpoint-service/fields";
export { portId, service, vpcId } from "./samples";

/** Values that must not be found anywhere but on the wire. */
export const canaries = {
  accessKey: "CANARYACCESSKEY00001",
  secretKey: "canary-secret-key-0000000000000000000001",
  securityToken: "canary-security-token-000000000001",
};

export interface LabOptions {
  emulator?: EmulatorOptions;
  timeouts?: Partial<RequestTimeouts>;
  /** Settings beside those of the emulator, by their key behind `huaweicloud:`. */
  settings?: Record<string, string>;
  /** In place of keys and project: how to log in, by the keys of the stack's configuration, given the emulator. */
  logIn?: (emulator: Emulator) => Record<string, string>;
  /** Variables of the environment. */
  variables?: Record<string, string>;
  /** The address that stands before the emulator's. */
  endpoint?: (emulator: Emulator) => Promise<string>;
  random?: () => number;
  /** In place of the provider's own transport. */
  sockets?: Transport;
  /** Stands between the client and the transport. */
  transport?: (real: Transport) => Transport;
}

/** The provider's own handlers in this process, against a real emulator, under one virtual clock. */
export interface Lab {
  emulator: Emulator;
  time: VirtualTime;
  /** The stack of the resource "orders". */
  stack: Stack;
  /** Every resource, each a stack of its own for the engine's steps, all on the same provider process. */
  stacks: Stack[];
  /** One more resource. */
  newStack(name: string, options?: Partial<StackOptions>): Stack;
  /** A stack of one resource of another type, on the same provider process. */
  siblingStack(type: ResourceHandlers, name: string): Stack;
  /** Stacks of several resources. */
  deployments: Deployment[];
  /** One more stack of several resources. */
  newDeployment(): Deployment;
  readonly handlers: Handlers;
  /** What the provider process remembers, for what is no resource. */
  readonly environment: ProcessEnvironment;
  /** Lines for the user, in order. */
  lines: string[];
  /** Every failure that came out of a handler. */
  errors: Error[];
  /** A second program, with a provider process of its own, on the same cloud; of another account when one is given. */
  another(account?: EmulatorAccount): Lab;
  /** The same, logged in in another way. */
  loggedIn(settings: Record<string, string>): Lab;
  /**
   * Kills the provider process and starts another: what was under way never ends and sends nothing, the state stays,
   * what the process knew is lost.
   */
  restart(): void;
  /** Kills it when its nth request from here on is to leave, as `restart` does, and resolves then; 0: never. */
  killAt(nth: number): Promise<void>;
  fault(...rules: FaultRule[]): void;
  /** `PUT /vpc-endpoint-services/*`: requests since the start or the last `forget`, ids as stars; with `/v2` in front for those. */
  calls(): string[];
  forget(): void;
  close(): Promise<void>;
}

const ample: RequestTimeouts = { connectMs: 5000, responseMs: 5000, totalMs: 10_000 };

export async function openLab(options: LabOptions = {}): Promise<Lab> {
  const time = new VirtualTime(options.random);
  const emulator = await start({ ...canaries, clock: time.clock, ...options.emulator });
  return labOn(emulator, time, options, (await options.endpoint?.(emulator)) ?? emulator.url);
}

function labOn(emulator: Emulator, time: VirtualTime, options: LabOptions, vpcep: string): Lab {
  const lines: string[] = [];
  const errors: Error[] = [];
  const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
  const { url, region, projectId } = emulator;
  const settings: Record<string, string> = {
    region,
    endpoints: JSON.stringify({ vpcep, iam: url, sts: url, metadata: url }),
    ...(options.logIn?.(emulator) ?? { projectId, ...canaries }),
    ...options.settings,
  };
  const variables = options.variables ?? {};
  const config = readProviderConfig((key) => settings[key.slice("huaweicloud:".length)], variables);
  const timeouts = { ...ample, ...options.timeouts };

  let kill = { at: 0, done: () => {} };
  const beforeLeaving = () => {
    if (kill.at === 0 || --kill.at > 0) return;
    restart();
    kill.done();
  };
  const restart = () => {
    current.life.over = true;
    current = boot();
  };
  const boot = () => {
    const life = { over: false };
    const real = createConnections({});
    const connections: Connections = {
      ...real,
      transportFor(authorities) {
        const timed = time.during(options.sockets ?? real.transportFor(authorities));
        return mortal(options.transport?.(timed) ?? timed, life, beforeLeaving);
      },
    };
    const environment = createEnvironment({ config, runtime: time.runtime, connections, timeouts });
    const served = (type: ResourceHandlers) =>
      recording(
        serve(type, () => environment, log),
        errors,
      );
    return { life, environment, handlers: served(vpcEndpointService), served };
  };

  const provider = latest(() => current.handlers);
  const stacks: Stack[] = [];
  const newStack = (name: string, given: Partial<StackOptions> = {}) => {
    const stack = new Stack(provider, { name, providerText, ...given });
    stacks.push(stack);
    return stack;
  };
  const siblingStack = (type: ResourceHandlers, name: string) =>
    new Stack(
      latest(() => current.served(type)),
      { name, providerText: bridgeText(type.definition.type) },
    );
  const deployments: Deployment[] = [];
  const newDeployment = () => {
    const deployment = new Deployment(provider, providerText);
    deployments.push(deployment);
    return deployment;
  };
  let current = boot();
  return {
    emulator,
    time,
    lines,
    errors,
    get handlers() {
      return current.handlers;
    },
    get environment() {
      return current.environment;
    },
    stack: newStack("orders"),
    stacks,
    newStack,
    siblingStack,
    deployments,
    newDeployment,
    another: (account) => {
      const given = account ?? emulator.accounts[0];
      const keys = { projectId: given.projectId, accessKey: given.accessKey, secretKey: given.secretKey };
      const settings = { ...options.settings, ...keys };
      return labOn(emulator, time, { ...options, settings }, vpcep);
    },
    loggedIn: (given) => labOn(emulator, time, { ...options, logIn: () => given }, vpcep),
    restart,
    killAt: (at) =>
      new Promise((done) => {
        kill = { at, done };
      }),
    fault: (...rules) => emulator.setFaults(rules),
    calls: () => emulator.requests().map(lineOf),
    forget: () => emulator.clearRequests(),
    close: () => emulator.close(),
  };
}

function mortal(transport: Transport, life: { over: boolean }, beforeLeaving: () => void): Transport {
  const never = new Promise<never>(() => undefined);
  return {
    send: async (request) => {
      if (!life.over) beforeLeaving();
      if (life.over) return never;
      try {
        return await transport.send(request);
      } finally {
        if (life.over) await never;
      }
    },
  };
}

const providerText = bridgeText("VpcEndpointService");

function lineOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replace(/^(\/v1|(\/v2))\/[^/]+/, "$2").replace(uuid, "*")}`;
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

type Handlers = ReturnType<typeof serve>;

/**
 * What the dynamic-provider process adds: properties travel as text, so that what comes back is nobody else's, and
 * `__provider` is put into it. The handlers are those of the newest start.
 */
function latest(handlers: () => Handlers): EngineProvider {
  const withText = (outs: Properties, { __provider }: Properties): Properties => ({
    ...copy(outs),
    __provider,
  });
  return {
    async check(olds, news) {
      const { inputs, failures } = await handlers().check(olds, news);
      return { inputs: withText(inputs, news), failures };
    },
    diff: (id, olds, news) => handlers().diff(id, olds, news),
    async create(inputs) {
      const { id, outs } = await handlers().create(inputs);
      return { id, outs: withText(outs, inputs) };
    },
    async read(id, props) {
      const found = await handlers().read(id, props);
      return {
        id: found.id,
        props: withText(found.props, props),
        ...(found.inputs && { inputs: withText(found.inputs, props) }),
      };
    },
    async update(id, olds, news) {
      const { outs } = await handlers().update(id, olds, news);
      return { outs: withText(outs, news) };
    },
    delete: (id, props) => handlers().delete(id, props),
  };
}

function recording(handlers: Handlers, errors: Error[]): Handlers {
  const entries = Object.entries(handlers).map(([name, method]) => [
    name,
    async (...given: never[]) => {
      try {
        return await (method as (...given: never[]) => unknown)(...given);
      } catch (error) {
        errors.push(error as Error);
        throw error;
      }
    },
  ]);
  return Object.fromEntries(entries) as Handlers;
}

/** The error that an `up` ends with. */
export async function failure(running: Promise<unknown>): Promise<Failure> {
  try {
    await running;
  } catch (error) {
    return error as Failure;
  }
  throw new Error("nothing failed");
}

export interface Failure extends Error {
  id?: string;
  properties?: Properties;
  reasons?: string[];
}

/** What holds after every fault: nothing lost, nothing doubled, no secret out. `foreign` are other people's services. */
export function expectSound(lab: Lab, foreign: readonly string[] = []): void {
  const inCloud = lab.emulator.state().services.map(({ id }) => String(id));
  expect(inCloud.filter((id) => !foreign.includes(id)).sort()).toEqual(idsInState(lab).sort());
  expectNoCanary(lab);
}

export function idsInState(lab: Lab): string[] {
  return resourcesIn(lab)
    .filter(({ replacing }) => replacing !== true)
    .map(({ id }) => id);
}

function resourcesIn({ stacks, deployments }: Lab): ResourceState[] {
  return [...stacks.map(({ deployment }) => deployment), ...deployments].flatMap(
    ({ resources }) => resources,
  );
}

export function expectNoCanary(lab: Lab): void {
  const states = resourcesIn(lab);
  const texts = [
    ...lab.lines,
    ...lab.errors.flatMap((error) => [
      error.message,
      String(error.stack),
      String((error as Error & { cause?: unknown }).cause),
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
    ]),
    JSON.stringify(states),
    inspect(states, { depth: 10 }),
    JSON.stringify(lab.emulator.requests()),
    JSON.stringify(lab.emulator.state()),
  ];
  for (const canary of Object.values(canaries))
    expect(texts.filter((text) => text?.includes(canary))).toEqual([]);
}

/** The fault is gone: the next `up` succeeds, and the one after it finds nothing to do and calls nobody. */
export async function expectRecovery(
  lab: Lab,
  wanted: Properties = service(),
  foreign: readonly string[] = [],
): Promise<Step> {
  lab.emulator.clearFaults();
  const step = await lab.stack.up(wanted);
  await expectNoop(lab, wanted, foreign);
  return step;
}

export async function expectNoop(
  lab: Lab,
  wanted: Properties = service(),
  foreign: readonly string[] = [],
): Promise<void> {
  lab.emulator.clearFaults();
  lab.forget();
  expect(await lab.stack.up(wanted)).toBe("same");
  expect(lab.calls()).toEqual([]);
  expectSound(lab, foreign);
}
