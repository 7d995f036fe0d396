import type { LoggedRequest } from "../../../../emulator";
import type { Bag, ResourceState } from "../../../helpers/engine";
import { type Field, fields, sentTo, type Values, valuesOf } from "./fields";

/** Whether a field that the program does not speak of any more goes back to the default. */
type Managed = "no" | "perhaps" | "yes";

/** What a resource of the state has to know of its service. */
interface Knowledge {
  managed: Map<Field, Managed>;
  /** Changed by others than this resource, or by a run that was killed, and not refreshed since. */
  stale: Set<Field>;
}

/** A service as the cloud has it. */
export interface Found {
  values: Values;
  portId: string;
  serverType: string;
}

/** Cloud and state at one moment. */
export interface Moment {
  services: ReadonlyMap<string, Found>;
  resources: readonly ResourceState[];
}

/** A resource that a program registered, in one run. */
export interface Registered {
  name: string;
  wanted: Bag;
}

export interface Ran {
  registered: readonly Registered[];
  before: Moment;
  after: Moment;
  requests: readonly LoggedRequest[];
  killed: boolean;
}

export const living = (resources: readonly ResourceState[], name: string) =>
  resources.find((one) => one.name === name && one.condemned !== true && one.replacing !== true);

/**
 * The expectations: for every field of every service, whether a run may change it, and what it is after one that
 * succeeded. `check` gives what is wrong, in a sentence.
 */
export class Ledger {
  private readonly known = new Map<string, Knowledge>();

  /** By hand: whoever holds the service does not know it. */
  changedByHand({ resources }: Moment, id: string, changed: readonly Field[]): void {
    for (const { name } of resources.filter((one) => one.id === id)) {
      for (const field of changed) this.of(name, id).stale.add(field);
    }
  }

  refreshed({ name, id }: ResourceState): void {
    this.of(name, id).stale.clear();
  }

  /** Whether every resource knows how its service stands, so that a run that succeeded has left nothing to do. */
  knowsAll(resources: readonly ResourceState[]): boolean {
    return resources.every(({ name, id }) => this.of(name, id).stale.size === 0);
  }

  /** Looks at every service that was there before and after a run, then takes in what the run did. */
  check(ran: Ran): string | undefined {
    const { registered, before, after, requests } = ran;
    for (const [id, { values: had }] of before.services) {
      const has = after.services.get(id)?.values;
      if (has === undefined) continue;
      const actor = registered.find(({ name, wanted }) => this.idOf(name, wanted, before, after) === id);
      const problem = fields
        .filter((field) => had[field] !== has[field] && !this.mayChange(actor, id, field))
        .map(
          (field) => `${field} of ${id} changed from "${had[field]}" to "${has[field]}", which nobody wanted`,
        );
      if (problem.length > 0) return problem[0];
    }
    const problems = registered.map((one) => this.settle(one, ran));
    for (const { id, name } of after.resources) {
      const others = registered.filter((one) => one.name !== name);
      const isOthers = others.some((one) => this.idOf(one.name, one.wanted, before, after) === id);
      if (!isOthers) continue;
      for (const [field, fate] of sentTo(id, requests))
        if (fate !== "refused") this.of(name, id).stale.add(field);
    }
    this.forgetAllBut(after.resources);
    return problems.find((problem) => problem !== undefined);
  }

  /** What has left the state knows nothing, should its name come back. */
  forgetAllBut(resources: readonly ResourceState[]): void {
    const kept = new Set(resources.map(({ name, id }) => `${name} ${id}`));
    for (const key of this.known.keys()) if (!kept.has(key)) this.known.delete(key);
  }

  /** The service that a registration was about: the one it asked for, else the one that it had or has now. */
  private idOf(name: string, { existingId }: Bag, before: Moment, after: Moment): string | undefined {
    const has = living(after.resources, name) ?? living(before.resources, name);
    return (existingId as string | undefined) ?? has?.id;
  }

  private mayChange(actor: Registered | undefined, id: string, field: Field): boolean {
    if (actor === undefined) return false;
    return actor.wanted[field] !== undefined || this.managed(actor.name, id, field) !== "no";
  }

  private settle({ name, wanted }: Registered, ran: Ran): string | undefined {
    const { before, after, requests, killed } = ran;
    const [was, is] = [living(before.resources, name), living(after.resources, name)];
    const id = is?.id ?? this.idOf(name, wanted, before, after);
    if (id === undefined) return undefined;
    const sent = sentTo(id, requests);
    // A new resource, made or taken over, begins with nothing that it has set; a create sends all but the lists.
    if (is !== undefined && is !== was && isNew(is, was)) {
      this.known.delete(`${name} ${id}`);
      if (!before.services.has(id))
        for (const field of fields)
          if (wanted[field] !== undefined && !lists.includes(field)) sent.set(field, "done");
    }
    const succeeded = is !== undefined && is !== was && is.initErrors.length === 0;
    const problems = fields.map((field) => {
      const problem = succeeded ? this.wrong(name, id, field, wanted, ran) : undefined;
      this.learn(name, id, field, { wanted, succeeded, fate: sent.get(field), killed });
      return problem;
    });
    return problems.find((problem) => problem !== undefined);
  }

  /** After a success: what the program says, the default of what it said, or what was there. */
  private wrong(name: string, id: string, field: Field, wanted: Bag, { before, after }: Ran) {
    const has = after.services.get(id)?.values[field];
    const had = before.services.get(id)?.values[field];
    if (has === undefined || this.of(name, id).stale.has(field)) return undefined;
    const value = valuesOf(wanted)[field];
    const managed = this.managed(name, id, field);
    const allowed =
      wanted[field] !== undefined || managed === "yes"
        ? [value]
        : managed === "perhaps"
          ? [value, had]
          : [had ?? value];
    if (allowed.includes(has)) return undefined;
    return `${field} of ${name} (${id}) is "${has}" after a success, not ${allowed.map((one) => `"${one}"`).join(" or ")}`;
  }

  private learn(
    name: string,
    id: string,
    field: Field,
    {
      wanted,
      succeeded,
      fate,
      killed,
    }: { wanted: Bag; succeeded: boolean; fate: string | undefined; killed: boolean },
  ): void {
    const { managed, stale } = this.of(name, id);
    const said = wanted[field] !== undefined;
    const reached = fate === "done" || fate === "unknown";
    if (succeeded) {
      managed.set(field, said ? "yes" : "no");
      if (said && fate === "done" && !lists.includes(field) && field !== "tags") stale.delete(field);
    } else if (reached && killed) {
      stale.add(field);
      managed.set(field, this.managed(name, id, field) === "yes" && said ? "yes" : "perhaps");
    } else if (reached && said && this.managed(name, id, field) !== "yes") {
      managed.set(field, fate === "done" ? "yes" : "perhaps");
    } else if (reached && !said) {
      managed.set(field, "perhaps");
    }
  }

  private managed(name: string, id: string, field: Field): Managed {
    return this.of(name, id).managed.get(field) ?? "no";
  }

  private of(name: string, id: string): Knowledge {
    const key = `${name} ${id}`;
    const found = this.known.get(key) ?? { managed: new Map(), stale: new Set() };
    this.known.set(key, found);
    return found;
  }
}

/** They are not part of a create; and as with tags, only the difference to what is known is sent. */
const lists: readonly Field[] = ["permissions", "organizationPermissions"];

/** Made or taken over in this run: what had the name before is condemned, if there was anything. */
function isNew({ id }: ResourceState, was: ResourceState | undefined): boolean {
  return was === undefined || was.id !== id;
}
