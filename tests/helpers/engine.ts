// What the Pulumi engine asks of a provider for one resource before it does anything, and what it keeps of the responses.
// Read in the engine's source, resource/deploy/step_generator.go of 3.259.
import { isDeepStrictEqual } from "node:util";

export type Properties = Record<string, unknown>;

export interface CheckFailure {
  property: string;
  reason: string;
}

/** The methods of a dynamic provider, as the engine calls them. */
export interface EngineProvider {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }>;
  diff(id: string, olds: Properties, news: Properties): Promise<Diff>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(id: string, props: Properties): Promise<{ id: string; props: Properties; inputs?: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, props: Properties): Promise<void>;
}

export interface Diff {
  /** Absent: the engine compares the inputs itself. */
  changes?: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** A resource in the state. Several may have the same name: one that lives, and those that it has replaced. */
export interface ResourceState {
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Reasons of a partial failure; with any, the next `up` updates in any case. */
  initErrors: string[];
  /** Replaced, and still to be deleted: the engine's `Delete`. */
  condemned?: boolean;
  /** Deleted to be replaced, and not created yet: the engine's `PendingReplacement`. */
  replacing?: boolean;
}

/** Resource options; `customTimeouts` in seconds, as the resource's constructor hands them on. */
export interface ResourceOptions {
  customTimeouts?: { create?: number; update?: number; delete?: number };
  ignoreChanges?: readonly string[];
  deleteBeforeReplace?: boolean;
}

/** A resource as the program registers it. */
export interface Registration extends ResourceOptions {
  name: string;
  wanted: Properties;
}

export type Step = "create" | "update" | "replace" | "same";

export interface Plan {
  step: Step;
  inputs: Properties;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** The inputs were refused; nothing was called after check. */
export class CheckFailed extends Error {
  constructor(readonly failures: readonly CheckFailure[]) {
    super(failures.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
  }
}

/** Check and diff; `forced` for `--replace`, which asks for no diff and checks as if there were no old one. */
export async function planOf(
  provider: EngineProvider,
  { wanted, ...registration }: Registration,
  old: ResourceState | undefined,
  providerText: string,
  forced = false,
): Promise<Plan> {
  const goal = goalOf(wanted, registration, old, providerText);
  if (old === undefined) {
    const inputs = await check(provider, {}, goal);
    return { step: "create", inputs, replaces: [], deleteBeforeReplace: false };
  }
  if (forced) {
    const inputs = await check(provider, {}, goal);
    const deleteBeforeReplace = registration.deleteBeforeReplace ?? false;
    return { step: "replace", inputs, replaces: ["id"], deleteBeforeReplace };
  }
  const inputs = await check(provider, old.inputs, goal);
  const { changes, replaces, ...verdict } = await provider.diff(old.id, old.outputs, inputs);
  const differs = changes ?? inputsDiffer(old.inputs, inputs);
  const deleteBeforeReplace = registration.deleteBeforeReplace ?? verdict.deleteBeforeReplace;
  if (old.replacing === true || (differs && replaces.length > 0)) {
    // A replacement is checked again as if there were no old one.
    const fresh = await check(provider, {}, goal);
    return { step: "replace", inputs: fresh, replaces, deleteBeforeReplace };
  }
  const step = differs || old.initErrors.length > 0 ? "update" : "same";
  return { step, inputs, replaces, deleteBeforeReplace };
}

/** What the constructor of the resource hands to the engine, after `ignoreChanges`. */
export function goalOf(
  wanted: Properties,
  { name, customTimeouts, ignoreChanges = [] }: ResourceOptions & { name: string },
  old: ResourceState | undefined,
  providerText: string,
): Properties {
  const goal: Properties = copy(wanted);
  for (const field of old === undefined ? [] : ignoreChanges) {
    if (Object.hasOwn(old?.inputs ?? {}, field)) goal[field] = old?.inputs[field];
    else delete goal[field];
  }
  const hidden = { name, ...(customTimeouts === undefined ? {} : { customTimeouts }) };
  return { ...goal, __vpcep: hidden, __provider: providerText };
}

async function check(provider: EngineProvider, olds: Properties, goal: Properties): Promise<Properties> {
  const { inputs, failures } = await provider.check(olds, goal);
  if (failures.length > 0) throw new CheckFailed(failures);
  return inputs;
}

/** The engine's own comparison, which passes over properties whose name begins with two underscores. */
function inputsDiffer(olds: Properties, news: Properties): boolean {
  return !isDeepStrictEqual(visible(olds), visible(news));
}

function visible(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

/** What the engine keeps of an error that carries an id; without `__provider` it could do nothing with it later. */
export function partialStateOf(
  error: unknown,
): Pick<ResourceState, "id" | "outputs" | "initErrors"> | undefined {
  const { id, properties, reasons } = error as { id?: unknown; properties?: Properties; reasons?: string[] };
  if (typeof id !== "string" || id === "") return undefined;
  if (typeof properties?.["__provider"] !== "string")
    throw new Error(`a partial failure without __provider: ${error}`);
  if (reasons === undefined || reasons.length === 0)
    throw new Error(`a partial failure without reasons: ${error}`);
  return { id, outputs: properties, initErrors: reasons };
}

/** As through JSON, at a fraction of its cost: lists and objects are new ones of this realm, and nothing is undefined. */
export function copy<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, copy) as T;
  const whole = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(whole.map(([key, item]) => [key, copy(item)])) as T;
}
