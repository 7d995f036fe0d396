// A program of several resources, run the way the engine runs it: resource/deploy/deployment_executor.go,
// step_generator.go (GenerateDeletes) and step.go of 3.259.
//
// Registrations come in the program's order; each is checked and diffed, and its steps begin at once. Deletes, those left
// over from earlier runs too, come after all of that, and only if nothing failed: a failed step stops whatever has not
// begun. With `continueOnError` a failed step stops nothing but the rest of its own chain, and the deletes come all the
// same (none of these resources depends on another). A failed check or diff stops the run in any case.
import { type Refreshed, Run, type Unrelated } from "./deployment-run";
import {
  type EngineProvider,
  type Plan,
  planOf,
  type Registration,
  type ResourceState,
  type Step,
} from "./engine";

export type Program = readonly (Registration | Unrelated)[];

export interface UpOptions {
  continueOnError?: boolean;
  /** Names of the resources that `--replace` names. */
  replace?: readonly string[];
  /** The program makes its resources without waiting for one another: their steps overlap. */
  atOnce?: boolean;
}

/** A stack: what its state holds, and the commands that change it. */
export class Deployment {
  resources: ResourceState[] = [];
  /** What the last refresh could read; others may have failed. */
  refreshed: Refreshed[] = [];
  /** What the last `up` planned for each resource, also when it failed. */
  steps: ReadonlyMap<string, Step> = new Map();
  private run: Run | undefined;

  constructor(
    readonly provider: EngineProvider,
    public providerText: string,
  ) {}

  /** The resource that goes by the name, as the engine's `olds` have it. */
  find(name: string): ResourceState | undefined {
    return this.resources.find((one) => one.name === name && one.condemned !== true);
  }

  plan(registration: Registration, forced = false): Promise<Plan> {
    const old = this.find(registration.name);
    return planOf(this.provider, registration, old, this.providerText, forced);
  }

  /** `pulumi up`: throws the first thing that failed; what the others came to is in the state. */
  async up(program: Program, options: UpOptions = {}): Promise<Map<string, Step>> {
    const run = this.begin(options.continueOnError);
    this.steps = run.steps;
    const chains: Promise<void>[] = [];
    for (const part of program) {
      if (run.stopped) break;
      const chain = await run.stepsOf(part, options.replace ?? []);
      const executed = run.execute(chain);
      chains.push(executed);
      if (options.atOnce !== true) await executed;
    }
    await Promise.all(chains);
    if (!run.stopped) await run.deleteWhatIsLeft();
    return run.end();
  }

  /** `pulumi destroy`: no registrations, so all that the state holds is left over. */
  async destroy(): Promise<void> {
    const run = this.begin();
    await run.deleteWhatIsLeft();
    run.end();
  }

  /** `pulumi refresh`: condemned ones too. One that cannot be read stays as it was, and the others go on. */
  async refresh(): Promise<Refreshed[]> {
    const run = this.begin(true);
    const readable = this.resources.filter(({ replacing }) => replacing !== true);
    await Promise.all(readable.map((old) => run.execute([() => run.refresh(old)])));
    this.refreshed = run.applyRefreshed();
    run.end();
    return this.refreshed;
  }

  /** The engine is killed: whatever goes on in its provider from here on is never heard of. */
  kill(): void {
    this.run?.kill();
  }

  private begin(continueOnError = false): Run {
    this.run = new Run(this, continueOnError);
    return this.run;
  }
}
