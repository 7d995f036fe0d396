// Responses spoilt at random under the operations of one resource type: what comes of each, and what it leaves behind.
import fc from "fast-check";
import type { Properties, ResourceState } from "../../helpers/engine";
import { type Lab, service } from "../../helpers/in-process";
import type { Stack } from "../../helpers/stack";
import { lab } from "../support";
import { outputsProblem } from "./declared";
import { endingOf, expectClean, expectLine, expectPrototypes, expectSentence } from "./invariants";
import type { Lie } from "./lies";
import { share } from "./mutations";
import { anyPlans, type Plan, Spoiler } from "./spoiler";
import { type Operation, type Subject, type Surroundings, subjects } from "./subjects";

/** Of each operation but a read, in seconds. */
const LIMIT = 60;
/** Of a read. */
const READ_LIMIT = 600;
/** The last request at the deadline, and the looks for a lost create. */
const GRACE_MS = 60_000;

/** Spoils so many responses, or as many as `FC_RUNS` says. */
export async function fuzz(type: keyof typeof subjects, count: number): Promise<void> {
  const subject: Subject = subjects[type];
  const spoiler = await Spoiler.create();
  const one = await lab({ sockets: spoiler.transport });
  let turn = 0;
  // Which of the operations is a share of them: what they are follows from ids that only the run knows.
  const property = fc.asyncProperty(share, anyPlans, async (place, plans) => {
    turn += 1;
    const run = await Run.begin(one, spoiler, subject, place);
    await run.spoilt(plans);
    // In some runs, for it doubles them.
    if (turn % 3 === 0) await run.recover();
  });
  await spoiler.assert(property, count);
}

class Run {
  lies: readonly Lie[] = [];
  private errors: Error[] = [];

  private constructor(
    private readonly one: Lab,
    private readonly spoiler: Spoiler,
    private readonly subject: Subject,
    private readonly around: Surroundings,
    private readonly name: string,
    private readonly operation: Operation,
    private readonly stack: Stack,
    /** Objects of the type before, which are others'. */
    private readonly others: readonly string[],
  ) {}

  /** An empty cloud, in which only stands what the operation needs. */
  static async begin(one: Lab, spoiler: Spoiler, subject: Subject, place: number): Promise<Run> {
    spoiler.end();
    one.emulator.reset();
    one.restart();
    one.lines.length = one.errors.length = 0;
    const around = subject.isAlone ? NOTHING : await surroundings(one);
    const operations = Object.entries<Operation>(subject.operations(subject.whole(around), around));
    const [name, operation] = operations[Math.floor(place * operations.length)] as [string, Operation];
    const others = subject.idsIn(one);
    const stack = one.siblingStack(subject.handlers, "orders");
    stack.options = { ...stack.options, customTimeouts: { create: LIMIT, update: LIMIT, delete: LIMIT } };
    if (operation.before !== undefined) await stack.up(operation.before);
    if (operation.isConnected) one.emulator.connect(stack.id, { domain_id: "one", status: "accepted" });
    return new Run(one, spoiler, subject, around, name, operation, stack, others);
  }

  async spoilt(plans: readonly Plan[]): Promise<void> {
    const had = this.stack.state;
    const isRead = ["refresh", "get", "import"].some((read) => read === this.operation.now);
    // A replacement is two operations, and what is adopted is read before.
    const limit = isRead ? READ_LIMIT : this.operation.now === "adopt" ? READ_LIMIT + LIMIT : 2 * LIMIT;
    this.spoiler.begin(plans);
    const beganMs = this.one.time.nowMs;
    const error = await endingOf(this.name, () => this.act());
    this.spoiler.end();
    this.lies = this.spoiler.lies;
    expect(this.one.time.nowMs - beganMs).toBeLessThanOrEqual(limit * 1000 + GRACE_MS);
    this.expectFit(error);
    this.expectNothingLost(had);
    if (error === undefined && this.lies.length === 0) await this.expectTrue();
  }

  private async act(): Promise<unknown> {
    const { stack, one, subject, operation, around } = this;
    const { now } = operation;
    if (now === "refresh") return stack.refresh();
    if (now === "destroy") return stack.destroy();
    if (typeof now === "object") return stack.up(now);
    const id = subject.importId(stack.id, around);
    const theirs = one.siblingStack(subject.handlers, "orders");
    if (now === "get") return theirs.get(id);
    if (now === "adopt") {
      stack.state = undefined;
      return stack.up({ ...operation.before, existingId: id });
    }
    const found = await stack.deployment.provider.read(id, {});
    expect(outputsProblem(subject.handlers.definition.type, found.props, true)).toBeUndefined();
    expectClean(found);
    return found;
  }

  /** With the cloud well again: a new process finds out how things are, and brings them to what the program says. */
  async recover(): Promise<void> {
    const { one, stack, subject, around } = this;
    one.restart();
    let wanted = subject.whole(around);
    let failed =
      (await endingOf("a refresh", () => stack.refresh())) ??
      (await endingOf("an update", () => stack.up(wanted)));
    this.expectFit(failed);
    // What a create of unknown fate has made is taken over, as the sentences advise; after a replacement it is another.
    const [orphan] = this.mine();
    const isNamed = this.errors.some(({ message }) => NAMES_IT.test(message));
    if (failed !== undefined && isNamed && this.operation.before !== undefined) return;
    if (failed !== undefined && isNamed && this.lies.length === 0) {
      wanted = { ...wanted, existingId: orphan };
      failed = await endingOf("an adoption", () => stack.up(wanted));
    }
    if (failed !== undefined && this.lies.length > 0) return;
    expect(failed).toBeUndefined();
    await this.expectTrue();
    one.forget();
    expect([await stack.up(wanted), one.calls()]).toEqual(["same", []]);
    const shown = Object.entries(wanted).map(([name, value]) => [name, asShown(value)]);
    expect(stack.outputs).toMatchObject(Object.fromEntries(shown));
    if (this.lies.length === 0 && !isNamed) expect(this.mine()).toEqual([stack.id]);
  }

  /** Success or one sentence, and a state of the declared types, without keys. */
  private expectFit(error: Error | undefined): void {
    const { one, stack, subject } = this;
    const { type } = subject.handlers.definition;
    if (error !== undefined) {
      this.errors.push(error);
      // What check refuses, the engine puts behind the resource's name.
      expectSentence(error.message, new RegExp(`^(?:${type} "[?\\w]+": \\w+ failed: .| existingId: .)`));
      const { reasons = [error.message] } = error as { reasons?: string[] };
      expect(reasons).toEqual([error.message]);
    }
    for (const { id, outputs, initErrors } of stack.deployment.resources) {
      expect(id).toMatch(/^[A-Za-z0-9][/A-Za-z0-9_-]{0,129}$/);
      const isPartial = initErrors.length > 0 || this.spoiler.lies.length > 0;
      expect(outputsProblem(type, outputs, isPartial)).toBeUndefined();
    }
    one.lines.forEach(expectLine);
    expectClean(error, one.errors, one.lines, stack.deployment.resources);
    expectPrototypes();
  }

  /** The objects of the type that this run has made, in the cloud. */
  private mine(): string[] {
    return this.subject.idsIn(this.one).filter((id) => !this.others.includes(id));
  }

  /** What lives is in the state, unless a response was false about just that, or a sentence names it. */
  private expectNothingLost(had: ResourceState | undefined): void {
    const held = this.stack.deployment.resources.map(({ id }) => id);
    const lost = this.mine().filter((id) => !held.includes(id));
    if (lost.length === 0 || this.operation.now === "adopt") return;
    const isGone = had !== undefined && lost.includes(had.id);
    if (isGone) expect(this.lies).toContainEqual(expect.objectContaining({ says: "gone" }));
    else if (!this.errors.some(({ message }) => NAMES_IT.test(message)))
      expect(this.lies).toContainEqual(expect.objectContaining({ says: expect.any(String) }));
  }

  /** What the state says is what a clean look shows. */
  private async expectTrue(): Promise<void> {
    const { one, stack, subject, around } = this;
    if (stack.state === undefined) return expect(this.mine()).toEqual([]);
    const clean = one.another().siblingStack(subject.handlers, "observer");
    const seen: Properties = await clean.get(subject.importId(stack.id, around));
    const compared = Object.entries(seen).filter(([name]) => !NOT_COMPARED.test(name));
    expect(Object.fromEntries(compared.map(([name]) => [name, stack.outputs[name]]))).toEqual(
      Object.fromEntries(compared),
    );
  }
}

const NOTHING: Surroundings = { endpointServiceId: "", endpointServiceName: "", endpointId: "" };

async function surroundings(one: Lab): Promise<Surroundings> {
  const owner = one.siblingStack(subjects.VpcEndpointService.handlers, "owner");
  await owner.up(service());
  const { id } = one.emulator.connect(owner.id, { status: "pendingAcceptance" });
  const endpointServiceName = String(owner.outputs.endpointServiceName);
  return { endpointServiceId: owner.id, endpointServiceName, endpointId: String(id) };
}

/** What is not of the cloud, or is not worth a failure. */
const NOT_COMPARED = /^__|^updatedAt$|^connectionCount$/;

/** What says that an object may be there, and what to do about it. */
const NAMES_IT =
  /may have been created|already serves|EndPoint\.(?:3044|2014)|its list does not show it|may have been done/;

/** Mappings are shown with the protocol that they have by default. */
function asShown(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item) => (typeof item === "object" ? { protocol: "TCP", ...item } : item));
}
