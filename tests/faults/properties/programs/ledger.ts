import type { Properties, ResourceState } from "../../../helpers/engine";
import { type Fate, type Field, fields, sentTo, valuesOf } from "./fields";
import { living, type Moment, type Ran, type Registered } from "./moment";

/** Whether a field that the program does not speak of any more goes back to the default. */
type Managed = "no" | "perhaps" | "yes";

/** What a resource of the state has to know of its service. */
interface Knowledge {
  managed: Map<Field, Managed>;
  /** Changed by others than this resource, or by a run that was killed, and not refreshed since. */
  stale: Set<Field>;
}

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
    const strange = this.strangeChange(ran);
    const wrong = ran.registered.map((one) => this.settle(one, ran)).find((problem) => problem !== undefined);
    this.hearOfOthers(ran);
    this.forgetAllBut(ran.after.resources);
    return strange ?? wrong;
  }

  /** A field that changed although nobody's program speaks of it, or has ever set it. */
  private strangeChange({ registered, before, after }: Ran): string | undefined {
    for (const [id, { values: had }] of before.services) {
      const has = after.services.get(id)?.values;
      if (has === undefined) continue;
      const actor = registered.find((one) => idOf(one, before, after) === id);
      const field = fields.find((one) => had[one] !== has[one] && !this.mayChange(actor, id, one));
      if (field !== undefined)
        return `${field} of ${id} changed from "${had[field]}" to "${has[field]}", which nobody wanted`;
    }
    return undefined;
  }

  /** A service may be in the state twice: who did not make a change does not know of it. */
  private hearOfOthers({ registered, before, after, requests }: Ran): void {
    for (const { id, name } of after.resources) {
      const isOthers = registered.some((one) => one.name !== name && idOf(one, before, after) === id);
      for (const [field, fate] of isOthers ? sentTo(id, requests) : [])
        if (fate !== "refused") this.of(name, id).stale.add(field);
    }
  }

  /** What has left the state knows nothing, should its name come back. */
  private forgetAllBut(resources: readonly ResourceState[]): void {
    const kept = new Set(resources.map(({ name, id }) => `${name} ${id}`));
    for (const key of this.known.keys()) if (!kept.has(key)) this.known.delete(key);
  }

  private mayChange(actor: Registered | undefined, id: string, field: Field): boolean {
    if (actor === undefined) return false;
    return actor.wanted[field] !== undefined || this.managed(actor.name, id, field) !== "no";
  }

  private settle({ name, wanted }: Registered, ran: Ran): string | undefined {
    const { before, after, requests, killed } = ran;
    const [was, is] = [living(before.resources, name), living(after.resources, name)];
    const id = is?.id ?? idOf({ name, wanted }, before, after);
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
  private wrong(name: string, id: string, field: Field, wanted: Properties, { before, after }: Ran) {
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

  /** After a failure only what was sent, or may have been, counts as set. */
  private learn(name: string, id: string, field: Field, run: Learnt): void {
    const { wanted, succeeded, fate, killed } = run;
    const { managed, stale } = this.of(name, id);
    const said = wanted[field] !== undefined;
    const before = this.managed(name, id, field);
    if (succeeded) {
      managed.set(field, said ? "yes" : "no");
      if (said && fate === "done" && !lists.includes(field) && field !== "tags") stale.delete(field);
      return;
    }
    if (fate === undefined || fate === "refused") return;
    if (killed) stale.add(field);
    if (said && before === "yes") return;
    managed.set(field, said && fate === "done" && !killed ? "yes" : "perhaps");
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

/** How a run ended for one field of a resource. */
interface Learnt {
  wanted: Properties;
  succeeded: boolean;
  fate: Fate | undefined;
  killed: boolean;
}

/** They are not part of a create; and as with tags, only the difference to what is known is sent. */
const lists: readonly Field[] = ["permissions", "organizationPermissions"];

/** Made or taken over in this run: what had the name before is condemned, if there was anything. */
function isNew({ id }: ResourceState, was: ResourceState | undefined): boolean {
  return was === undefined || was.id !== id;
}

/** The service that a registration was about: the one it asked for, else the one that it has now or had. */
function idOf({ name, wanted }: Registered, before: Moment, after: Moment): string | undefined {
  const has = living(after.resources, name) ?? living(before.resources, name);
  return (wanted.existingId as string | undefined) ?? has?.id;
}
