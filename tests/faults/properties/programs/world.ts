import type { Deployment, Program } from "../../../helpers/deployment";
import type { Step } from "../../../helpers/engine";
import { type Lab, service } from "../../../helpers/in-process";
import type { ByHand, Command, Trouble } from "./commands";
import { type Field, valuesIn } from "./fields";
import { Ledger } from "./ledger";
import type { Moment, Ran, Registered } from "./moment";
import { type Backend, type Entry, edited, foreignBackends, portOf } from "./program";
import { registrationsOf } from "./registrations";

export type Outcome = "succeeded" | "failed" | "killed";

/** What a command did, for the invariants. */
export interface Happened extends Ran {
  command: Command;
  outcome: Outcome;
  error: Error | undefined;
  /** Every failure that came out of a handler. */
  errors: readonly Error[];
  /** What was planned for each resource. */
  steps: ReadonlyMap<string, Step>;
}

/** One stack, the text of its program, and a cloud in which other people have services too. */
export class World {
  readonly stack: Deployment;
  readonly ledger = new Ledger();
  program: Entry[] = [];
  private last: Entry[] = [];
  /** The moment after the last command, unless something was done by hand since. */
  private known: Moment | undefined;

  constructor(readonly one: Lab) {
    this.stack = one.newDeployment();
  }

  /** Services made by hand, with tags, a whitelist and a description that nobody's program knows. */
  async makeForeign(): Promise<void> {
    const theirs = this.one.newDeployment();
    const program = foreignBackends.map((backend) => ({
      name: `theirs-${backend}`,
      wanted: service({ portId: portOf(backend), serviceName: "theirs" }),
    }));
    await theirs.up(program, { atOnce: true });
    this.one.deployments.splice(this.one.deployments.indexOf(theirs), 1);
    for (const { id } of theirs.resources)
      this.one.emulator.patchService(id, {
        description: "theirs",
        tags: [{ key: "theirs", value: "1" }],
        permissions: ["iam:domain::theirs"],
      });
  }

  moment(): Moment {
    const { services } = this.one.emulator.state();
    const { region } = this.one.emulator;
    const entries = services.map((found) => {
      const [values, portId, serverType] = [
        valuesIn(found, region),
        String(found.port_id),
        String(found.server_type),
      ];
      return [String(found.id), { values, portId, serverType }] as const;
    });
    return { services: new Map(entries), resources: [...this.stack.resources] };
  }

  async obey(command: Command): Promise<Happened> {
    const { one, stack } = this;
    if (command.kind === "by hand") this.changeByHand(command.backend, command.patch);
    const before = this.known ?? this.moment();
    one.forget();
    const failures = one.errors.length;
    let registered: Registered[] = [];
    let operation = async () => undefined as unknown;
    if (command.kind === "up") {
      this.program = edited(this.program, command.edits, this.last).map((entry) => ({ ...entry }));
      registered = registrationsOf(this.program, before);
      operation = () => this.up(command, registered);
    }
    if (command.kind === "refresh") operation = () => stack.refresh();
    if (command.kind === "destroy") operation = () => stack.destroy();
    const trouble = command.kind === "by hand" ? undefined : command.trouble;
    const { outcome, error } = await this.run(operation, trouble);
    if (command.kind === "up" && outcome === "succeeded") this.last = this.program;
    const after = this.moment();
    this.known = after;
    const ran = { registered, before, after, requests: one.emulator.requests() };
    const steps = command.kind === "up" ? stack.steps : new Map<string, Step>();
    const errors = one.errors.slice(failures);
    return { ...ran, command, outcome, error, errors, steps, killed: outcome === "killed" };
  }

  private async up(command: Command & { kind: "up" }, registered: Registered[]): Promise<void> {
    const { unrelated } = command.trouble;
    const failing = { fails: new Error("a resource of another provider failed") };
    const program: Program = [
      ...(unrelated === "first" ? [failing] : []),
      ...registered,
      ...(unrelated === "last" ? [failing] : []),
    ];
    if (command.preview) {
      for (const one of registered) await this.stack.plan(one).catch(() => undefined);
      this.one.restart();
    }
    const replaced = this.program.find(({ backend }) => backend === command.replace)?.name;
    const target = registered.find(
      ({ name, wanted }) => name === replaced && wanted.existingId !== undefined,
    );
    await this.stack.up(program, { ...command, replace: target === undefined ? [] : [target.name] });
  }

  /** In a process of its own, which is killed if the trouble says so. */
  private async run(operation: () => Promise<unknown>, trouble?: Trouble) {
    const { one, stack } = this;
    one.restart();
    // No two processes begin at the same moment.
    one.time.nowMs += 1000;
    one.fault(...(trouble?.faults ?? []));
    let outcome: Outcome = "succeeded";
    let error: Error | undefined;
    const killed = one.killAt(trouble?.killAt ?? 0).then(() => {
      outcome = "killed";
      stack.kill();
    });
    const operated = operation().catch((thrown) => {
      if (outcome !== "killed") outcome = "failed";
      error = thrown;
    });
    await Promise.race([operated, killed]);
    void one.killAt(0);
    // What had left before the kill still arrives.
    while (one.time.underWay > 0) await new Promise(setImmediate);
    one.emulator.clearFaults();
    return { outcome: outcome as Outcome, error };
  }

  /** Unless a resource of the state holds it, or it has gone meanwhile. */
  deleteOrphan(id: string | undefined): void {
    const { services, resources } = this.moment();
    if (id === undefined || !services.has(id) || resources.some((one) => one.id === id)) return;
    this.one.emulator.deleteService(id);
    this.known = undefined;
  }

  private changeByHand(backend: Backend, patch: ByHand): void {
    const before = this.moment();
    const found = [...before.services].find(([, { portId }]) => portId === portOf(backend));
    if (found === undefined) return;
    this.one.emulator.patchService(found[0], patch);
    this.known = undefined;
    const changed = Object.keys(patch).flatMap((name): Field[] =>
      name === "permissions" ? ["permissions", "organizationPermissions"] : [name as Field],
    );
    this.ledger.changedByHand(before, found[0], changed);
  }
}
