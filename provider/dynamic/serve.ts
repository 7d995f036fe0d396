import type { ApiClient } from "../api/api-call";
import { createApiClient } from "../api/client";
import { readProviderConfig } from "../api/config";
import { type Log, systemRuntime } from "../api/runtime";
import { textOf } from "./failure-text";
import { PartialFailure } from "./failures";
import { hiddenState } from "./hidden";
import { createHolders } from "./holders";
import type { Bag, Environment, ResourceKind } from "./kind";
import { assertPlain, plainPart } from "./plain";

/** The part of the engine's configuration that is used; the SDK's type, without the SDK. */
export interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

// What the provider prints becomes a line under the stack: stdout as information, stderr as a warning.
const log: Log = {
  info: (line) => console.log(line),
  warn: (line) => console.error(line),
};

/**
 * Makes the provider object that Pulumi's dynamic-provider process calls. It keeps no state of a resource: one object
 * serves all resources of a kind at once.
 */
export function serve(kind: ResourceKind, given: Partial<Environment> = {}) {
  let setting = (_key: string): string | undefined => undefined;
  let environment: Environment | undefined;

  const env = () => {
    environment ??= environmentOf(setting, given);
    return environment;
  };
  const subject = (...bags: Bag[]) => {
    const names = bags.map((bag) => hiddenState(bag).name);
    return `${kind.type} "${names.find((name) => name !== "?") ?? "?"}"`;
  };

  return {
    /** Synchronous, and only keeps what it is given: the engine may call the next method at once, and after an error. */
    configure(request: ConfigureRequest): void {
      // An input of an explicit provider may be null: an output that resolved to nothing.
      setting = (key) => request.config.get(key) ?? undefined;
    },
    async check(olds: Bag, news: Bag) {
      return guarded(subject(news), "check", news, () => kind.check(env(), olds, news));
    },
    async diff(id: string, olds: Bag, news: Bag) {
      return guarded(subject(news, olds), "diff", news, () => kind.diff(env(), id, olds, news));
    },
    async create(inputs: Bag) {
      return guarded(subject(inputs), "create", inputs, async () => {
        const { id, outs } = await kind.create(env(), inputs);
        try {
          return { id, outs: assertPlain(outs) };
        } catch (error) {
          throw new PartialFailure(id, outs, textOf(error));
        }
      });
    },
    async read(id: string, props: Bag = {}) {
      return guarded(subject(props), "read", props, async () => {
        const found = await kind.read(env(), id, props);
        const inputs = found.inputs && { inputs: assertPlain(found.inputs) };
        return { id: found.id, props: assertPlain(found.props), ...inputs };
      });
    },
    async update(id: string, olds: Bag, news: Bag) {
      return guarded(subject(news, olds), "update", news, async () => {
        const { outs } = await kind.update(env(), id, olds, news);
        return { outs: assertPlain(outs) };
      });
    },
    async delete(id: string, props: Bag) {
      return guarded(subject(props), "delete", props, () => kind.delete(env(), id, props));
    },
  };
}

function environmentOf(
  setting: (key: string) => string | undefined,
  given: Partial<Environment>,
): Environment {
  const config = given.config ?? readProviderConfig(setting, process.env);
  const clients = new Map<string, ApiClient>();
  const runtime = given.runtime ?? systemRuntime;
  const clientFor = (region: string, projectId: string) => {
    const key = `${region} ${projectId}`;
    const client = clients.get(key) ?? createApiClient({ config, region, projectId, runtime });
    clients.set(key, client);
    return client;
  };
  return { config, clientFor, runtime, log, holders: createHolders(), ...given };
}

/** Runs a handler and turns whatever it throws into what the dynamic-provider process passes on to the engine. */
async function guarded<T>(
  subject: string,
  operation: string,
  bag: Bag,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const text = `${subject}: ${operation} failed: ${textOf(error)}`;
    const failure: Error & { id?: string; properties?: Bag; reasons?: string[] } = new Error(text);
    // Of a check, diff, read or delete the process prints `<error>: <stack>` beside passing the error on: one that says
    // where to look, so that nobody reads the same sentence twice.
    failure.toString = () => `${subject}: ${operation} failed`;
    failure.stack = "see the error of the resource";
    if (error instanceof PartialFailure) {
      failure.id = error.id;
      // Without `__provider` the engine could never read or delete the resource again.
      failure.properties = { ...plainPart(error.outputs as Bag), __provider: bag.__provider };
      failure.reasons = [text];
    }
    throw failure;
  }
}
