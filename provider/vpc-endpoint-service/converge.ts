import { hasCode, isApiError } from "../api/errors";
import { type Changes, changesBetween, desiredOf, sameValue } from "../resource/diff";
import { Failure, PartialFailure } from "../resource/failures";
import { toBody } from "../resource/fields";
import type { Bag } from "../resource/handlers";
import { hiddenState } from "../resource/state";
import { callWhenReady } from "./busy";
import { PERMISSION_FIELDS, type PermissionField, SERVICE } from "./fields";
import type { VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";
import { call, type Operation, tell } from "./operation";
import { getService, modifyService } from "./operations";
import { finished, partialFailure, unfinished } from "./outputs";
import { changePermissionsTo, permissionDifference, whitelistOf } from "./permissions";
import { clashAdvice, findClash, PORT_CLASH } from "./port-clash";
import { isOrganization, rejectRevoked, revokedAfter } from "./revoke";
import { waitUntilAvailable } from "./settle";
import { changeTagsTo, tagChanges } from "./tags";
import { isService, type ServiceAnswer, toOutputs } from "./wire";

/** When a failure on the way is a partial one: the id must not be lost, or something has changed already. */
type Partiality = "always" | "whenChanged";

/** One thing that a convergence does, on its own call or calls. */
interface Step {
  fields: readonly string[];
  /** What is being done, or still to do, for the story of a failure. */
  text(): string;
  run(): Promise<void>;
  /** Names of what was sent, as far as the step came. */
  sent(before: VpcEndpointServiceOutputs, after: VpcEndpointServiceOutputs): string[];
}

/**
 * Leads a service from what is known of it to what the program says, with nothing but the differences: one modify call,
 * then tags, then the whitelist. Gives the outputs; after a failure they say what really was achieved.
 */
export async function converge(
  operation: Operation,
  id: string,
  known: VpcEndpointServiceOutputs,
  inputs: VpcEndpointServiceInputs,
  partial: Partiality = "whenChanged",
): Promise<VpcEndpointServiceOutputs> {
  const run = new Convergence(operation, id, known, inputs, partial === "always");
  try {
    await run.reconcile();
    await run.revocation();
  } catch (error) {
    if (run.report() !== "") tell(operation, `sent ${run.report()}`);
    if (partial === "whenChanged" && !run.hasChanged) throw error;
    throw partialFailure(id, unfinished(run, inputs), run.story(error));
  }
  if (run.report() !== "") tell(operation, `sent ${run.report()}`);
  return finished(run.now, inputs);
}

/** The steps of one convergence, and how far it has come. */
class Convergence {
  now: VpcEndpointServiceOutputs;
  private changes: Pick<Changes, "modify" | "steps">;
  /** Fields whose new value was sent, or may have been. */
  readonly applied: string[] = [];
  /** Of these the ones whose fate nobody knows. */
  doubt: readonly string[] = [];
  private readonly desired: Partial<VpcEndpointServiceInputs>;
  private readonly sent: string[] = [];
  private text = () => "";

  constructor(
    private readonly operation: Operation,
    private readonly id: string,
    private readonly known: VpcEndpointServiceOutputs,
    private readonly inputs: VpcEndpointServiceInputs,
    private readonly isNew: boolean,
  ) {
    this.now = known;
    this.changes = changesBetween(SERVICE, { ...known }, { ...inputs }, id);
    this.desired = desiredOf(SERVICE, { ...known }, { ...inputs });
  }

  /** Whether the cloud has, or may have, something that the state before this run does not say. */
  get hasChanged(): boolean {
    return this.applied.length > 0 || this.now.status !== this.known.status;
  }

  /**
   * One modify call, then tags, then the whitelist. What a response shows beside that, because somebody else has changed
   * it since it was last seen, is made good in a second round; what the cloud did not take is not sent again.
   */
  async reconcile(): Promise<void> {
    await this.takeSteps();
    const { modify, steps } = changesBetween(SERVICE, { ...this.now }, { ...this.inputs }, this.id);
    const isNew = (field: string) => !this.applied.includes(field);
    this.changes = { modify: modify.filter(isNew), steps: steps.filter(isNew) };
    await this.takeSteps();
  }

  private async takeSteps(): Promise<void> {
    await this.modify();
    await this.tags();
    for (const field of PERMISSION_FIELDS)
      if (this.changes.steps.includes(field)) await this.permissions(field);
  }

  private async modify(): Promise<void> {
    const fields = this.changes.modify;
    if (fields.length === 0) return;
    let answer: ServiceAnswer = {};
    await this.take({
      fields,
      text: () => fields.join(", "),
      run: async () => {
        answer = await this.putFields();
        const sentValues = Object.fromEntries(fields.map((field) => [field, (this.desired as Bag)[field]]));
        this.now = toOutputs(this.id, answer, { ...this.now, ...sentValues });
      },
      sent: (before, after) => (after === before ? [] : [...fields]),
    });
    if (this.now.status === "available") return;
    const settled = await waitUntilAvailable(this.operation, this.id, { ...answer, status: this.now.status });
    this.now = toOutputs(this.id, settled.answer, this.now);
    if (settled.problem !== undefined) throw partialFailure(this.id, this.now, settled.problem);
  }

  private async putFields(): Promise<ServiceAnswer> {
    try {
      const call = modifyService(this.id, toBody(SERVICE.fields, this.changes.modify, this.desired));
      const { body } = await callWhenReady(this.operation, call);
      // An answer that is none of a service says nothing about it: the service itself does.
      return isService(body) ? body : await this.service();
    } catch (error) {
      if (!isApiError(error) || !hasCode(error, PORT_CLASH)) throw error;
      const clash = await findClash(this.operation, { ...this.now, ...this.desired }, this.id);
      if (clash === undefined) throw error;
      const advice = clashAdvice(this.operation, clash, this.inputs.__vpcep.name, "update");
      throw new Failure(`${error.message} ${clash.text} ${advice}`);
    }
  }

  private async tags(): Promise<void> {
    if (!this.changes.steps.includes("tags")) return;
    const desired = this.desired.tags ?? {};
    await this.take({
      fields: ["tags"],
      text: () => `tags (${tagChanges(this.now.tags ?? {}, desired).join(" ")})`,
      run: async () => {
        await changeTagsTo(this.operation, this.id, this.now.tags ?? {}, desired, (tags) => {
          this.now = { ...this.now, tags };
        });
      },
      sent(before, after) {
        const keys = tagChanges(before.tags ?? {}, after.tags ?? {});
        return keys.length > 0 ? [`tags ${keys.join(" ")}`] : [];
      },
    });
  }

  private async permissions(field: PermissionField): Promise<void> {
    const desired = this.desired[field] ?? [];
    await this.take({
      fields: [field],
      text: () => field,
      run: async () => {
        await changePermissionsTo(this.operation, this.id, field, this.now[field] ?? [], desired, (list) => {
          this.now = { ...this.now, [field]: list };
        });
      },
      sent(before, after) {
        const { added, removed } = permissionDifference(before[field] ?? [], after[field] ?? []);
        return added.length + removed.length > 0 ? [`${field} +${added.length} -${removed.length}`] : [];
      },
    });
  }

  async revocation(): Promise<void> {
    const { revoked } = this;
    const paths = this.removed.filter(isOrganization);
    if (this.inputs.rejectConnectionsOnRevoke !== true || revoked.length + paths.length === 0) return;
    this.text = () => "rejecting the connections of revoked accounts";
    await rejectRevoked(this.operation, this.id, { digests: revoked, paths }, this.now);
  }

  /** Permissions taken back by this run, as far as it came. */
  private get removed(): string[] {
    return PERMISSION_FIELDS.flatMap(
      (field) => permissionDifference(this.known[field] ?? [], this.now[field] ?? []).removed,
    );
  }

  /** The same with those of an earlier run whose live connections are still to be rejected, as digests. */
  get revoked(): string[] {
    const allowed = PERMISSION_FIELDS.flatMap((field) => this.now[field] ?? []);
    return revokedAfter(hiddenState({ ...this.known }).revoked ?? [], this.removed, allowed);
  }

  /**
   * Takes a step. When its fate is unknown, because a response was lost, a look at the cloud decides; where that fails
   * as well, the step's fields stay in doubt.
   */
  private async take(step: Step): Promise<void> {
    const before = this.now;
    this.text = step.text;
    try {
      await step.run();
      this.applied.push(...step.fields);
      this.sent.push(...step.sent(before, this.now));
    } catch (error) {
      const reached = this.now;
      // What was left to do when it failed, and not what a look shows then.
      const text = step.text();
      this.text = () => text;
      const isDone = isDoubtful(error) && (await this.looksDone(step.fields));
      this.sent.push(...step.sent(before, isDone ? this.now : reached));
      const isDifferent = step.fields.some(
        (field) => !sameValue(SERVICE, field, (before as Bag)[field], (this.now as Bag)[field]),
      );
      if (isDone || isDifferent || this.doubt.length > 0) this.applied.push(...step.fields);
      if (!isDone) throw error;
      tell(this.operation, "a response was lost, but the cloud shows that the change was made");
    }
    this.text = () => "";
  }

  private async looksDone(fields: readonly string[]): Promise<boolean> {
    try {
      this.now = await this.look(fields);
    } catch (error) {
      if (!isApiError(error) && !(error instanceof Failure)) throw error;
      this.doubt = fields;
      return false;
    }
    return fields.every((field) =>
      sameValue(SERVICE, field, (this.now as Bag)[field], (this.desired as Bag)[field]),
    );
  }

  private async look(fields: readonly string[]): Promise<VpcEndpointServiceOutputs> {
    const lists = PERMISSION_FIELDS.filter((field) => fields.includes(field));
    if (lists.length === 0) return toOutputs(this.id, await this.service(1), this.now);
    const whitelist = await whitelistOf(this.operation, this.id);
    return { ...this.now, ...Object.fromEntries(lists.map((field) => [field, whitelist[field]])) };
  }

  /** The service as it is, after a write that did not tell: a failure leaves the write's fate unknown. */
  private async service(attempts?: number): Promise<ServiceAnswer> {
    try {
      const look = getService(this.id);
      const { body } = await call(this.operation, attempts === undefined ? look : { ...look, attempts });
      if (isService(body)) return body;
    } catch (error) {
      if (!isApiError(error)) throw error;
      throw new Failure(error.message, true);
    }
    throw new Failure(
      `the API's response for service ${this.id} was malformed: no usable id, or no status`,
      true,
    );
  }

  /** What the user reads was sent; names only, never values. */
  report(): string {
    return this.sent.join(", ");
  }

  /** How far it came, and why not further. */
  story(error: unknown): string {
    const created = this.isNew ? "the service was created" : "";
    const sent = this.sent.length > 0 ? `${this.sent.join(", ")} succeeded` : "";
    const done = [created, sent].map((part) => (part === "" ? "" : `${part}; `)).join("");
    const { message } = error as Error;
    const failed = this.doubt.length > 0 ? "may have been done" : "failed";
    // A wait that did not end well says itself what to do.
    const next =
      error instanceof PartialFailure ? "" : " Run `pulumi up` again: it sends only what is missing.";
    const step = this.text();
    return `${done}${step === "" ? "" : `${step} ${failed}: `}${message}${next}`;
  }
}

function isDoubtful(error: unknown): boolean {
  return (isApiError(error) || error instanceof Failure) && error.possiblySent;
}
