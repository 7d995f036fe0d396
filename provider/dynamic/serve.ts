import type { Log } from "../api/runtime";
import type { ProcessEnvironment } from "../environment";
import { assertPlain, plainPart, wellFormed } from "../front/plain";
import { cleanLog, sentence } from "../front/sentence";
import { PartialFailure, textOf } from "../resource/failures";
import type { Environment, ResourceHandlers } from "../resource/handlers";
import type { Properties } from "../resource/properties";
import { hiddenState, NAMELESS, packed } from "../resource/state";

/** The part of the engine's configuration that is used; the SDK's type, without the SDK. */
export interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

// What the provider prints becomes a line under the stack: stdout as information, stderr as a warning.
const output: Log = {
  info: (line) => console.log(line),
  warn: (line) => console.error(line),
};

/** Which environment belongs to the settings; `setting` is asked by the key of the stack's configuration. */
export type EnvironmentFor = (setting: (key: string) => string | undefined) => ProcessEnvironment;

/**
 * Makes the provider object that Pulumi's dynamic-provider process calls. It keeps no state of a resource: one object
 * serves all resources of a type at once.
 */
export function serve(handlers: ResourceHandlers, environmentFor: EnvironmentFor, log: Log = output) {
  let setting = (_key: string): string | undefined => undefined;
  let environment: Environment | undefined;

  const env = () => {
    if (environment === undefined) {
      const known = environmentFor(setting);
      environment = { ...known, log: cleanLog(log, known.secrets) };
      for (const text of known.config.warnings.filter((one) => !known.said.has(one))) {
        known.said.add(text);
        environment.log.warn(text);
      }
    }
    return environment;
  };
  const subject = (...some: Properties[]) => {
    const names = some.map((properties) => hiddenState(properties).name);
    return `${handlers.definition.type} "${names.find((name) => name !== NAMELESS) ?? NAMELESS}"`;
  };
  const told = (text: string) => sentence(text, environment?.secrets() ?? []);
  const guarded = <T>(name: string, operation: string, properties: Properties, run: () => T | Promise<T>) =>
    withCleanFailures(name, operation, properties, told, run);

  return {
    /** Synchronous, and only keeps what it is given: the engine may call the next method at once, and after an error. */
    configure(request: ConfigureRequest): void {
      // An input of an explicit provider may be null: an output that resolved to nothing.
      setting = (key) => request.config.get(key) ?? undefined;
    },
    async check(olds: Properties, news: Properties) {
      return guarded(subject(news), "check", news, async () => {
        const { inputs, failures } = await handlers.check(env(), olds, news);
        const clean = failures.map(({ property, reason }) => ({ property, reason: told(reason) }));
        return wellFormed({ inputs, failures: clean });
      });
    },
    async diff(id: string, olds: Properties, news: Properties) {
      return guarded(subject(news, olds), "diff", news, async () => {
        // Of this front the engine compares the inputs itself.
        const { differs: _names, ...verdict } = await handlers.diff(env(), id, olds, news);
        return wellFormed(verdict);
      });
    },
    async create(inputs: Properties) {
      return guarded(subject(inputs), "create", inputs, async () => {
        const { id, outs } = await handlers.create(env(), inputs);
        try {
          return { id: wellFormed(id), outs: packed(assertPlain(outs)) };
        } catch (error) {
          throw new PartialFailure(id, outs, textOf(error));
        }
      });
    },
    async read(id: string, props: Properties = {}) {
      return guarded(subject(props), "read", props, async () => {
        const found = await handlers.read(env(), id, props);
        const inputs = found.inputs && { inputs: assertPlain(found.inputs) };
        return { id: wellFormed(found.id), props: packed(assertPlain(found.props)), ...inputs };
      });
    },
    async update(id: string, olds: Properties, news: Properties) {
      return guarded(subject(news, olds), "update", news, async () => {
        const { outs } = await handlers.update(env(), id, olds, news);
        return { outs: packed(assertPlain(outs)) };
      });
    },
    async delete(id: string, props: Properties) {
      return guarded(subject(props), "delete", props, () => handlers.delete(env(), id, props));
    },
  };
}

/** Runs a handler and turns whatever it throws into what the dynamic-provider process passes on to the engine. */
async function withCleanFailures<T>(
  subject: string,
  operation: string,
  properties: Properties,
  told: (text: string) => string,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const text = told(`${subject}: ${operation} failed: ${textOf(error)}`);
    const failure: Error & { id?: string; properties?: Properties; reasons?: string[] } = new Error(text);
    // Of a check, diff, read or delete the process prints `<error>: <stack>` beside passing the error on: one that says
    // where to look, so that nobody reads the same sentence twice.
    failure.toString = () => told(`${subject}: ${operation} failed`);
    failure.stack = "see the error of the resource";
    if (error instanceof PartialFailure) {
      failure.id = wellFormed(error.id);
      // Without `__provider` the engine could never read or delete the resource again.
      failure.properties = {
        ...packed(plainPart(error.outputs as Properties)),
        __provider: properties.__provider,
      };
      failure.reasons = [text];
    }
    throw failure;
  }
}
