import { hasCode, isApiError } from "../api/errors";
import type { Changes } from "../resource/diff";
import { Failure } from "../resource/failures";
import { toBody } from "../resource/fields";
import type { Bag } from "../resource/handlers";
import { call, type Operation } from "../resource/operation";
import { partialFailure } from "../resource/outputs";
import { type Progress, reconcile, type Step } from "../resource/reconcile";
import { type HiddenState, hiddenState } from "../resource/state";
import { callWhenReady } from "./busy";
import { PERMISSION_FIELDS, type PermissionField, SERVICE } from "./fields";
import type { VpcEndpointServiceInputs, VpcEndpointServiceOutputs } from "./inputs";
import { getService, modifyService } from "./operations";
import { changePermissionsTo, permissionDifference, whitelistOf } from "./permissions";
import { clashAdvice, findClash, PORT_CLASH } from "./port-clash";
import { isOrganization, rejectRevoked, revokedAfter } from "./revoke";
import { waitUntilAvailable } from "./settle";
import { changeTagsTo, tagChanges } from "./tags";
import { isService, type ServiceAnswer, toOutputs } from "./wire";

/** One running reconciliation of a service. */
interface Subject {
  operation: Operation;
  id: string;
  known: VpcEndpointServiceOutputs;
  inputs: VpcEndpointServiceInputs;
}

/**
 * Makes a service what the program says: one modify call, then tags, then the whitelist, then the connections of those
 * who were taken from it.
 */
export async function reconcileService(
  operation: Operation,
  id: string,
  known: VpcEndpointServiceOutputs,
  inputs: VpcEndpointServiceInputs,
  isNew = false,
): Promise<VpcEndpointServiceOutputs> {
  const subject = { operation, id, known, inputs };
  const outputs = await reconcile({
    ...subject,
    definition: SERVICE,
    isNew,
    steps: (changes, desired) => stepsOf(subject, changes, desired),
    after: (progress) => revoke(subject, progress),
    owed: ({ now }) => owedAfter(subject, now as VpcEndpointServiceOutputs),
  });
  return outputs as VpcEndpointServiceOutputs;
}

function stepsOf(
  subject: Subject,
  { modify, steps }: Pick<Changes, "modify" | "steps">,
  desired: Bag,
): Step[] {
  return [
    ...(modify.length > 0 ? [modifyStep(subject, modify, desired)] : []),
    ...(steps.includes("tags") ? [tagStep(subject, desired.tags as Record<string, string>)] : []),
    ...PERMISSION_FIELDS.filter((field) => steps.includes(field)).map((field) =>
      whitelistStep(subject, field, desired[field] as string[]),
    ),
  ];
}

function modifyStep(subject: Subject, fields: readonly string[], desired: Bag): Step {
  const { operation, id } = subject;
  const toSend = Object.fromEntries(fields.map((field) => [field, desired[field]]));
  let record: ServiceAnswer = {};
  return {
    fields,
    text: () => fields.join(", "),
    async run(now, reach) {
      record = await modified(subject, { ...now, ...desired }, toBody(SERVICE.fields, fields, desired));
      reach(toOutputs(id, record, { ...(now as VpcEndpointServiceOutputs), ...toSend }));
    },
    look: async (now) =>
      toOutputs(id, await serviceItself(operation, id, 1), now as VpcEndpointServiceOutputs),
    sent: (before, after) => (after === before ? [] : [...fields]),
    async settle(now) {
      if (now.status === "available") return now;
      const settled = await waitUntilAvailable(operation, id, { ...record, status: now.status });
      const outputs = toOutputs(id, settled.answer, now as VpcEndpointServiceOutputs);
      if (settled.problem !== undefined) throw partialFailure(id, outputs, settled.problem);
      return outputs;
    },
  };
}

/** The service as the modify call shows it. */
async function modified({ operation, id, inputs }: Subject, wanted: Bag, body: Bag): Promise<ServiceAnswer> {
  try {
    const { body: record } = await callWhenReady(operation, modifyService(id, body));
    // A response without a service says nothing about it: the service itself does.
    return isService(record) ? record : await serviceItself(operation, id);
  } catch (error) {
    if (!isApiError(error) || !hasCode(error, PORT_CLASH)) throw error;
    const clash = await findClash(operation, wanted as VpcEndpointServiceInputs, id);
    if (clash === undefined) throw error;
    const advice = clashAdvice(operation, clash, inputs.__vpcep.name, "update");
    throw new Failure(`${error.message} ${clash.text} ${advice}`);
  }
}

/** The service as it is, after a write that did not tell: a failure leaves the write's fate unknown. */
async function serviceItself(operation: Operation, id: string, attempts?: number): Promise<ServiceAnswer> {
  try {
    const look = getService(id);
    const { body } = await call(operation, attempts === undefined ? look : { ...look, attempts });
    if (isService(body)) return body;
  } catch (error) {
    if (!isApiError(error)) throw error;
    throw new Failure(error.message, true);
  }
  throw new Failure(`the API's response for service ${id} was malformed: no usable id, or no status`, true);
}

function tagStep({ operation, id }: Subject, desired: Record<string, string>): Step {
  const tagsIn = (outputs: Bag) => (outputs.tags ?? {}) as Record<string, string>;
  return {
    fields: ["tags"],
    text: (now) => `tags (${tagChanges(tagsIn(now), desired).join(" ")})`,
    async run(now, reach) {
      await changeTagsTo(operation, id, tagsIn(now), desired, (tags) => reach({ ...now, tags }));
    },
    look: async (now) =>
      toOutputs(id, await serviceItself(operation, id, 1), now as VpcEndpointServiceOutputs),
    sent(before, after) {
      const keys = tagChanges(tagsIn(before), tagsIn(after));
      return keys.length > 0 ? [`tags ${keys.join(" ")}`] : [];
    },
  };
}

function whitelistStep({ operation, id }: Subject, field: PermissionField, desired: readonly string[]): Step {
  const listIn = (outputs: Bag) => (outputs[field] ?? []) as string[];
  return {
    fields: [field],
    text: () => field,
    async run(now, reach) {
      const reached = (list: string[]) => reach({ ...now, [field]: list });
      await changePermissionsTo(operation, id, field, listIn(now), desired, reached);
    },
    look: async (now) => ({ ...now, [field]: (await whitelistOf(operation, id))[field] }),
    sent(before, after) {
      const { added, removed } = permissionDifference(listIn(before), listIn(after));
      return added.length + removed.length > 0 ? [`${field} +${added.length} -${removed.length}`] : [];
    },
  };
}

async function revoke(subject: Subject, progress: Progress): Promise<void> {
  const { operation, id, inputs } = subject;
  const now = progress.now as VpcEndpointServiceOutputs;
  const digests = revokedBy(subject, now);
  const paths = removedBy(subject, now).filter(isOrganization);
  if (inputs.rejectConnectionsOnRevoke !== true || digests.length + paths.length === 0) return;
  progress.text = () => "rejecting the connections of revoked accounts";
  await rejectRevoked(operation, id, { digests, paths }, now);
}

function owedAfter(subject: Subject, now: VpcEndpointServiceOutputs): Partial<HiddenState> {
  const revoked = revokedBy(subject, now);
  return subject.inputs.rejectConnectionsOnRevoke === true && revoked.length > 0 ? { revoked } : {};
}

/** Permissions taken back by this run, as far as it came. */
function removedBy({ known }: Subject, now: VpcEndpointServiceOutputs): string[] {
  return PERMISSION_FIELDS.flatMap(
    (field) => permissionDifference(known[field] ?? [], now[field] ?? []).removed,
  );
}

/** The same with those of an earlier run whose live connections are still to be rejected, as digests. */
function revokedBy(subject: Subject, now: VpcEndpointServiceOutputs): string[] {
  const allowed = PERMISSION_FIELDS.flatMap((field) => now[field] ?? []);
  return revokedAfter(hiddenState(subject.known).revoked ?? [], removedBy(subject, now), allowed);
}
