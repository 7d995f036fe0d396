// What the Pulumi engine does around a provider, for one resource: the order of its calls, what it stores of their
// results, and what it does again after a failure. It works on any object with the provider's methods, so the same
// steps can run against the handlers themselves and against the dynamic-provider process.
import { isDeepStrictEqual } from "node:util";

export type Bag = Record<string, unknown>;

export interface CheckFailure {
  property: string;
  reason: string;
}

/** The methods of a dynamic provider, as the engine calls them. */
export interface EngineProvider {
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: CheckFailure[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<Diff>;
  create(inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(id: string, props: Bag): Promise<{ id: string; props: Bag; inputs?: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  delete(id: string, props: Bag): Promise<void>;
}

export interface Diff {
  /** Absent: the engine compares the inputs itself. */
  changes?: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export interface ResourceState {
  id: string;
  inputs: Bag;
  outputs: Bag;
  /** Reasons of a partial failure; with any, the next `up` updates in any case. */
  initErrors: string[];
}

export interface StackOptions {
  name: string;
  /** The property `__provider`. */
  providerText: string;
  /** Resource options; `customTimeouts` in seconds, as the resource's constructor hands them on. */
  customTimeouts?: { create?: number; update?: number; delete?: number };
  ignoreChanges?: readonly string[];
}

export type Step = "create" | "update" | "replace" | "same";

export interface Plan {
  step: Step;
  inputs: Bag;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** The inputs were refused; nothing was called after check. */
export class CheckFailed extends Error {
  constructor(readonly failures: readonly CheckFailure[]) {
    super(failures.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
  }
}

/** A stack with one resource. */
export class Stack {
  state: ResourceState | undefined;
  /** Replaced resources whose delete failed: the next `up` or `destroy` tries again. */
  readonly pendingDeletes: ResourceState[] = [];
  options: StackOptions;

  constructor(
    private readonly provider: EngineProvider,
    options: StackOptions,
  ) {
    this.options = options;
  }

  /** The id in the state; fails when there is none. */
  get id(): string {
    return this.known().id;
  }

  get outputs(): Bag {
    return this.known().outputs;
  }

  /** Check and diff, as `pulumi preview`; unknown values may stand anywhere in what is wanted. */
  async preview(wanted: Bag): Promise<Plan> {
    const inputs = await this.check(this.state?.inputs ?? {}, this.goal(wanted));
    const old = this.state;
    if (old === undefined) return { step: "create", inputs, replaces: [], deleteBeforeReplace: false };
    const { changes, replaces, deleteBeforeReplace } = await this.provider.diff(old.id, old.outputs, inputs);
    const differs = changes ?? inputsDiffer(old.inputs, inputs);
    if (replaces.length > 0) {
      // A replacement is checked again as if there were no old one.
      const fresh = await this.check({}, this.goal(wanted));
      return { step: "replace", inputs: fresh, replaces, deleteBeforeReplace };
    }
    const step = differs || old.initErrors.length > 0 ? "update" : "same";
    return { step, inputs, replaces, deleteBeforeReplace };
  }

  /** `pulumi up`: throws what the provider threw, after the state was kept as the engine keeps it. */
  async up(wanted: Bag): Promise<Step> {
    await this.deletePending();
    const plan = await this.preview(wanted);
    if (plan.step === "create") await this.create(plan.inputs);
    if (plan.step === "update") await this.update(plan.inputs);
    if (plan.step === "replace") await this.replace(plan);
    // New inputs are stored, the outputs stay as they were.
    if (plan.step === "same") this.state = { ...this.known(), inputs: plan.inputs };
    return plan.step;
  }

  /** `pulumi refresh`: gives the diff that the engine asks for to show the drift, or "gone". */
  async refresh(): Promise<Diff | "gone" | undefined> {
    const old = this.state;
    if (old === undefined) return undefined;
    const { id, props, inputs } = await this.provider.read(old.id, old.outputs);
    if (id === "") {
      this.state = undefined;
      return "gone";
    }
    this.state = { id, inputs: inputs ?? old.inputs, outputs: props, initErrors: [] };
    return this.provider.diff(id, props, old.inputs);
  }

  async destroy(): Promise<void> {
    await this.deletePending();
    if (this.state === undefined) return;
    await this.provider.delete(this.state.id, this.state.outputs);
    this.state = undefined;
  }

  /** `.get()`: a read of an id that the stack does not own. */
  async get(id: string): Promise<Bag> {
    const found = await this.provider.read(id, this.goal({}));
    if (found.id === "") throw new Error(`resource '${id}' does not exist`);
    return found.props;
  }

  private known(): ResourceState {
    if (this.state === undefined) throw new Error("the stack holds no resource");
    return this.state;
  }

  /** What the constructor of the resource hands to the engine, after `ignoreChanges`. */
  private goal(wanted: Bag): Bag {
    const { name, customTimeouts, ignoreChanges = [], providerText } = this.options;
    const goal: Bag = structuredClone(wanted);
    for (const field of this.state === undefined ? [] : ignoreChanges) {
      if (Object.hasOwn(this.state?.inputs ?? {}, field)) goal[field] = this.state?.inputs[field];
      else delete goal[field];
    }
    const hidden = { name, ...(customTimeouts === undefined ? {} : { customTimeouts }), set: [] };
    return { ...goal, __vpcep: hidden, __provider: providerText };
  }

  private async check(olds: Bag, goal: Bag): Promise<Bag> {
    const { inputs, failures } = await this.provider.check(olds, goal);
    if (failures.length > 0) throw new CheckFailed(failures);
    return inputs;
  }

  private async create(inputs: Bag): Promise<void> {
    try {
      const { id, outs } = await this.provider.create(inputs);
      this.state = { id, inputs, outputs: outs, initErrors: [] };
    } catch (error) {
      const partial = partialStateOf(error);
      if (partial !== undefined) this.state = { ...partial, inputs };
      throw error;
    }
  }

  private async update(inputs: Bag): Promise<void> {
    const old = this.known();
    try {
      const { outs } = await this.provider.update(old.id, old.outputs, inputs);
      this.state = { id: old.id, inputs, outputs: outs, initErrors: [] };
    } catch (error) {
      const partial = partialStateOf(error);
      // The old inputs stay, so that the next diff sees what is missing.
      if (partial !== undefined) this.state = { ...partial, id: old.id, inputs: old.inputs };
      throw error;
    }
  }

  private async replace({ inputs, deleteBeforeReplace }: Plan): Promise<void> {
    const old = this.known();
    if (deleteBeforeReplace) {
      await this.provider.delete(old.id, old.outputs);
      this.state = undefined;
      await this.create(inputs);
      return;
    }
    try {
      await this.create(inputs);
    } catch (error) {
      // When nothing came of the new one, the old one is still the resource. Else it is deleted by the next run.
      if (this.state !== old) this.pendingDeletes.push(old);
      throw error;
    }
    this.pendingDeletes.push(old);
    await this.deletePending();
  }

  private async deletePending(): Promise<void> {
    for (let old = this.pendingDeletes[0]; old !== undefined; old = this.pendingDeletes[0]) {
      await this.provider.delete(old.id, old.outputs);
      this.pendingDeletes.shift();
    }
  }
}

/** The engine's own comparison, which passes over properties whose name begins with two underscores. */
function inputsDiffer(olds: Bag, news: Bag): boolean {
  return !isDeepStrictEqual(visible(olds), visible(news));
}

function visible(bag: Bag): Bag {
  return Object.fromEntries(Object.entries(bag).filter(([key]) => !key.startsWith("__")));
}

/** What the engine keeps of an error that carries an id; without `__provider` it could do nothing with it later. */
function partialStateOf(error: unknown): Omit<ResourceState, "inputs"> | undefined {
  const { id, properties, reasons } = error as { id?: unknown; properties?: Bag; reasons?: string[] };
  if (typeof id !== "string" || id === "") return undefined;
  if (typeof properties?.["__provider"] !== "string")
    throw new Error(`a partial failure without __provider: ${error}`);
  if (reasons === undefined || reasons.length === 0)
    throw new Error(`a partial failure without reasons: ${error}`);
  return { id, outputs: properties, initErrors: reasons };
}
