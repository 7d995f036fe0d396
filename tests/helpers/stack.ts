import { Deployment } from "./deployment";
import {
  type Diff,
  type EngineProvider,
  goalOf,
  type Plan,
  type Properties,
  type ResourceOptions,
  type ResourceState,
  type Step,
} from "./engine";

export interface StackOptions extends ResourceOptions {
  name: string;
  /** The property `__provider`. */
  providerText: string;
}

/** A stack with one resource. */
export class Stack {
  readonly deployment: Deployment;

  constructor(
    private readonly provider: EngineProvider,
    private given: StackOptions,
  ) {
    this.deployment = new Deployment(provider, given.providerText);
  }

  get options(): StackOptions {
    return this.given;
  }

  set options(options: StackOptions) {
    this.given = options;
    this.deployment.providerText = options.providerText;
  }

  /** Undefined while it is deleted and not yet replaced. */
  get state(): ResourceState | undefined {
    const known = this.deployment.find(this.options.name);
    return known?.replacing === true ? undefined : known;
  }

  set state(state: ResourceState | undefined) {
    this.deployment.resources = [...this.pendingDeletes, ...(state === undefined ? [] : [state])];
  }

  /** Replaced resources whose delete failed: the next `up` or `destroy` tries again. */
  get pendingDeletes(): ResourceState[] {
    return this.deployment.resources.filter(({ condemned }) => condemned === true);
  }

  /** The id in the state; fails when there is none. */
  get id(): string {
    return this.known().id;
  }

  get outputs(): Properties {
    return this.known().outputs;
  }

  /** Check and diff, as `pulumi preview`; unknown values may stand anywhere in what is wanted. */
  preview(wanted: Properties): Promise<Plan> {
    return this.deployment.plan({ ...this.options, wanted });
  }

  /** `pulumi up`: throws what the provider threw, after the state was kept as the engine keeps it. */
  async up(wanted: Properties): Promise<Step> {
    const steps = await this.deployment.up([{ ...this.options, wanted }]);
    return steps.get(this.options.name) as Step;
  }

  /** `pulumi refresh`: gives the diff that the engine asks for to show the drift, or "gone". */
  async refresh(): Promise<Diff | "gone" | undefined> {
    const results = await this.deployment.refresh();
    return results.find(({ old }) => old.condemned !== true)?.verdict;
  }

  destroy(): Promise<void> {
    return this.deployment.destroy();
  }

  /** `.get()`: a read of an id that the stack does not own. */
  async get(id: string): Promise<Properties> {
    const goal = goalOf({}, this.options, undefined, this.options.providerText);
    const found = await this.provider.read(id, goal);
    if (found.id === "") throw new Error(`resource '${id}' does not exist`);
    return found.props;
  }

  private known(): ResourceState {
    if (this.state === undefined) throw new Error("the stack holds no resource");
    return this.state;
  }
}
