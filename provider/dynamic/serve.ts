import type { ApiClient } from "../api/api-call";
import { createConnections } from "../api/connections";
import { type Log, systemRuntime } from "../api/runtime";
import { readProviderConfig } from "../configuration/config";
import { connectionProblem } from "../configuration/connection-problem";
import { textOf } from "../resource/failure-text";
import { PartialFailure } from "../resource/failures";
import type { Bag, Environment, ResourceKind } from "../resource/handlers";
import { createHolders } from "../resource/holders";
import { SharedList } from "../resource/shared-list";
import { hiddenState } from "../resource/state";
import { createVpcepClient } from "../vpcep-client";
import { assertPlain, plainPart, wellFormed } from "./plain";
import { cleanLog, sentence } from "./sentence";

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
  const told = (text: string) => sentence(text, environment?.config.credentials);
  const guarded = <T>(name: string, operation: string, bag: Bag, run: () => T | Promise<T>) =>
    withCleanFailures(name, operation, bag, told, run);

  return {
    /** Synchronous, and only keeps what it is given: the engine may call the next method at once, and after an error. */
    configure(request: ConfigureRequest): void {
      // An input of an explicit provider may be null: an output that resolved to nothing.
      setting = (key) => request.config.get(key) ?? undefined;
    },
    async check(olds: Bag, news: Bag) {
      return guarded(subject(news), "check", news, async () => {
        const { inputs, failures } = await kind.check(env(), olds, news);
        const clean = failures.map(({ property, reason }) => ({ property, reason: told(reason) }));
        return wellFormed({ inputs, failures: clean });
      });
    },
    async diff(id: string, olds: Bag, news: Bag) {
      return guarded(subject(news, olds), "diff", news, async () =>
        wellFormed(await kind.diff(env(), id, olds, news)),
      );
    },
    async create(inputs: Bag) {
      return guarded(subject(inputs), "create", inputs, async () => {
        const { id, outs } = await kind.create(env(), inputs);
        try {
          return { id: wellFormed(id), outs: assertPlain(outs) };
        } catch (error) {
          throw new PartialFailure(id, outs, textOf(error));
        }
      });
    },
    async read(id: string, props: Bag = {}) {
      return guarded(subject(props), "read", props, async () => {
        const found = await kind.read(env(), id, props);
        const inputs = found.inputs && { inputs: assertPlain(found.inputs) };
        return { id: wellFormed(found.id), props: assertPlain(found.props), ...inputs };
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
  const connections = createConnections();
  const clients = new Map<string, ApiClient>();
  const runtime = given.runtime ?? systemRuntime;
  const clientFor = (region: string, projectId: string) => {
    const key = `${region} ${projectId}`;
    const client = clients.get(key) ?? createVpcepClient({ config, region, projectId, connections, runtime });
    clients.set(key, client);
    return client;
  };
  const holders = createHolders();
  const lists = new Map<ApiClient, SharedList>();
  const sharedListOf: Environment["sharedListOf"] = (client, list) => {
    const shared = lists.get(client) ?? new SharedList(list, runtime);
    lists.set(client, shared);
    return shared;
  };
  const problems = new Map<string, string | undefined>();
  const problemOf = (region: string) => {
    if (!problems.has(region)) problems.set(region, connectionProblem(config, region, process.env));
    return problems.get(region);
  };
  return {
    config,
    clientFor,
    connectionProblem: problemOf,
    runtime,
    holders,
    said: new Set(),
    sharedListOf,
    ...given,
    log: cleanLog(given.log ?? log, config.credentials),
  };
}

/** Runs a handler and turns whatever it throws into what the dynamic-provider process passes on to the engine. */
async function withCleanFailures<T>(
  subject: string,
  operation: string,
  bag: Bag,
  told: (text: string) => string,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const text = told(`${subject}: ${operation} failed: ${textOf(error)}`);
    const failure: Error & { id?: string; properties?: Bag; reasons?: string[] } = new Error(text);
    // Of a check, diff, read or delete the process prints `<error>: <stack>` beside passing the error on: one that says
    // where to look, so that nobody reads the same sentence twice.
    failure.toString = () => told(`${subject}: ${operation} failed`);
    failure.stack = "see the error of the resource";
    if (error instanceof PartialFailure) {
      failure.id = wellFormed(error.id);
      // Without `__provider` the engine could never read or delete the resource again.
      failure.properties = { ...plainPart(error.outputs as Bag), __provider: bag.__provider };
      failure.reasons = [text];
    }
    throw failure;
  }
}
