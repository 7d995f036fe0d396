import equal from "fast-deep-equal";
import { hasCode, isApiError } from "../api/errors";
import { Failure, PartialFailure } from "../dynamic/failures";
import { hiddenState } from "../dynamic/hidden";
import { callWhenReady } from "./busy";
import { type Changes, changesBetween, desiredOf } from "./diff";
import { PERMISSION_FIELDS, SETTING_FIELDS, type UpdatedField } from "./fields";
import type { VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";
import { call, type Operation, tell } from "./operation";
import { getService, modifyService } from "./operations";
import { changePermissionsTo, permissionDifference, whitelistOf } from "./permissions";
import { findClash, PORT_CLASH } from "./port-clash";
import { rejectRevoked } from "./revoke";
import { waitUntilAvailable } from "./settle";
import { changeTagsTo, tagChanges } from "./tags";
import { isService, type ServiceAnswer, toModifyBody, toOutputs } from "./wire";

/** When a failure on the way is a partial one: the id must not be lost, or something has changed already. */
type Partial = "always" | "whenChanged";

/**
 * Leads a service from what is known of it to what the program says, with nothing but the differences: one modify call,
 * then tags, then the whitelist. Gives the outputs; after a failure they say what really was achieved.
 */
export async function converge(
  operation: Operation,
  id: string,
  known: VpcEndpointServiceOutputs,
  inputs: VpcEndpointServiceInputs,
  partial: Partial = "whenChanged",
): Promise<VpcEndpointServiceOutputs> {
  const run = new Convergence(operation, id, known, inputs);
  try {
    await run.modify();
    await run.tags();
    await run.permissions();
    await run.revocation();
  } catch (error) {
    const reached = await run.reachedAfter(error);
    if (run.report() !== "") tell(operation, `sent ${run.report()}`);
    if (partial === "whenChanged" && reached === known) throw error;
    throw new PartialFailure(id, unfinished(reached, inputs, run.revoked), run.story(error));
  }
  if (run.report() !== "") tell(operation, `sent ${run.report()}`);
  return finished(run.now, inputs);
}

/** The steps of one convergence, and how far it has come. */
class Convergence {
  now: VpcEndpointServiceOutputs;
  private readonly changes: Changes;
  private readonly desired: ReturnType<typeof desiredOf>;
  private readonly sent: string[] = [];
  /** What is being done, for the story of a failure. */
  private step = () => "";
  private modifying = false;

  constructor(
    private readonly operation: Operation,
    private readonly id: string,
    private readonly known: VpcEndpointServiceOutputs,
    private readonly inputs: VpcEndpointServiceInputs,
  ) {
    this.now = known;
    this.changes = changesBetween({ ...known }, { ...inputs }, id);
    this.desired = desiredOf({ ...known }, { ...inputs });
  }

  async modify(): Promise<void> {
    const fields = this.changes.update;
    if (fields.length === 0) return;
    this.step = () => fields.join(", ");
    this.modifying = true;
    const answer = await this.putFields(fields);
    const sentValues = Object.fromEntries(fields.map((field) => [field, this.desired[field]]));
    this.now = toOutputs(this.id, answer, { ...this.now, ...sentValues });
    this.sent.push(...fields);
    this.modifying = false;
    this.step = () => "";
    if (this.now.status === "available") return;
    const settled = await waitUntilAvailable(this.operation, this.id, { ...answer, status: this.now.status });
    this.now = toOutputs(this.id, settled.answer, this.now);
    if (settled.problem !== undefined) throw new PartialFailure(this.id, this.now, settled.problem);
  }

  private async putFields(fields: readonly UpdatedField[]): Promise<ServiceAnswer> {
    const body = toModifyBody(fields, this.desired);
    try {
      const { body: answer } = await callWhenReady(this.operation, modifyService(this.id, body));
      if (isService(answer)) return answer;
      // An answer that is none of a service says nothing about it: the service itself does.
      return (await call(this.operation, getService(this.id))).body;
    } catch (error) {
      if (!isApiError(error) || !hasCode(error, PORT_CLASH)) throw error;
      const clash = await findClash(this.operation, { ...this.now, ...this.desired }, this.id);
      throw new Failure(clash === undefined ? error.message : `${error.message} ${clash.text}`);
    }
  }

  async tags(): Promise<void> {
    if (!this.changes.tags) return;
    const desired = this.desired.tags ?? {};
    const before = this.now.tags ?? {};
    this.step = () => `tags (${tagChanges(this.now.tags ?? {}, desired).join(" ")})`;
    try {
      await changeTagsTo(this.operation, this.id, before, desired, (tags) => {
        this.now = { ...this.now, tags };
      });
    } finally {
      const keys = tagChanges(before, this.now.tags ?? {});
      if (keys.length > 0) this.sent.push(`tags ${keys.join(" ")}`);
    }
  }

  async permissions(): Promise<void> {
    for (const field of this.changes.permissions) {
      this.step = () => field;
      const [before, desired] = [this.now[field] ?? [], this.desired[field] ?? []];
      try {
        await changePermissionsTo(this.operation, this.id, field, before, desired, (list) => {
          this.now = { ...this.now, [field]: list };
        });
      } finally {
        const { added, removed } = permissionDifference(before, this.now[field] ?? []);
        if (added.length + removed.length > 0) this.sent.push(`${field} +${added.length} -${removed.length}`);
      }
    }
  }

  async revocation(): Promise<void> {
    const { revoked } = this;
    if (this.inputs.rejectConnectionsOnRevoke !== true || revoked.length === 0) return;
    this.step = () => `rejecting the connections of ${revoked.join(", ")}`;
    await rejectRevoked(this.operation, this.id, revoked, this.now);
  }

  /** Permissions taken back, by this run as far as it came or one before, whose live connections are to be rejected. */
  get revoked(): string[] {
    const before = hiddenState({ ...this.known }).revoked ?? [];
    const removed = PERMISSION_FIELDS.flatMap(
      (field) => permissionDifference(this.known[field] ?? [], this.now[field] ?? []).removed,
    );
    const allowed = PERMISSION_FIELDS.flatMap((field) => this.now[field] ?? []);
    return [...new Set([...before, ...removed])].filter((permission) => !allowed.includes(permission));
  }

  /** What the user hears was sent; names only, never values. */
  report(): string {
    return this.sent.join(", ");
  }

  /** How far it came, and why not further. */
  story(error: unknown): string {
    const done = this.sent.length > 0 ? `${this.sent.join(", ")} succeeded; ` : "";
    const { message } = error as Error;
    const step = this.step();
    // A wait that did not end well says itself what to do.
    const next =
      error instanceof PartialFailure ? "" : " Run `pulumi up` again: it sends only what is missing.";
    return `${done}${step === "" ? "" : `${step} did not: `}${message}${next}`;
  }

  /** After a call whose fate is unknown, one look at what it changed; if that fails too, the last certain state stands. */
  async reachedAfter(error: unknown): Promise<VpcEndpointServiceOutputs> {
    const doubtful = (isApiError(error) || error instanceof Failure) && error.possiblySent;
    if (!doubtful || this.modifying) return this.now;
    try {
      const { body } = await call(this.operation, { ...getService(this.id), attempts: 1 });
      this.now = toOutputs(this.id, body, this.now);
      if (this.changes.permissions.length > 0) {
        const whitelist = await whitelistOf(this.operation, this.id);
        for (const field of this.changes.permissions) this.now = { ...this.now, [field]: whitelist[field] };
      }
    } catch (second) {
      if (!isApiError(second)) throw second;
    }
    return this.now;
  }
}

/** Outputs after success: what is, and of the program's own what it says now. */
function finished(
  now: VpcEndpointServiceOutputs,
  inputs: VpcEndpointServiceInputs,
): VpcEndpointServiceOutputs {
  const outputs: Record<string, unknown> = { ...now };
  for (const field of ["existingId", ...SETTING_FIELDS] as const) outputs[field] = inputs[field];
  // A list that the program does not speak of any more is not managed, and so not known.
  for (const field of PERMISSION_FIELDS) if (inputs[field] === undefined) outputs[field] = undefined;
  const { adoption } = hiddenState({ ...now });
  const written = writtenOtherwise(inputs, outputs);
  outputs.__vpcep = {
    ...inputs.__vpcep,
    ...(adoption === undefined ? {} : { adoption }),
    ...(Object.keys(written).length === 0 ? {} : { written }),
  };
  return outputs as unknown as VpcEndpointServiceOutputs;
}

/** Inputs that mean what the outputs say in other words; a refresh gives them back as the program has them. */
function writtenOtherwise(
  inputs: VpcEndpointServiceInputs,
  outputs: Record<string, unknown>,
): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const field of ["ports", ...PERMISSION_FIELDS] as const) {
    if (inputs[field] !== undefined && !equal(inputs[field], outputs[field])) written[field] = inputs[field];
  }
  return written;
}

/** Outputs after a failure: what was ever set stays so, for a value to take back may not have been taken back yet. */
function unfinished(
  now: VpcEndpointServiceOutputs,
  inputs: VpcEndpointServiceInputs,
  revoked: string[],
): VpcEndpointServiceOutputs {
  const before = hiddenState({ ...now });
  const set = [...new Set([...before.set, ...inputs.__vpcep.set])];
  const left = inputs.rejectConnectionsOnRevoke === true && revoked.length > 0 ? { revoked } : {};
  const adoption = before.adoption === undefined ? {} : { adoption: before.adoption };
  return { ...now, __vpcep: { ...inputs.__vpcep, set, ...left, ...adoption } };
}
