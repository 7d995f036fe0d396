import {
  type Diff,
  type EngineProvider,
  type Plan,
  partialStateOf,
  type Registration,
  type ResourceState,
  type Step,
} from "./engine";

/** A resource of another provider, which cannot be created. */
export interface Unrelated {
  fails: Error;
}

export interface Refreshed {
  old: ResourceState;
  /** Absent when it is gone. */
  now?: ResourceState;
  /** The diff that the engine asks for to show the drift. */
  verdict: Diff | "gone";
}

/** What a run has to do with: the state, and the provider behind it. */
interface Stack {
  resources: ResourceState[];
  provider: EngineProvider;
  find(name: string): ResourceState | undefined;
  plan(registration: Registration, forced: boolean): Promise<Plan>;
}

type Chain = (() => Promise<void>)[];

/** One command under way. */
export class Run {
  stopped = false;
  private killed = false;
  private readonly errors: unknown[] = [];
  readonly steps = new Map<string, Step>();
  private readonly refreshed: Refreshed[] = [];
  /** The state as it was when the run began; its resources are the same objects. */
  private readonly before: readonly ResourceState[];

  constructor(
    private readonly stack: Stack,
    private readonly continueOnError: boolean,
  ) {
    this.before = [...stack.resources];
  }

  kill(): void {
    this.stopped = this.killed = true;
  }

  end(): Map<string, Step> {
    if (this.errors.length > 0) throw this.errors[0];
    return this.steps;
  }

  async stepsOf(part: Registration | Unrelated, forced: readonly string[]): Promise<Chain> {
    if ("fails" in part) return [() => Promise.reject(part.fails)];
    const old = this.stack.find(part.name);
    let plan: Plan;
    try {
      plan = await this.stack.plan(part, forced.includes(part.name));
    } catch (error) {
      this.errors.push(error);
      this.stopped = true;
      return [];
    }
    this.steps.set(part.name, plan.step);
    if (old === undefined) return [() => this.create(part.name, plan)];
    switch (plan.step) {
      case "same":
        return [async () => this.swap(old, { ...old, inputs: plan.inputs, initErrors: [] })];
      case "update":
        return [() => this.update(old, plan)];
      default: {
        const first = plan.deleteBeforeReplace && old.replacing !== true;
        const replacement = () => this.create(part.name, plan, old);
        return first ? [() => this.delete(old, true), replacement] : [replacement];
      }
    }
  }

  /** Never rejects: `end` throws what failed. */
  async execute(chain: Chain): Promise<void> {
    for (const step of chain) {
      if (this.stopped) return;
      try {
        await step();
      } catch (error) {
        this.errors.push(error);
        if (!this.continueOnError) this.stopped = true;
        return;
      }
    }
  }

  /** Everything replaced, by this run or an earlier one, and everything whose name the program did not register. */
  async deleteWhatIsLeft(): Promise<void> {
    const left = this.before.filter(({ name, condemned }) => condemned === true || !this.isOperatedOn(name));
    await Promise.all(
      left.map((old) =>
        this.execute([
          old.replacing === true && old.condemned !== true
            ? async () => this.swap(old)
            : () => this.delete(old),
        ]),
      ),
    );
  }

  async refresh(old: ResourceState): Promise<void> {
    const { id, props, inputs } = await this.stack.provider.read(old.id, old.outputs);
    if (id === "") return void this.refreshed.push({ old, verdict: "gone" });
    const verdict = await this.stack.provider.diff(id, props, old.inputs);
    const now = { ...old, id, inputs: inputs ?? old.inputs, outputs: props, initErrors: [] };
    this.refreshed.push({ old, now, verdict });
  }

  /** The state is written once, when all are read. */
  applyRefreshed(): Refreshed[] {
    for (const { old, now } of this.refreshed) this.swap(old, now);
    return this.killed ? [] : this.refreshed;
  }

  /** A create does not concern what had the name before, which can only be condemned. */
  private isOperatedOn(name: string): boolean {
    const step = this.steps.get(name);
    return step !== undefined && step !== "create";
  }

  private async create(name: string, { inputs, deleteBeforeReplace }: Plan, old?: ResourceState) {
    const created = (made: Pick<ResourceState, "id" | "outputs" | "initErrors">) => {
      if (this.killed) return;
      if (old !== undefined && !deleteBeforeReplace) old.condemned = true;
      if (old?.replacing === true) this.swap(old);
      this.stack.resources.push({ name, inputs, ...made });
    };
    try {
      const { id, outs } = await this.stack.provider.create(inputs);
      created({ id, outputs: outs, initErrors: [] });
    } catch (error) {
      const partial = partialStateOf(error);
      if (partial !== undefined) created(partial);
      throw error;
    }
  }

  private async update(old: ResourceState, { inputs }: Plan): Promise<void> {
    try {
      const { outs } = await this.stack.provider.update(old.id, old.outputs, inputs);
      this.swap(old, { ...old, inputs, outputs: outs, initErrors: [] });
    } catch (error) {
      const partial = partialStateOf(error);
      // The old inputs stay, so that the next diff sees what is missing.
      if (partial !== undefined) this.swap(old, { ...old, ...partial, id: old.id });
      throw error;
    }
  }

  /** With `toBeReplaced` it stays in the state until its replacement is there. */
  private async delete(old: ResourceState, toBeReplaced = false): Promise<void> {
    await this.stack.provider.delete(old.id, old.outputs);
    if (this.killed) return;
    if (toBeReplaced) old.replacing = true;
    else this.swap(old);
  }

  private swap(old: ResourceState, now?: ResourceState): void {
    if (this.killed) return;
    const place = this.stack.resources.indexOf(old);
    if (place >= 0) this.stack.resources.splice(place, 1, ...(now === undefined ? [] : [now]));
  }
}
